//! Callbacks: really posted, but only to this machine.

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use common::{Admin, eventually, slow, week};
use serde_json::{Value, json};
use simulator::{CallbackOutcome, JobPlan, JobStatus};
use tokio::net::TcpListener;

type Inbox = Arc<Mutex<Vec<Value>>>;

/// A listener on this machine that keeps what is posted to it.
async fn inbox() -> (String, Inbox) {
    let inbox = Inbox::default();
    let keep = |State(inbox): State<Inbox>, Json(body): Json<Value>| async move {
        inbox.lock().expect("a lock").push(body);
    };
    let router = Router::new()
        .route("/done", post(keep))
        .with_state(Arc::clone(&inbox));
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a free port");
    let url = format!(
        "http://localhost:{}/done",
        listener.local_addr().expect("an address").port()
    );
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, inbox)
}

fn calling(url: &str) -> Value {
    let mut body = week();
    body["callbackUrl"] = url.into();
    body
}

#[tokio::test]
async fn each_change_of_status_is_posted() {
    let (url, inbox) = inbox().await;
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    sim.script_next_job(JobPlan::failed("no luck"));
    let job_id = admin.job(&calling(&url)).await;
    sim.advance(Duration::from_mins(5));
    eventually(async || (inbox.lock().expect("a lock").len() == 1).then_some(())).await;
    sim.advance(Duration::from_mins(5));
    eventually(async || (sim.callbacks().len() == 2).then_some(())).await;
    let posted = inbox.lock().expect("a lock").clone();
    let told: Vec<_> = posted
        .iter()
        .map(|job| (&job["jobId"], &job["status"], &job["errorMessage"]))
        .collect();
    let id = &json!(job_id);
    assert_eq!(
        told,
        [
            (id, &json!("PROCESSING"), &Value::Null),
            (id, &json!("FAILED"), &json!("no luck"))
        ]
    );
    assert_eq!(posted[1], admin.status(&job_id).await);
    assert!(
        sim.callbacks()
            .iter()
            .all(|callback| callback.outcome == CallbackOutcome::Posted(200))
    );
}

#[tokio::test]
async fn a_status_that_is_set_is_posted_and_none_twice() {
    let (url, inbox) = inbox().await;
    let sim = slow().await;
    sim.script_next_job(JobPlan::held());
    let job_id = Admin::sign_in(&sim).await.job(&calling(&url)).await;
    sim.set_job_status(&job_id, JobStatus::Created, None);
    sim.set_job_status(&job_id, JobStatus::Success, None);
    eventually(async || (!sim.callbacks().is_empty()).then_some(())).await;
    sim.advance(Duration::from_mins(1));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let statuses: Vec<Value> = inbox
        .lock()
        .expect("a lock")
        .iter()
        .map(|job| job["status"].clone())
        .collect();
    assert_eq!(statuses, [json!("SUCCESS")]);
}

#[tokio::test]
async fn other_machines_are_not_called_and_errors_are_kept() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let closed = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a free port")
        .local_addr()
        .expect("an address");
    for (url, is_expected) in [
        (
            "https://MyExportJobStatus.com".to_owned(),
            CallbackOutcome::NotPosted,
        ),
        (
            "http://localhost.example.com/".to_owned(),
            CallbackOutcome::NotPosted,
        ),
        ("http://10.0.0.1/".to_owned(), CallbackOutcome::NotPosted),
        (
            format!("http://{closed}/"),
            CallbackOutcome::Failed(String::new()),
        ),
    ] {
        let before = sim.callbacks().len();
        let job_id = admin.job(&calling(&url)).await;
        sim.set_job_status(&job_id, JobStatus::Success, None);
        let callback = eventually(async || sim.callbacks().get(before).cloned()).await;
        assert_eq!(
            (&callback.job_id, &callback.url, &callback.status),
            (&job_id, &url, &JobStatus::Success)
        );
        let kind = std::mem::discriminant(&callback.outcome);
        assert_eq!(kind, std::mem::discriminant(&is_expected), "{callback:?}");
    }
}
