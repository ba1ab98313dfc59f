//! Signing in and out, and the header of every other call.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ServiceError;
use super::checks::json_object;
use crate::options::{DEMO_PASSWORD, DEMO_USERNAME, WrongPassword};
use crate::state::{World, delta};

/// The longest user name and password, in characters.
const MAX_CHARACTERS: usize = 255;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    username: String,
    password: String,
}

/// `POST …/login`
pub(super) async fn sign_in(
    State(world): State<Arc<World>>,
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
        if value.is_empty() || value.chars().count() > MAX_CHARACTERS {
            let message = format!("The field {field} needs 1 to {MAX_CHARACTERS} characters.");
            return Err(ServiceError::bad_request("SIM_LENGTH", message));
        }
    }
    if credentials.username != DEMO_USERNAME || credentials.password != DEMO_PASSWORD {
        let status = match world.options.wrong_password {
            WrongPassword::Unauthorized => StatusCode::UNAUTHORIZED,
            WrongPassword::BadRequest => StatusCode::BAD_REQUEST,
        };
        return Err(ServiceError::new(
            status,
            "SIM_LOGIN",
            "The user name or the password is not right.",
        ));
    }
    let session_id = open_session(&world);
    let dataset = &world.options.dataset;
    let org_id = dataset.org_id(0);
    let base_api_url = world
        .options
        .base_api_url
        .clone()
        .unwrap_or_else(|| format!("{}/saas", world.origin));
    Ok(Json(json!({
        "products": [{"name": "Integration Cloud", "baseApiUrl": base_api_url}],
        "userInfo": {
            "sessionId": session_id,
            "id": dataset.user_id(),
            "name": world.options.user_name,
            "parentOrgId": org_id,
            "orgId": org_id,
            "orgName": world.options.org_name,
            "groups": {},
            "status": "Active",
        },
    })))
}

/// `POST …/logout`
pub(super) async fn sign_out(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
) -> Result<StatusCode, ServiceError> {
    let session_id = use_session(&world, &headers)?;
    world.state().sessions.close(session_id);
    Ok(StatusCode::OK)
}

/// Opens a session.
pub(crate) fn open_session(world: &World) -> String {
    let (seed, now) = (world.fresh_seed(), world.clock.now());
    world
        .state()
        .sessions
        .open(seed, world.options.jwt_sessions, now)
}

/// The session that a call carries, used by it.
pub(super) fn use_session<'a>(
    world: &World,
    headers: &'a HeaderMap,
) -> Result<&'a str, ServiceError> {
    let id = headers
        .get("infa-session-id")
        .and_then(|value| value.to_str().ok())
        .ok_or_else(ServiceError::no_session)?;
    let now = world.clock.now();
    if world
        .state()
        .sessions
        .touch(id, now, delta(world.options.session_life))
    {
        Ok(id)
    } else {
        Err(ServiceError::no_session())
    }
}
