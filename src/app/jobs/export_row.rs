//! An export that was split: one entry of the jobs table, with its windows inside.

use chrono::{DateTime, Utc};
use yew::prelude::*;

use super::chip::{self, Look};
use super::{download, time};
use crate::app::state::Action;
use crate::app::{Download, Purpose, Store, days_between, dom};
use metering_core::job::{Counts, Split};

/// The row of an export and the lines below it. `open` says whether its windows are shown.
pub(super) fn view(store: &Store, split: &Split, open: bool, toggle: Callback<MouseEvent>) -> Html {
    let counts = split.counts();
    let total = split.windows.len();
    let ended = counts.with_data + counts.failed;
    let number = split.export.timestamp_millis();
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
    let then_focus = |action: fn(DateTime<Utc>) -> Action, focus: String| {
        let (dispatch, export) = (store.dispatcher(), split.export);
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(action(export));
            dom::focus(&focus);
        })
    };
    let jobs = split.jobs_with_data();
    let show = download::want(
        &store.dispatcher(),
        jobs.clone(),
        Purpose::Show,
        days_between(Some(&start), Some(&end)),
    );

    html! {
        <>
            <tr role="row" class="job export">
                { cell("status", summary(&counts, total)) }
                { cell("jobId", html! {
                    <div class="progress" id={id.clone()}>
                        { format!("Export in {total} windows") }
                        <progress aria-label="Windows that have ended" max={total.to_string()} value={ended.to_string()} />
                    </div>
                }) }
                { cell("startDate", time::shorten(&start).into()) }
                { cell("endDate", time::shorten(&end).into()) }
                { cell("createTime", time::short(split.export).into()) }
                { cell("Refreshed", "–".into()) }
                <td role="cell" class="buttons">
                    if !jobs.is_empty() {
                        { button("Show usage", show) }
                    }
                    if counts.queued > 0 {
                        { button("Cancel", then_focus(Action::Held, toggle_id.clone())) }
                    }
                    if counts.held > 0 {
                        { button("Resume", then_focus(Action::Resumed, toggle_id.clone())) }
                    }
                    <button type="button" class="small" id={toggle_id} aria-describedby={id.clone()}
                        aria-expanded={if open { "true" } else { "false" }} onclick={toggle}>{"Windows"}</button>
                    if counts.queued == 0 && !store.is_sending() {
                        { button("Remove", then_focus(Action::ExportRemoved, "jobs-title".into())) }
                    }
                </td>
            </tr>
            <>{ for lines(store, split, &counts).into_iter().map(|(class, text)| html! {
                <tr role="row" class={class}><td role="cell" colspan="7">{ text }</td></tr>
            }) }</>
            <>{ for (!open).then(|| arriving(store, split, &jobs)).flatten() }</>
        </>
    }
}

/// How far the export is, as a chip.
fn summary(counts: &Counts, total: usize) -> Html {
    let (look, text) = if counts.running + counts.queued > 0 {
        let ended = counts.with_data + counts.failed;
        (Look::Working, format!("{ended} of {total} ended"))
    } else if counts.with_data < total {
        let text = format!("{} of {total} with data", counts.with_data);
        (Look::Bad, text)
    } else if counts.partial > 0 {
        (Look::Partly, "Incomplete".into())
    } else {
        (Look::Good, "Complete".into())
    };
    chip::view(look, &text)
}

/// What has to be said about the export: how many windows are how far, what the service says.
fn lines(store: &Store, split: &Split, counts: &Counts) -> Vec<(&'static str, String)> {
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
    if let Some(words) = split.words() {
        let head = if counts.queued > 0 {
            "Refused, and still queued. "
        } else {
            "Not requested. "
        };
        lines.push(("words warn", format!("{head}{words}")));
    }
    if counts.queued > 0 && store.client().is_none() {
        let text = "The queue waits. Sign in to go on.";
        lines.push(("words warn", text.into()));
    }
    lines
}

/// The download that is under way for the export, or has failed.
fn arriving(store: &Store, split: &Split, jobs: &[String]) -> Option<Html> {
    let under_way = jobs.iter().zip(1..).find_map(|(job, number)| {
        let download = store.downloads.of(job);
        let is_news = !matches!(download, Download::Idle | Download::Here);
        is_news.then_some((job, number, download))
    });
    let (job, number, download): (_, usize, _) = under_way?;
    download::line(
        &store.dispatcher(),
        store.client().is_some(),
        &download,
        job,
        format!("download-{}", split.export.timestamp_millis()),
        &format!("{number} of {}: ", jobs.len()),
    )
}
