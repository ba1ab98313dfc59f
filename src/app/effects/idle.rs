//! Forgets the session when nobody has used the page for half an hour: the page's own refreshes keep a session open, and
//! whoever comes to an unattended computer must not find it.

use std::cell::Cell;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::app::state::SessionAction;
use crate::app::state::session::IDLE_LIMIT;
use crate::app::{Store, clock};

/// Milliseconds between two looks.
const PERIOD: u32 = 30_000;

/// What people do when they use a page.
const USES: [&str; 3] = ["keydown", "pointerdown", "wheel"];

/// Watches the use of the page.
#[hook]
pub(super) fn use_idle(store: &Store) {
    let dispatch = store.dispatcher();
    use_effect_with((), move |()| {
        let used = Rc::new(Cell::new(clock::now()));
        // Before anything else can happen with a session that should be gone: when the computer wakes up, the first event
        // may be a key, or that the page is shown.
        let look = {
            let used = Rc::clone(&used);
            move |now: DateTime<Utc>| {
                let time = now - used.get();
                if time >= IDLE_LIMIT {
                    dispatch.dispatch(SessionAction::Unused { time }.into());
                }
            }
        };
        let uses = USES.map(|name| {
            let (look, used) = (look.clone(), Rc::clone(&used));
            EventListener::new(&gloo_utils::window(), name, move |_| {
                let now = clock::now();
                look(now);
                used.set(now);
            })
        });
        let shown = EventListener::new(&gloo_utils::document(), "visibilitychange", {
            let look = look.clone();
            move |_| look(clock::now())
        });
        let clock = Interval::new(PERIOD, move || look(clock::now()));
        move || drop((uses, shown, clock))
    });
}
