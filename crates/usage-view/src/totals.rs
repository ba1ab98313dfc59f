//! What all rows that are shown come to, and what that is not.
use yew::prelude::*;

use super::amount::{count, exact, number_of, rounded};
use super::findings::days as days_of;
use metering_core::usage::{Day, Totals};

pub(super) fn view(totals: &Totals, filtered: bool) -> Html {
    let days = totals.range.map_or_else(|| "–".into(), days_of);
    let figure = |name: &'static str, value: String, below: Html| {
        html! { <div><dt>{ name }</dt><dd><strong>{ value }</strong>{ below }</dd></div> }
    };
    let name = if filtered {
        "Consumption of the filter (IPUs)"
    } else {
        "Consumption (IPUs)"
    };
    html! {
        <dl class="totals" aria-label="Totals">
            { figure(name, rounded(totals.consumption), html! { <span>{ exact(totals.consumption) }</span> }) }
            { figure("Days", number_of(totals.days), html! { <span>{ days }</span> }) }
            { figure("Projects", number_of(totals.projects), html! { <span>{ count(totals.folders, "folder", "folders") }</span> }) }
            { figure("Organizations", number_of(totals.organizations), html! { <span>{ count(totals.rows, "row", "rows") }</span> }) }
            { figure("Without project (IPUs)", rounded(totals.without_project),
                html! { <span>{ count(totals.rows_without_project, "row", "rows") }</span> }) }
        </dl>
    }
}

/// What the figures mean.
pub(super) fn about(totals: &Totals, today: Day) -> Html {
    let provisional = totals
        .range
        .is_some_and(|range| range.last.is_provisional(today));
    html! {
        <p class="quiet about">
            if provisional {
                <strong>{"The newest figures are provisional: "}</strong>
                {"those of today and yesterday (UTC) still rise in later exports. "}
            }
            {"This is no invoice. The sum can be below the organization's summary, because not every meter carries a project, and usage that does not is not exported at this level."}
        </p>
    }
}
