//! Faults on demand: what goes wrong, at which call, how often; and the record of what the service was asked.

mod kind;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{AppendHeaders, Html, IntoResponse, Response};
use axum::{Extension, Json};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, RETRY_AFTER};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::kind::{ErrorBody, FaultKind, Framing, RetryAfter};
use crate::recorded::{Call, Recorded};
use crate::server::Cut;
use crate::service::ServiceError;
use crate::simulator::World;

/// The longest body of a request, in bytes; those of the service are a few hundred.
const MAX_BODY: usize = 1 << 20;

/// How long the first half of a truncated body gets to leave the machine before the connection ends.
const FLUSH_TIME: Duration = Duration::from_millis(50);

/// Something that goes wrong at a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// At which call.
    pub call: Call,
    /// How many times; without end if `null`. In JSON once if left out.
    #[serde(default = "once")]
    times: Option<u32>,
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "serde's default has the field's type"
)]
const fn once() -> Option<u32> {
    Some(1)
}

impl Fault {
    /// A fault that happens once.
    pub const fn once(call: Call, kind: FaultKind) -> Self {
        let times = once();
        Self { call, times, kind }
    }

    /// A fault that happens every time, until the faults are cleared.
    pub const fn always(call: Call, kind: FaultKind) -> Self {
        let times = None;
        Self { call, times, kind }
    }
}

/// Takes the first fault of a call, counted down.
fn take(faults: &mut Vec<Fault>, call: Call) -> Option<FaultKind> {
    let index = faults.iter().position(|fault| fault.call == call)?;
    let fault = &mut faults[index];
    let kind = fault.kind.clone();
    fault.times = fault.times.map(|times| times.saturating_sub(1));
    if fault.times == Some(0) {
        faults.remove(index);
    }
    Some(kind)
}

/// Stands between a request and the service: records it, and puts a fault in its way.
pub(crate) async fn between(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        let message = format!("The body has not arrived, or is longer than {MAX_BODY} bytes.");
        return ServiceError::new(StatusCode::BAD_REQUEST, "SIM_BODY", message).into_response();
    };
    let call = Call::of(&parts.method, parts.uri.path());
    let (number, kind) = {
        let mut state = world.state();
        let at = state.now();
        let number = state.record(Recorded::new(&parts, &body, at));
        (
            number,
            call.and_then(|(call, _)| take(&mut state.faults, call)),
        )
    };
    let work = next.run(Request::from_parts(parts, Body::from(body)));
    let response = match kind {
        None => work.await,
        Some(kind) => spoiled(kind, work, &world).await,
    };
    let mut state = world.state();
    if response.extensions().get::<Cut>().is_none() {
        let mut newest_first = state.requests.iter_mut().rev();
        if let Some(request) = newest_first.find(|request| request.number == number) {
            request.answered = Some(response.status().as_u16());
        }
    }
    let date = httpdate::fmt_http_date(state.now().into());
    ([(DATE, date)], response).into_response()
}

/// What comes of a request that meets a fault; `work` is what the service would do.
async fn spoiled(kind: FaultKind, work: impl Future<Output = Response>, world: &World) -> Response {
    match kind {
        FaultKind::DropBefore => Extension(Cut::Reset).into_response(),
        FaultKind::DropAfter => {
            work.await;
            Extension(Cut::Reset).into_response()
        }
        FaultKind::CloseAfter { time } => {
            work.await;
            tokio::time::sleep(time).await;
            Extension(Cut::Close).into_response()
        }
        FaultKind::Latency { time, taken: false } => {
            tokio::time::sleep(time).await;
            work.await
        }
        FaultKind::Latency { time, taken: true } => {
            let answer = work.await;
            tokio::time::sleep(time).await;
            answer
        }
        FaultKind::Status {
            status,
            body,
            message,
            retry_after,
            taken,
        } => {
            if taken {
                work.await;
            }
            let header = retry_after.map(|after| (RETRY_AFTER, after.value(world)));
            let error = error(status, body, message.as_deref());
            (AppendHeaders(header), error).into_response()
        }
        FaultKind::Custom {
            status,
            content_type,
            body,
            taken,
        } => {
            if taken {
                work.await;
            }
            (code(status), [(CONTENT_TYPE, content_type)], body).into_response()
        }
        FaultKind::NonJson => ([(CONTENT_TYPE, "text/plain")], "All is well.\n").into_response(),
        FaultKind::Truncated { framing } => truncated(work.await, framing).await,
        FaultKind::WrongTypes => changed(work.await, |body| wrong_types(&body).into()).await,
        FaultKind::Large { bytes } => changed(work.await, |body| large(&body, bytes).into()).await,
        FaultKind::WrongContentType { content_type } => {
            ([(CONTENT_TYPE, content_type)], work.await).into_response()
        }
        FaultKind::Headers { headers } => (AppendHeaders(headers), work.await).into_response(),
        FaultKind::SlowDrip { bytes, every } => drip(work.await, bytes.max(1), every).await,
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl RetryAfter {
    fn value(self, world: &World) -> String {
        match self {
            Self::Seconds(seconds) => seconds.to_string(),
            Self::DateInSeconds(seconds) => {
                let now = std::time::SystemTime::from(world.state().now());
                httpdate::fmt_http_date(now + Duration::from_secs(seconds))
            }
        }
    }
}

/// An error that the service did not make.
fn error(status: u16, form: ErrorBody, message: Option<&str>) -> Response {
    let status = code(status);
    let reason = status.canonical_reason().unwrap_or("Error");
    let message = message.map_or_else(
        || format!("{reason} (a fault of the simulator)"),
        str::to_owned,
    );
    match form {
        ErrorBody::V3 => ServiceError::new(status, "SIM_FAULT", message).into_response(),
        ErrorBody::V2 => {
            let body = json!({
                "@type": "error", "code": "SIM_FAULT", "description": message, "statusCode": status.as_u16(),
            });
            (status, Json(body)).into_response()
        }
        ErrorBody::Html => {
            let title = format!("{} {reason}", status.as_u16());
            let page = format!(
                "<html>\n<head><title>{title}</title></head>\n<body>\n<center><h1>{title}</h1></center>\n\
                 <hr><center>{message}</center>\n</body>\n</html>\n"
            );
            (status, Html(page)).into_response()
        }
        ErrorBody::Empty => status.into_response(),
    }
}

/// A body in memory. Reading one's own cannot fail; should it, an empty one is as spoiled as any.
async fn whole(response: Response) -> (http::response::Parts, Bytes) {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    (parts, to_bytes(body, usize::MAX).await.unwrap_or_default())
}

async fn changed(response: Response, change: impl FnOnce(Bytes) -> Body) -> Response {
    let (parts, body) = whole(response).await;
    Response::from_parts(parts, change(body))
}

/// The first half.
async fn truncated(response: Response, framing: Framing) -> Response {
    let (mut parts, body) = whole(response).await;
    let half = body.slice(..body.len() / 2);
    match framing {
        Framing::Complete => return Response::from_parts(parts, half.into()),
        Framing::ContentLength => {
            parts.headers.insert(CONTENT_LENGTH, body.len().into());
        }
        Framing::Chunked => {}
    }
    let end = stream::once(async {
        tokio::time::sleep(FLUSH_TIME).await;
        Err(io::Error::other("a fault ends the connection here"))
    });
    let halves = stream::iter([Ok(half)]).chain(end);
    Response::from_parts(parts, Body::from_stream(halves))
}

/// The same bytes, a few at a time.
async fn drip(response: Response, at_a_time: usize, every: Duration) -> Response {
    let (mut parts, body) = whole(response).await;
    parts.headers.insert(CONTENT_LENGTH, body.len().into());
    let drops = stream::unfold(body, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(every).await;
        let drop = rest.split_to(at_a_time.min(rest.len()));
        Some((Ok::<_, io::Error>(drop), rest))
    });
    Response::from_parts(parts, Body::from_stream(drops))
}

/// Every field with a value of another type.
fn wrong_types(body: &[u8]) -> String {
    let another_type = |value: Value| match value {
        Value::String(text) => json!([text]),
        Value::Null => json!(0),
        Value::Bool(_) | Value::Number(_) => json!("17"),
        Value::Array(_) => json!({}),
        Value::Object(_) => json!([]),
    };
    let fields: Map<String, Value> = serde_json::from_slice(body).unwrap_or_default();
    let spoiled = fields
        .into_iter()
        .map(|(name, value)| (name, another_type(value)));
    spoiled.collect::<Value>().to_string()
}

/// At least `length` bytes: by one more field, or if it is no JSON object by blanks at its end.
fn large(body: &[u8], length: usize) -> Vec<u8> {
    let missing = length.saturating_sub(body.len());
    match serde_json::from_slice::<Map<String, Value>>(body) {
        Ok(mut fields) => {
            fields.insert("padding".to_owned(), "x".repeat(missing).into());
            Value::Object(fields).to_string().into_bytes()
        }
        Err(_) => [body, &vec![b' '; missing]].concat(),
    }
}
