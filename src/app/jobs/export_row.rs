//! An export that was split: one entry of the jobs table, with its windows inside.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use web_sys::Blob;
use yew::prelude::*;

use super::chip::{Chip, Look};
use super::download::{self, DownloadLine};
use super::time;
use crate::app::state::downloads::{Download, Purpose};
use crate::app::state::{Downloads, JobsAction};
use crate::app::{Dispatch, days_between, dom};
use metering_core::job::{Counts, Split};

#[derive(Properties, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub(super) struct ExportRowProps {
    pub(super) split: Split,
    /// Whether its windows are shown.
    pub(super) open: bool,
    /// Shows or folds the windows of an export.
    pub(super) toggle: Callback<DateTime<Utc>>,
    pub(super) downloads: Rc<Downloads<Blob>>,
    /// Whether there is a session.
    pub(super) connected: bool,
    /// Whether a request is on its way.
    pub(super) sending: bool,
    /// Whether only another tab requests its windows.
    pub(super) elsewhere: bool,
    pub(super) dispatch: Dispatch,
}

/// The row of an export, and the lines below it.
#[component(ExportRow)]
pub(super) fn export_row(props: &ExportRowProps) -> Html {
    let ExportRowProps {
        split,
        open,
        dispatch,
        ..
    } = props;
    let export = split.export;
    let counts = split.counts();
    let total = split.windows.len();
    let ended = counts.with_data + counts.failed;
    let number = export.timestamp_millis();
    let id = AttrValue::from(format!("export-{number}"));
    let toggle_id = format!("windows-{number}");
    let (start, end) = split.range().unwrap_or_default();
    let cell = |name: &'static str, content: Html| html! { <td role="cell" data-label={name}>{ content }</td> };
    let button = |name: &'static str, onclick: Callback<MouseEvent>| {
        html! {
            <button type="button" class="small" aria-describedby={id.clone()} {onclick}>{ name }</button>
        }
    };
    // The button that was pressed goes; the focus stays with the export.
    let then_focus = |action: fn(DateTime<Utc>) -> JobsAction, focus: String| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(action(export).into());
            dom::focus(&focus);
        })
    };
    let jobs = split.jobs_with_data();
    let days = days_between(Some(&start), Some(&end));
    let show = download::want(dispatch, jobs.clone(), Purpose::Show, days);
    let (look, text) = summary(&counts, total);

    html! {
        <>
            <tr role="row" class="job export">
                { cell("status", html! { <Chip {look} {text} /> }) }
                { cell("jobId", html! {
                    <div class="progress" id={id.clone()}>
                        { format!("Export in {total} windows") }
                        <progress aria-label="Windows that have ended" max={total.to_string()} value={ended.to_string()} />
                    </div>
                }) }
                { cell("startDate", time::shorten(&start).into()) }
                { cell("endDate", time::shorten(&end).into()) }
                { cell("createTime", time::short(export).into()) }
                { cell("Refreshed", "–".into()) }
                <td role="cell" class="buttons">
                    if !jobs.is_empty() {
                        { button("Show usage", show) }
                    }
                    if counts.queued > 0 {
                        { button("Cancel", then_focus(|export| JobsAction::Held { export }, toggle_id.clone())) }
                    }
                    if counts.held > 0 {
                        { button("Resume", then_focus(|export| JobsAction::Resumed { export }, toggle_id.clone())) }
                    }
                    <button type="button" class="small" id={toggle_id} aria-describedby={id.clone()}
                        aria-expanded={open.to_string()} onclick={props.toggle.reform(move |_: MouseEvent| export)}>{"Windows"}</button>
                    if counts.queued == 0 && !props.sending {
                        { button("Remove", then_focus(|export| JobsAction::ExportRemoved { export }, "jobs-title".into())) }
                    }
                </td>
            </tr>
            <>{ for lines(props, &counts).into_iter().map(|(class, text)| html! {
                <tr role="row" class={class}><td role="cell" colspan="7">{ text }</td></tr>
            }) }</>
            <>{ for (!open).then(|| arriving(props, &jobs)).flatten() }</>
        </>
    }
}

/// How far the export is, for its chip.
fn summary(counts: &Counts, total: usize) -> (Look, String) {
    if counts.running + counts.queued > 0 {
        let ended = counts.with_data + counts.failed;
        (Look::Working, format!("{ended} of {total} ended"))
    } else if counts.with_data < total {
        let text = format!("{} of {total} with data", counts.with_data);
        (Look::Bad, text)
    } else if counts.partial > 0 {
        (Look::Partly, "Incomplete".into())
    } else {
        (Look::Good, "Complete".into())
    }
}

/// What has to be said about the export: how many windows are how far, what the service says, what the queue waits for.
fn lines(props: &ExportRowProps, counts: &Counts) -> Vec<(&'static str, String)> {
    let parts = [
        (counts.with_data - counts.partial, "with all data"),
        (counts.partial, "with a part of the data"),
        (counts.running, "running"),
        (counts.queued, "queued"),
        (counts.failed, "failed"),
        (counts.unknown, "unknown"),
        (counts.held, "not requested"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = parts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let mut lines = vec![("words quiet", format!("Windows: {}.", parts.join(", ")))];
    if let Some(words) = props.split.words() {
        let head = if counts.queued > 0 {
            "Refused, and still queued. "
        } else {
            "Not requested. "
        };
        lines.push(("words warn", format!("{head}{words}")));
    }
    if counts.queued > 0 && !props.connected {
        let text = "The queue waits. Sign in to go on.";
        lines.push(("words warn", text.into()));
    } else if counts.queued > 0 && props.elsewhere {
        let text = "The queue waits for the tab in which this export was split. To go on here, cancel and resume it.";
        lines.push(("words warn", text.into()));
    }
    lines
}

/// The download that is under way for the export, or has failed.
fn arriving(props: &ExportRowProps, jobs: &[String]) -> Option<Html> {
    let under_way = jobs.iter().zip(1..).find_map(|(job, number)| {
        let download = props.downloads.of(job);
        let is_news = !matches!(download, Download::Idle | Download::Here);
        is_news.then_some((job, number, download))
    });
    let (job_id, number, download): (_, usize, _) = under_way?;
    let id = format!("download-{}", props.split.export.timestamp_millis());
    Some(html! {
        <DownloadLine {download} job_id={job_id.clone()} {id} of={format!("{number} of {}: ", jobs.len())}
            connected={props.connected} dispatch={props.dispatch.clone()} />
    })
}
