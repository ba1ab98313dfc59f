//! Errors in the v3 shape.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use serde_json::json;

use crate::ids;

/// An error of the service. Its codes begin with `SIM_`, since the service's own are not documented for these calls.
#[derive(Clone, Debug)]
pub(crate) struct ServiceError {
    status: StatusCode,
    code: &'static str,
    message: String,
    retry_after: Option<u64>,
}

impl ServiceError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            retry_after: None,
        }
    }

    /// 400: something about the request is wrong.
    pub(super) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 401: the session is missing, unknown or has expired.
    pub(super) fn no_session() -> Self {
        let message = "The session is missing, not valid, or has expired. Sign in again.";
        Self::new(StatusCode::UNAUTHORIZED, "SIM_SESSION", message)
    }

    /// The same error with `Retry-After` in seconds.
    pub(super) fn retry_after(mut self, seconds: Option<u64>) -> Self {
        self.retry_after = seconds;
        self
    }
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response {
        static ERRORS: AtomicU64 = AtomicU64::new(0);
        let request_id = ids::id(ERRORS.fetch_add(1, Ordering::Relaxed));
        let body = json!({"error": {
            "code": self.code,
            "message": self.message,
            "requestId": request_id,
            "details": null,
        }});
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
