//! The page without a browser: its configuration, its state as a reducer, and what it shows, by role and name.
#![cfg(not(target_arch = "wasm32"))]

mod config;
mod connection;
mod dom;
mod downloads;
mod downloads_view;
mod fields;
mod first_view;
mod form_state;
mod jobs_view;
mod presets;
mod problems;
mod split_view;
mod state_connection;
mod state_form;
mod state_jobs;
mod state_queue;
mod times;
mod title;
mod usage_region;

use chrono::{DateTime, Utc};
use metering_core::job::{ExportJob, Key};
use metering_core::request::{Field, date_time};
use metering_export::app::state::{FormAction, JobsAction, SessionAction};
use metering_export::app::{Action, State};
use metering_export::service::{
    Answer, BaseUrl, Call, Kind, LoginUrl, Secret, ServiceError, Session,
};

/// Session ID of the tests, to look for where it must not be.
const SESSION_ID: &str = "9KA11tLGqxVcGeul8SQBK3";

/// A session as login opens it.
fn session() -> Session {
    Session {
        id: Secret::new(SESSION_ID).expect("a session ID"),
        base: BaseUrl::parse("/saas").expect("a base URL"),
        logout_url: Some(LoginUrl::EXAMPLE.replace("login", "logout")),
        user_name: Some("admin@example.com".into()),
        org_name: Some("Example Org".into()),
    }
}

/// A state after these actions.
fn after(actions: impl IntoIterator<Item = impl Into<Action>>) -> State {
    let mut state = State::default();
    for action in actions {
        state.apply(action);
    }
    state
}

fn connected() -> State {
    after([SessionAction::Connected { session: session() }])
}

/// Types into fields of the export request.
fn fill(state: &mut State, fields: &[(Field, &str)]) {
    for (field, text) in fields {
        state.apply(FormAction::Typed {
            field: *field,
            text: (*text).to_owned(),
        });
    }
}

const START: (Field, &str) = (Field::StartDate, "2024-08-12");
const END: (Field, &str) = (Field::EndDate, "2024-09-10");
/// A day too late for the limit.
const LATE_END: (Field, &str) = (Field::EndDate, "2024-09-11");

fn at(text: &str) -> DateTime<Utc> {
    date_time::parse(text).expect("an instant")
}

/// The instant of most events.
fn noon() -> DateTime<Utc> {
    at("2024-09-12T12:00:00Z")
}

/// A job with this ID and status.
fn job(id: &str, status: &str) -> ExportJob {
    ExportJob::read(&serde_json::json!({"jobId": id, "status": status}).to_string()).expect("a job")
}

/// An error that the service answered.
fn refused(call: Call, status: u16, message: &str) -> ServiceError {
    let body = serde_json::json!({"error": {"code": "IDS_1", "message": message}}).to_string();
    let answer = Answer {
        status,
        content_type: Some("application/json".into()),
        retry_after: None,
        body,
    };
    ServiceError::of(call, &answer).expect("an error")
}

/// An error for want of an answer.
fn unanswered(call: Call) -> ServiceError {
    let kind = Kind::NoAnswer {
        offline: false,
        cross_origin: false,
    };
    ServiceError::new(call, kind)
}

/// The answer to a request.
fn submitted(key: Key, answer: Result<ExportJob, ServiceError>) -> JobsAction {
    JobsAction::Submitted {
        key,
        answer,
        now: noon(),
        steady: noon(),
        org_name: None,
        jitter: 0.5,
    }
}

/// Sends a request and takes its answer.
fn send(state: &mut State, answer: Result<ExportJob, ServiceError>) {
    state.apply(JobsAction::Requested {
        body: "{}".into(),
        now: noon(),
        random: 0.0,
    });
    let key = state.jobs.list.sending().expect("a request on its way");
    state.apply(submitted(key, answer));
}

/// The key of the newest entry.
fn newest(state: &State) -> Key {
    state.jobs.list.entries().first().expect("an entry").key
}
