//! The page.
//!
//! One component, and one for each row of jobs; the regions are hooks that return what they show. A component more
//! costs a kilobyte of the download.

mod announced;
mod clock;
mod config;
mod connection;
mod dom;
mod downloads;
mod early;
mod field;
mod form;
mod idle;
mod jobs;
mod lead;
mod queue;
mod save;
mod state;
mod storage;
mod submit;
mod task;
mod usage;
mod watch;

pub use announced::Announced;
pub use config::Config;
pub use connection::{Typed, use_connection};
pub use downloads::{Download, Downloads, Purpose, Step, Want, days_between, file_name, source};
pub use early::tell_early;
pub use form::{FormState, Preset, bare, use_export_form};
pub use idle::LIMIT as IDLE_LIMIT;
pub use jobs::{time, use_jobs};
pub use state::{Action, Connection, Restored, State};
pub use storage::{ASIDE, CLAIM_KEY, JOBS_KEY, OLD_JOBS_KEY, TYPED_KEY};
pub use usage::{Input, UsagePanel, use_usage};

use yew::prelude::*;

/// The page's state and the way to change it.
pub type Store = UseReducerHandle<State>;

/// The whole page, with its state.
#[component(App)]
pub fn app() -> Html {
    let store = use_reducer(State::early);
    // First: a session that should be gone must not be used by what follows.
    idle::use_idle(&store);
    watch::use_watch(&store);
    queue::use_queue(&store);
    use_page(&store)
}

/// The page as it looks in a state.
#[hook]
pub fn use_page(store: &Store) -> Html {
    let connection = use_connection(store);
    let form = use_export_form(store);
    let (usage, panel) = use_usage(store);
    downloads::use_downloads(store, &panel);
    let jobs = use_jobs(store);
    let dismiss = |index| {
        let dispatch = store.dispatcher();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Dismissed(index)))
    };
    html! {
        <>
            <a class="skip" href="#request-title">{"Skip to the export request"}</a>
            <header>
                <h1>{"Metering export"}</h1>
                if !store.config.deployment.is_empty() {
                    <span class="deployment">{ store.config.deployment.clone() }</span>
                }
                <span class="quiet clock">{"All times are UTC"}</span>
            </header>
            <main>
                { for store.notices.iter().enumerate().map(|(index, text)| html! {
                    <p class="notice warning-notice">
                        { text.clone() }
                        <button type="button" class="small" onclick={dismiss(index)}>{"Dismiss"}</button>
                    </p>
                }) }
                { connection }
                { form }
                { jobs }
                { usage }
            </main>
            { store.announced.view() }
        </>
    }
}
