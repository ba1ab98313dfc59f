//! One entry of the jobs table: its main fields, its actions, and its details below.

use std::rc::Rc;

use yew::prelude::*;

use super::chip::chip;
use super::download::Dispatch;
use super::refresh::use_refresh;
use super::{details, download, time};
use crate::app::Download;
use crate::app::dom;
use crate::app::state::Action;
use crate::service::Client;
use metering_core::job::{Entry, JobStatus, Next, Submission};

/// Properties of [`JobRow`].
#[derive(Properties, PartialEq)]
pub(super) struct JobRowProps {
    pub(super) dispatch: Dispatch,
    pub(super) entry: Rc<Entry>,
    /// The session, if there is one.
    pub(super) client: Option<Client>,
    /// Whether the page is hidden.
    pub(super) hidden: bool,
    /// When the job was last refreshed, in words.
    pub(super) age: AttrValue,
    /// How long the data can be downloaded, in words.
    pub(super) left: Option<AttrValue>,
    /// How far its data is.
    pub(super) download: Download,
    /// Whether the export that it is a window of is folded: then nothing of it is shown.
    #[prop_or_default]
    pub(super) folded: bool,
    /// Whether its window was asked for again since.
    #[prop_or_default]
    pub(super) earlier: bool,
}

#[component(JobRow)]
pub(super) fn job_row(props: &JobRowProps) -> Html {
    let open = use_state_eq(|| false);
    use_refresh(props);
    if props.folded {
        return Html::default();
    }
    let JobRowProps {
        entry, age, left, ..
    } = props;
    let key = entry.key;
    let id = AttrValue::from(format!("job-{}", key.number()));
    let tracked = entry.tracked();
    let connected = props.client.is_some();

    let button = |name: &'static str,
                  disabled: bool,
                  expanded: Option<&'static str>,
                  onclick: Callback<MouseEvent>| {
        html! {
            <button type="button" class="small" {disabled} aria-expanded={expanded} aria-describedby={id.clone()} {onclick}>
                { name }
            </button>
        }
    };
    let refresh = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::AskNow(key)))
    };
    let remove = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Removed(key));
            dispatch.dispatch(Action::Announce(
                "Removed from this page. The job itself goes on.".into(),
            ));
            dom::focus("jobs-title"); // the button that had the focus is gone
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let cell = |name: &'static str, content: Html| html! { <td role="cell" data-label={name}>{ content }</td> };
    let job = tracked.map(|tracked| &tracked.job);
    let instant = |text: Option<&str>| html! { text.map_or_else(|| "–".to_owned(), time::shorten) };
    let range = entry.range();
    let window = entry.window.map(|window| {
        let earlier = if props.earlier {
            ", asked for again"
        } else {
            ""
        };
        format!("{} of {}{earlier}", window.number, window.of)
    });
    let again = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Again(key));
            dom::focus("jobs-title"); // the button that had the focus is gone
        })
    };
    let job_id = job.map_or_else(|| "none yet".to_owned(), |job| job.job_id.clone());

    html! {
        <>
            <tr role="row" class="job" aria-busy={tracked.is_some_and(|tracked| tracked.refreshing).then_some("true")}>
                { cell("status", html! { <>
                    if let Some(window) = window {
                        <span class="mark window">{ window }</span>
                    }
                    { chip(&entry.submission) }
                    if let Some(left) = left {
                        <span class="left">{ left.clone() }</span>
                    }
                </> }) }
                { cell("jobId", html! { <code class="job-id" id={id.clone()}>{ job_id }</code> }) }
                { cell("startDate", instant(range.as_ref().map(|(start, _)| start.as_str()))) }
                { cell("endDate", instant(range.as_ref().map(|(_, end)| end.as_str()))) }
                { cell("createTime", instant(job.and_then(|job| job.create_time.as_deref()))) }
                { cell("Refreshed", html! { if tracked.is_some() { { age.clone() } } else { {"–"} } }) }
                <td role="cell" class="buttons">
                    if tracked.is_some() {
                        { button("Refresh", !connected, None, refresh) }
                    }
                    if let Some(job) = job.filter(|job| job.status.has_data()) {
                        { for download::BUTTONS.map(|(name, purpose)| {
                            let needs_session = props.download != Download::Here;
                            button(name, needs_session && !connected, None, download::want(&props.dispatch, vec![job.job_id.clone()], purpose, None))
                        }) }
                    }
                    { button("Details", false, Some(if *open { "true" } else { "false" }), toggle) }
                    if !props.earlier && asks_again(props) {
                        { button("Request again", false, None, again) }
                    }
                    if entry.submission != Submission::Sending && (entry.window.is_none() || props.earlier) {
                        { button("Remove", false, None, remove) }
                    }
                </td>
            </tr>
            // A list of its own: among the siblings, a line that comes or goes would replace the row and its buttons.
            <>{ for words(entry, connected).into_iter().map(|(class, title, text)| html! {
                <tr role="row" class={class}>
                    <td role="cell" colspan="7"><strong>{ title }</strong>{ text }</td>
                </tr>
            }) }</>
            <>{ for job.and_then(|job| {
                let id = format!("download-{}", key.number());
                download::line(&props.dispatch, connected, &props.download, &job.job_id, id, "")
            }) }</>
            if *open {
                <tr role="row" class="details">
                    <td role="cell" colspan="7">{ details::view(entry) }</td>
                </tr>
            }
        </>
    }
}

/// Whether a window can be asked for again: it has no data, or not all of it, or the service may have deleted it.
fn asks_again(props: &JobRowProps) -> bool {
    props.entry.window.is_some()
        && match &props.entry.submission {
            Submission::Queued { .. } | Submission::Sending => false,
            Submission::Held { .. } | Submission::Unanswered { .. } => true,
            Submission::Accepted(tracked) => {
                let status = &tracked.job.status;
                let cannot_be_had = matches!(props.download, Download::Failed(_))
                    || props.left.as_deref() == Some(time::EXPIRED);
                status.has_ended() && (*status != JobStatus::Success || cannot_be_had)
            }
        }
}

/// What has to be said about an entry beside its fields, as class, title and text: why it failed, what could not be
/// refreshed, what is not known.
fn words(entry: &Entry, connected: bool) -> Vec<(&'static str, &'static str, String)> {
    const WARNING: &str = "words warn";
    match &entry.submission {
        Submission::Sending | Submission::Held { why: None } => Vec::new(),
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
        Submission::Unanswered { why } => vec![(
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
