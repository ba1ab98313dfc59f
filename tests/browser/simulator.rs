//! The simulator's switches, over HTTP.

use gloo_net::http::{Method, RequestBuilder};
use metering_core::request::{Draft, ExportRequest, Field, Rules, validate};
use metering_export::service::{BaseUrl, Client, LoginUrl, Secret, Session};
use serde_json::Value;

/// Where the simulator listens, with a slash at the end.
fn address() -> &'static str {
    match option_env!("METERING_EXPORT_SIMULATOR") {
        Some(address) => address,
        None => panic!("no simulator: run these tests with `cargo xtask test browser`"),
    }
}

/// The simulator's own credentials.
pub(crate) const USER_NAME: &str = "admin@example.com";
pub(crate) const PASSWORD: &str = "metering-demo";

/// The base URL of the simulated service.
pub(crate) fn base() -> String {
    format!("{}saas", address())
}

/// The login URL of the simulated service.
pub(crate) fn login() -> String {
    format!("{}/public/core/v3/login", base())
}

/// Asks the simulator for something, and reads its JSON; `null` where it answers nothing.
async fn ask(method: Method, path: &str, body: Option<&Value>) -> Value {
    let builder = RequestBuilder::new(&format!("{}simulator/{path}", address())).method(method);
    let request = match body {
        Some(body) => builder
            .header("Content-Type", "application/json")
            .body(body.to_string()),
        None => builder.build(),
    };
    let response = request
        .expect("a request")
        .send()
        .await
        .expect("the simulator");
    let text = response.text().await.expect("its answer");
    assert!(response.ok(), "{path}: {text}");
    serde_json::from_str(&text).unwrap_or_default()
}

/// Sets a switch.
pub(crate) async fn set(path: &str, body: &Value) {
    ask(Method::POST, path, Some(body)).await;
}

/// Forgets all that earlier tests did.
pub(crate) async fn reset() {
    ask(Method::POST, "reset", None).await;
}

/// Puts a fault in the way of the next calls.
pub(crate) async fn fault(fault: &Value) {
    set("faults", fault).await;
}

/// What was asked of a call, in order.
pub(crate) async fn requests_of(call: &str) -> Vec<Value> {
    let Value::Array(requests) = ask(Method::GET, "requests", None).await else {
        panic!("the requests are a list")
    };
    requests
        .into_iter()
        .filter(|request| request["call"] == call)
        .collect()
}

/// The jobs of the simulated service.
pub(crate) async fn jobs() -> Vec<Value> {
    match ask(Method::GET, "jobs", None).await {
        Value::Array(jobs) => jobs,
        other => panic!("the jobs are a list, not {other}"),
    }
}

/// A session ID to paste.
pub(crate) async fn session_id() -> String {
    let session = ask(Method::POST, "sessions", None).await;
    session["sessionId"]
        .as_str()
        .expect("a session ID")
        .to_owned()
}

/// Ends every session.
pub(crate) async fn expire_sessions() {
    ask(Method::POST, "sessions/expire", None).await;
}

/// A client with a session of its own and this time limit, in milliseconds.
pub(crate) async fn client(millis: u64) -> Client {
    let session = Session {
        id: Secret::new(&session_id().await).expect("a session ID"),
        base: BaseUrl::parse(&base()).expect("a base URL"),
        logout_url: Some(login().replace("/login", "/logout")),
        user_name: None,
        org_name: None,
    };
    Client {
        session,
        time_limit: std::time::Duration::from_millis(millis),
    }
}

pub(crate) fn login_url() -> LoginUrl {
    LoginUrl::parse(&login()).expect("a login URL")
}

/// A valid request of 30 days.
pub(crate) fn request() -> ExportRequest {
    let mut draft = Draft::default();
    for (field, text) in [
        (Field::StartDate, "2024-08-12T00:00:00Z"),
        (Field::EndDate, "2024-09-10T23:59:59Z"),
        (Field::JobType, "PROJECT_FOLDER"),
        (Field::AllLinkedOrgs, "TRUE"),
    ] {
        draft.set(field, text);
    }
    validate(&draft, &Rules::default())
        .result
        .expect("a valid request")
}
