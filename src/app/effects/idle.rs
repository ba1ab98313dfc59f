//! Forgetting the session when nobody has used the page for half an hour: what asks by itself keeps a session open, and
//! whoever comes to an unattended computer must not find it.

use chrono::{DateTime, TimeDelta, Utc};
use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use std::rc::Rc;
use yew::prelude::*;

use super::state::{Action, Connection};
use super::task::use_task;
use super::{Store, clock};

/// How long a session is kept while nobody uses the page: as long as the service keeps one that is not used.
pub const LIMIT: TimeDelta = TimeDelta::minutes(30);

/// Milliseconds between two looks.
const PERIOD: u32 = 30_000;

/// What people do when they use a page.
const USES: [&str; 3] = ["keydown", "pointerdown", "wheel"];

/// Watches the use of the page, and ends a session that was forgotten at the service too.
#[hook]
pub(super) fn use_idle(store: &Store) {
    use_effect_with((), {
        let dispatch = store.dispatcher();
        move |()| {
            let used = Rc::new(std::cell::Cell::new(clock::now()));
            // Before anything else can happen with a session that should be gone: on waking up, the first event may be
            // a key, or that the page is shown.
            let look = {
                let used = Rc::clone(&used);
                move |now: DateTime<Utc>| {
                    let unused = now - used.get();
                    if unused >= LIMIT {
                        dispatch.dispatch(Action::Unused(unused));
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
        }
    });

    let task = use_task();
    let last = use_mut_ref(|| None);
    use_effect_with(store.connection.clone(), {
        let client = store.client();
        move |connection| {
            let before = last.replace(client);
            if *connection == Connection::Idle
                && let Some(client) = before
            {
                // Whatever comes of it, the session is gone here, and soon there.
                task.run(async move { drop(client.sign_out().await) });
            }
        }
    });
}
