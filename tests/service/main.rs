//! The client of the service, as far as it needs no browser: addresses, sessions, error texts, command lines.
#![cfg(not(target_arch = "wasm32"))]

mod addresses;
mod curl;
mod errors;
mod kinds;
mod login;
mod unreadable;
mod words;

use metering_core::request::{Draft, ExportRequest, Field, Rules, validate};
use metering_export::service::{Answer, Call, ServiceError, body};

/// The calls of the service; [`Call::Config`] goes to the page's own host.
const CALLS: [Call; 5] = [
    Call::SignIn,
    Call::SignOut,
    Call::Submit,
    Call::Status,
    Call::Download,
];

/// An answer with JSON or whatever else is in its body.
fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        content_type: Some("application/json".into()),
        retry_after: None,
        body: body.into(),
    }
}

/// The error of an answer.
fn error(call: Call, status: u16, body: &str) -> ServiceError {
    ServiceError::of(call, &answer(status, body)).expect("an error")
}

/// The documented request with an end that the 30-day rule allows.
fn request() -> ExportRequest {
    let mut draft = Draft::default();
    for (field, text) in [
        (Field::StartDate, "2024-08-12T00:00:00Z"),
        (Field::EndDate, "2024-09-10T23:59:59Z"),
        (Field::JobType, "PROJECT_FOLDER"),
        (Field::CombinedMeterUsage, "TRUE"),
        (Field::AllLinkedOrgs, "TRUE"),
        (Field::CallbackUrl, "https://MyExportJobStatus.com"),
    ] {
        draft.set(field, text);
    }
    validate(&draft, &Rules::default())
        .result
        .expect("a valid request")
}

#[test]
fn the_body_is_the_documented_json() {
    assert_eq!(
        body(&request()),
        include_str!("golden/request.json").trim_end()
    );
}
