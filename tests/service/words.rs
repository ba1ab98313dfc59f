//! The service's own words: shortened, on one line, never markup.

use metering_export::service::Call;
use serde_json::json;

use super::error;

fn message(text: &str) -> Option<String> {
    error(
        Call::Submit,
        400,
        &json!({"error": {"message": text}}).to_string(),
    )
    .message
}

#[test]
fn a_long_text_is_cut_after_500_characters() {
    for (text, shown) in [
        ("x".repeat(499), "x".repeat(499)),
        ("x".repeat(500), "x".repeat(500)),
        ("x".repeat(501), "x".repeat(500) + "…"),
        ("x".repeat(5_000_000), "x".repeat(500) + "…"),
        ("雪".repeat(501), "雪".repeat(500) + "…"),
        (
            "👩‍🔧".repeat(500),
            "👩‍🔧".chars().cycle().take(500).collect::<String>() + "…",
        ),
        (
            format!("{}{}", " ".repeat(1_000), "x".repeat(500)),
            "x".repeat(500),
        ),
        (
            format!("{}{}", "x".repeat(500), " ".repeat(1_000)),
            "x".repeat(500),
        ),
    ] {
        assert_eq!(
            message(&text).as_deref(),
            Some(shown.as_str()),
            "{} characters",
            text.chars().count()
        );
    }
}

#[test]
fn control_characters_become_blanks() {
    for (text, shown) in [
        ("one\ntwo", "one two"),
        ("one\r\n\ttwo", "one   two"),
        ("a\u{0}b\u{1b}[31mc\u{7f}d\u{85}e", "a b [31mc d e"),
        ("\n both ends \r\n", "both ends"),
    ] {
        assert_eq!(message(text).as_deref(), Some(shown), "{text:?}");
    }
    for blank in ["", " ", "\n", "\u{0}", "\u{1}\u{2}"] {
        assert_eq!(message(blank), None, "{blank:?}");
    }
}

#[test]
fn markup_stays_text() {
    let markup = "<script>alert(1)</script> & “quotes”";
    assert_eq!(message(markup).as_deref(), Some(markup));
}

#[test]
fn code_and_request_id_are_shortened_too() {
    let long = "x".repeat(600);
    let body = json!({"error": {"code": format!("A\n{long}"), "message": "m", "requestId": long}})
        .to_string();
    let error = error(Call::Status, 500, &body);
    assert_eq!(error.code, Some(format!("A {}…", "x".repeat(498))));
    assert_eq!(error.request_id, Some(format!("{}…", "x".repeat(500))));
}

#[test]
fn the_v3_message_goes_before_the_v2_description() {
    let both = r#"{"error":{"message":"v3","description":"v2"}}"#;
    assert_eq!(
        error(Call::Submit, 400, both).message.as_deref(),
        Some("v3")
    );
    let empty = r#"{"error":{"message":"","description":"v2"}}"#;
    assert_eq!(
        error(Call::Submit, 400, empty).message.as_deref(),
        Some("v2")
    );
}
