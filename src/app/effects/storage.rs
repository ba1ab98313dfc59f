//! What happens by itself: reading `config.json` and the storage at start, writing the storage, the clock, hiding.

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::config::Config;
use super::state::Action;
use super::task::Task;
use super::{Store, clock, early, storage};
use crate::service;

/// Milliseconds between two looks at the clock; the only rule that depends on it is "the end is in the future".
const TICK: u32 = 30_000;

/// Runs all of it for as long as the page is there.
#[hook]
pub(super) fn use_watch(store: &Store) {
    use_effect_with((), {
        let dispatch = store.dispatcher();
        move |()| {
            let (mut restored, notices) = storage::restore();
            early::type_into(&mut restored.form);
            dispatch.dispatch(Action::Tick(clock::now()));
            dispatch.dispatch(Action::Hidden(gloo_utils::document().hidden()));
            dispatch.dispatch(Action::Restored(restored));
            for notice in notices {
                dispatch.dispatch(Action::Notice(notice));
            }
            let config = Task::spawn({
                let dispatch = dispatch.clone();
                async move {
                    let config = service::config().await.and_then(|text| Config::read(&text));
                    dispatch.dispatch(Action::Configured(config));
                }
            });
            let clock = Interval::new(TICK, {
                let dispatch = dispatch.clone();
                move || dispatch.dispatch(Action::Tick(clock::now()))
            });
            let other_tab = EventListener::new(&gloo_utils::window(), "storage", {
                let dispatch = dispatch.clone();
                move |event| {
                    let jobs = event.dyn_ref().and_then(storage::jobs_of_other_tab);
                    if let Some(jobs) = jobs {
                        dispatch.dispatch(Action::Adopted(jobs));
                    }
                }
            });
            let document = gloo_utils::document();
            let look =
                move |_: &_| dispatch.dispatch(Action::Hidden(gloo_utils::document().hidden()));
            // The network being back is as good a reason to ask at once as the page being shown.
            let online = EventListener::new(&gloo_utils::window(), "online", look.clone());
            let hiding = EventListener::new(&document, "visibilitychange", look);
            move || drop((config, clock, hiding, online, other_tab))
        }
    });

    use_effect_with(store.ready, |ready| {
        if *ready {
            early::tell_early("live");
        }
    });

    use_effect_with((store.ready, store.jobs.clone()), {
        let dispatch = store.dispatcher();
        move |(ready, jobs)| {
            if *ready && let Err(problem) = storage::save_jobs(jobs) {
                dispatch.dispatch(Action::Notice(problem));
            }
        }
    });
    use_effect_with(
        (store.ready, store.form.clone(), store.connect.clone()),
        |(ready, form, connect)| {
            if *ready {
                storage::save_typed(form, connect);
            }
        },
    );
}
