//! The longest texts that are read where a few characters belong, and longer ones: answered in short messages.
#![cfg(not(target_arch = "wasm32"))]

use metering_core::request::{CallbackUrl, Code, Draft, Field, Input, Rules, complete, validate};

const LONG: usize = 64 * 1024 - 256;

/// The longest message that any of these texts may lead to.
const SHORT: usize = 250;

fn repeated(before: &str, unit: &str, after: &str) -> String {
    [before, &unit.repeat(LONG / unit.len()), after].concat()
}

/// Asserts that each of these texts is refused, in a short message with short parameters.
#[track_caller]
fn refused_shortly(fields: &[Field], texts: &[String]) {
    for text in texts {
        let mut draft = Draft::default();
        for field in fields {
            draft.set(*field, text.as_str());
        }
        let problems = validate(&draft, &Rules::default())
            .result
            .expect_err("nothing is valid");
        let start: String = text.chars().take(40).collect();
        for field in fields {
            let problem = problems
                .iter()
                .find(|problem| problem.field() == Some(*field));
            let message = problem
                .map(|problem| problem.message.clone())
                .unwrap_or_default();
            assert!(
                (1..SHORT).contains(&message.chars().count()),
                "{field:?} of {start}: {message}"
            );
            let params =
                problem.map(|problem| serde_json::to_string(&problem.params).expect("JSON"));
            assert!(
                params.is_some_and(|params| params.chars().count() < SHORT),
                "{field:?} of {start}"
            );
        }
    }
}

#[test]
fn dates_job_types_and_flags() {
    use Field::{AllLinkedOrgs, EndDate, JobType, StartDate};
    let texts = [
        repeated("", "a", ""),
        repeated("", " ", "x"),
        repeated("TRUE", " ", ""),
        repeated("", "é", ""),
        repeated("", "\u{202E}", ""),
        repeated("https://", "a", ""),
        repeated("2024-08-12T00:00:00.", "0", ""),
        repeated("2024-08-12T00:00:00Z", " ", ""),
    ];
    refused_shortly(&[StartDate, EndDate, JobType, AllLinkedOrgs], &texts);
}

#[test]
fn callback_urls() {
    let texts = [
        repeated("", "\u{202E}", ""),
        repeated("", "a", "://x"),
        repeated("https://", "a", ""),
        repeated("https://", "a.", "localhost"),
        repeated(
            "https://",
            &["a".repeat(64), ".".to_owned()].concat(),
            "ü.local",
        ),
        repeated("https://", "%61", ".com"),
        repeated("https://", "%", ".com"),
        repeated("https://", "0", ".0.0.1"),
        repeated("https://", "0.", "1"),
        repeated("https://[", ":", "]"),
        repeated("https://a.com:", "9", ""),
        repeated("https://a.com/", "ü", " "),
        repeated("https://", "ü", ".local"),
    ];
    refused_shortly(&[Field::CallbackUrl], &texts);
}

#[test]
fn completing() {
    let typed = repeated(" ", " ", "2024-08-12 ");
    let draft = complete(&Draft {
        start_date: typed.as_str().into(),
        callback_url: typed.into(),
        ..Draft::default()
    });
    assert_eq!(draft.start_date, Input::from("2024-08-12T00:00:00Z"));
    assert_eq!(draft.callback_url, Input::from("2024-08-12"));
}

#[test]
fn right_texts_are_taken_up_to_64_kb() {
    let long = |before: &str, unit: &str, after: &str, length: usize| {
        let middle = unit.repeat(length - before.len() - after.len());
        [before, &middle, after].concat()
    };
    let draft = |length| Draft {
        start_date: long("2024-08-12T00:00:00.", "0", "Z", length).into(),
        end_date: "2024-08-13T00:00:00Z".into(),
        job_type: "PROJECT_FOLDER".into(),
        callback_url: long("https://MyExportJobStatus.com/", "a", "", length).into(),
        ..Draft::default()
    };
    let rules = Rules::default();
    let taken = draft(64 * 1024);
    let request = validate(&taken, &rules).result.expect("valid, if long");
    assert_eq!(
        request.to_draft().start_date,
        Input::from("2024-08-12T00:00:00Z")
    );
    assert_eq!(
        request.callback_url().map(CallbackUrl::as_str),
        taken.callback_url.as_text()
    );
    let problems = validate(&draft(64 * 1024 + 1), &rules)
        .result
        .expect_err("too long");
    let found: Vec<_> = problems
        .iter()
        .map(|p| (p.code, p.message.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (
                Code::NotADateTime,
                "The text is longer than 64 KB. Write the date and time like 2024-08-12T00:00:00Z."
            ),
            (
                Code::NotAUrl,
                "The URL is longer than 64 KB. Write a shorter one."
            ),
        ]
    );
}

#[test]
fn a_field_that_is_too_long_is_a_problem_even_if_it_is_blank() {
    let mut draft = Draft::default();
    for field in Field::ALL {
        draft.set(field, " ".repeat(64 * 1024 + 1));
    }
    let problems = validate(&draft, &Rules::default())
        .result
        .expect_err("too long");
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(
        codes,
        [
            Code::NotADateTime,
            Code::NotADateTime,
            Code::UnsupportedJobType,
            Code::NotAFlag,
            Code::NotAFlag,
            Code::NotAMeterId,
            Code::NotAFlag,
            Code::NotAUrl,
        ]
    );
}

#[test]
fn names_and_many_fields_too() {
    let long = Draft {
        unknown: vec![repeated("start", "_", "Date"), repeated("", "\0", "")],
        ..Draft::default()
    };
    let messages: Vec<_> = validate(&long, &Rules::default())
        .warnings
        .iter()
        .map(|problem| problem.message.clone())
        .collect();
    assert!(
        messages[0].ends_with("Did you mean startDate?"),
        "{}",
        messages[0]
    );
    assert!(
        messages
            .iter()
            .all(|message| message.chars().count() < 2 * SHORT + 2),
        "{messages:?}"
    );

    let many = Draft {
        unknown: vec!["x".to_owned(); 100_000],
        ..Draft::default()
    };
    assert_eq!(validate(&many, &Rules::default()).warnings.len(), 100_000);
}
