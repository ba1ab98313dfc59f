//! What happens by itself: reading `config.json` and the storage at start, writing the storage, the clock, hiding.

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use yew::prelude::*;

use super::clock;
use super::config::Config;
use super::state::Action;
use super::storage;
use super::store::use_store;
use super::task::Task;
use crate::service;

/// Milliseconds between two looks at the clock; the only rule that depends on it is "the end is in the future".
const TICK: u32 = 30_000;

/// Shows nothing.
#[component(Watch)]
pub(super) fn watch() -> Html {
    let store = use_store();

    use_effect_with((), {
        let store = store.clone();
        move |()| {
            let (restored, notices) = storage::restore();
            store.dispatch(Action::Tick(clock::now()));
            store.dispatch(Action::Hidden(gloo_utils::document().hidden()));
            store.dispatch(Action::Restored(restored));
            for notice in notices {
                store.dispatch(Action::Notice(notice));
            }
            let config = Task::spawn({
                let store = store.clone();
                async move {
                    let config = service::config().await.and_then(|text| Config::read(&text));
                    store.dispatch(Action::Configured(config));
                }
            });
            let clock = Interval::new(TICK, {
                let store = store.clone();
                move || store.dispatch(Action::Tick(clock::now()))
            });
            let document = gloo_utils::document();
            let hiding = EventListener::new(&document.clone(), "visibilitychange", move |_| {
                store.dispatch(Action::Hidden(document.hidden()));
            });
            move || drop((config, clock, hiding))
        }
    });

    use_effect_with((store.ready, store.jobs.clone()), {
        let store = store.clone();
        move |(ready, jobs)| {
            if *ready && let Err(problem) = storage::save_jobs(jobs) {
                store.dispatch(Action::Notice(problem));
            }
        }
    });
    use_effect_with((store.ready, store.form.clone(), store.connect.clone()), |(ready, form, connect)| {
        if *ready {
            storage::save_typed(form, connect);
        }
    });
    Html::default()
}
