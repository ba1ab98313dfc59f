//! Answers that say 2xx and yet are none: web pages, texts, what breaks off.

use metering_export::service::{Answer, Call, Kind, ServiceError};
use serde_json::Value;

use super::{CALLS, answer};

const A_WEB_PAGE: &str = "A web page came instead of an answer of the service: perhaps the sign-on page of a proxy, or a wrong URL.";

#[test]
fn a_web_page_is_known_by_its_type_or_its_first_character() {
    for (content_type, body) in [
        (Some("text/html"), "{}"),
        (Some("text/html; charset=utf-8"), ""),
        (Some("application/xhtml+xml"), "{}"),
        (Some("application/json"), "<!doctype html><html></html>"),
        (Some("text/plain"), "\n  <html>"),
        (None, "<html>"),
    ] {
        for call in CALLS {
            for status in [200, 201, 299] {
                let answer = Answer {
                    content_type: content_type.map(str::to_owned),
                    ..answer(status, body)
                };
                let error = ServiceError::of(call, &answer).expect("an error");
                assert_eq!((&error.kind, error.status), (&Kind::Html, Some(status)));
                assert_eq!(
                    error.to_string(),
                    A_WEB_PAGE,
                    "{call:?} {content_type:?} {body}"
                );
            }
        }
    }
}

#[test]
fn any_other_2xx_is_no_error_yet() {
    for (content_type, body) in [
        (Some("application/json"), "{}"),
        (
            Some("application/json; charset=utf-8"),
            r#"{"errorMessage":"<html>"}"#,
        ),
        (Some("application/octet-stream"), "[]"),
        (None, ""),
        (Some("text/plain"), "OK"),
    ] {
        for call in [
            Call::Config,
            Call::SignIn,
            Call::SignOut,
            Call::Submit,
            Call::Status,
        ] {
            for status in [200, 201, 204] {
                let answer = Answer {
                    content_type: content_type.map(str::to_owned),
                    ..answer(status, body)
                };
                assert_eq!(
                    ServiceError::of(call, &answer),
                    None,
                    "{call:?} {content_type:?} {body}"
                );
            }
        }
    }
}

/// What is said about a 2xx body that is not JSON.
fn said(call: Call, body: &str) -> String {
    let error = serde_json::from_str::<Value>(body).expect_err("not JSON");
    let error = ServiceError::not_json(call, &answer(200, body), &error);
    assert!(matches!(error.kind, Kind::Unreadable { .. }));
    assert_eq!(error.status, Some(200));
    error.to_string()
}

#[test]
fn a_body_that_is_not_json_says_where_it_stops_being_it() {
    for (body, why) in [
        ("", "it is empty"),
        (" \r\n\t", "it is empty"),
        ("{", "it breaks off after 1 characters"),
        (
            r#"{"jobId":"cYjwJNEF7Ock"#,
            "it breaks off after 22 characters",
        ),
        ("{\"jobId\":\"ä→雪", "it breaks off after 13 characters"),
        ("OK", "it is not JSON (line 1, column 1)"),
        ("{\"jobId\":\n  x}", "it is not JSON (line 2, column 3)"),
        ("{} {}", "it is not JSON (line 1, column 4)"),
        ("\u{feff}{}", "it is not JSON (line 1, column 1)"),
    ] {
        assert_eq!(
            said(Call::Submit, body),
            format!("The answer is not an export job: {why}."),
            "{body:?}"
        );
        assert_eq!(
            said(Call::Status, body),
            format!("The answer is not an export job: {why}."),
            "{body:?}"
        );
        assert_eq!(
            said(Call::SignIn, body),
            format!("The answer is not a session: {why}. Check the login URL."),
            "{body:?}"
        );
    }
}
