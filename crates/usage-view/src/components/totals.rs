//! The sums of all rows shown.
use std::rc::Rc;

use yew::prelude::*;

use super::exports::days;
use crate::amount::{count, exact, number_of, rounded};
use metering_core::usage::{Figures, Filter};

#[derive(Properties, PartialEq)]
pub(super) struct TotalsProps {
    pub(super) figures: Rc<Figures>,
}

/// The sums of all rows shown, and what they mean.
#[component(TotalsView)]
pub(super) fn totals_view(props: &TotalsProps) -> Html {
    let question = &props.figures.question;
    let totals = &props.figures.totals;
    let figure = |name: &'static str, value: String, below: String| {
        html! { <div><dt>{ name }</dt><dd><strong>{ value }</strong><span>{ below }</span></dd></div> }
    };
    let name = if question.filter == Filter::default() {
        "Consumption (IPUs)"
    } else {
        "Filtered consumption (IPUs)"
    };
    let range = totals.range.map_or_else(|| "–".into(), days);
    let is_provisional = totals
        .range
        .is_some_and(|range| range.last.is_provisional(question.today));
    html! {
        <>
            <dl class="totals" aria-label="Totals">
                { figure(name, rounded(totals.consumption), exact(totals.consumption)) }
                { figure("Days", number_of(totals.days), range) }
                { figure("Projects", number_of(totals.projects), count(totals.folders, "folder", "folders")) }
                { figure("Organizations", number_of(totals.organizations), count(totals.rows, "row", "rows")) }
                { figure("Without project (IPUs)", rounded(totals.without_project), count(totals.rows_without_project, "row", "rows")) }
            </dl>
            <p class="quiet about">
                if is_provisional {
                    <strong>{"The newest figures are provisional: "}</strong>
                    {"those of today and yesterday (UTC) still rise in later exports. "}
                }
                {"This is not an invoice. Usage without a project may be missing, so the total can be lower than your organization's summary."}
            </p>
        </>
    }
}
