//! Forgets the session when nobody has used the page for half an hour: the page's own refreshes keep a session open, and
//! whoever comes to an unattended computer must not find it.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::app::state::SessionAction;
use crate::app::state::session::{IDLE_LIMIT, IDLE_WARNING, Moment, time_unused};
use crate::app::{Store, clock};

/// Milliseconds between two looks.
const PERIOD: u32 = 10_000;

/// What people do when they use a page.
const USES: [&str; 4] = ["click", "keydown", "pointerdown", "wheel"];

/// Watches the use of the page.
#[hook]
pub(super) fn use_idle(store: &Store) {
    let dispatch = store.dispatcher();
    use_effect_with((), move |()| {
        let used = Rc::new(Cell::new(moment()));
        // Before anything else can happen with a session that should be gone: when the computer wakes up, the first event
        // may be a key, or that the page is shown.
        let look = {
            let (used, dispatch) = (Rc::clone(&used), dispatch.clone());
            let was_near = Rc::new(Cell::new(false));
            move || {
                let time = time_unused(used.get(), moment());
                // Each key would otherwise be a change of the state.
                let is_near = time >= IDLE_LIMIT - IDLE_WARNING;
                if was_near.replace(is_near) || is_near {
                    dispatch.dispatch(SessionAction::Unused { time }.into());
                }
            }
        };
        let uses = USES.map(|name| {
            let (look, used) = (look.clone(), Rc::clone(&used));
            EventListener::new(&gloo_utils::window(), name, move |_| {
                look();
                used.set(moment());
                look();
            })
        });
        let shown = EventListener::new(&gloo_utils::document(), "visibilitychange", {
            let look = look.clone();
            move |_| look()
        });
        let clock = Interval::new(PERIOD, look);
        move || drop((uses, shown, clock))
    });
}

fn moment() -> Moment {
    (clock::since_start(), clock::now())
}
