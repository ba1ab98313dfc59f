//! Sending one request, once.

use yew::prelude::*;

use super::clock;
use super::state::{Action, State};
use crate::service::Client;
use metering_core::job::Key;
use metering_core::request::ExportRequest;

/// Sends a request and tells the state the answer; `window` names the entry if it is one of the queue.
///
/// One function for both, because each further place that sends costs as much of the download as all of the client.
pub(super) async fn submit(
    client: Client,
    request: ExportRequest,
    window: Option<Key>,
    dispatch: UseReducerDispatcher<State>,
) {
    let answer = client.submit(&request).await.map(|submitted| {
        let job = submitted.job;
        if submitted.maybe_twice {
            dispatch.dispatch(Action::Notice(format!(
                "The connection broke while job {} was requested, and the browser may have sent the request twice: there may be a second job.",
                job.job_id
            )));
        }
        job
    });
    let (now, jitter) = (clock::now(), clock::jitter());
    dispatch.dispatch(match window {
        Some(key) => Action::SubmittedWindow(key, answer, now, jitter),
        None => Action::Submitted(answer, now, jitter),
    });
}
