//! Answers as the faults make them.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::{ErrorBody, Framing, RetryAfter};
use crate::clock::Clock;
use crate::service::ServiceError;

/// How long the first half of a truncated body gets to leave the machine before the connection ends.
const FLUSH_TIME: Duration = Duration::from_millis(50);

/// The answer with its body in memory.
pub(super) struct Whole {
    response: Response,
    bytes: Bytes,
}

impl Whole {
    pub(super) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        // Reading one's own body cannot fail; should it, an empty one is as spoiled as any.
        let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
        Self {
            response: Response::from_parts(parts, Body::empty()),
            bytes,
        }
    }

    fn with(mut self, body: Body, length: Option<usize>) -> Response {
        let headers = self.response.headers_mut();
        match length {
            Some(length) => headers.insert(CONTENT_LENGTH, HeaderValue::from(length)),
            None => headers.remove(CONTENT_LENGTH),
        };
        *self.response.body_mut() = body;
        self.response
    }

    /// The first half.
    pub(super) fn truncated(self, framing: Framing) -> Response {
        let half = self.bytes.slice(..self.bytes.len() / 2);
        let length = match framing {
            Framing::ContentLength => Some(self.bytes.len()),
            Framing::Chunked => None,
            Framing::Complete => {
                let length = half.len();
                return self.with(Body::from(half), Some(length));
            }
        };
        let end = stream::once(async {
            tokio::time::sleep(FLUSH_TIME).await;
            Err(io::Error::other("a fault ends the connection here"))
        });
        let body = Body::from_stream(stream::iter([Ok(half)]).chain(end));
        self.with(body, length)
    }

    /// Every field with a value of another type.
    pub(super) fn wrong_types(self) -> Response {
        let spoiled = match serde_json::from_slice(&self.bytes) {
            Ok(Value::Object(fields)) => fields
                .into_iter()
                .map(|(name, value)| (name, another_type(value)))
                .collect::<Value>(),
            Ok(value) => another_type(value),
            Err(_) => json!([]),
        };
        let text = spoiled.to_string();
        let length = text.len();
        self.with(Body::from(text), Some(length))
    }

    /// The same bytes under another `Content-Type`.
    pub(super) fn content_type(mut self, content_type: &str) -> Response {
        if let Ok(value) = HeaderValue::from_str(content_type) {
            self.response.headers_mut().insert(CONTENT_TYPE, value);
        }
        let bytes = self.bytes.clone();
        let length = bytes.len();
        self.with(Body::from(bytes), Some(length))
    }

    /// At least `length` bytes.
    pub(super) fn large(self, length: usize) -> Response {
        let missing = length.saturating_sub(self.bytes.len());
        let bytes = match serde_json::from_slice(&self.bytes) {
            Ok(Value::Object(mut fields)) => {
                fields.insert("padding".to_owned(), "x".repeat(missing).into());
                Value::Object(fields).to_string().into_bytes()
            }
            Ok(_) | Err(_) => [&self.bytes[..], &vec![b' '; missing]].concat(),
        };
        let length = bytes.len();
        self.with(Body::from(bytes), Some(length))
    }

    /// The same bytes, a few at a time.
    pub(super) fn drip(self, at_a_time: usize, every: Duration) -> Response {
        let at_a_time = at_a_time.max(1);
        let length = self.bytes.len();
        let drops = stream::unfold(self.bytes.clone(), move |mut rest| async move {
            if rest.is_empty() {
                return None;
            }
            tokio::time::sleep(every).await;
            let drop = rest.split_to(at_a_time.min(rest.len()));
            Some((Ok::<_, Infallible>(drop), rest))
        });
        self.with(Body::from_stream(drops), Some(length))
    }
}

fn another_type(value: Value) -> Value {
    match value {
        Value::String(text) => json!([text]),
        Value::Null => json!(0),
        Value::Bool(_) | Value::Number(_) => json!("17"),
        Value::Array(_) => json!({}),
        Value::Object(_) => json!([]),
    }
}

/// An error that the service did not make.
pub(super) fn error(status: u16, form: ErrorBody, message: Option<&str>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let reason = status.canonical_reason().unwrap_or("Error");
    let message = message.map_or_else(
        || format!("{reason} (a fault of the simulator)"),
        str::to_owned,
    );
    match form {
        ErrorBody::V3 => ServiceError::new(status, "SIM_FAULT", message).into_response(),
        ErrorBody::V2 => {
            let body = json!({
                "@type": "error",
                "code": "SIM_FAULT",
                "description": message,
                "statusCode": status.as_u16(),
            });
            (status, axum::Json(body)).into_response()
        }
        ErrorBody::Html => {
            let title = format!("{} {reason}", status.as_u16());
            let page = format!(
                "<html>\n<head><title>{title}</title></head>\n<body>\n<center><h1>{title}</h1></center>\n\
                 <hr><center>{message}</center>\n</body>\n</html>\n"
            );
            (status, [(CONTENT_TYPE, "text/html")], page).into_response()
        }
        ErrorBody::Empty => status.into_response(),
    }
}

/// Adds `Retry-After`.
pub(super) fn retry_after(response: &mut Response, after: RetryAfter, clock: &Clock) {
    let text = match after {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::DateInSeconds(seconds) => {
            let time = std::time::SystemTime::from(clock.now()) + Duration::from_secs(seconds);
            httpdate::fmt_http_date(time)
        }
    };
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
}

/// An answer of one's own.
pub(super) fn custom(status: u16, content_type: &str, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(CONTENT_TYPE, content_type.to_owned())], body).into_response()
}
