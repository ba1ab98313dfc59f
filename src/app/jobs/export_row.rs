//! An export that was split: one entry of the jobs table, with its windows inside.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use web_sys::Blob;
use yew::prelude::*;

use super::chip::{Chip, Look};
use super::download::{self, DownloadLine};
use super::time;
use crate::app::menu::{Item, Menu};
use crate::app::request_form::type_name;
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
    let item = |name, onchosen| Item {
        name,
        disabled: false,
        onchosen,
    };
    // What was pressed goes; the focus stays with the export.
    let then_focus = |action: fn(DateTime<Utc>) -> JobsAction, focus: String| {
        let dispatch = dispatch.clone();
        Callback::from(move |()| {
            dispatch.dispatch(action(export).into());
            dom::focus(&focus);
        })
    };
    let jobs = split.jobs_with_data();
    let days = days_between(Some(&start), Some(&end));
    let data = |purpose: Purpose| {
        item(
            purpose.name(),
            download::want(dispatch, jobs.clone(), purpose, days),
        )
    };
    let hold = || {
        item(
            "Cancel",
            then_focus(|export| JobsAction::Held { export }, toggle_id.clone()),
        )
    };
    let resume = || {
        item(
            "Resume",
            then_focus(|export| JobsAction::Resumed { export }, toggle_id.clone()),
        )
    };
    let remove = || {
        item(
            "Remove",
            then_focus(
                |export| JobsAction::ExportRemoved { export },
                "jobs-title".into(),
            ),
        )
    };
    let actions = [
        (counts.held > 0).then(resume),
        (!jobs.is_empty()).then(|| data(Purpose::Show)),
        (counts.queued > 0).then(hold),
        (!jobs.is_empty()).then(|| data(Purpose::Save)),
        (counts.queued == 0 && !props.sending).then(remove),
    ];
    let mut actions = actions.into_iter().flatten();
    let main = actions.next().map(|action| action.button(&id));
    let others: Vec<_> = actions.collect();
    let job_type = split.windows.first().and_then(|entry| entry.job_type());
    let (look, text) = summary(&counts, total);

    html! {
        <>
            <tr role="row" class="job export">
                { cell("Status", html! { <Chip {look} {text} /> }) }
                { cell("Job", html! {
                    <div class="progress" id={id.clone()}>
                        { format!("{total} parts") }
                        <progress aria-label="Parts that have ended" max={total.to_string()} value={ended.to_string()} />
                    </div>
                }) }
                { cell("Type", job_type.map_or("–", type_name).into()) }
                { cell("From", time::first_day(&start).into()) }
                { cell("To", time::last_day(&end).into()) }
                { cell("Created", time::short(export).into()) }
                { cell("Updated", "–".into()) }
                <td role="cell" class="buttons">
                    { main }
                    <button type="button" class="small" id={toggle_id} aria-describedby={id.clone()}
                        aria-expanded={open.to_string()} onclick={props.toggle.reform(move |_: MouseEvent| export)}>{"Parts"}</button>
                    if !others.is_empty() {
                        <Menu id={format!("more-{number}")} label="More" described_by={id} items={others} />
                    }
                </td>
            </tr>
            <>{ for lines(props, &counts).into_iter().map(|(class, text)| html! {
                <tr role="row" class={class}><td role="cell" colspan="8">{ text }</td></tr>
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
    } else if counts.with_data == 0 && counts.held == total {
        (
            Look::Bad,
            format!("Stopped: none of {total} parts requested"),
        )
    } else if counts.with_data < total {
        (
            Look::Bad,
            format!("{} of {total} parts have data", counts.with_data),
        )
    } else if counts.partial > 0 {
        (Look::Partly, "Incomplete".into())
    } else {
        (Look::Good, "Complete".into())
    }
}

/// What has to be said about the export: how many windows are how far, what the service says, what the queue waits for.
fn lines(props: &ExportRowProps, counts: &Counts) -> Vec<(&'static str, String)> {
    let complete = counts.with_data - counts.partial;
    let total = props.split.windows.len();
    let parts = [
        (complete, "complete"),
        (counts.partial, "incomplete"),
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
    let text = if complete == total {
        format!("All {total} parts are complete.")
    } else {
        format!("Parts: {}.", parts.join(", "))
    };
    let mut lines = vec![("words quiet", text)];
    if let Some(words) = props.split.words() {
        let head = if counts.queued > 0 {
            "Refused for now; tried again later. "
        } else {
            "Not requested. "
        };
        lines.push(("words warn", format!("{head}{words}")));
    }
    if counts.queued > 0 && !props.connected {
        let text = "Sign in to request the rest.";
        lines.push(("words warn", text.into()));
    } else if counts.queued > 0 && props.elsewhere {
        let text = "The tab in which this export was split requests the rest. To go on here, cancel and resume it.";
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
