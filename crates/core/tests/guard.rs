//! What looks like a credential is found wherever it stands, and nothing else is.
#![cfg(not(target_arch = "wasm32"))]

use metering_core::guard::{is_safe, mask, redact};
use proptest::prelude::*;

#[test]
fn credentials_are_found_in_urls_headers_and_json() {
    for (text, redacted) in [
        // What is typed into the form.
        (
            "https://me:secret@pod.example.com/saas",
            "https://***@pod.example.com/saas",
        ),
        (
            "https://me@pod.example.com/login",
            "https://***@pod.example.com/login",
        ),
        (
            "me:secret@pod.example.com/login",
            "***@pod.example.com/login",
        ),
        (
            "/saas?INFA-SESSION-ID=9KA11tLGqxVcGeul8SQBK3",
            "/saas?INFA-SESSION-ID=***",
        ),
        ("/saas?9KA11tLGqxVcGeul8SQBK3", "/saas?***"),
        ("/saas;jsessionid=a1b2", "/saas;jsessionid=***"),
        // Callback URLs.
        (
            "https://h.example.com/a?job=7&token=x&to=me",
            "https://h.example.com/a?job=7&token=***&to=me",
        ),
        (
            "https://h.example.com/a?sp=%2Fx&sv=1.0&sig=aB%2B",
            "https://h.example.com/a?sp=%2Fx&sv=1.0&sig=***",
        ),
        (
            "https://h.example.com/a?code=k9Fj2mNq8RtV5wXy7ZbA1cDe==",
            "https://h.example.com/a?code=***",
        ),
        (
            "https://h.example.com/a#access_token=x",
            "https://h.example.com/a#access_token=***",
        ),
        (
            "https://h.example.com/a?apiKey=x&API_KEY=y&api-key=z",
            "https://h.example.com/a?apiKey=***&API_KEY=***&api-key=***",
        ),
        // Bodies of requests and answers.
        (
            r#"{"username":"me","password":"pa ss"}"#,
            r#"{"username":"me","password":"*** ss"}"#,
        ),
        (
            r#"{"sessionId": "abc", "x": 1}"#,
            r#"{"sessionId": "***", "x": 1}"#,
        ),
        (
            r#"{"callbackUrl":"https://h.example.com/?token=abc"}"#,
            r#"{"callbackUrl":"https://h.example.com/?token=***"}"#,
        ),
        (
            "Not valid: INFA-SESSION-ID: 9KA11tLGqxVcGeul8SQBK3.",
            "Not valid: INFA-SESSION-ID: ***",
        ),
        ("icSessionId='abc' is gone", "icSessionId='***' is gone"),
        ("Authorization: Basic bWU6c2VjcmV0", "Authorization: ***"),
        ("sent bearer abc.def", "sent bearer ***"),
        (
            "the token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln has expired",
            "the token *** has expired",
        ),
    ] {
        assert_eq!(redact(text), redacted);
        assert!(!is_safe(text), "{text}");
        assert_eq!(redact(redacted), redacted, "what is masked stays as it is");
    }
}

#[test]
fn ordinary_texts_stay_as_they_are() {
    for text in [
        "",
        "admin@example.com",
        "/saas/public/core/v3/login",
        "https://usw3.dm-us.informaticacloud.com/saas",
        "https://MyExportJobStatus.com",
        "https://hooks.example.com:8080/a/b?job=7&env=prod#top",
        "The session has expired: sign in again.",
        "The field endDate must be a time as in 2022-08-12T00:00:00Z, not 12:00.",
        "Unauthorized: user admin@example.com may not export (code IDS_085).",
        r#"{"startDate":"2024-08-12T00:00:00Z","jobType":"PROJECT_FOLDER","meterId":"a2nB20h1o0lc7k3P9xtWS8"}"#,
        r#"{"error":{"code":"IDS_085","message":"key figures","requestId":"cYjwJNEF7OckWEmkSC1tSI"}}"#,
        "There is no export job cYjwJNEF7OckWEmkSC1tSI.",
        "<html><body class=\"x\">502 Bad Gateway</body></html>",
    ] {
        assert_eq!(redact(text), text);
        assert!(is_safe(text), "{text}");
    }
}

#[test]
fn a_blank_of_several_bytes_ends_a_word() {
    for blank in ['\u{a0}', '\u{2003}', '\u{3000}'] {
        let text = format!("see{blank}me:secret@pod.example.com");
        let redacted = format!("see{blank}***@pod.example.com");
        assert_eq!(redact(&text), redacted);
    }
}

#[test]
fn a_known_secret_is_masked_wherever_it_stands() {
    assert_eq!(
        mask("session s3cret-id of s3cret-id", "s3cret-id"),
        "session *** of ***"
    );
    assert_eq!(mask("a session", "s"), "a session", "too short to be one");
    assert_eq!(mask("a session", ""), "a session");
}

proptest! {
    // Without `*`: it could not be told from what masks.
    #[test]
    fn any_text_is_taken_and_only_made_shorter_by_what_is_masked(
        text in "([\\PC&&[^*]]|[=:@?&#\"' /]|token|bearer |eyJ|://){0,40}",
    ) {
        let redacted = redact(&text);
        prop_assert_eq!(is_safe(&text), redacted == text);
        let mut rest = text.as_str();
        for kept in redacted.split("***") {
            let found = rest.find(kept);
            prop_assert!(found.is_some(), "{} in {}", kept, rest);
            rest = &rest[found.unwrap_or_default() + kept.len()..];
        }
    }

    #[test]
    fn a_named_value_never_survives(name in "(token|x-api-key|INFA-SESSION-ID|password)", value in "[A-Za-z0-9._~+/-]{1,40}") {
        let text = format!("a {name}={value} b \"{name}\": \"{value}\" c");
        let kept = redact(&text).replace(&name, "");
        prop_assert_eq!(kept, "a =*** b \"\": \"***\" c");
    }
}
