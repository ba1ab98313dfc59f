//! One entry of the jobs table: its main fields, its actions, and its details below.

use std::rc::Rc;

use yew::prelude::*;

use super::chip::chip;
use super::details::Details;
use super::refresher::Refresher;
use super::time;
use crate::app::dom;
use crate::app::state::Action;
use crate::app::store::use_store;
use crate::job::{Entry, ExportJob, Next, Submission};

/// Properties of [`JobRow`].
#[derive(Properties, PartialEq)]
pub(super) struct JobRowProps {
    pub(super) entry: Rc<Entry>,
    pub(super) connected: bool,
    /// When the job was last refreshed, in words.
    pub(super) age: AttrValue,
    /// How long the data can be downloaded, in words.
    pub(super) left: Option<AttrValue>,
}

#[component(JobRow)]
pub(super) fn job_row(props: &JobRowProps) -> Html {
    let store = use_store();
    let open = use_state_eq(|| false);
    let entry = &props.entry;
    let key = entry.key;
    let id = format!("job-{}", key.number());
    let tracked = entry.tracked();

    let dispatch = |action: fn(crate::job::Key) -> Action| {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(action(key)))
    };
    let remove = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| {
            store.dispatch(Action::Removed(key));
            store.dispatch(Action::Announce("Removed from this page. The job itself goes on.".into()));
            dom::focus("jobs-title");
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let cell = |name: &'static str, text: Option<&str>| {
        html! { <td role="cell" data-label={name}>{ text.map_or_else(|| "–".to_owned(), time::shorten) }</td> }
    };
    let job = tracked.map(|tracked| &tracked.job);
    let text = |field: fn(&ExportJob) -> &Option<String>| job.and_then(|job| field(job).as_deref());
    let can_remove = entry.submission != Submission::Sending;

    html! {
        <>
            <tr role="row" class={classes!("job", (*open).then_some("open"))} aria-busy={tracked.is_some_and(|t| t.refreshing).then_some("true")}>
                <td role="cell" data-label="status">
                    { chip(&entry.submission) }
                    if let Some(left) = &props.left {
                        <span class="left">{ left }</span>
                    }
                </td>
                <td role="cell" data-label="jobId" id={id.clone()}>
                    if let Some(job) = job {
                        <code class="job-id">{ &job.job_id }</code>
                    } else {
                        {"none yet"}
                    }
                </td>
                { cell("startDate", text(|job| &job.start_date)) }
                { cell("endDate", text(|job| &job.end_date)) }
                { cell("createTime", text(|job| &job.create_time)) }
                <td role="cell" data-label="Refreshed" class="age" title={tracked.and_then(|t| t.refreshed_at).map(time::short)}>
                    if tracked.is_some() {
                        { &props.age }
                    } else {
                        {"–"}
                    }
                </td>
                <td role="cell" data-label="Actions" class="buttons">
                    if tracked.is_some() {
                        <button type="button" class="small" disabled={!props.connected} aria-describedby={id.clone()}
                            onclick={dispatch(Action::AskNow)}>{"Refresh"}</button>
                    }
                    <button type="button" class="small" aria-expanded={if *open { "true" } else { "false" }}
                        aria-describedby={id.clone()} onclick={toggle}>{"Details"}</button>
                    if can_remove {
                        <button type="button" class="small" aria-describedby={id.clone()} onclick={remove}>{"Remove"}</button>
                    }
                </td>
            </tr>
            { words(entry, props.connected) }
            if *open {
                <tr role="row" class="details">
                    <td role="cell" colspan="7"><Details entry={entry.clone()} /></td>
                </tr>
            }
            if tracked.is_some() {
                <Refresher entry={entry.clone()} />
            }
        </>
    }
}

/// What has to be said about an entry beside its fields: why it failed, what could not be refreshed, what is not known.
fn words(entry: &Entry, connected: bool) -> Html {
    let line = |class: &'static str, text: Html| {
        html! { <tr role="row" class={classes!("words", class)}><td role="cell" colspan="7">{ text }</td></tr> }
    };
    match &entry.submission {
        Submission::Sending => Html::default(),
        Submission::Unanswered { why } => line(
            "warn",
            html! { <>
                <strong>{"Unknown: the service may have created this job. "}</strong>
                { why }
                {" It was not sent again: that could create a second job. If you learn its ID, for example from the callback, add it below; otherwise request the export again."}
            </> },
        ),
        Submission::Accepted(tracked) => html! { <>
            if let Some(message) = &tracked.job.error_message {
                { line("error", html! { <><strong>{"errorMessage: "}</strong>{ message }</> }) }
            }
            if let Some(trouble) = &tracked.trouble {
                { line("warn", html! { <>
                    <strong>{"Not refreshed. "}</strong>
                    { trouble }
                    if connected && matches!(tracked.next, Next::After(_)) {
                        {" The fields are the last known ones; the page goes on trying."}
                    } else {
                        {" The fields are the last known ones."}
                    }
                </> }) }
            }
        </> },
    }
}
