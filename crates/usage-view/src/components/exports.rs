//! The exports that are open, and what each of them lacks.
use std::collections::BTreeSet;
use std::rc::Rc;

use yew::prelude::*;

use crate::amount::count;
use crate::state::Action;
use metering_core::usage::message::{Listed, Opened};
use metering_core::usage::{DayRange, ExportReport, Kind};

#[derive(Properties, PartialEq)]
pub(super) struct ExportsProps {
    pub(super) opened: Rc<Opened>,
    /// The exports that were closed last.
    pub(super) closed: Vec<Listed>,
    pub(super) dispatch: Callback<Action>,
}

/// The exports that are open, with "Close"; below them what was closed last, and warnings.
#[component(Exports)]
pub(super) fn exports(props: &ExportsProps) -> Html {
    let ExportsProps {
        opened,
        closed,
        dispatch,
    } = props;
    let Opened { ids, reports, .. } = &**opened;
    let close_all = dispatch.reform(|_: MouseEvent| Action::CloseAll);
    let reopen = dispatch.reform(|_: MouseEvent| Action::Reopen);
    let names: Vec<&str> = closed
        .iter()
        .map(|listed| listed.source.name.as_str())
        .collect();
    html! {
        <>
            if !ids.is_empty() {
                <ul class="exports quiet" aria-label="Exports shown">
                    { for ids.iter().zip(reports).enumerate().map(|(at, (&id, report))| {
                        let name = &report.source.name;
                        let onclick = dispatch.reform(move |_: MouseEvent| Action::Close(id));
                        html! {
                            <li key={id}>
                                <bdi><strong>{ name.clone() }</strong></bdi>
                                { format!(": {}", count(report.rows(), "row", "rows")) }
                                if let Some(range) = days_of(opened, at) {
                                    { format!(", {}", days(range)) }
                                }
                                <>{ for kinds(report).map(|kind| format!(", {}", kind.title().to_lowercase())) }</>
                                {" "}
                                <button type="button" class="small" {onclick} aria-label={format!("Close {name}")}>{"Close"}</button>
                            </li>
                        }
                    }) }
                </ul>
            }
            if ids.len() > 1 || !closed.is_empty() {
                <div class="actions closing">
                    if ids.len() > 1 {
                        <button type="button" class="small" onclick={close_all}>{"Close all"}</button>
                    }
                    if !closed.is_empty() {
                        <span class="quiet">{ format!("Closed: {}.", names.join(", ")) }</span>
                        <button type="button" class="small" onclick={reopen}>{"Open again"}</button>
                    }
                </div>
            }
            <>{ for reports.iter().flat_map(warnings).map(|text| html! { <p class="notice warning-notice">{ text }</p> }) }</>
            <>{ for notes(reports).into_iter().map(|text| html! { <p class="quiet">{ text }</p> }) }</>
        </>
    }
}

/// What is missing of an export that was read nevertheless.
fn warnings(report: &ExportReport) -> Vec<String> {
    let export = &report.source.name;
    let mut warnings = Vec::new();
    if report.source.partial {
        warnings.push(format!(
            "{export} ended in PARTIAL_SUCCESS: data of some linked organizations is missing."
        ));
    }
    for file in &report.files {
        if let Some(problem) = &file.problem {
            warnings.push(format!(
                "“{}” in {export} was not read. {problem}",
                file.name
            ));
        } else if let (0, Some(row)) = (file.rows, file.rejected.rows.first()) {
            warnings.push(format!(
                "No row of “{}” in {export} could be read. Line {}: {}.",
                file.name, row.line, row.problem
            ));
        }
    }
    warnings
}

/// What is worth knowing of files that were read whole.
fn notes(reports: &[ExportReport]) -> Vec<String> {
    let mut notes = Vec::new();
    for report in reports {
        for file in &report.files {
            let name = format!("“{}” in {}", file.name, report.source.name);
            if !file.form.is_empty() {
                notes.push(format!("{name}: {}.", file.form));
            }
            if !file.unread_columns.is_empty() {
                let columns = file.unread_columns.join("”, “");
                notes.push(format!(
                    "{name} has columns that are not read: “{columns}”."
                ));
            }
        }
    }
    let files = || reports.iter().flat_map(|report| &report.files);
    let rounded = files().map(|file| file.rounded).sum();
    if rounded > 0 {
        let rows = count(rounded, "row has", "rows have");
        notes.push(format!(
            "{rows} an amount with more than 12 decimals, which is rounded to 12."
        ));
    }
    let unclear = files().map(|file| file.unclear).sum();
    if unclear > 0 {
        let rows = count(unclear, "row counts", "rows count");
        notes.push(format!(
            "{rows} although a name has a separator that is not in quotes: by project it is “Name unclear”."
        ));
    }
    let not_utf8 = files().map(|file| file.not_utf8).sum();
    if not_utf8 > 0 {
        let rows = count(not_utf8, "row has", "rows have");
        notes.push(format!(
            "{rows} names that are not UTF-8; unreadable characters are shown as “\u{fffd}”."
        ));
    }
    notes
}

/// The kinds of an export's files, if they are not all of project level.
fn kinds(report: &ExportReport) -> impl Iterator<Item = Kind> {
    let kinds: BTreeSet<Kind> = report.files.iter().filter_map(|file| file.kind).collect();
    let is_usual = kinds.iter().all(|kind| *kind == Kind::Project);
    kinds.into_iter().filter(move |_| !is_usual)
}

/// The days of an export over all kinds.
fn days_of(opened: &Opened, at: usize) -> Option<DayRange> {
    let windows = opened.merged.iter();
    let days = windows.filter_map(|(_, report)| report.windows.get(at)?.days);
    days.reduce(DayRange::hull)
}

/// A range of days in words.
pub(super) fn days(range: DayRange) -> String {
    if range.first == range.last {
        range.first.to_string()
    } else {
        format!("{} to {}", range.first, range.last)
    }
}
