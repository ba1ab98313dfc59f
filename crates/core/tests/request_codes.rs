//! The exact text and parameters of every code but those of dates, see `request_date_time.rs`. Codes and texts are API.
#![cfg(not(target_arch = "wasm32"))]

use chrono::{DateTime, TimeDelta, Utc};
use metering_core::request::{
    Checked, Code, Draft, Field, Flag, JsonType, Place, Problem, Rules, Subject, validate,
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
        problems
            .iter()
            .map(|p| p.message.as_str())
            .collect::<Vec<_>>(),
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
            .map(|p| p.message.as_str())
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
        (Field::JobType, "A value is required: PROJECT_FOLDER, SUMMARY, ASSET or JOB_LEVEL."),
    ];
    let mut blank = Draft::default();
    blank.set(Field::StartDate, "");
    blank.set(Field::EndDate, " \t\n");
    blank.set(Field::JobType, "\u{3000}\u{A0}");
    for draft in [Draft::default(), blank] {
        let found = problems(&draft);
        let found: Vec<_> = found
            .iter()
            .map(|p| (p.field(), p.code, p.message.clone()))
            .collect();
        let expected = expected.map(|(field, text)| (Some(field), Code::Required, text.to_owned()));
        assert_eq!(found, expected);
    }
}

#[test]
fn values_that_are_no_strings() {
    let json = r#"{"startDate":1723420800,"endDate":["2024"],"jobType":{"a":1},"combinedMeterUsage":true,"allLinkedOrgs":false,"meterId":7,"allMeters":[],"callbackUrl":1.5}"#;
    let found = problems(&serde_json::from_str(json).expect("an object"));
    assert!(found.iter().all(|p| p.code == Code::WrongType));
    assert_eq!(
        found.iter().filter_map(Problem::field).collect::<Vec<_>>(),
        Field::ALL
    );
    assert_eq!(
        found.iter().map(|p| p.message.as_str()).collect::<Vec<_>>(),
        [
            r#"A string is expected, not a number. Write an instant such as "2024-08-12T00:00:00Z"."#,
            r#"A string is expected, not an array. Write an instant such as "2024-08-12T00:00:00Z"."#,
            r#"A string is expected, not an object. Write "PROJECT_FOLDER"."#,
            r#"A string is expected, not a boolean. The service wants the string "TRUE" or "FALSE", in quotation marks."#,
            r#"A string is expected, not a boolean. The service wants the string "TRUE" or "FALSE", in quotation marks."#,
            r#"A string is expected, not a number. Write an ID such as "a2nB20h1o0lc7k3P9xtWS8"."#,
            r#"A string is expected, not an array. The service wants the string "TRUE" or "FALSE", in quotation marks."#,
            r#"A string is expected, not a number. Write a URL such as "https://MyExportJobStatus.com"."#,
        ]
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
        ("USAGE", "“USAGE” is not a supported job type. Write PROJECT_FOLDER, SUMMARY, ASSET or JOB_LEVEL."),
        ("PROJECTS", "“PROJECTS” is not a supported job type. Write PROJECT_FOLDER, SUMMARY, ASSET or JOB_LEVEL."),
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

#[test]
fn meters() {
    let job_level = |field, text| Draft {
        job_type: "JOB_LEVEL".into(),
        ..with(field, text)
    };
    let required = "A value is required: the ID of one meter, or allMeters as TRUE for all.";
    for draft in [
        job_level(Field::MeterId, " "),
        job_level(Field::AllMeters, "FALSE"),
    ] {
        one(&draft, Field::MeterId, Code::Required, required);
    }
    for (id, said) in [
        ("a b", "a b"),
        ("a2nB20h1o0lc7k3P9xtWS8\n", "a2nB20h1o0lc7k3P9xtWS8[U+000A]"),
        ("\u{200B}", "[U+200B]"),
    ] {
        let message = format!(
            "“{said}” is not a meter ID. Write one without blanks, such as a2nB20h1o0lc7k3P9xtWS8."
        );
        let draft = job_level(Field::MeterId, id);
        let problem = one(&draft, Field::MeterId, Code::NotAMeterId, &message);
        assert_eq!(
            serde_json::to_value(&problem.params).expect("JSON"),
            serde_json::json!({ "found": said })
        );
    }
}

#[test]
fn a_field_that_the_type_does_not_have_is_not_sent() {
    let rows = [
        ("PROJECT_FOLDER", Field::MeterId, "a b"),
        ("PROJECT_FOLDER", Field::AllMeters, "x"),
        ("SUMMARY", Field::MeterId, "x"),
        ("SUMMARY", Field::AllMeters, "TRUE"),
        ("ASSET", Field::CombinedMeterUsage, "yes"),
        ("ASSET", Field::AllLinkedOrgs, "TRUE"),
        ("ASSET", Field::AllMeters, "TRUE"),
    ];
    for (job_type, field, text) in rows {
        let mut draft = with(field, text);
        draft.job_type = job_type.into();
        let checked = validate(&draft, &Rules::default());
        let message = format!("This is not part of a {job_type} export, and is not sent.");
        one_warning(
            &checked,
            &Subject::Known(field),
            Code::NotApplicable,
            &message,
        );
        assert_eq!(
            serde_json::to_value(&checked.warnings[0].params).expect("JSON"),
            serde_json::json!({ "jobType": job_type })
        );
        let sent = serde_json::to_value(checked.result.expect("valid")).expect("JSON");
        assert_eq!(sent.get(field.name()), None);
        draft.set(field, " ");
        assert_eq!(validate(&draft, &Rules::default()).warnings, []);
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
        ("zone", ""),
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

#[rustfmt::skip] // One row a line.
#[test]
fn requests_that_are_no_object_and_no_json() {
    let rows = [
        (
            Problem::not_an_object(JsonType::Array),
            "An export request is an object with the fields startDate, endDate and jobType, not an array.",
            r#"{"found":"array"}"#,
        ),
        (
            Problem::not_an_object(JsonType::Other),
            "An export request is an object with the fields startDate, endDate and jobType, not another kind of value.",
            r#"{"found":"other"}"#,
        ),
        (
            Problem::not_json("Unexpected end of JSON input", None),
            "This is not JSON. Unexpected end of JSON input.",
            r#"{"reason":"Unexpected end of JSON input"}"#,
        ),
        (
            Problem::not_json("expected value.", Some(Place { line: 2, column: 3, offset: 9 })),
            "This is not JSON. expected value.",
            r#"{"reason":"expected value","line":2,"column":3,"offset":9}"#,
        ),
    ];
    for (problem, message, params) in rows {
        assert_eq!((problem.subject.name(), problem.path.len()), (None, 0));
        assert_eq!(problem.message, message);
        assert_eq!(serde_json::to_string(&problem.params).expect("JSON"), params);
    }
}

/// The problem of one field of an otherwise empty draft.
fn problem(field: Field, text: &str, rules: &Rules) -> Option<Problem> {
    let mut draft = Draft {
        start_date: "2024-08-12T00:00:00Z".into(),
        ..Draft::default()
    };
    draft.set(field, text);
    let problems = validate(&draft, rules)
        .result
        .expect_err("jobType is missing");
    problems
        .into_iter()
        .find(|problem| problem.field() == Some(field))
}

/// Rows of a text, the message and the parameters as JSON.
#[track_caller]
fn said(field: Field, rows: &[(&str, &str, &str)]) {
    for (typed, message, params) in rows {
        let problem = problem(field, typed, &Rules::default());
        let found = problem.map(|p| {
            (
                p.message.clone(),
                serde_json::to_string(&p.params).expect("JSON"),
            )
        });
        assert_eq!(
            found,
            Some(((*message).to_owned(), (*params).to_owned())),
            "row {typed:?}"
        );
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn callback_urls() {
    said(
        Field::CallbackUrl,
        &[
            ("example.com", "A full URL is expected. Begin with https://, as in https://MyExportJobStatus.com.", r#"{"reason":"start"}"#),
            ("https:///x", "The host is missing. Write it after the two slashes, as in https://MyExportJobStatus.com.", r#"{"reason":"noHost"}"#),
            ("https://example.com/a b", "Position 22 holds a blank, which a URL cannot hold. Remove it, or percent-encode it.", r#"{"reason":"character","position":22,"character":"U+0020"}"#),
            ("https://a!b.com", "The host holds “!”, which a host cannot hold. Write plain letters, digits, hyphens and dots.", r#"{"reason":"hostCharacter","found":"a!b.com","character":"U+0021"}"#),
            ("https://a..com", "“a..com” is not a host name. Each part between dots has 1 to 63 characters and no hyphen at either end, the whole at most 253.", r#"{"reason":"hostName","found":"a..com"}"#),
            ("https://1.2.3.256", "“1.2.3.256” ends in a number but is not an IPv4 address. Write four numbers from 0 to 255, or a host name.", r#"{"reason":"ipv4","found":"1.2.3.256"}"#),
            ("https://[fe80::1%25en0]", "“[fe80::1%25en0]” is not an IPv6 address. Write one in brackets, without a zone, or a host name.", r#"{"reason":"ipv6","found":"[fe80::1%25en0]"}"#),
            ("https://example.com:99999", "“99999” is not a port. Write a number from 1 to 65535, or leave out the colon too.", r#"{"reason":"port","found":"99999"}"#),
            ("ftp://example.com", "“ftp” is not a scheme that the service can post to. Write an https URL.", r#"{"reason":"scheme","found":"ftp"}"#),
            ("https://me:secret@example.com", "The URL holds a user name or password, which everyone who sees the job can read. Remove all up to the @.", r#"{"reason":"credentials"}"#),
        ],
    );
}

#[rustfmt::skip] // One row a line.
#[test]
fn hosts_that_are_not_public() {
    let rows = [
        ("localhost", "a name for the machine itself", "localhost", ""),
        ("build", "a name without a domain", "singleLabel", ""),
        ("a.test", "a name that public DNS does not have", "notInDns", ""),
        ("127.0.0.1", "a loopback address", "loopback", ""),
        ("2130706433", "a loopback address", "loopback", "127.0.0.1"),
        ("127.0.0.1.", "a loopback address", "loopback", "127.0.0.1"),
        ("\u{24DB}OCALHOST", "a name for the machine itself", "localhost", "localhost"),
        ("10.0.0.1", "a private address", "private", ""),
        ("[::ffff:a00:1]", "a private address", "private", "10.0.0.1"),
        ("169.254.169.254", "a link-local address", "linkLocal", ""),
        ("[fd00::1]", "a unique-local address", "uniqueLocal", ""),
        ("100.64.0.1", "an address behind carrier-grade NAT", "carrierNat", ""),
        ("[::]", "the unspecified address", "unspecified", ""),
        ("224.0.0.1", "a multicast address", "multicast", ""),
        ("192.0.2.1", "an address for documentation", "documentation", ""),
        ("255.255.255.255", "a reserved address", "reserved", ""),
    ];
    for (host, words, reason, address) in rows {
        let url = format!("https://{host}/");
        let (form, param) = if address.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("{address}, "), format!(r#","address":"{address}""#))
        };
        let message = format!(
            "“{host}” is {form}{words}, which the service cannot reach. Write a host that is public."
        );
        let params = format!(r#"{{"reason":"{reason}","found":"{host}"{param}}}"#);
        said(Field::CallbackUrl, &[(&url, &message, &params)]);
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn parameters_of_the_other_codes() {
    let rows = [
        (Field::StartDate, "", "{}"),
        (Field::StartDate, "2024-08-12", r#"{"part":"time"}"#),
        (Field::StartDate, "2024-08-12 00", r#"{"part":"timeMarker","position":11,"character":"U+0020"}"#),
        (Field::StartDate, "2024-08-12T00:00:00", "{}"),
        (Field::StartDate, "2024-13-12T00:00:00Z", r#"{"part":"month","value":13,"min":1,"max":12}"#),
        (Field::StartDate, "2024-02-30T00:00:00Z", r#"{"part":"day","value":30,"min":1,"max":29}"#),
        (Field::StartDate, "2024-02-01T24:00:00Z", r#"{"part":"hour","value":24,"min":0,"max":23}"#),
        (Field::StartDate, "0001-01-01T00:00:00+01", r#"{"part":"year"}"#),
        (Field::EndDate, "2024-08-12T00:00:00Z", r#"{"start":"2024-08-12T00:00:00Z"}"#),
        (Field::EndDate, "2024-10-12T00:00:00Z", r#"{"days":61,"limit":30,"latestEnd":"2024-09-11T00:00:00Z"}"#),
        (Field::JobType, "USAGE", r#"{"found":"USAGE"}"#),
        (Field::JobType, "Project_folder", r#"{"found":"Project_folder","meant":"PROJECT_FOLDER"}"#),
        (Field::AllLinkedOrgs, "1", r#"{"found":"1"}"#),
        (Field::AllLinkedOrgs, "false", r#"{"found":"false","meant":"FALSE"}"#),
    ];
    for (field, typed, params) in rows {
        let found = problem(field, typed, &Rules::default())
            .map(|p| serde_json::to_string(&p.params).expect("JSON"));
        assert_eq!(found.as_deref(), Some(params), "row {typed:?}");
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn lengths_of_ranges_are_said_to_the_second() {
    let rows = [
        (TimeDelta::days(30), "2024-09-11T00:00:01Z", "30 days 1 second", "30 days", "2024-09-11T00:00:00Z"),
        (TimeDelta::days(30), "2024-09-11T00:00:00.5Z", "30 days 1 second", "30 days", "2024-09-11T00:00:00Z"),
        (TimeDelta::days(30), "2024-10-11T00:00:00Z", "60 days", "30", "2024-09-11T00:00:00Z"),
        (TimeDelta::days(30), "2024-09-11T23:59:59Z", "31 days", "30", "2024-09-10T23:59:59Z"),
        (TimeDelta::days(1), "2024-08-14T00:00:00Z", "2 days", "1", "2024-08-13T00:00:00Z"),
        (TimeDelta::hours(36), "2024-08-14T00:00:00Z", "2 days", "1 day 12 hours", "2024-08-13T12:00:00Z"),
        (TimeDelta::minutes(90), "2024-08-12T02:01:01Z", "2 hours 1 minute 1 second", "1 hour 30 minutes", "2024-08-12T01:30:00Z"),
        (TimeDelta::seconds(1), "2024-08-12T00:00:02Z", "2 seconds", "1 second", "2024-08-12T00:00:01Z"),
        (TimeDelta::milliseconds(1), "2024-08-12T00:00:01Z", "1 second", "0 seconds", "2024-08-12T00:00:00.001Z"),
    ];
    for (max_range, end, range, limit, latest) in rows {
        let rules = Rules {
            max_range: Some(max_range),
            ..Rules::default()
        };
        let message = format!(
            "The range is {range}; the service allows at most {limit}. End it by {latest}, or split it."
        );
        assert_eq!(
            problem(Field::EndDate, end, &rules).map(|p| p.message),
            Some(message),
            "row {end}"
        );
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn what_is_quoted_is_shortened_and_cannot_hide_or_reorder_anything() {
    let rows = [
        ("a\u{202E}b", "“a[U+202E]b”"),
        ("\u{0}\u{7F}\u{85}", "“[U+0000][U+007F][U+0085]”"),
        ("a\u{2028}b\u{A0}", "“a[U+2028]b[U+00A0]”"),
        ("\u{200F}\u{2066}\u{FEFF}\u{E0041}", "“[U+200F][U+2066][U+FEFF][U+E0041]”"),
        ("\0\0\0\0\0\0", "“[U+0000][U+0000][U+0000][U+0000][U+0000]…”"),
        ("Größe 東京 😀", "“Größe 東京 😀”"),
        ("1234567890123456789012345678901234567890", "“1234567890123456789012345678901234567890”"),
        ("1234567890123456789012345678901234567890x", "“1234567890123456789012345678901234567890…”"),
    ];
    for (typed, quoted) in rows {
        let message = format!(
            "{quoted} is not a supported job type. Write PROJECT_FOLDER, SUMMARY, ASSET or JOB_LEVEL."
        );
        assert_eq!(
            problem(Field::JobType, typed, &Rules::default()).map(|p| p.message),
            Some(message)
        );
    }
}
