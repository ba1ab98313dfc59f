//! The simulator's switches over HTTP, for people and for tests that run in a browser.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::Fault;
use crate::jobs::{JobPlan, JobRecord, JobStatus};
use crate::recorded::Recorded;
use crate::simulator::World;

type Shared = State<Arc<World>>;

/// Everything under `/simulator/`.
pub(crate) fn router(world: Arc<World>) -> Router {
    let switches = Router::new()
        .route("/requests", get(requests))
        .route("/faults", post(add_fault).delete(clear_faults))
        .route("/sessions", post(new_session))
        .route("/sessions/expire", post(expire_sessions))
        .route("/clock", post(advance))
        .route("/next-job", post(script_next_job))
        .route("/jobs", get(jobs))
        .route("/jobs/{job_id}/status", post(set_job_status))
        .route("/jobs/{job_id}/totals", get(totals))
        .route("/active-jobs", post(set_max_active_jobs))
        .route("/reset", post(reset))
        .with_state(world);
    Router::new().nest("/simulator", switches.layer(from_fn(only_local_names)))
}

/// Refuses other names for this machine, which a hostile page could have pointed to it.
async fn only_local_names(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if ["127.0.0.1", "localhost"].contains(&name) {
        return next.run(request).await;
    }
    let message = "The simulator's switches answer at 127.0.0.1 and localhost only.\n";
    (StatusCode::FORBIDDEN, message).into_response()
}

async fn requests(State(world): Shared) -> Json<Vec<Value>> {
    let requests = world.requests();
    Json(requests.iter().map(Recorded::for_people).collect())
}

async fn add_fault(State(world): Shared, Json(fault): Json<Fault>) {
    world.add_fault(fault);
}

async fn clear_faults(State(world): Shared) {
    world.clear_faults();
}

async fn new_session(State(world): Shared) -> Json<Value> {
    Json(json!({
        "sessionId": world.open_session(),
        "baseApiUrl": format!("{}/saas", world.url()),
    }))
}

async fn expire_sessions(State(world): Shared) {
    world.expire_sessions();
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

async fn advance(State(world): Shared, Json(by): Json<Advance>) {
    world.advance(Duration::from_secs(by.advance_seconds));
}

async fn script_next_job(State(world): Shared, Json(plan): Json<JobPlan>) {
    world.script_next_job(plan);
}

async fn jobs(State(world): Shared) -> Json<Vec<JobRecord>> {
    Json(world.jobs())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewStatus {
    status: JobStatus,
    error_message: Option<String>,
}

async fn set_job_status(
    State(world): Shared,
    Path(job_id): Path<String>,
    Json(new): Json<NewStatus>,
) -> StatusCode {
    if world.set_job_status(&job_id, new.status, new.error_message.as_deref()) {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    }
}

async fn totals(State(world): Shared, Path(job_id): Path<String>) -> Response {
    match world.usage_totals(&job_id) {
        Some(totals) => Json(totals).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActiveJobs {
    max: usize,
}

async fn set_max_active_jobs(State(world): Shared, Json(active): Json<ActiveJobs>) {
    world.set_max_active_jobs(active.max);
}

async fn reset(State(world): Shared) {
    world.reset();
}
