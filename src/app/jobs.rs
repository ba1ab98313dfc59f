//! The region "Export jobs".

mod add;
mod chip;
mod details;
mod download;
mod refresh;
mod row;
mod split;
pub mod time;

use std::rc::Rc;

use chrono::{DateTime, Utc};
use yew::prelude::*;

use super::state::Action;
use super::{Download, Store};
use add::use_add;
use metering_core::job::{Entry, Row, Split};
use row::JobRow;
use time::use_seconds;

/// The region "Export jobs": a row for each job, newest first.
#[hook]
pub fn use_jobs(store: &Store) -> Html {
    let add = use_add(store);
    // The exports whose windows are shown.
    let open = use_state_eq(Vec::<DateTime<Utc>>::new);
    let entries = store.jobs.entries();
    let unfinished = entries
        .iter()
        .filter(|entry| {
            entry
                .tracked()
                .is_some_and(|tracked| !tracked.job.status.has_ended())
        })
        .count();
    // Ages are counted by the second only while something is expected to happen.
    let now = use_seconds(if unfinished > 0 { 1 } else { 30 }, store.ready);

    let onclick = {
        let dispatch = store.dispatcher();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::AskAll))
    };
    let client = store.client();
    let connected = client.is_some();
    // The queue goes on as jobs end, and so the page asks for them even while it is hidden.
    let hidden = store.hidden && !store.jobs.has_queued();
    let row = |entry: &Rc<Entry>, folded: bool, earlier: bool| {
        html! {
            <JobRow key={entry.key.number()} dispatch={store.dispatcher()} entry={entry.clone()} client={client.clone()}
                {hidden} age={age(entry, now)} left={left(entry, now)} download={download(store, entry)} {folded} {earlier} />
        }
    };
    let export = |split: &Split| {
        let name = split.export;
        let is_open = open.contains(&name);
        let toggle = {
            let open = open.clone();
            Callback::from(move |_: MouseEvent| {
                let mut names = Vec::clone(&open);
                match names.iter().position(|other| *other == name) {
                    Some(place) => drop(names.remove(place)),
                    None => names.push(name),
                }
                open.set(names);
            })
        };
        html! {
            // Each list has a place of its own: what comes or goes in one would replace the rows of another.
            <key={name.timestamp_millis()}>
                { split::view(store, split, is_open, toggle) }
                <>{ for split.windows.iter().map(|entry| row(entry, !is_open, false)) }</>
                <>{ for split.earlier.iter().map(|entry| row(entry, !is_open, true)) }</>
            </>
        }
    };

    html! {
        <section class="region jobs" aria-labelledby="jobs-title">
            <div class="region-head">
                <h2 id="jobs-title" tabindex="-1">{"Export jobs"}</h2>
                if !entries.is_empty() {
                    <p class="quiet">{ count(unfinished, connected) }</p>
                    <button type="button" {onclick} disabled={!connected || unfinished == 0}>{"Refresh all"}</button>
                }
            </div>
            if entries.is_empty() {
                <p class="empty">
                    // Before the storage is read, there may be some.
                    if store.ready {
                        <strong>{"No jobs yet. "}</strong>
                    }
                    {"Request an export above; its job appears here and refreshes until it has ended."}
                </p>
            } else {
                // The roles are those of the elements; they say so because narrow screens lay the table out as blocks,
                // and browsers then forget that it is a table.
                <table role="table" aria-labelledby="jobs-title">
                    <thead role="rowgroup">
                        <tr role="row">
                            { for COLUMNS.map(|(name, class)| html! {
                                <th role="columnheader" scope="col" {class}>{ name }</th>
                            }) }
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        { for store.jobs.rows().iter().map(|entry| match entry {
                            Row::Job(entry) => row(entry, false, false),
                            Row::Export(split) => export(split),
                        }) }
                    </tbody>
                </table>
            }
            { add }
        </section>
    }
}

/// The columns; those in the class "api" are fields of the service under their own names.
const COLUMNS: [(&str, &str); 7] = [
    ("status", "api"),
    ("jobId", "api"),
    ("startDate", "api"),
    ("endDate", "api"),
    ("createTime", "api"),
    ("Refreshed", ""),
    ("Actions", ""),
];

fn count(unfinished: usize, connected: bool) -> String {
    let (jobs, them) = if unfinished == 1 {
        ("1 job has".into(), "it")
    } else {
        (format!("{unfinished} jobs have"), "them")
    };
    match (unfinished, connected) {
        (0, _) => "All jobs have ended.".into(),
        (_, true) => format!("{jobs} not ended; the page keeps asking about {them}."),
        (_, false) => format!("{jobs} not ended. Sign in to refresh {them}."),
    }
}

/// How far the data of the job is.
fn download(store: &Store, entry: &Entry) -> Download {
    let job_id = entry.tracked().map(|tracked| &tracked.job.job_id);
    job_id.map_or(Download::Idle, |job_id| store.downloads.of(job_id))
}

/// When the job was last refreshed, in words.
fn age(entry: &Entry, now: Option<DateTime<Utc>>) -> AttrValue {
    let refreshed_at = entry.tracked().and_then(|tracked| tracked.refreshed_at);
    match (refreshed_at, now) {
        (Some(at), Some(now)) => time::ago(now - at).into(),
        (Some(at), None) => time::short(at).into(),
        (None, _) => "never".into(),
    }
}

/// How long the data can still be downloaded, in words.
fn left(entry: &Entry, now: Option<DateTime<Utc>>) -> Option<AttrValue> {
    let tracked = entry.tracked()?;
    let until = tracked.job.download_until(tracked.refreshed_at.or(now)?)?;
    Some(time::left(until - now?).into())
}
