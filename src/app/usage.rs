//! The place of the region "Usage". What is in it is shown by a program of its own, which is loaded when the first export is
//! shown.

mod forget;
mod loading;
mod open;
mod panel;

pub(super) use loading::one_zip;
pub(super) use panel::{Input, UsagePanel};

use yew::prelude::*;

use super::{Store, storage};
use forget::Forget;
use open::use_open;
use panel::Panel;

/// ID of the heading, which takes the focus when something is opened.
const TITLE: &str = "usage-title";

/// How far the loading of the view is.
#[derive(Clone, Copy, PartialEq)]
enum Loading {
    /// Nothing was opened yet.
    NotNeeded,
    /// It is being loaded.
    Running,
    /// The view shows what was opened.
    Done,
    /// It could not be loaded.
    Failed,
}

/// The region, and the way to it.
#[hook]
pub(super) fn use_usage(store: &Store) -> (Html, UsagePanel) {
    let loading = use_state_eq(|| Loading::NotNeeded);
    let place = use_node_ref();
    let panel = {
        let (loading, place, dispatch) = (loading.setter(), place.clone(), store.dispatcher());
        use_memo((), move |()| {
            UsagePanel(Panel::new(loading, place, dispatch))
        })
    };
    let panel = UsagePanel::clone(&panel);
    let is_live = store.page.configured && store.page.ready;
    let settings = is_live.then(|| store.page.config.usage.clone());
    use_effect_with(settings, {
        let panel = panel.clone();
        move |settings| {
            if let Some(settings) = settings {
                panel.0.configure(settings.clone());
                // What was kept is shown again, after the page is live.
                if storage::has_kept() {
                    panel.0.load();
                }
            }
        }
    });
    let (choose, dragging) = use_open(&panel);
    let retry = {
        let panel = panel.clone();
        move |_: MouseEvent| panel.0.load()
    };
    let region = html! {
        <section class="region usage" aria-labelledby={TITLE}>
            <div class="region-head">
                <h2 id={TITLE} tabindex="-1">{"Usage"}</h2>
                { choose }
            </div>
            if dragging {
                <p class="drop-hint" aria-hidden="true">{"Drop files to show their usage"}</p>
            }
            { match *loading {
                Loading::NotNeeded => html! {
                    <p class="empty">
                        <strong>{"Nothing opened yet."}</strong>
                        {" Open the ZIP or CSV of an export, or drop it anywhere on this page. It is read in this browser and sent nowhere; no sign-in is needed."}
                    </p>
                },
                Loading::Running => html! { <p class="empty">{"Loading the usage view…"}</p> },
                Loading::Done => Html::default(),
                Loading::Failed => html! {
                    <div class="notice error-notice" role="alert">
                        {"The part of the page that shows usage could not be loaded. Check the connection. "}
                        <button type="button" class="small" onclick={retry}>{"Try again"}</button>
                    </div>
                },
            } }
            // The view renders into this; here it has no children, so that nothing in it is ever replaced.
            <div class="usage-view" ref={place} />
            <Forget sending={store.jobs.is_sending()} jobs={store.jobs.list.entries().len()} dispatch={store.dispatcher()} />
        </section>
    };
    (region, panel)
}
