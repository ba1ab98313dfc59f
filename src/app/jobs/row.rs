//! One entry of the jobs table: its main fields, its actions, and its details below.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::age::{Age, Left};
use super::chip::{self, Chip};
use super::details::Details;
use super::download::{self, DownloadLine};
use super::time;
use crate::app::menu::{Item, Menu};
use crate::app::request_form::type_name;
use crate::app::state::downloads::{Download, Purpose};
use crate::app::state::{FormAction, JobsAction, NoticesAction};
use crate::app::{Dispatch, clock, dom};
use metering_core::job::{Entry, JobStatus, Next, Submission};

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

    let toggle = {
        let open = open.clone();
        Callback::from(move |()| open.set(!*open))
    };
    let copy = {
        let (dispatch, entry) = (dispatch.clone(), entry.clone());
        Callback::from(move |_: MouseEvent| copy_id(&dispatch, &entry))
    };
    let Actions { main, others } = actions(props, *open, &toggle);
    let cell = |name: &'static str, content: Html| html! { <td role="cell" data-label={name}>{ content }</td> };
    let (look, text) = chip::of(&entry.submission);
    let job_id = job.map_or("none yet", |job| &job.job_id);
    let title = format!("Job ID: {job_id}");
    let name = match (&entry.window, &entry.org_name) {
        (Some(window), _) => {
            let again = if props.earlier {
                ", asked for again"
            } else {
                ""
            };
            format!("Part {} of {}{again}", window.number, window.of)
        }
        (None, Some(org)) => org.clone(),
        (None, None) => job_id.to_owned(),
    };
    // What a button is about: the job's name and its days.
    let mut about = vec![id.to_string()];
    let mut day = |part: &'static str, text: Option<String>| {
        let Some(text) = text else {
            return "–".into();
        };
        let id = format!("{id}-{part}");
        about.push(id.clone());
        html! { <span {id}>{ text }</span> }
    };
    let (start, end) = entry.range().unzip();
    let from = day("from", start.as_deref().map(time::first_day));
    let to = day("to", end.as_deref().map(time::last_day));
    let about = AttrValue::from(about.join(" "));
    let main = main.map(|action| action.button(&about));
    let created = job.and_then(|job| job.create_time.as_deref());
    // Parsed once: the body stays, whatever becomes of the job.
    let job_type = use_memo(entry.body.clone(), |_| entry.job_type());

    html! {
        <>
            <tr role="row" class="job" aria-busy={tracked.is_some_and(|tracked| tracked.refreshing).then_some("true")}>
                { cell("Status", html! { <>
                    <Chip {look} {text} />
                    if let Some(until) = until {
                        <Left until={*until} />
                    }
                </> }) }
                { cell("Job", html! { <span class="job-id" id={id.clone()} {title}>{ name }</span> }) }
                { cell("Type", job_type.map_or("–", type_name).into()) }
                { cell("From", from) }
                { cell("To", to) }
                { cell("Created", created.map_or_else(|| "–".to_owned(), time::shorten).into()) }
                { cell("Updated", tracked.map_or_else(|| "–".into(), |tracked| html! { <Age at={tracked.refreshed_at} /> })) }
                <td role="cell" class="buttons">
                    { main }
                    <Menu id={format!("more-{}", key.number())} label="More" described_by={about} items={others} />
                </td>
            </tr>
            // A list of its own: among the siblings, a line that comes or goes would replace the row and its buttons.
            <>{ for words(entry, *connected).into_iter().map(|(class, title, text)| html! {
                <tr role="row" class={class}>
                    <td role="cell" colspan="8"><strong>{ title }</strong>{ text }</td>
                </tr>
            }) }</>
            <>{ for job.map(|job| html! {
                <DownloadLine download={props.download.clone()} job_id={job.job_id.clone()}
                    id={format!("download-{}", key.number())} {connected} dispatch={dispatch.clone()} />
            }) }</>
            if *open {
                <tr role="row" class="details">
                    <td role="cell" colspan="8"><Details entry={entry.clone()} oncopy={copy} /></td>
                </tr>
            }
        </>
    }
}

/// What can be done with an entry: one thing that is wanted most, and the rest in a menu.
struct Actions {
    main: Option<Item>,
    others: Vec<Item>,
}

fn actions(props: &JobRowProps, open: bool, toggle: &Callback<()>) -> Actions {
    let JobRowProps {
        entry,
        connected,
        dispatch,
        ..
    } = props;
    let item = |name, disabled, onchosen| Item {
        name,
        disabled,
        onchosen,
    };
    let then = |act: fn(&Dispatch, &Entry)| {
        let (dispatch, entry) = (dispatch.clone(), entry.clone());
        Callback::from(move |()| act(&dispatch, &entry))
    };
    let job = entry.tracked().map(|tracked| &tracked.job);
    let refresh = job.map(|_| item("Refresh", !connected, then(refresh)));
    let again = (!props.earlier && asks_again(props) && entry.body.is_some()).then(|| {
        let act = if entry.window.is_some() {
            request_window_again
        } else {
            request_again
        };
        item("Request again", false, then(act))
    });
    let data = |purpose| {
        let job = job.filter(|job| job.status.has_data())?;
        let needs_session = props.download != Download::Here;
        let onchosen = download::want(dispatch, vec![job.job_id.clone()], purpose, None);
        Some(item(purpose.name(), needs_session && !connected, onchosen))
    };
    let is_sending = matches!(entry.submission, Submission::Sending { .. });
    let can_be_removed = !is_sending && (entry.window.is_none() || props.earlier);
    let is_running = job.is_some_and(|job| !job.status.has_ended());
    let show = data(Purpose::Show);
    let mut main = if props.expired {
        [again, show, refresh]
    } else {
        [show, again, refresh]
    };
    // Of these the first that there is; to refresh a job that has ended is rarely wanted.
    let first = main.iter().position(|action| {
        action
            .as_ref()
            .is_some_and(|action| action.name != "Refresh" || is_running)
    });
    let main_action = first.and_then(|at| main[at].take());
    let details = if open { "Hide details" } else { "Details" };
    let others = main
        .into_iter()
        .flatten()
        .chain(data(Purpose::Save))
        .chain([item(details, false, toggle.clone())]);
    let copy = job.map(|_| item("Copy ID", false, then(copy_id)));
    let remove = can_be_removed.then(|| item("Remove", false, then(remove)));
    Actions {
        main: main_action,
        others: others.chain(copy).chain(remove).collect(),
    }
}

fn refresh(dispatch: &Dispatch, entry: &Entry) {
    dispatch.dispatch(JobsAction::RefreshAsked { key: entry.key }.into());
}

fn remove(dispatch: &Dispatch, entry: &Entry) {
    dispatch.dispatch(JobsAction::Removed { key: entry.key }.into());
    dom::focus("jobs-title"); // the menu that had the focus is gone
}

fn request_window_again(dispatch: &Dispatch, entry: &Entry) {
    let (key, now, random) = (entry.key, clock::now(), clock::jitter());
    dispatch.dispatch(JobsAction::RequestedAgain { key, now, random }.into());
    dom::focus("jobs-title"); // the button that had the focus is gone
}

/// Fills in the form as it was; nothing is sent.
fn request_again(dispatch: &Dispatch, entry: &Entry) {
    if let Some(typed) = entry.draft() {
        dispatch.dispatch(FormAction::Restored { typed }.into());
        let text = "The form is filled in as it was. Nothing is sent yet.".to_owned();
        dispatch.dispatch(NoticesAction::Announced { text }.into());
        dom::focus("request-title");
    }
}

fn copy_id(dispatch: &Dispatch, entry: &Entry) {
    let Some(job_id) = entry.tracked().map(|tracked| tracked.job.job_id.clone()) else {
        return;
    };
    let dispatch = dispatch.clone();
    spawn_local(async move {
        let text = if dom::copy(&job_id).await {
            "Copied the job ID.".to_owned()
        } else {
            "The browser does not let the page copy: copy the ID from the details.".to_owned()
        };
        dispatch.dispatch(NoticesAction::Announced { text }.into());
    });
}

/// Whether a request can be made again: it has no data, or not all of it, or the service may have deleted it.
fn asks_again(props: &JobRowProps) -> bool {
    match &props.entry.submission {
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
                    "Refused for now; tried again later. ",
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
                words.push(("words error", "The service says: ", message.clone()));
            }
            if tracked.job.status == JobStatus::PartialSuccess {
                let text = "Data of some linked organizations is missing; the rest can be downloaded and shown.";
                words.push((WARNING, "Incomplete. ", text.to_owned()));
            }
            if let Some(trouble) = &tracked.trouble {
                let goes_on = connected && matches!(tracked.next, Next::After(_));
                let rest = if goes_on {
                    "; the page tries again."
                } else {
                    "."
                };
                let text = format!("{trouble} The last known status is shown{rest}");
                words.push((WARNING, "Not refreshed. ", text));
            }
            words
        }
    }
}
