//! The page.
//!
//! Few components and plain functions for the rest: each component costs a kilobyte and a half of the download.

mod clock;
mod config;
mod connection;
mod dom;
mod field;
mod form;
mod jobs;
mod state;
mod storage;
mod task;
mod watch;

pub use config::Config;
pub use connection::{ConnectionRegion, Typed};
pub use form::{ExportForm, FormState, Preset, bare};
pub use jobs::JobsRegion;
pub use state::{Action, Connection, Restored, State};
pub use storage::{ASIDE, JOBS_KEY, TYPED_KEY};

use yew::prelude::*;

/// The page's state and the way to change it.
pub type Store = UseReducerHandle<State>;

/// Properties of a region.
#[derive(Properties, PartialEq)]
pub struct RegionProps {
    /// The page's state.
    pub store: Store,
}

/// The whole page, with its state.
#[component(App)]
pub fn app() -> Html {
    let store = use_reducer(State::default);
    watch::use_watch(&store);
    page(&store)
}

/// The page as it looks in a state.
pub fn page(store: &Store) -> Html {
    let dismiss = |index| {
        let dispatch = store.dispatcher();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Dismissed(index)))
    };
    let (count, text) = &store.announced;
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
                    <p class="notice warning-notice" role="status">
                        { text.clone() }
                        <button type="button" class="small" onclick={dismiss(index)}>{"Dismiss"}</button>
                    </p>
                }) }
                <ConnectionRegion store={store.clone()} />
                <ExportForm store={store.clone()} />
                <JobsRegion store={store.clone()} />
            </main>
            <div class="visually-hidden" role="status" aria-live="polite">
                <p key={*count}>{ text.clone() }</p>
            </div>
        </>
    }
}
