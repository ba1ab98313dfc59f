//! Forgets what was removed, when nobody has undone that for a while.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::app::Store;
use crate::app::state::JobsAction;
use metering_core::job::Key;

/// How long a removal can be undone, in milliseconds.
const TIME: u32 = 20_000;

/// Forgets what was removed, some time after the last removal. After a reload the time begins anew.
#[hook]
pub(super) fn use_removal(store: &Store) {
    let dispatch = store.dispatcher();
    let removed = store.jobs.list.removed().iter();
    let removed: Vec<Key> = removed.map(|entry| entry.key).collect();
    use_effect_with(removed, move |removed| {
        let forget = move || dispatch.dispatch(JobsAction::RemovedForgotten.into());
        let timer = (!removed.is_empty()).then(|| Timeout::new(TIME, forget));
        move || drop(timer)
    });
}
