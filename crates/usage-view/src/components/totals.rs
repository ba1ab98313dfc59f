//! The sums of all rows shown.
use std::rc::Rc;

use yew::prelude::*;

use super::exports::days;
use crate::amount::{count, exact, number_of, rounded};
use crate::dom::focus;
use metering_core::usage::{Figures, Kind};

#[derive(Properties, PartialEq)]
pub(super) struct TotalsProps {
    pub(super) figures: Rc<Figures>,
    /// How many rows could not be read.
    pub(super) not_counted: u64,
    /// How many files of the exports could not be read.
    pub(super) unread_files: u64,
}

/// The sums of all rows shown, and what they mean.
#[component(TotalsView)]
pub(super) fn totals_view(props: &TotalsProps) -> Html {
    let question = &props.figures.question;
    let totals = &props.figures.totals;
    let figure = |name: &'static str, value: String, below: String| {
        html! { <div><dt>{ name }</dt><dd><strong>{ value }</strong><span>{ below }</span></dd></div> }
    };
    let kind = question.filter.kind;
    let name = if question.filter.is_empty() {
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
                <div>
                    <dt>{ name }</dt>
                    <dd>
                        <strong>{ rounded(totals.consumption) }</strong>
                        <span>{ exact(totals.consumption) }</span>
                        <NotCounted rows={props.not_counted} files={props.unread_files} />
                    </dd>
                </div>
                { figure("Days", number_of(totals.days), range) }
                if kind != Kind::Project {
                    { figure("Meters", number_of(totals.meters), count_assets(totals.assets)) }
                }
                if kind != Kind::Summary {
                    { figure("Projects", number_of(totals.projects), count(totals.folders, "folder", "folders")) }
                }
                { figure("Organizations", number_of(totals.organizations), count(totals.rows, "row", "rows")) }
                if kind != Kind::Summary {
                    { figure("Without project (IPUs)", rounded(totals.without_project), count(totals.rows_without_project, "row", "rows")) }
                }
            </dl>
            <p class="quiet about">
                if is_provisional {
                    <strong>{"The newest figures are provisional: "}</strong>
                    {"those of today and yesterday (UTC) still rise in later exports. "}
                }
                { match kind {
                    Kind::Project => "This is not an invoice. Usage without a project may be missing, so the total can be lower than your organization's summary.",
                    Kind::Summary => "This is not an invoice, but the number that invoices are based on.",
                    Kind::Job => "",
                    Kind::Asset => "This is not an invoice. Usage without an asset may be missing, so the total can be lower than your organization's summary.",
                } }
            </p>
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct NotCountedProps {
    pub(super) rows: u64,
    pub(super) files: u64,
}

/// What is not counted, with a link to the list; nothing where all is.
#[component(NotCounted)]
pub(super) fn not_counted(props: &NotCountedProps) -> Html {
    html! {
        <>
            if props.rows > 0 {
                <a href="#usage-rejected" onclick={|event: MouseEvent| to_rejected(&event)}>
                    { count(props.rows, "row not counted", "rows not counted") }
                </a>
            }
            if props.files > 0 {
                <span>{ count(props.files, "file not read", "files not read") }</span>
            }
        </>
    }
}

fn count_assets(assets: u64) -> String {
    if assets == 0 {
        String::new()
    } else {
        count(assets, "asset", "assets")
    }
}

/// Moves the focus to the list of rows that are not counted, and leaves the address alone.
fn to_rejected(event: &MouseEvent) {
    event.prevent_default();
    focus("usage-rejected");
}
