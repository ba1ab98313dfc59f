//! Submitting a job and asking for its status.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::session::use_session;
use super::{Asked, ServiceError};
use crate::callbacks;
use crate::ids;
use crate::jobs::Job;
use crate::options::BusyAnswer;
use crate::state::World;

/// `POST …/ExportMeteringData`
pub(super) async fn submit(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ServiceError> {
    use_session(&world, &headers)?;
    let asked = Asked::read(&headers, &body, world.options.range_rule)?;
    let job = create(&world, asked)?;
    let answer = job.answer(job.created);
    callbacks::watch(&world, &job);
    Ok(Json(answer))
}

fn create(world: &World, asked: Asked) -> Result<Job, ServiceError> {
    let now = world.clock.now();
    let id = ids::id(world.fresh_seed());
    let mut state = world.state();
    let active = state
        .jobs
        .iter()
        .filter(|job| job.status(now).0.is_active())
        .count();
    if active >= state.max_active_jobs {
        return Err(busy(world.options.busy_answer, state.max_active_jobs));
    }
    let plan = state.plans.pop_front().unwrap_or_default();
    let job = Job::new(
        id,
        asked,
        plan,
        world.options.pace,
        &world.options.dataset,
        now,
    );
    state.jobs.push(job.clone());
    Ok(job)
}

fn busy(answer: BusyAnswer, limit: usize) -> ServiceError {
    let message = format!(
        "The organization has {limit} active export jobs already. Wait until one of them has ended."
    );
    let (status, retry_after) = match answer {
        BusyAnswer::BadRequest => (StatusCode::BAD_REQUEST, None),
        BusyAnswer::TooManyRequests { retry_after } => (StatusCode::TOO_MANY_REQUESTS, retry_after),
    };
    ServiceError::new(status, "SIM_ACTIVE_JOBS", message).retry_after(retry_after)
}

/// `GET …/ExportMeteringData/<jobId>`
pub(super) async fn status(
    State(world): State<Arc<World>>,
    Path(job_id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ServiceError> {
    use_session(&world, &headers)?;
    let now = world.clock.now();
    let job = find(&world, &job_id)?;
    Ok(Json(job.status_answer(now)))
}

/// The job of this identifier.
pub(super) fn find(world: &World, job_id: &str) -> Result<Job, ServiceError> {
    world.state().job(job_id).cloned().ok_or_else(|| {
        let message = format!("There is no export job {job_id}.");
        ServiceError::new(StatusCode::NOT_FOUND, "SIM_NO_JOB", message)
    })
}
