//! The region "Usage": what exports hold, read and drawn by a worker that starts when the first ZIP is opened.

mod act;
mod open;
mod panel;
mod tree;
mod worker;

pub use panel::{Input, UsagePanel};
pub use tree::elements;

use std::rc::Rc;

use serde_json::Value;
use yew::prelude::*;

use super::Store;
use open::use_open;
use panel::{Panel, Shown};

/// ID of the heading, which takes the focus when something is opened.
const TITLE: &str = "usage-title";

/// The region, and the way to it.
#[hook]
pub fn use_usage(store: &Store) -> (Html, UsagePanel) {
    let shown = use_state(Shown::default);
    let panel = {
        let (shown, dispatch) = (shown.setter(), store.dispatcher());
        use_memo((), move |()| UsagePanel(Panel::new(shown, dispatch)))
    };
    let panel = UsagePanel::clone(&panel);
    let (choose, dragging) = use_open(&panel);
    let content = match &*shown {
        Shown::Nothing => html! {
            <p class="empty">
                <strong>{"Nothing opened yet."}</strong>
                {" Open the ZIP of an export, or drop it anywhere on this page. It is read in this browser and sent nowhere; no sign-in is needed."}
            </p>
        },
        Shown::Starting => html! { <p class="empty">{"Starting to read…"}</p> },
        Shown::Parts(parts) => html! {
            { for parts.iter().map(|tree| html! { <Elements tree={Tree(Rc::clone(tree))} /> }) }
        },
        Shown::Failed(words) => {
            html! { <p class="notice error-notice" role="alert">{ words.clone() }</p> }
        }
    };
    let region = html! {
        <section class="region usage" aria-labelledby={TITLE} onclick={act::clicks(&panel)} oninput={act::inputs(&panel)}
            onkeydown={act::arrows()}>
            <div class="region-head">
                <h2 id={TITLE} tabindex="-1">{"Usage"}</h2>
                { choose }
            </div>
            if dragging {
                <p class="drop-hint" aria-hidden="true">{"Drop the ZIP to see what it holds"}</p>
            }
            { content }
        </section>
    };
    (region, panel)
}

/// Elements that the worker has made.
#[derive(Clone)]
struct Tree(Rc<Value>);

impl PartialEq for Tree {
    /// The worker sends what has changed: what is not the very same is not compared element by element.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
struct ElementsProps {
    tree: Tree,
}

/// A component for each part, so that what changes elsewhere does not go through all of them.
#[component(Elements)]
fn elements_of(props: &ElementsProps) -> Html {
    elements(&props.tree.0)
}
