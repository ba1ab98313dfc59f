//! One entry of the jobs table: its main fields, its actions, and its details below.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use yew::prelude::*;

use super::age::{Age, Left};
use super::chip::{self, Chip};
use super::details::Details;
use super::download::{self, DownloadLine};
use super::time;
use crate::app::state::downloads::Download;
use crate::app::state::{JobsAction, NoticesAction};
use crate::app::{Dispatch, clock, dom};
use metering_core::job::{Entry, JobStatus, Key, Next, Submission};

#[derive(Properties, PartialEq)]
pub(super) struct JobRowProps {
    pub(super) entry: Rc<Entry>,
    /// How far its data is.
    pub(super) download: Download,
    /// How long its data can be downloaded.
    pub(super) until: Option<DateTime<Utc>>,
    /// Whether that time is over.
    pub(super) expired: bool,
    /// Whether its window was requested again since.
    pub(super) earlier: bool,
    /// Whether there is a session.
    pub(super) connected: bool,
    pub(super) dispatch: Dispatch,
}

/// The row of a job, and the lines below it.
#[component(JobRow)]
pub(super) fn job_row(props: &JobRowProps) -> Html {
    let open = use_state_eq(|| false);
    let JobRowProps {
        entry,
        until,
        connected,
        dispatch,
        ..
    } = props;
    let key = entry.key;
    let id = AttrValue::from(format!("job-{}", key.number()));
    let tracked = entry.tracked();
    let job = tracked.map(|tracked| &tracked.job);

    let button = |name: &'static str,
                  disabled: bool,
                  expanded: Option<String>,
                  onclick: Callback<MouseEvent>| {
        html! {
            <button type="button" class="small" {disabled} aria-expanded={expanded} aria-describedby={id.clone()} {onclick}>
                { name }
            </button>
        }
    };
    let then = |act: fn(&Dispatch, Key)| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| act(&dispatch, key))
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let cell = |name: &'static str, content: Html| html! { <td role="cell" data-label={name}>{ content }</td> };
    let instant = |text: Option<&str>| html! { text.map_or_else(|| "–".to_owned(), time::shorten) };
    let range = entry.range();
    let window = entry.window.map(|window| {
        let again = if props.earlier {
            ", asked for again"
        } else {
            ""
        };
        format!("{} of {}{again}", window.number, window.of)
    });
    let (look, text) = chip::of(&entry.submission);
    let is_sending = matches!(entry.submission, Submission::Sending { .. });
    let job_id = job.map_or_else(|| "none yet".to_owned(), |job| job.job_id.clone());

    html! {
        <>
            <tr role="row" class="job" aria-busy={tracked.is_some_and(|tracked| tracked.refreshing).then_some("true")}>
                { cell("status", html! { <>
                    if let Some(window) = window {
                        <span class="mark window">{ window }</span>
                    }
                    <Chip {look} {text} />
                    if let Some(until) = until {
                        <Left until={*until} />
                    }
                </> }) }
                { cell("jobId", html! { <code class="job-id" id={id.clone()}>{ job_id }</code> }) }
                { cell("startDate", instant(range.as_ref().map(|(start, _)| start.as_str()))) }
                { cell("endDate", instant(range.as_ref().map(|(_, end)| end.as_str()))) }
                { cell("createTime", instant(job.and_then(|job| job.create_time.as_deref()))) }
                { cell("Refreshed", tracked.map_or_else(|| "–".into(), |tracked| html! { <Age at={tracked.refreshed_at} /> })) }
                <td role="cell" class="buttons">
                    if tracked.is_some() {
                        { button("Refresh", !connected, None, then(refresh)) }
                    }
                    if let Some(job) = job.filter(|job| job.status.has_data()) {
                        { for download::BUTTONS.map(|(name, purpose)| {
                            let needs_session = props.download != Download::Here;
                            button(name, needs_session && !connected, None, download::want(dispatch, vec![job.job_id.clone()], purpose, None))
                        }) }
                    }
                    { button("Details", false, Some(open.to_string()), toggle) }
                    if !props.earlier && asks_again(props) {
                        { button("Request again", false, None, then(request_again)) }
                    }
                    if !is_sending && (entry.window.is_none() || props.earlier) {
                        { button("Remove", false, None, then(remove)) }
                    }
                </td>
            </tr>
            // A list of its own: among the siblings, a line that comes or goes would replace the row and its buttons.
            <>{ for words(entry, *connected).into_iter().map(|(class, title, text)| html! {
                <tr role="row" class={class}>
                    <td role="cell" colspan="7"><strong>{ title }</strong>{ text }</td>
                </tr>
            }) }</>
            <>{ for job.map(|job| html! {
                <DownloadLine download={props.download.clone()} job_id={job.job_id.clone()}
                    id={format!("download-{}", key.number())} {connected} dispatch={dispatch.clone()} />
            }) }</>
            if *open {
                <tr role="row" class="details">
                    <td role="cell" colspan="7"><Details entry={entry.clone()} /></td>
                </tr>
            }
        </>
    }
}

fn refresh(dispatch: &Dispatch, key: Key) {
    dispatch.dispatch(JobsAction::RefreshAsked { key }.into());
}

fn remove(dispatch: &Dispatch, key: Key) {
    dispatch.dispatch(JobsAction::Removed { key }.into());
    let text = "Removed from this page. The job itself goes on.".to_owned();
    dispatch.dispatch(NoticesAction::Announced { text }.into());
    dom::focus("jobs-title"); // the button that had the focus is gone
}

fn request_again(dispatch: &Dispatch, key: Key) {
    let (now, random) = (clock::now(), clock::jitter());
    dispatch.dispatch(JobsAction::RequestedAgain { key, now, random }.into());
    dom::focus("jobs-title"); // the button that had the focus is gone
}

/// Whether a window can be requested again: it has no data, or not all of it, or the service may have deleted it.
fn asks_again(props: &JobRowProps) -> bool {
    props.entry.window.is_some()
        && match &props.entry.submission {
            Submission::Queued { .. } | Submission::Sending { .. } => false,
            Submission::Held { .. } | Submission::Unanswered { .. } => true,
            Submission::Accepted(tracked) => {
                let status = &tracked.job.status;
                let cannot_be_had = matches!(props.download, Download::Failed(_)) || props.expired;
                status.has_ended() && (*status != JobStatus::Success || cannot_be_had)
            }
        }
}

/// What has to be said about an entry beside its fields, as class, title and text: why it failed, what could not be
/// refreshed, what is not known.
fn words(entry: &Entry, connected: bool) -> Vec<(&'static str, &'static str, String)> {
    const WARNING: &str = "words warn";
    match &entry.submission {
        Submission::Sending { .. } | Submission::Held { why: None } => Vec::new(),
        Submission::Queued { refusal } => refusal
            .iter()
            .map(|refusal| {
                (
                    WARNING,
                    "Refused, and still queued. ",
                    refusal.words.clone(),
                )
            })
            .collect(),
        Submission::Held { why: Some(why) } => {
            vec![("words error", "Not requested. ", why.clone())]
        }
        Submission::Unanswered { why, .. } => vec![(
            WARNING,
            "Unknown: the service may have created this job. ",
            format!(
                "{why} The request was not sent again, because that could create a second job. If you learn the job's ID, for example from the callback, add it below; otherwise request the export again."
            ),
        )],
        Submission::Accepted(tracked) => {
            let mut words = Vec::new();
            if let Some(message) = &tracked.job.error_message {
                words.push(("words error", "errorMessage: ", message.clone()));
            }
            if tracked.job.status == JobStatus::PartialSuccess {
                let text = "Data of some linked organizations is missing; the rest can be downloaded and shown.";
                words.push((WARNING, "Incomplete. ", text.to_owned()));
            }
            if let Some(trouble) = &tracked.trouble {
                let goes_on = connected && matches!(tracked.next, Next::After(_));
                let rest = if goes_on {
                    "; the page goes on asking."
                } else {
                    "."
                };
                let text = format!("{trouble} The fields shown are the last known ones{rest}");
                words.push((WARNING, "Not refreshed. ", text));
            }
            words
        }
    }
}
