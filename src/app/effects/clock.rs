//! Keeps the page's time.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::app::state::PageAction;
use crate::app::{Store, clock};

/// Milliseconds between two looks at the clock. What depends on it: "the end is in the future", expired downloads.
const PERIOD: u32 = 30_000;

/// Tells the state the time, at once and every half minute.
#[hook]
pub(super) fn use_clock(store: &Store) {
    let dispatch = store.dispatcher();
    use_effect_with((), move |()| {
        let tick = move || dispatch.dispatch(PageAction::Ticked { now: clock::now() }.into());
        tick();
        let interval = Interval::new(PERIOD, tick);
        move || drop(interval)
    });
}
