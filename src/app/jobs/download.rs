//! The data of a job: the buttons that ask for it, and how far it is.

use yew::prelude::*;

use crate::app::state::{Action, State};
use crate::app::{Download, Purpose, Want};
use metering_core::usage::DayRange;

/// The way to the page's state.
pub(super) type Dispatch = UseReducerDispatcher<State>;

/// What each button asks for, by its name.
pub(super) const BUTTONS: [(&str, Purpose); 2] =
    [("Download", Purpose::Save), ("Show usage", Purpose::Show)];

/// The callback behind a button that asks for the data of jobs, which are to answer for these days together.
pub(super) fn want(
    dispatch: &Dispatch,
    jobs: Vec<String>,
    purpose: Purpose,
    days: Option<DayRange>,
) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    let want = Want {
        jobs,
        purpose,
        days,
    };
    Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Wanted(want.clone())))
}

/// How far the data of a job is, in a line below its row.
///
/// `id` is that of the element with the words, `of` says which window of an export it is about.
pub(super) fn line(
    dispatch: &Dispatch,
    connected: bool,
    download: &Download,
    job_id: &str,
    id: String,
    of: &str,
) -> Option<Html> {
    let (class, content) = match download {
        Download::Idle | Download::Here => return None,
        Download::Failed(why) => (
            "words error",
            html! { <><strong>{ format!("{of}Not downloaded. ") }</strong>{ why.clone() }</> },
        ),
        Download::Waiting | Download::Running(_) => (
            "words",
            under_way(dispatch, connected, download, job_id, id, of),
        ),
    };
    Some(html! {
        <tr role="row" {class}><td role="cell" colspan="7">{ content }</td></tr>
    })
}

fn under_way(
    dispatch: &Dispatch,
    connected: bool,
    download: &Download,
    job_id: &str,
    id: String,
    of: &str,
) -> Html {
    let (bytes, text) = match download {
        _ if !connected => (None, "Sign in again: then the download goes on.".into()),
        Download::Running(bytes) => (Some(bytes), format!("{bytes} downloaded")),
        _ => (None, "Waiting to be downloaded…".into()),
    };
    let onclick = {
        let (dispatch, job_id) = (dispatch.clone(), job_id.to_owned());
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::DownloadCancelled(job_id.clone()));
        })
    };
    html! {
        <div class="progress">
            // Without a value it says that nobody knows how much there is.
            <progress aria-label="Download" aria-describedby={id.clone()} max={bytes.and_then(|bytes| bytes.whole).map(|whole| whole.to_string())}
                value={bytes.filter(|bytes| bytes.whole.is_some()).map(|bytes| bytes.received.to_string())} />
            <span {id}>{ of.to_owned() }{ text }</span>
            <button type="button" class="small" {onclick}>{"Cancel"}</button>
        </div>
    }
}
