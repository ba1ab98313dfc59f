//! The text of every status at every call, with the service's own words in every form they come in.

use std::time::Duration;

use metering_export::service::{Answer, Call, Kind, ServiceError};

use super::{CALLS, answer};

/// A status, its `Retry-After` in seconds, and the explanation.
type Row = (u16, Option<u64>, &'static str);

/// Explanations that do not depend on the call.
const ANY_CALL: &[Row] = &[
    (301, None, "The service refused the call (HTTP 301)."),
    (
        408,
        None,
        "The service is not available (HTTP 408). Try again later.",
    ),
    (405, None, "The service refused the call (HTTP 405)."),
    (409, None, "The service refused the call (HTTP 409)."),
    (418, None, "The service refused the call (HTTP 418)."),
    (429, None, "Too many requests. Wait a minute and try again."),
    (
        429,
        Some(0),
        "Too many requests. The service asks to wait a second.",
    ),
    (
        429,
        Some(1),
        "Too many requests. The service asks to wait a second.",
    ),
    (
        429,
        Some(2),
        "Too many requests. The service asks to wait 2 seconds.",
    ),
    (
        429,
        Some(119),
        "Too many requests. The service asks to wait 119 seconds.",
    ),
    (
        429,
        Some(120),
        "Too many requests. The service asks to wait 2 minutes.",
    ),
    (
        429,
        Some(121),
        "Too many requests. The service asks to wait 3 minutes.",
    ),
    (
        500,
        None,
        "The service is not available (HTTP 500). Try again later.",
    ),
    (
        502,
        None,
        "The service is not available (HTTP 502). Try again later.",
    ),
    (
        503,
        None,
        "The service is not available (HTTP 503). Try again later.",
    ),
    (
        503,
        Some(30),
        "The service is not available (HTTP 503). It asks to wait 30 seconds.",
    ),
    (
        503,
        Some(3_600),
        "The service is not available (HTTP 503). It asks to wait 60 minutes.",
    ),
    (
        504,
        None,
        "The service is not available (HTTP 504). Try again later.",
    ),
    (
        599,
        None,
        "The service is not available (HTTP 599). Try again later.",
    ),
];

const NO_SUCH_ADDRESS: &str =
    "The service has no such address. Check the login URL and the API base URL.";
const CHANGE: &str = "The service did not accept this request.";
const EXPIRED: &str = "The session has expired. Sign in again.";
const MAY_NOT: &str = "This user may not export metering data. Ask an administrator of the organization for the privilege.";

/// Explanations that do.
fn of_call(call: Call) -> [Row; 4] {
    match call {
        Call::SignIn => [
            (
                400,
                None,
                "The service did not accept this sign-in. Check the user name and the password.",
            ),
            (401, None, "The user name or the password is wrong."),
            (
                403,
                None,
                "This user may not sign in here. Ask an administrator of the organization.",
            ),
            (404, None, NO_SUCH_ADDRESS),
        ],
        Call::Status => [
            (400, None, CHANGE),
            (401, None, EXPIRED),
            (403, None, MAY_NOT),
            (
                404,
                None,
                "The service does not know this job in this organization.",
            ),
        ],
        Call::Download => [
            (400, None, "The service did not accept this download."),
            (401, None, EXPIRED),
            (403, None, MAY_NOT),
            (
                404,
                None,
                "The service has no data of this job in this organization. Data is kept for three days; after that, request the export again.",
            ),
        ],
        Call::Submit | Call::SignOut => [
            (400, None, CHANGE),
            (401, None, EXPIRED),
            (403, None, MAY_NOT),
            (404, None, NO_SUCH_ADDRESS),
        ],
        Call::Config => panic!("config.json does not come from the service"),
    }
}

/// A body, and what its words add to the explanation.
const BODIES: &[(&str, &str)] = &[
    (
        r#"{"error":{"code":"IDS_085","message":"The range is wrong.","requestId":"a1b2","details":null}}"#,
        " The service says: “The range is wrong.” (code IDS_085, request a1b2)",
    ),
    (
        r#"{"@type":"error","code":"AUTH_01","description":"Session invalid.","statusCode":401}"#,
        " The service says: “Session invalid.” (code AUTH_01)",
    ),
    (
        r#"{"error":{"message":"Only words."}}"#,
        " The service says: “Only words.”",
    ),
    (r#"{"error":{"code":"IDS_1"}}"#, " (code IDS_1)"),
    (r#"{"error":{"requestId":"r"}}"#, " (request r)"),
    (
        r#"{"error":{"code":17,"message":true,"requestId":1.5}}"#,
        " The service says: “true” (code 17, request 1.5)",
    ),
    (
        r#"{"error":{"code":null,"message":["a"],"requestId":{"b":1}}}"#,
        "",
    ),
    (
        r#"{"error":{"code":"","message":"  ","requestId":"\u0000"}}"#,
        "",
    ),
    (r#"{"error":"text"}"#, ""),
    (r#"{"error":null,"message":"Passed over."}"#, ""),
    (r#"{"status":"down"}"#, ""),
    ("[]", ""),
    ("null", ""),
    (r#""a text""#, ""),
    ("", ""),
    ("   \n", ""),
    ("Bad Gateway", ""),
    ("<html><body><h1>502 Bad Gateway</h1></body></html>", ""),
    (
        r#"{"error":{"code":"IDS_085","message":"cut in the mid"#,
        "",
    ),
];

#[test]
fn every_status_of_every_call_has_its_text_with_the_words_of_every_body() {
    for call in CALLS {
        for (status, retry_after, explanation) in of_call(call).iter().chain(ANY_CALL) {
            // To try again is no advice while nobody knows whether there is a job.
            let explanation = match call {
                Call::Submit => explanation.trim_end_matches(" Try again later."),
                _ => explanation,
            };
            for (body, words) in BODIES {
                let answer = Answer {
                    retry_after: retry_after.map(Duration::from_secs),
                    ..answer(*status, body)
                };
                let error = ServiceError::of(call, &answer).expect("an error");
                // Why the service did not accept a request stands in place of an explanation.
                let words = match words.strip_prefix(" The service says: “") {
                    Some(reason) if *status == 400 && call != Call::SignIn => {
                        let reason = reason.replacen('”', "", 1);
                        format!("{}: {reason}", explanation.trim_end_matches('.'))
                    }
                    Some(_) | None => format!("{explanation}{words}"),
                };
                assert_eq!(error.to_string(), words, "{call:?} {status} {body}");
                assert_eq!((error.call, error.status), (call, Some(*status)));
            }
        }
    }
}

#[test]
fn the_words_are_fields_too() {
    let error = ServiceError::of(Call::Submit, &answer(400, BODIES[0].0)).expect("an error");
    assert_eq!(error.kind, Kind::BadRequest);
    assert_eq!(error.code.as_deref(), Some("IDS_085"));
    assert_eq!(error.message.as_deref(), Some("The range is wrong."));
    assert_eq!(error.request_id.as_deref(), Some("a1b2"));
}

#[test]
fn config_json_has_texts_of_its_own() {
    for (status, body, text) in [
        (404, "", "The file is not there."),
        (403, "", "The page's host did not deliver it (HTTP 403)."),
        (
            500,
            "<html>",
            "The page's host did not deliver it (HTTP 500).",
        ),
    ] {
        assert_eq!(
            super::error(Call::Config, status, body).to_string(),
            text,
            "{status}"
        );
    }
    for kind in [
        Kind::NoAnswer {
            offline: true,
            cross_origin: false,
        },
        Kind::NoAnswer {
            offline: false,
            cross_origin: false,
        },
        Kind::TimedOut {
            limit: Duration::from_secs(30),
        },
    ] {
        assert_eq!(
            ServiceError::new(Call::Config, kind).to_string(),
            "The page's host did not answer."
        );
    }
}
