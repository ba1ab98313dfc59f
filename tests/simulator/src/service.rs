//! The service's own behaviour, without faults.

mod checks;
mod download;
mod error;
mod jobs;
mod session;

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::routing::{any, get, post};

pub(crate) use self::checks::Asked;
pub(crate) use self::error::ServiceError;
pub(crate) use self::session::open_session;
use crate::recorded::JOBS_PATH;
use crate::state::World;

/// Everything under `/saas/`.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/saas/public/core/v3/login", post(session::sign_in))
        .route("/saas/public/core/v3/logout", post(session::sign_out))
        .route(JOBS_PATH, post(jobs::submit))
        .route(&format!("{JOBS_PATH}/{{job_id}}"), get(jobs::status))
        .route(
            &format!("{JOBS_PATH}/{{job_id}}/download"),
            get(download::download),
        )
        .route("/saas/{*rest}", any(no_such_resource))
        .method_not_allowed_fallback(wrong_method)
        .with_state(world)
}

async fn no_such_resource(uri: Uri) -> ServiceError {
    let message = format!("There is no resource {}.", uri.path());
    ServiceError::new(StatusCode::NOT_FOUND, "SIM_NO_RESOURCE", message)
}

async fn wrong_method(method: Method, uri: Uri) -> ServiceError {
    let message = format!("{} cannot be called with {method}.", uri.path());
    ServiceError::new(StatusCode::METHOD_NOT_ALLOWED, "SIM_METHOD", message)
}
