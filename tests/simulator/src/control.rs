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
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::dataset::UsageTotals;
use crate::faults::Fault;
use crate::jobs::JobRecord;
use crate::plan::{JobPlan, JobStatus};
use crate::recorded::Recorded;
use crate::service::open_session;
use crate::state::World;

type Shared = State<Arc<World>>;

/// Everything under `/simulator/`.
pub(crate) fn router(world: Arc<World>) -> Router {
    let switches = Router::new()
        .route("/requests", get(requests).delete(forget_requests))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/sessions", post(new_session))
        .route("/sessions/expire", post(expire_sessions))
        .route("/clock", post(set_clock))
        .route("/next-job", post(script_next_job))
        .route("/jobs", get(jobs))
        .route("/jobs/{job_id}/status", post(set_job_status))
        .route("/jobs/{job_id}/totals", get(totals))
        .route("/active-jobs", post(set_max_active_jobs))
        .route("/callbacks", get(callbacks))
        .route("/offline", post(go_offline))
        .route("/reset", post(reset))
        .with_state(world);
    Router::new().nest("/simulator", switches.layer(from_fn(only_local_names)))
}

/// Refuses other names for this machine, which a hostile page could have pointed to it.
async fn only_local_names(request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if ["127.0.0.1", "localhost"].contains(&name) {
        next.run(request).await
    } else {
        (
            StatusCode::FORBIDDEN,
            "The simulator's switches answer at 127.0.0.1 and localhost only.\n",
        )
            .into_response()
    }
}

async fn requests(State(world): Shared) -> Json<Vec<Value>> {
    Json(
        world
            .state()
            .requests
            .iter()
            .map(Recorded::for_people)
            .collect(),
    )
}

async fn forget_requests(State(world): Shared) -> StatusCode {
    world.state().requests.clear();
    StatusCode::NO_CONTENT
}

async fn faults(State(world): Shared) -> Json<Vec<Fault>> {
    Json(world.state().faults.list().to_vec())
}

async fn add_fault(
    State(world): Shared,
    Json(asked): Json<Value>,
) -> Result<StatusCode, (StatusCode, String)> {
    let refuse = |reason: String| (StatusCode::UNPROCESSABLE_ENTITY, format!("{reason}\n"));
    let fault = Fault::deserialize(&asked).map_err(|error| refuse(error.to_string()))?;
    // The form of a fault does not let serde refuse unknown fields; a misspelt one would be without effect.
    let known = serde_json::to_value(&fault).map_err(|error| refuse(error.to_string()))?;
    let names = asked
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys());
    if let Some(unknown) = names.into_iter().find(|name| known.get(name).is_none()) {
        return Err(refuse(format!(
            "a fault of this kind has no field {unknown}"
        )));
    }
    world.add_fault(fault);
    Ok(StatusCode::NO_CONTENT)
}

async fn clear_faults(State(world): Shared) -> StatusCode {
    world.state().faults.clear();
    StatusCode::NO_CONTENT
}

async fn new_session(State(world): Shared) -> Json<Value> {
    Json(json!({"sessionId": open_session(&world), "baseApiUrl": format!("{}/saas", world.origin)}))
}

async fn expire_sessions(State(world): Shared) -> StatusCode {
    world.state().sessions.close_all();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum ClockMove {
    OffsetSeconds(i64),
    AdvanceSeconds(i64),
}

async fn set_clock(State(world): Shared, Json(clock_move): Json<ClockMove>) -> StatusCode {
    match clock_move {
        ClockMove::OffsetSeconds(seconds) => {
            world
                .clock
                .set_offset(TimeDelta::try_seconds(seconds).unwrap_or_default());
        }
        ClockMove::AdvanceSeconds(seconds) => world
            .clock
            .advance(TimeDelta::try_seconds(seconds).unwrap_or_default()),
    }
    StatusCode::NO_CONTENT
}

async fn script_next_job(State(world): Shared, Json(plan): Json<JobPlan>) -> StatusCode {
    world.state().plans.push_back(plan);
    StatusCode::NO_CONTENT
}

async fn jobs(State(world): Shared) -> Json<Vec<JobRecord>> {
    let now = world.clock.now();
    Json(
        world
            .state()
            .jobs
            .iter()
            .map(|job| job.record(now))
            .collect(),
    )
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
    if world.set_job_status(&job_id, new.status, new.error_message) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}

async fn totals(
    State(world): Shared,
    Path(job_id): Path<String>,
) -> Result<Json<UsageTotals>, StatusCode> {
    world.totals(&job_id).map(Json).ok_or(StatusCode::NOT_FOUND)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ActiveJobs {
    max: usize,
}

async fn set_max_active_jobs(State(world): Shared, Json(active): Json<ActiveJobs>) -> StatusCode {
    world.state().max_active_jobs = active.max;
    StatusCode::NO_CONTENT
}

async fn callbacks(State(world): Shared) -> Response {
    let callbacks = world.state().callbacks.clone();
    Json(callbacks).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offline {
    seconds: u64,
}

/// Goes offline as soon as this is answered, and comes back by itself: nobody could call it back.
async fn go_offline(State(world): Shared, Json(offline): Json<Offline>) -> StatusCode {
    let (stop, line) = (world.stop.clone(), Arc::clone(&world.line));
    tokio::spawn(stop.run_until_cancelled_owned(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        line.set_offline(true).await;
        tokio::time::sleep(Duration::from_secs(offline.seconds)).await;
        line.set_offline(false).await;
    }));
    StatusCode::NO_CONTENT
}

async fn reset(State(world): Shared) -> StatusCode {
    world.reset();
    StatusCode::NO_CONTENT
}
