//! The client and a service that does not work, or another one that answers in its place.

use std::time::Duration;

use metering_export::service::{Kind, ServiceError, sign_in};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::simulator::{self, USER_NAME, client, fault, request, requests_of, reset};
use crate::spy;

const LIMIT: Duration = Duration::from_secs(10);

/// The error of a request that meets a fault. Such a request is never sent again.
async fn submit_with(kind: Value) -> ServiceError {
    reset().await;
    let client = client(10_000).await;
    set_fault("submit", kind).await;
    let error = client.submit(&request()).await.expect_err("an error");
    assert_eq!(requests_of("submit").await.len(), 1, "{error}");
    error
}

/// The error of a question about a job that meets a fault.
async fn status_with(kind: Value) -> ServiceError {
    reset().await;
    let client = client(10_000).await;
    let job = client.submit(&request()).await.expect("a job").job;
    set_fault("status", kind).await;
    client.status(&job.job_id).await.expect_err("an error")
}

async fn set_fault(call: &str, mut kind: Value) {
    kind["call"] = call.into();
    fault(&kind).await;
}

#[wasm_bindgen_test]
async fn wrong_credentials_are_said_to_be_wrong() {
    reset().await;
    for (user_name, password) in [
        (USER_NAME, "wrong"),
        ("nobody", "metering-demo"),
        ("ä雪", "\"\\\n"),
    ] {
        let session = sign_in(&simulator::login_url(), user_name, password, None, LIMIT).await;
        let error = session.expect_err("no session");
        assert_eq!(
            (&error.kind, error.status),
            (&Kind::Unauthorized, Some(401)),
            "{error}"
        );
        let text = "The user name or the password is wrong. The service says: “The user name or the password is not right.” (code SIM_LOGIN, request ";
        assert!(error.to_string().starts_with(text), "{error}");
    }
}

#[wasm_bindgen_test]
async fn each_status_is_understood() {
    for (status, kind) in [
        (400, Kind::BadRequest),
        (401, Kind::Unauthorized),
        (403, Kind::Forbidden),
        (404, Kind::NotFound),
        (409, Kind::Refused),
        (429, Kind::TooManyRequests { retry_after: None }),
        (500, Kind::Unavailable { retry_after: None }),
        (503, Kind::Unavailable { retry_after: None }),
    ] {
        for body in ["v3", "v2", "html", "empty"] {
            let error = submit_with(
                json!({"kind": "status", "status": status, "body": body, "message": "Words."}),
            )
            .await;
            assert_eq!((&error.kind, error.status), (&kind, Some(status)), "{body}");
            let words = ["v3", "v2"].contains(&body).then_some("Words.");
            assert_eq!(error.message.as_deref(), words, "{status} {body}");
        }
    }
}

#[wasm_bindgen_test]
async fn retry_after_is_read_in_seconds_and_as_a_date() {
    let waits = async |retry_after: Value| {
        let kind = json!({"kind": "status", "status": 503, "retryAfter": retry_after});
        status_with(kind).await.retry_after()
    };
    assert_eq!(
        waits(json!({"seconds": 90})).await,
        Some(Duration::from_secs(90))
    );
    assert_eq!(
        waits(json!({"seconds": 86_400})).await,
        Some(Duration::from_hours(1))
    );
    let wait = waits(json!({"dateInSeconds": 90})).await.expect("a date");
    assert!(
        (Duration::from_secs(80)..=Duration::from_secs(91)).contains(&wait),
        "{wait:?}"
    );
}

#[wasm_bindgen_test]
async fn a_web_page_is_no_answer() {
    let page = |status| json!({"kind": "custom", "status": status, "contentType": "text/html", "body": "<html>Sign on</html>"});
    let error = submit_with(page(200)).await;
    assert_eq!(error.kind, Kind::Html);
    assert!(error.may_have_created_a_job());
    assert_eq!(status_with(page(200)).await.kind, Kind::Html);

    reset().await;
    set_fault("signIn", page(200)).await;
    let session = sign_in(
        &simulator::login_url(),
        USER_NAME,
        "metering-demo",
        None,
        LIMIT,
    )
    .await;
    assert_eq!(session.map_err(|error| error.kind), Err(Kind::Html));
}

#[wasm_bindgen_test]
async fn what_breaks_off_or_is_no_job_cannot_be_read() {
    for (kind, text) in [
        (
            json!({"kind": "nonJson"}),
            "The answer is not an export job: it is not JSON (line 1, column ",
        ),
        (
            json!({"kind": "wrongTypes"}),
            "The answer is not an export job: it has no jobId.",
        ),
        (
            json!({"kind": "custom", "status": 200, "contentType": "application/json", "body": "[]"}),
            "The answer is not an export job: it is not an object.",
        ),
        (
            json!({"kind": "custom", "status": 204, "contentType": "application/json", "body": ""}),
            "The answer is not an export job: it is empty.",
        ),
    ] {
        let error = submit_with(kind.clone()).await;
        assert!(
            matches!(error.kind, Kind::Unreadable { .. }),
            "{kind}: {error:?}"
        );
        assert!(error.to_string().starts_with(text), "{kind}: {error}");
        assert!(error.may_have_created_a_job(), "{kind}");
    }
}

#[wasm_bindgen_test]
async fn a_connection_that_breaks_is_a_lost_answer() {
    let expected = Kind::NoAnswer {
        offline: false,
        cross_origin: true,
    };
    for kind in [
        json!({"kind": "dropBefore"}),
        json!({"kind": "dropAfter"}),
        json!({"kind": "closeAfter"}),
    ] {
        let error = submit_with(kind.clone()).await;
        assert_eq!(error.kind, expected, "{kind}");
        assert!(error.may_have_created_a_job(), "{kind}");
        let created = usize::from(kind["kind"] != "dropBefore");
        assert_eq!(simulator::jobs().await.len(), created, "{kind}");
    }
}

#[wasm_bindgen_test]
async fn a_job_id_that_came_is_kept_although_the_rest_did_not_come() {
    for kind in [
        json!({"kind": "truncated", "framing": "contentLength"}),
        json!({"kind": "truncated", "framing": "chunked"}),
        json!({"kind": "truncated", "framing": "complete"}),
    ] {
        reset().await;
        let client = client(10_000).await;
        set_fault("submit", kind.clone()).await;
        let job = client.submit(&request()).await.expect("a job").job;
        assert_eq!(
            simulator::jobs().await[0]["jobId"],
            job.job_id.as_str(),
            "{kind}"
        );
        // Of a status that is known already, half an answer is none.
        set_fault("status", kind.clone()).await;
        assert!(client.status(&job.job_id).await.is_err(), "{kind}");
    }
    // Nor is one that comes too late, as long as it came.
    reset().await;
    let client = client(3_500).await;
    set_fault(
        "submit",
        json!({"kind": "slowDrip", "bytes": 250, "everyMillis": 2_000}),
    )
    .await;
    let job = client.submit(&request()).await.expect("a job").job;
    assert_eq!(simulator::jobs().await[0]["jobId"], job.job_id.as_str());
}

#[wasm_bindgen_test]
async fn a_session_id_that_an_answer_quotes_is_masked() {
    reset().await;
    let id = simulator::session_id().await;
    let mut client = client(10_000).await;
    client.session.id = metering_export::service::Secret::new(&id).expect("a session ID");
    let message = format!("Not valid: {id}.");
    set_fault(
        "submit",
        json!({"kind": "status", "status": 500, "message": message}),
    )
    .await;
    let error = client.submit(&request()).await.expect_err("an error");
    assert_eq!(error.message.as_deref(), Some("Not valid: ***."));
    let body = json!({"jobId": "A", "errorMessage": message}).to_string();
    set_fault(
        "submit",
        json!({"kind": "custom", "status": 200, "contentType": "text/html", "body": body}),
    )
    .await;
    let job = client.submit(&request()).await.expect("a job").job;
    assert_eq!(job.error_message.as_deref(), Some("Not valid: ***."));
}

#[wasm_bindgen_test]
async fn a_password_that_an_answer_quotes_is_masked() {
    reset().await;
    let kind =
        json!({"kind": "status", "status": 400, "message": "hunter22 is not the password of me"});
    set_fault("signIn", kind).await;
    let session = sign_in(&simulator::login_url(), USER_NAME, "hunter22", None, LIMIT).await;
    let error = session.expect_err("no session");
    assert_eq!(
        error.message.as_deref(),
        Some("*** is not the password of me")
    );
}

#[wasm_bindgen_test]
async fn a_job_may_exist_after_408() {
    let error = submit_with(json!({"kind": "status", "status": 408, "taken": true})).await;
    assert!(error.may_have_created_a_job(), "{error}");
}

#[wasm_bindgen_test]
async fn an_answer_about_another_job_is_none() {
    let body = json!({"jobId": "another", "status": "SUCCESS"}).to_string();
    let error = status_with(
        json!({"kind": "custom", "status": 200, "contentType": "application/json", "body": body}),
    )
    .await;
    assert_eq!(
        error.to_string(),
        "The answer is not an export job: it is about the job another."
    );
}

#[wasm_bindgen_test]
async fn other_types_and_sizes_of_a_good_answer_are_read() {
    reset().await;
    let client = client(10_000).await;
    for kind in [
        json!({"kind": "wrongContentType", "contentType": "text/plain"}),
        json!({"kind": "large", "bytes": 1_000_000}),
        json!({"kind": "slowDrip", "bytes": 100, "everyMillis": 5}),
    ] {
        set_fault("submit", kind.clone()).await;
        assert!(client.submit(&request()).await.is_ok(), "{kind}");
    }
}

#[wasm_bindgen_test]
async fn a_late_answer_is_given_up() {
    for (kind, taken) in [
        (
            json!({"kind": "latency", "millis": 3_000, "taken": true}),
            1,
        ),
        (
            json!({"kind": "slowDrip", "bytes": 1, "everyMillis": 100}),
            1,
        ),
    ] {
        reset().await;
        let client = client(300).await;
        spy::forget_fetches();
        set_fault("submit", kind.clone()).await;
        let started = js_sys::Date::now();
        let error = client.submit(&request()).await.expect_err("no answer");
        let waited = js_sys::Date::now() - started;
        let limit = Duration::from_millis(300);
        assert_eq!(error.kind, Kind::TimedOut { limit }, "{kind}");
        assert!((290.0..2_000.0).contains(&waited), "{waited} ms");
        assert!(error.may_have_created_a_job());
        assert_eq!(spy::fetches()[0]["aborted"], true);
        assert_eq!(simulator::jobs().await.len(), taken, "{kind}");
    }
}

#[wasm_bindgen_test]
async fn offline_nothing_is_said_to_have_been_sent() {
    reset().await;
    let mut client = client(10_000).await;
    // Nobody listens at port 1.
    client.session.base =
        metering_export::service::BaseUrl::parse("http://127.0.0.1:1/saas").expect("a base URL");
    spy::go_offline();
    let error = client.submit(&request()).await;
    spy::undo_all();
    let error = error.expect_err("no answer");
    let expected = Kind::NoAnswer {
        offline: true,
        cross_origin: true,
    };
    assert_eq!(error.kind, expected);
    assert!(!error.may_have_created_a_job());
}

#[wasm_bindgen_test]
async fn the_pages_own_host_without_a_proxy_has_no_service() {
    reset().await;
    let mut client = client(10_000).await;
    client.session.base = metering_export::service::BaseUrl::parse("/saas").expect("a base URL");
    let error = client.status("A").await.expect_err("no service here");
    // The host of these tests answers what it does not know with an error of its own.
    assert!(
        matches!(
            error.kind,
            Kind::NotFound | Kind::Html | Kind::Refused | Kind::BadRequest
        ),
        "{error:?}"
    );
}
