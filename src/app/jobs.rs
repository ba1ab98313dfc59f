//! The region "Export jobs".

mod add;
mod age;
mod chip;
mod details;
mod download;
mod export_row;
mod notify;
mod row;
pub mod time;

use std::rc::Rc;

use chrono::{DateTime, Utc};
use web_sys::Blob;
use yew::prelude::*;

use super::state::downloads::Download;
use super::state::jobs::REMOVED;
use super::state::{Downloads, JobsAction, JobsState};
use super::{Dispatch, dom};
use crate::service::Client;
use add::AddJob;
use age::Clock;
use export_row::ExportRow;
use metering_core::job::{Entry, Row, Split};
use notify::Notify;
use row::JobRow;

#[derive(Properties, PartialEq)]
pub(super) struct JobsProps {
    pub(super) jobs: Rc<JobsState>,
    pub(super) downloads: Rc<Downloads<Blob>>,
    /// The client of the service, while there is a session.
    pub(super) client: Option<Client>,
    /// Whether the end of jobs is told by a notification; `None` where the browser has none.
    pub(super) notify: Option<bool>,
    /// Whether the storage was read: before, there may be more jobs.
    pub(super) ready: bool,
    /// The page's clock.
    pub(super) now: Option<DateTime<Utc>>,
    pub(super) dispatch: Dispatch,
}

/// The region "Export jobs": a row for each job, newest first.
#[component(Jobs)]
pub(super) fn jobs(props: &JobsProps) -> Html {
    let JobsProps {
        jobs,
        client,
        notify,
        ready,
        dispatch,
        ..
    } = props;
    let connected = client.is_some();
    // The exports whose windows are shown.
    let open = use_state_eq(Vec::<DateTime<Utc>>::new);
    let toggle = use_callback(open.clone(), |export: DateTime<Utc>, open| {
        let mut exports = Vec::clone(open);
        match exports.iter().position(|other| *other == export) {
            Some(place) => drop(exports.remove(place)),
            None => exports.push(export),
        }
        open.set(exports);
    });
    let unfinished = jobs.list.unfinished().count();
    let queued = jobs.list.queued();
    let onclick = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(JobsAction::AllRefreshed.into()))
    };
    let undo = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(JobsAction::RemovalUndone.into());
            dom::focus("jobs-title"); // the button goes
        })
    };
    html! {
        <section class="region jobs" aria-labelledby="jobs-title">
            <div class="region-head">
                <h2 id="jobs-title" tabindex="-1">{"Export jobs"}</h2>
                if !jobs.list.entries().is_empty() {
                    <p class="quiet">{ count(unfinished, queued, connected) }</p>
                    if let Some(notify) = notify.filter(|_| unfinished + queued > 0) {
                        <Notify {notify} dispatch={dispatch.clone()} />
                    }
                    <button type="button" {onclick} disabled={!connected || unfinished == 0}>{"Refresh all"}</button>
                }
            </div>
            if !jobs.list.removed().is_empty() {
                <p class="notice warning-notice removed">
                    { REMOVED }
                    <button type="button" class="small" onclick={undo}>{"Undo"}</button>
                </p>
            }
            if jobs.list.entries().is_empty() {
                <p class="empty">
                    if *ready {
                        <strong>{"No jobs yet. "}</strong>
                    }
                    {"Request an export above. Its job appears here and updates until it has ended."}
                </p>
            } else {
                // The roles are those of the elements; they say so because narrow screens lay the table out as blocks,
                // and browsers then forget that it is a table.
                <table role="table" aria-labelledby="jobs-title">
                    <thead role="rowgroup">
                        <tr role="row">
                            { for COLUMNS.map(|name| html! { <th role="columnheader" scope="col">{ name }</th> }) }
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        // Ages are counted by the second only while something is expected to happen.
                        <Clock seconds={if unfinished > 0 { 1 } else { 30 }} running={*ready}>
                            { for jobs.list.rows().into_iter().map(|entry| match entry {
                                Row::Job(entry) => row(props, &entry, false),
                                Row::Export(split) => export(props, &split, open.contains(&split.export), &toggle),
                            }) }
                        </Clock>
                    </tbody>
                </table>
            }
            <AddJob client={client.clone()} dispatch={dispatch.clone()} />
        </section>
    }
}

const COLUMNS: [&str; 8] = [
    "Status", "Job", "Type", "From", "To", "Created", "Updated", "Actions",
];

fn row(props: &JobsProps, entry: &Rc<Entry>, earlier: bool) -> Html {
    let tracked = entry.tracked();
    let download = tracked.map_or(Download::Idle, |tracked| {
        props.downloads.of(&tracked.job.job_id)
    });
    let until = entry.download_until(props.now);
    let expired = until
        .zip(props.now)
        .is_some_and(|(until, now)| until <= now);
    html! {
        <JobRow key={entry.key.number()} entry={entry.clone()} {download} {until} {expired} {earlier}
            connected={props.client.is_some()} dispatch={props.dispatch.clone()} />
    }
}

fn export(props: &JobsProps, split: &Split, open: bool, toggle: &Callback<DateTime<Utc>>) -> Html {
    let name = split.export;
    let windows = split.windows.iter().filter(|_| open);
    let earlier = split.earlier.iter().filter(|_| open);
    html! {
        // Each list has a place of its own: what comes or goes in one would replace the rows of another.
        <key={name.timestamp_millis()}>
            <ExportRow split={split.clone()} {open} {toggle} downloads={props.downloads.clone()}
                connected={props.client.is_some()} sending={props.jobs.is_sending()} elsewhere={props.jobs.is_elsewhere(name)}
                dispatch={props.dispatch.clone()} />
            <>{ for windows.map(|entry| row(props, entry, false)) }</>
            <>{ for earlier.map(|entry| row(props, entry, true)) }</>
        </>
    }
}

/// How many jobs are running, and how many requests are still to be sent.
fn count(running: usize, queued: usize, connected: bool) -> String {
    let (jobs, their) = if running == 1 {
        (
            "1 job is running".to_owned(),
            "Its status updates automatically",
        )
    } else {
        (
            format!("{running} jobs are running"),
            "Their status updates automatically",
        )
    };
    let mut parts = Vec::new();
    match (running, queued, connected) {
        (0, 0, _) => parts.push("No job is running".to_owned()),
        (0, ..) => {}
        (_, _, true) => parts.extend([jobs, their.to_owned()]),
        (_, _, false) => parts.extend([jobs, "Sign in to update the status".to_owned()]),
    }
    match queued {
        0 => {}
        1 => parts.push("1 request waits for its turn".to_owned()),
        _ => parts.push(format!("{queued} requests wait for their turn")),
    }
    parts.join(". ") + "."
}
