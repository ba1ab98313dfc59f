//! The exports that are open, and what each of them lacks.
use std::rc::Rc;

use yew::prelude::*;

use crate::amount::count;
use crate::state::Action;
use metering_core::usage::message::{Listed, Opened};
use metering_core::usage::{DayRange, ExportReport};

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
    let Opened {
        ids,
        reports,
        merged,
        ..
    } = &**opened;
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
                    { for ids.iter().zip(reports).zip(&merged.windows).map(|((&id, report), window)| {
                        let name = &report.source.name;
                        let onclick = dispatch.reform(move |_: MouseEvent| Action::Close(id));
                        html! {
                            <li key={id}>
                                <bdi><strong>{ name.clone() }</strong></bdi>
                                { format!(": {}", count(report.rows, "row", "rows")) }
                                if let Some(range) = window.days {
                                    { format!(", {}", days(range)) }
                                }
                                {" "}
                                <button type="button" class="small" {onclick} aria-label={format!("Close {name}")}>{"Close"}</button>
                            </li>
                        }
                    }) }
                </ul>
            }
            if ids.len() > 1 || !closed.is_empty() {
                <div class="actions">
                    if ids.len() > 1 {
                        <button type="button" class="small" onclick={close_all}>{"Close all"}</button>
                    }
                    if !closed.is_empty() {
                        <span class="quiet">{ format!("Closed: {}.", names.join(", ")) }</span>
                        <button type="button" class="small" onclick={reopen}>{"Open again"}</button>
                    }
                </div>
            }
            { for reports.iter().flat_map(warnings).map(|text| html! { <p class="notice warning-notice">{ text }</p> }) }
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
        }
        if !file.unread_columns.is_empty() {
            let columns = file.unread_columns.join("”, “");
            warnings.push(format!(
                "“{}” in {export} has columns that are not read: “{columns}”.",
                file.name
            ));
        }
    }
    if report.rounded > 0 {
        warnings.push(format!(
            "{} of {export} have more than 12 decimals and are rounded to 12.",
            count(report.rounded, "amount", "amounts")
        ));
    }
    if report.not_utf8 > 0 {
        warnings.push(format!(
            "{} of {export} have names that are not UTF-8; unreadable characters are shown as “\u{fffd}”.",
            count(report.not_utf8, "row", "rows")
        ));
    }
    warnings
}

/// A range of days in words.
pub(super) fn days(range: DayRange) -> String {
    if range.first == range.last {
        range.first.to_string()
    } else {
        format!("{} to {}", range.first, range.last)
    }
}
