//! How a range longer than the limit is split, before anything is sent.

use yew::prelude::*;

use crate::app::jobs::time::{days, first_day, last_day};
use crate::app::state::form::Range;
use metering_core::request::{date_time, range};

#[derive(Properties, PartialEq)]
pub(super) struct PlanProps {
    pub(super) windows: Vec<Range>,
    /// How many jobs are active at a time.
    pub(super) max_active: usize,
}

/// The plan: what each request asks for.
#[component(Plan)]
pub(super) fn plan(props: &PlanProps) -> Html {
    let PlanProps {
        windows,
        max_active,
    } = props;
    let line = |(start, end): &Range| {
        let days = days(range::days(*start, *end));
        html! {
            <li>
                <code>{ first_day(&date_time::text(*start)) }</code>{" – "}<code>{ last_day(&date_time::text(*end)) }</code>
                <span class="quiet">{ format!(" {days}") }</span>
            </li>
        }
    };
    html! {
        <section class="plan" aria-labelledby="plan-title">
            <h3 id="plan-title">{ format!("Plan: {} exports", windows.len()) }</h3>
            <ol>{ for windows.iter().map(line) }</ol>
            <p class="hint">
                { format!("At most {max_active} run at a time. Keep this page open until the last is requested.") }
            </p>
        </section>
    }
}
