//! Puts faults between a request and its answer.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::FaultKind;
use super::spoil::{self, Whole};
use crate::clock::Clock;

/// Why a connection ends without an answer; the server resets it.
#[derive(Debug, thiserror::Error)]
#[error("a fault resets the connection")]
pub(crate) struct Dropped;

/// Answers a request as its faults will have it; `work` is what the service would do.
///
/// # Errors
/// [`Dropped`] when the connection is to be reset without an answer.
pub(crate) async fn apply(
    faults: Vec<FaultKind>,
    clock: &Clock,
    work: impl Future<Output = Response>,
) -> Result<Response, Dropped> {
    let mut waits_after = Vec::new();
    let mut other = None;
    for fault in faults {
        match fault {
            FaultKind::Latency { time, taken: false } => tokio::time::sleep(time).await,
            FaultKind::Latency { time, taken: true } => waits_after.push(time),
            kind => other = Some(kind),
        }
    }
    let answer = match other {
        None => Some(work.await),
        Some(ref kind) if kind.takes_request() => Some(work.await),
        Some(_) => None,
    };
    for time in waits_after {
        tokio::time::sleep(time).await;
    }
    match other {
        None => answer.ok_or(Dropped),
        Some(kind) => spoiled(kind, answer, clock).await,
    }
}

async fn spoiled(
    kind: FaultKind,
    answer: Option<Response>,
    clock: &Clock,
) -> Result<Response, Dropped> {
    let whole =
        async { Whole::read(answer.unwrap_or_else(|| StatusCode::OK.into_response())).await };
    Ok(match kind {
        FaultKind::DropBefore | FaultKind::DropAfter | FaultKind::Latency { .. } => {
            return Err(Dropped);
        }
        FaultKind::Status {
            status,
            body,
            message,
            retry_after,
            taken: _,
        } => {
            let mut response = spoil::error(status, body, message.as_deref());
            if let Some(after) = retry_after {
                spoil::retry_after(&mut response, after, clock);
            }
            response
        }
        FaultKind::Truncated { framing } => whole.await.truncated(framing),
        FaultKind::NonJson => (
            StatusCode::OK,
            [(CONTENT_TYPE, "text/plain")],
            "All is well.\n",
        )
            .into_response(),
        FaultKind::WrongTypes => whole.await.wrong_types(),
        FaultKind::WrongContentType { content_type } => whole.await.content_type(&content_type),
        FaultKind::Large { bytes } => whole.await.large(bytes),
        FaultKind::SlowDrip { bytes, every } => whole.await.drip(bytes, every),
        FaultKind::Custom {
            status,
            content_type,
            body,
            taken: _,
        } => spoil::custom(status, &content_type, body),
    })
}
