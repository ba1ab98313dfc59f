//! The page: its root component, and the store that holds its state.

mod clock;
mod config;
mod connection;
mod dom;
mod effects;
mod field;
mod file_name;
mod jobs;
mod live_region;
mod menu;
mod notices;
mod notification;
mod request_form;
mod save;
pub mod state;
mod storage;
mod task;
mod usage;

pub use config::Config;
pub use connection::{Entry, Typed};
pub use effects::title;
pub use file_name::{days_between, file_name, file_name_of_parts, source};
pub use jobs::time;
pub use request_form::Preset;
use state::JobsState;
pub use state::{Action, State};
pub use storage::{ASIDE, DATABASE, JOBS, TYPED_KEY, UNREADABLE, merged_meters};

use std::rc::Rc;

use yew::prelude::*;

use connection::Connection;
use jobs::Jobs;
use live_region::LiveRegion;
use notices::NoticeList;
use request_form::RequestForm;
use state::session::ENDS_SOON;
use usage::use_usage;

/// The page's state and the way to change it.
pub type Store = UseReducerHandle<State>;

/// The way to change the state.
type Dispatch = UseReducerDispatcher<State>;

/// The whole page, with its state and its effects.
#[component(App)]
pub fn app() -> Html {
    let store = use_reducer(State::default);
    effects::use_effects(&store);
    use_effect_with(store.page.ready, |ready| {
        if *ready {
            dom::set_live();
        }
    });
    html! { <Page {store} /> }
}

/// Properties of [`Page`].
#[derive(Properties, PartialEq)]
pub struct PageProps {
    /// The state that is shown.
    pub store: Store,
}

/// The page as it looks in a state.
#[component(Page)]
pub fn page(props: &PageProps) -> Html {
    let store = &props.store;
    let (usage, panel) = use_usage(store);
    effects::use_downloads(store, &panel);
    let dispatch = store.dispatcher();
    let State {
        page,
        session,
        form,
        jobs,
        downloads,
        notices,
    } = &**store;
    let config = &page.config;
    let client = store.client();
    html! {
        <>
            <a class="skip" href="#request-title">{"Skip to the export request"}</a>
            <header>
                <h1>{"Metering export"}</h1>
                if !config.deployment.is_empty() {
                    <span class="deployment">{ config.deployment.clone() }</span>
                }
                <span class="quiet clock">{"All times are UTC"}</span>
            </header>
            <main>
                if session.ends_soon {
                    // Any use of the page keeps the session, and this is one.
                    <p class="notice warning-notice sticky">
                        { ENDS_SOON }
                        <button type="button" class="small">{"Stay signed in"}</button>
                    </p>
                }
                <NoticeList shown={notices.shown.clone()} dispatch={dispatch.clone()} />
                <Connection session={session.clone()} config={config.clone()} configured={page.configured}
                    dispatch={dispatch.clone()} />
                // What changes with the jobs renders a hint of the form, not the form.
                <ContextProvider<Rc<JobsState>> context={jobs.clone()}>
                    <RequestForm form={form.clone()} config={config.clone()} session={session.clone()} meters={page.meters.clone()}
                        now={page.now} ready={page.ready} sending={jobs.is_sending()} dispatch={dispatch.clone()} />
                </ContextProvider<Rc<JobsState>>>
                <Jobs jobs={jobs.clone()} downloads={downloads.clone()} {client} notify={page.notify}
                    ready={page.ready} now={page.now} {dispatch} />
                { usage }
            </main>
            <LiveRegion announced={notices.announced.clone()} />
        </>
    }
}
