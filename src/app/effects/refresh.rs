//! Asks for a job again when its time has come. Owns the timer and the fetch, which end with the row.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use yew::prelude::*;

use super::row::JobRowProps;
use crate::app::clock;
use crate::app::state::Action;
use crate::app::task::Task;
use metering_core::job::Next;

/// Keeps a row's job fresh while there is a session and the page is shown.
#[hook]
pub(super) fn use_refresh(props: &JobRowProps) {
    let turn = props.entry.tracked().map(|tracked| tracked.turn);
    let client = props.client.clone().filter(|_| !props.hidden);
    let entry = Rc::clone(&props.entry);
    let dispatch = props.dispatch.clone();
    // A new decision, a new session, or the page being hidden or shown ends what was planned, and plans anew.
    use_effect_with((turn, client), move |(_, client)| {
        let task = client
            .clone()
            .zip(entry.tracked())
            .and_then(|(client, tracked)| {
                let Next::After(wait) = tracked.next else {
                    return None;
                };
                let wait = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX);
                let (key, job_id) = (entry.key, tracked.job.job_id.clone());
                Some(Task::spawn(async move {
                    TimeoutFuture::new(wait).await;
                    dispatch.dispatch(Action::Asking(key));
                    let answer = client.status(&job_id).await;
                    dispatch.dispatch(Action::Answered(key, answer, clock::now(), clock::jitter()));
                }))
            });
        move || drop(task)
    });
}
