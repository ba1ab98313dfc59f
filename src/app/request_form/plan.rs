//! A range longer than the limit: how it is split, before anything is sent.

use chrono::{DateTime, Utc};
use yew::prelude::*;

use crate::app::Store;
use crate::app::state::Action;
use metering_core::request::{date_time, range};

/// The button that shows the plan; `windows` is how many there are.
pub(super) fn button(store: &Store, windows: usize) -> Html {
    let open = store.form.split;
    let dispatch = store.dispatcher();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::SplitShown(!open)));
    html! {
        <button type="button" class="small" {onclick} aria-expanded={if open { "true" } else { "false" }}>
            { format!("Split into {windows} exports") }
        </button>
    }
}

/// The plan: what each request asks for.
pub(super) fn plan(store: &Store, windows: &[(DateTime<Utc>, DateTime<Utc>)]) -> Html {
    let line = |(start, end): &(DateTime<Utc>, DateTime<Utc>)| {
        let days = range::days(*start, *end);
        html! {
            <li>
                <code>{ date_time::text(*start) }</code>{" – "}<code>{ date_time::text(*end) }</code>
                <span class="quiet">{ if days == 1 { " 1 day".into() } else { format!(" {days} days") } }</span>
            </li>
        }
    };
    let active = store.config.max_active_jobs;
    html! {
        <section class="plan" aria-labelledby="plan-title">
            <h3 id="plan-title">{ format!("{} requests instead of one", windows.len()) }</h3>
            <ol>{ for windows.iter().map(line) }</ol>
            <p class="hint">
                { format!("No day is asked for twice. At most {active} jobs are active at a time; the next is requested as one ends, for as long as this page is open. Their usage is shown together.") }
            </p>
        </section>
    }
}
