//! Asks for a job again when its time has come. Shows nothing; owns the timer and the fetch, which end with it.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use yew::prelude::*;

use crate::app::clock;
use crate::app::state::Action;
use crate::app::store::use_store;
use crate::app::task::Task;
use crate::job::{Entry, Next};

/// Properties of [`Refresher`].
#[derive(Properties, PartialEq)]
pub(super) struct RefresherProps {
    pub(super) entry: Rc<Entry>,
}

#[component(Refresher)]
pub(super) fn refresher(props: &RefresherProps) -> Html {
    let store = use_store();
    let turn = props.entry.tracked().map(|tracked| tracked.turn);
    let client = store.client().filter(|_| !store.hidden);
    let entry = Rc::clone(&props.entry);
    // A new decision, a new session, or the page being hidden or shown ends what was planned, and plans anew.
    use_effect_with((turn, client), move |(_, client)| {
        let task = client.clone().zip(entry.tracked()).and_then(|(client, tracked)| {
            let Next::After(wait) = tracked.next else { return None };
            let wait = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX);
            let (key, job_id) = (entry.key, tracked.job.job_id.clone());
            Some(Task::spawn(async move {
                TimeoutFuture::new(wait).await;
                store.dispatch(Action::Asking(key));
                let answer = client.status(&job_id).await;
                store.dispatch(Action::Answered(key, answer, clock::now(), clock::jitter()));
            }))
        });
        move || drop(task)
    });
    Html::default()
}
