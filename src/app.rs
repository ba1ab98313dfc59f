//! The page.

mod clock;
mod config;
mod connection;
mod dom;
mod field;
mod form;
mod jobs;
mod state;
mod storage;
mod store;
mod task;
mod watch;

pub use config::{Config, Limit};
pub use connection::{ConnectForm, ConnectionRegion, SignedIn, Typed};
pub use field::{FieldFrame, TextField};
pub use form::{ExportForm, FormState, Preset, bare};
pub use jobs::JobsRegion;
pub use storage::{ASIDE, JOBS_KEY, TYPED_KEY};
pub use state::{Action, Connection, Restored, State};
pub use store::Store;

use yew::prelude::*;

use watch::Watch;

/// The whole page, with its state.
#[component(App)]
pub fn app() -> Html {
    let store = use_reducer(State::default);
    html! {
        <ContextProvider<Store> context={store}>
            <Watch />
            <Page />
        </ContextProvider<Store>>
    }
}

/// The page as it looks in a state; what happens by itself is in [`Watch`].
#[component(Page)]
pub fn page() -> Html {
    let store = store::use_store();
    let dismiss = |index| {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Dismissed(index)))
    };
    let (count, text) = &store.announced;
    html! {
        <>
            <a class="skip" href="#request-title">{"Skip to the export request"}</a>
            <header>
                <h1>{"Metering export"}</h1>
                if !store.config.deployment.is_empty() {
                    <span class="deployment">{ &store.config.deployment }</span>
                }
                <span class="quiet clock">{"All times are UTC"}</span>
            </header>
            <main>
                { for store.notices.iter().enumerate().map(|(index, text)| html! {
                    <p class="notice warning-notice" role="status">
                        { text }
                        <button type="button" class="small" onclick={dismiss(index)}>{"Dismiss"}</button>
                    </p>
                }) }
                <ConnectionRegion />
                <ExportForm />
                <JobsRegion />
            </main>
            <div class="visually-hidden" role="status" aria-live="polite">
                <p key={*count}>{ text }</p>
            </div>
        </>
    }
}
