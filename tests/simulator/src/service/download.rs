//! Downloading a job's data.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use tokio::sync::oneshot;

use super::ServiceError;
use super::jobs::find;
use super::session::use_session;
use crate::dataset::export::Export;
use crate::dataset::zip_file::zip_bytes;
use crate::jobs::Job;
use crate::state::{World, delta};

/// `GET …/ExportMeteringData/<jobId>/download`
pub(super) async fn download(
    State(world): State<Arc<World>>,
    Path(job_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ServiceError> {
    use_session(&world, &headers)?;
    let now = world.clock.now();
    let job = find(&world, &job_id)?;
    check_available(&world, &job, now)?;
    let zip = in_background(world.export(&job, now)).await?;
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{job_id}.zip\""),
        ),
    ];
    Ok((headers, zip).into_response())
}

fn check_available(world: &World, job: &Job, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let (status, since) = job.status(now);
    if !status.has_data() {
        let message = format!(
            "The export job {} has no data to download; its status is {status}.",
            job.id
        );
        return Err(ServiceError::bad_request("SIM_NOT_READY", message));
    }
    if now - since >= delta(world.options.retention) {
        let message = format!("The data of export job {} is no longer available.", job.id);
        return Err(ServiceError::new(
            StatusCode::NOT_FOUND,
            "SIM_EXPIRED",
            message,
        ));
    }
    Ok(())
}

/// Writes the ZIP on a thread that may block, and stops when nobody waits for it any more.
async fn in_background(export: Export) -> Result<Vec<u8>, ServiceError> {
    let (give, take) = oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let zip = zip_bytes(&export, || give.is_closed());
        // Nobody waits: the client has gone, or the simulator has ended.
        let _ = give.send(zip);
    });
    let failed =
        |reason: String| ServiceError::new(StatusCode::INTERNAL_SERVER_ERROR, "SIM_ZIP", reason);
    match take.await {
        Ok(Ok(zip)) => Ok(zip),
        Ok(Err(error)) => Err(failed(format!("The ZIP could not be written: {error}."))),
        Err(_) => Err(failed("The ZIP could not be written.".to_owned())),
    }
}
