//! The region "Export jobs".

mod add;
mod chip;
mod details;
mod refresher;
mod row;
mod time;

use yew::prelude::*;

use super::clock;
use super::state::{Action, Connection};
use super::store::use_store;
use add::AddJob;
use row::JobRow;
use time::use_seconds;

/// The region "Export jobs": a row for each job, newest first.
#[component(JobsRegion)]
pub fn jobs_region() -> Html {
    let store = use_store();
    let entries = store.jobs.entries();
    let unfinished =
        entries.iter().filter(|entry| entry.tracked().is_some_and(|tracked| !tracked.job.status.has_ended())).count();
    // Ages are counted by the second only while something is expected to happen.
    let now = use_seconds(if unfinished > 0 { 1 } else { 30 }, store.ready);

    let onclick = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::AskAll))
    };
    let connected = matches!(store.connection, Connection::Connected(_));
    let can_refresh = connected && unfinished > 0;

    html! {
        <section class="region jobs" aria-labelledby="jobs-title">
            <div class="region-head">
                <h2 id="jobs-title" tabindex="-1">{"Export jobs"}</h2>
                if !entries.is_empty() {
                    <p class="quiet">{ count(unfinished, connected) }</p>
                    <button type="button" {onclick} disabled={!can_refresh}>{"Refresh all"}</button>
                }
            </div>
            if entries.is_empty() {
                <p class="empty">
                    <strong>{"No jobs yet."}</strong>
                    {" Request an export above; its job appears here and refreshes until it has ended."}
                </p>
            } else {
                // The roles are those of the elements; they say so because narrow screens lay the table out as blocks,
                // and browsers then forget that it is a table.
                <table role="table" aria-labelledby="jobs-title">
                    <thead role="rowgroup">
                        <tr role="row">
                            { for COLUMNS.map(|(name, is_field)| html! {
                                <th role="columnheader" scope="col" class={is_field.then_some("api")}>{ name }</th>
                            }) }
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        { for entries.iter().map(|entry| html! {
                            <JobRow key={entry.key.number()} entry={entry.clone()} {connected}
                                age={age(entry, now)} left={left(entry, now)} />
                        }) }
                    </tbody>
                </table>
            }
            <AddJob />
        </section>
    }
}

/// The columns, and whether each is a field of the service under its own name.
const COLUMNS: [(&str, bool); 7] = [
    ("status", true),
    ("jobId", true),
    ("startDate", true),
    ("endDate", true),
    ("createTime", true),
    ("Refreshed", false),
    ("Actions", false),
];

fn count(unfinished: usize, connected: bool) -> String {
    match (unfinished, connected) {
        (0, _) => "All jobs have ended.".into(),
        (1, true) => "1 job is refreshed until it ends.".into(),
        (unfinished, true) => format!("{unfinished} jobs are refreshed until they end."),
        (1, false) => "1 job has not ended. Sign in to refresh it.".into(),
        (unfinished, false) => format!("{unfinished} jobs have not ended. Sign in to refresh them."),
    }
}

/// When the job was last refreshed, in words.
fn age(entry: &crate::job::Entry, now: Option<chrono::DateTime<chrono::Utc>>) -> AttrValue {
    let refreshed_at = entry.tracked().and_then(|tracked| tracked.refreshed_at);
    match (refreshed_at, now) {
        (Some(at), Some(now)) => time::ago(now - at).into(),
        (Some(at), None) => time::short(at).into(),
        (None, _) => "never".into(),
    }
}

/// How long the data can still be downloaded, in words.
fn left(entry: &crate::job::Entry, now: Option<chrono::DateTime<chrono::Utc>>) -> Option<AttrValue> {
    let tracked = entry.tracked()?;
    let until = tracked.job.download_until(tracked.refreshed_at.or(now)?)?;
    Some(time::left(until - now.unwrap_or_else(clock::now)).into())
}
