//! The service's own behaviour, without faults.

mod checks;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;

pub(crate) use self::checks::Asked;
use self::checks::json_object;
use crate::dataset::zip_file::zip_bytes;
use crate::ids;
use crate::jobs::Job;
use crate::options::{BusyAnswer, DEMO_PASSWORD, DEMO_USERNAME, WrongPassword};
use crate::recorded::{JOB_LEVEL_PATH, JOBS_PATH};
use crate::simulator::World;

/// How long a session lives without being used.
const SESSION_LIFE: TimeDelta = TimeDelta::minutes(30);

/// How long a finished job's data can be downloaded.
const RETENTION: TimeDelta = TimeDelta::days(3);

/// The longest user name and password, in characters.
const MAX_CREDENTIAL: usize = 255;

type Shared = State<Arc<World>>;

/// Everything under `/saas/`.
pub(crate) fn router(world: &Arc<World>) -> Router {
    Router::new()
        .route("/saas/public/core/v3/login", post(sign_in))
        .route("/saas/public/core/v3/logout", post(sign_out))
        .route(JOBS_PATH, post(submit_export))
        .route(JOB_LEVEL_PATH, post(submit_job_level))
        .route(&format!("{JOBS_PATH}/{{job_id}}"), get(status))
        .route(&format!("{JOBS_PATH}/{{job_id}}/download"), get(download))
        .route("/saas/{*rest}", any(no_such_resource))
        .method_not_allowed_fallback(wrong_method)
        .with_state(Arc::clone(world))
}

/// An error of the service, in the v3 shape. Its codes begin with `SIM_`, since the service's own are not documented for
/// these calls.
#[derive(Clone, Debug)]
pub(crate) struct ServiceError {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl ServiceError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            status,
            code,
            message,
        }
    }

    /// 400: something about the request is wrong.
    fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response {
        // Differs from error to error and is the same in each run.
        let request_id = ids::id(
            self.message
                .bytes()
                .fold(7, |sum, byte| ids::hash(&[sum, byte.into()])),
        );
        let body = json!({"error": {
            "code": self.code, "message": self.message, "requestId": request_id, "details": null,
        }});
        (self.status, Json(body)).into_response()
    }
}

async fn no_such_resource(uri: Uri) -> ServiceError {
    let message = format!("There is no resource {}.", uri.path());
    ServiceError::new(StatusCode::NOT_FOUND, "SIM_NO_RESOURCE", message)
}

async fn wrong_method(method: Method, uri: Uri) -> ServiceError {
    let message = format!("{} cannot be called with {method}.", uri.path());
    ServiceError::new(StatusCode::METHOD_NOT_ALLOWED, "SIM_METHOD", message)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    username: String,
    password: String,
}

/// `POST …/login`
async fn sign_in(
    State(world): Shared,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ServiceError> {
    let credentials: Credentials = serde_json::from_value(json_object(&headers, &body)?.into())
        .map_err(|error| {
            ServiceError::bad_request("SIM_FIELDS", format!("The login cannot be read: {error}."))
        })?;
    for (field, value) in [
        ("username", &credentials.username),
        ("password", &credentials.password),
    ] {
        if value.is_empty() || value.chars().count() > MAX_CREDENTIAL {
            let message = format!("The field {field} needs 1 to {MAX_CREDENTIAL} characters.");
            return Err(ServiceError::bad_request("SIM_LENGTH", message));
        }
    }
    let options = &world.options;
    if credentials.username != DEMO_USERNAME || credentials.password != DEMO_PASSWORD {
        let status = match options.wrong_password {
            WrongPassword::Unauthorized => StatusCode::UNAUTHORIZED,
            WrongPassword::BadRequest => StatusCode::BAD_REQUEST,
        };
        let message = "The user name or the password is not right.";
        return Err(ServiceError::new(status, "SIM_LOGIN", message));
    }
    let own = || format!("{}/saas", world.url());
    let org_id = options.dataset.org_id(0);
    Ok(Json(json!({
        "products": [{
            "name": "Integration Cloud",
            "baseApiUrl": options.base_api_url.clone().unwrap_or_else(own),
        }],
        "userInfo": {
            "sessionId": world.open_session(),
            "id": options.dataset.user_id(),
            "name": options.user_name,
            "parentOrgId": org_id,
            "orgId": org_id,
            "orgName": options.org_name,
            "groups": {},
            "status": "Active",
        },
    })))
}

/// `POST …/logout`
async fn sign_out(State(world): Shared, headers: HeaderMap) -> Result<StatusCode, ServiceError> {
    let session_id = use_session(&world, &headers)?;
    world.state().sessions.remove(session_id);
    Ok(StatusCode::OK)
}

/// The session that a call carries, used by it.
fn use_session<'a>(world: &World, headers: &'a HeaderMap) -> Result<&'a str, ServiceError> {
    let id = headers
        .get("infa-session-id")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut state = world.state();
    let now = state.now();
    match state.sessions.get_mut(id) {
        Some(last_used) if now - *last_used < SESSION_LIFE => {
            *last_used = now;
            Ok(id)
        }
        Some(_) | None => {
            let message = "The session is missing, not valid, or has expired. Sign in again.";
            Err(ServiceError::new(
                StatusCode::UNAUTHORIZED,
                "SIM_SESSION",
                message,
            ))
        }
    }
}

/// Where an export is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endpoint {
    /// `…/ExportMeteringData`
    Export,
    /// `…/ExportServiceJobLevelMeteringData`
    JobLevel,
}

/// `POST …/ExportMeteringData`
async fn submit_export(
    world: Shared,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ServiceError> {
    submit(&world, Endpoint::Export, &headers, &body)
}

/// `POST …/ExportServiceJobLevelMeteringData`
async fn submit_job_level(
    world: Shared,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ServiceError> {
    submit(&world, Endpoint::JobLevel, &headers, &body)
}

fn submit(
    world: &World,
    endpoint: Endpoint,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, ServiceError> {
    use_session(world, headers)?;
    let options = &world.options;
    let asked = Asked::read(endpoint, headers, body, options.range_rule)?;
    let id = ids::id(world.fresh_seed());
    let mut state = world.state();
    let now = state.now();
    let is_active = |job: &&Job| job.status(now).0.is_active();
    if state.jobs.iter().filter(is_active).count() >= state.max_active_jobs {
        return Ok(busy(options.busy_answer, state.max_active_jobs));
    }
    let plan = state.plans.pop_front().unwrap_or_default();
    let job = Job::new(id, asked, plan, options, now);
    let answer = job.answer(&options.dataset, now);
    state.jobs.push(job);
    Ok(Json(answer).into_response())
}

fn busy(answer: BusyAnswer, limit: usize) -> Response {
    let message = format!(
        "The organization has {limit} active export jobs already. Wait until one of them has ended."
    );
    let error = |status| ServiceError::new(status, "SIM_ACTIVE_JOBS", message);
    match answer {
        BusyAnswer::BadRequest => error(StatusCode::BAD_REQUEST).into_response(),
        BusyAnswer::TooManyRequests { retry_after } => {
            let header = retry_after.map(|seconds| [(RETRY_AFTER, seconds.to_string())]);
            let error = error(StatusCode::TOO_MANY_REQUESTS);
            match header {
                Some(header) => (header, error).into_response(),
                None => error.into_response(),
            }
        }
    }
}

/// The job of this identifier, for whoever has a session.
fn find(world: &World, headers: &HeaderMap, job_id: &str) -> Result<Job, ServiceError> {
    use_session(world, headers)?;
    world.state().job(job_id).cloned().ok_or_else(|| {
        let message = format!("There is no export job {job_id}.");
        ServiceError::new(StatusCode::NOT_FOUND, "SIM_NO_JOB", message)
    })
}

/// `GET …/ExportMeteringData/<jobId>`
async fn status(
    State(world): Shared,
    Path(job_id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Map<String, Value>>, ServiceError> {
    let job = find(&world, &headers, &job_id)?;
    let now = world.state().now();
    Ok(Json(job.status_answer(&world.options.dataset, now)))
}

/// `GET …/ExportMeteringData/<jobId>/download`
async fn download(
    State(world): Shared,
    Path(job_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ServiceError> {
    let job = find(&world, &headers, &job_id)?;
    let now = world.state().now();
    let (status, since) = job.status(now);
    if !status.has_data() {
        let message =
            format!("The export job {job_id} has no data to download; its status is {status}.");
        return Err(ServiceError::bad_request("SIM_NOT_READY", message));
    }
    if now - since >= RETENTION {
        let message = format!("The data of export job {job_id} is no longer available.");
        return Err(ServiceError::new(
            StatusCode::NOT_FOUND,
            "SIM_EXPIRED",
            message,
        ));
    }
    // Written on a thread that may block, which stops when nobody waits for it any more.
    let export = job.export(&world.options.dataset, now);
    let (give, take) = oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let zip = zip_bytes(&export, || give.is_closed());
        // Nobody waits: the client has gone, or the simulator has ended.
        let _ = give.send(zip);
    });
    let Ok(Ok(zip)) = take.await else {
        let message = "The ZIP could not be written.";
        return Err(ServiceError::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "SIM_ZIP",
            message,
        ));
    };
    let name = format!("attachment; filename=\"{job_id}.zip\"");
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, zip).into_response())
}
