//! A megabyte where a few characters belong: answered in time that grows with the text only, in a
//! short message.
#![cfg(not(target_arch = "wasm32"))]

use metering_core::request::{
    CallbackUrl, Draft, Field, Input, Problem, Rules, complete, validate,
};

const MEGABYTE: usize = 1 << 20;

/// The longest message that any of these texts may lead to.
const SHORT: usize = 250;

fn repeated(before: &str, unit: &str, after: &str) -> String {
    [before, &unit.repeat(MEGABYTE / unit.len()), after].concat()
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
            let message = problem.map(Problem::message).unwrap_or_default();
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
        repeated("", " ", ""),
        repeated("", " ", "x"),
        repeated("TRUE", " ", ""),
        repeated("", "é", ""),
        repeated("", "\u{202E}", ""),
        repeated("https://", "a", ""),
        repeated("2024-08-12T00:00:00.", "0", ""),
        repeated("2024-08-12T00:00:00.5", "0", "1Z"),
        repeated("2024-08-12T00:00:00Z", " ", ""),
    ];
    refused_shortly(&[StartDate, EndDate, JobType, AllLinkedOrgs], &texts);
}

#[test]
fn callback_urls() {
    let texts = [
        repeated("", " ", ""),
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
fn long_texts_that_are_right_are_taken() {
    let draft = Draft {
        start_date: repeated("2024-08-12T00:00:00.", "0", "Z").into(),
        end_date: "2024-08-13T00:00:00Z".into(),
        job_type: "PROJECT_FOLDER".into(),
        callback_url: repeated("https://MyExportJobStatus.com/", "a", "").into(),
        ..Draft::default()
    };
    let request = validate(&draft, &Rules::default())
        .result
        .expect("valid, if long");
    assert_eq!(
        request.to_draft().start_date,
        Input::from("2024-08-12T00:00:00Z")
    );
    assert_eq!(
        request.callback_url().map(CallbackUrl::as_str),
        draft.callback_url.as_text()
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
        .map(Problem::message)
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
