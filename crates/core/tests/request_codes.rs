//! Every code once at least, with its exact text. Codes and texts are API.
#![cfg(not(target_arch = "wasm32"))]

use chrono::{DateTime, TimeDelta, Utc};
use metering_core::request::{
    Checked, Code, Draft, Field, Flag, Problem, Rules, Subject, validate,
};

/// A valid draft.
fn valid() -> Draft {
    Draft {
        start_date: "2024-08-12T00:00:00Z".into(),
        end_date: "2024-09-10T23:59:59Z".into(),
        job_type: "PROJECT_FOLDER".into(),
        ..Draft::default()
    }
}

fn with(field: Field, text: &str) -> Draft {
    let mut draft = valid();
    draft.set(field, text);
    draft
}

fn problems(draft: &Draft) -> Vec<Problem> {
    validate(draft, &Rules::default())
        .result
        .expect_err("the draft is not valid")
}

/// Asserts that a draft has exactly this one problem, and no warning.
#[track_caller]
fn one(draft: &Draft, field: Field, code: Code, message: &str) -> Problem {
    let Checked { result, warnings } = validate(draft, &Rules::default());
    let problems = result.expect_err("the draft is not valid");
    assert_eq!(
        problems.iter().map(Problem::message).collect::<Vec<_>>(),
        [message]
    );
    assert_eq!(warnings, []);
    let problem = problems.into_iter().next().expect("one problem");
    assert_eq!(
        (problem.subject.clone(), problem.code),
        (Subject::Known(field), code)
    );
    assert_eq!(problem.to_string(), message);
    problem
}

#[track_caller]
fn one_warning(checked: &Checked, subject: &Subject, code: Code, message: &str) {
    assert!(checked.result.is_ok(), "{:?}", checked.result);
    assert_eq!(
        checked
            .warnings
            .iter()
            .map(Problem::message)
            .collect::<Vec<_>>(),
        [message]
    );
    assert_eq!(
        checked
            .warnings
            .iter()
            .map(|p| (&p.subject, p.code))
            .collect::<Vec<_>>(),
        [(subject, code)]
    );
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

#[rustfmt::skip] // One row a line.
#[test]
fn nothing_given_is_three_required_fields_in_order() {
    let expected = [
        (Field::StartDate, "A value is required: the instant the range starts, such as 2024-08-12T00:00:00Z."),
        (Field::EndDate, "A value is required: the instant the range ends, such as 2024-09-10T23:59:59Z."),
        (Field::JobType, "A value is required: PROJECT_FOLDER, for project-level data."),
    ];
    let mut blank = Draft::default();
    blank.set(Field::StartDate, "");
    blank.set(Field::EndDate, " \t\n");
    blank.set(Field::JobType, "\u{3000}\u{A0}");
    for draft in [Draft::default(), blank] {
        let found = problems(&draft);
        let found: Vec<_> = found
            .iter()
            .map(|p| (p.field(), p.code, p.message()))
            .collect();
        let expected = expected.map(|(field, text)| (Some(field), Code::Required, text.to_owned()));
        assert_eq!(found, expected);
    }
}

#[test]
fn values_that_are_no_strings() {
    let json = r#"{"startDate":1723420800,"endDate":["2024"],"jobType":{"a":1},"combinedMeterUsage":true,"allLinkedOrgs":false,"callbackUrl":1.5}"#;
    let found = problems(&serde_json::from_str(json).expect("an object"));
    assert!(found.iter().all(|p| p.code == Code::WrongType));
    assert_eq!(
        found.iter().filter_map(Problem::field).collect::<Vec<_>>(),
        Field::ALL
    );
    assert_eq!(
        found.iter().map(Problem::message).collect::<Vec<_>>(),
        [
            r#"A string is expected, not a number. Write an instant such as "2024-08-12T00:00:00Z"."#,
            r#"A string is expected, not an array. Write an instant such as "2024-08-12T00:00:00Z"."#,
            r#"A string is expected, not an object. Write "PROJECT_FOLDER"."#,
            r#"A string is expected, not a boolean. The service wants the string "TRUE" or "FALSE", in quotation marks."#,
            r#"A string is expected, not a boolean. The service wants the string "TRUE" or "FALSE", in quotation marks."#,
            r#"A string is expected, not a number. Write a URL such as "https://MyExportJobStatus.com"."#,
        ]
    );
}

#[rustfmt::skip] // One row a line.
#[test]
fn dates() {
    one(
        &with(Field::StartDate, "2024-08-12"),
        Field::StartDate,
        Code::NotADateTime,
        "The time is missing. Write the date and time like 2024-08-12T00:00:00Z.",
    );
    one(
        &with(Field::StartDate, "2024-08-12T00:00:00"),
        Field::StartDate,
        Code::NoTimeZone,
        "The time zone is missing. End with Z for UTC, or with an offset such as +02:00.",
    );
    one(
        &with(Field::EndDate, "2023-02-30T00:00:00Z"),
        Field::EndDate,
        Code::ImpossibleDate,
        "There is no day 30: February 2023 has 28 days.",
    );
}

#[test]
fn the_end_is_after_the_start() {
    for end in [
        "2024-08-12T00:00:00Z",
        "2024-08-11T23:59:59Z",
        "2024-08-12T01:59:59+02:00",
    ] {
        one(
            &with(Field::EndDate, end),
            Field::EndDate,
            Code::EndNotAfterStart,
            "The range must end after its start, 2024-08-12T00:00:00Z.",
        );
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn job_types() {
    let rows = [
        ("ASSET", "“ASSET” is not a supported job type. Write PROJECT_FOLDER, for project-level data."),
        ("PROJECTS", "“PROJECTS” is not a supported job type. Write PROJECT_FOLDER, for project-level data."),
        ("project_folder", "“project_folder” must be written exactly PROJECT_FOLDER."),
        (" PROJECT_FOLDER", "“ PROJECT_FOLDER” must be written exactly PROJECT_FOLDER."),
        ("Project-Folder", "“Project-Folder” must be written exactly PROJECT_FOLDER."),
        ("PROJECT_FOLDER\u{200B}", "“PROJECT_FOLDER[U+200B]” must be written exactly PROJECT_FOLDER."),
    ];
    for (text, message) in rows {
        one(
            &with(Field::JobType, text),
            Field::JobType,
            Code::UnsupportedJobType,
            message,
        );
    }
}

#[test]
fn flags() {
    let rows = [
        (
            "yes",
            "“yes” is not a flag. Write TRUE or FALSE, or leave it out.",
        ),
        (
            "",
            "“” is not a flag. Write TRUE or FALSE, or leave it out.",
        ),
        (
            " ",
            "“ ” is not a flag. Write TRUE or FALSE, or leave it out.",
        ),
        ("true", "“true” must be written exactly TRUE."),
        ("False", "“False” must be written exactly FALSE."),
        ("TRUE ", "“TRUE ” must be written exactly TRUE."),
        ("TRUE\n", "“TRUE[U+000A]” must be written exactly TRUE."),
    ];
    for (text, message) in rows {
        for field in [Field::CombinedMeterUsage, Field::AllLinkedOrgs] {
            one(&with(field, text), field, Code::NotAFlag, message);
        }
    }
    for text in ["TRUE", "FALSE"] {
        let checked = validate(&with(Field::AllLinkedOrgs, text), &Rules::default());
        let flag = checked
            .result
            .map(|request| request.all_linked_orgs().map(Flag::name));
        assert_eq!(flag, Ok(Some(text)));
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn callback_urls() {
    let rows = [
        ("", Code::NotAUrl, "The text is empty. Write a URL, or leave it out."),
        ("ftp://files.example.com", Code::UrlNotHttp, "“ftp” is not a scheme that the service can post to. Write an https URL."),
        ("https://localhost:8080/", Code::UrlNotPublic, "“localhost” is a name for the machine itself, which the service cannot reach. Write a host that is public."),
    ];
    for (text, code, message) in rows {
        one(
            &with(Field::CallbackUrl, text),
            Field::CallbackUrl,
            code,
            message,
        );
    }
}

#[test]
fn warnings() {
    let end = at("2024-09-10T23:59:59Z");
    let rules = |now| Rules {
        now: Some(now),
        ..Rules::default()
    };
    one_warning(
        &validate(&valid(), &rules(end - TimeDelta::seconds(1))),
        &Subject::Known(Field::EndDate),
        Code::EndInFuture,
        "The range ends in the future. The export holds only what is metered when the job runs.",
    );
    assert_eq!(validate(&valid(), &rules(end)).warnings, []);
    assert_eq!(validate(&valid(), &Rules::default()).warnings, []);

    one_warning(
        &validate(
            &with(Field::CallbackUrl, "http://MyExportJobStatus.com"),
            &Rules::default(),
        ),
        &Subject::Known(Field::CallbackUrl),
        Code::InsecureCallback,
        "The job status would travel unencrypted. Use https if the host offers it.",
    );
}

#[test]
fn unknown_fields() {
    let rows = [
        ("meterId", ""),
        ("start_date", " Did you mean startDate?"),
        ("END-DATE", " Did you mean endDate?"),
        (" jobType ", " Did you mean jobType?"),
        ("callbackURL", " Did you mean callbackUrl?"),
        ("", ""),
    ];
    for (name, hint) in rows {
        let checked = validate(
            &Draft {
                unknown: vec![name.to_owned()],
                ..valid()
            },
            &Rules::default(),
        );
        let message =
            format!("“{name}” is not a field of an export request, and is not sent.{hint}");
        one_warning(
            &checked,
            &Subject::Unknown(name.to_owned()),
            Code::UnknownField,
            &message,
        );
    }
}

#[test]
fn codes_have_distinct_names_in_camel_case() {
    let names: std::collections::BTreeSet<_> = Code::ALL.into_iter().map(Code::name).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for name in names {
        assert!(
            name.bytes().all(|b| b.is_ascii_alphabetic())
                && name.starts_with(|c: char| c.is_ascii_lowercase())
        );
    }
}
