//! The data of a job: the buttons that ask for it, and how far it is.

use yew::prelude::*;

use super::row::JobRowProps;
use crate::app::state::Action;
use crate::app::{Download, Purpose, Want};

/// What each button asks for, by its name.
pub(super) const BUTTONS: [(&str, Purpose); 2] =
    [("Download", Purpose::Save), ("Show usage", Purpose::Show)];

/// The callback behind a button that asks for the data of jobs.
pub(super) fn want(props: &JobRowProps, job_id: &str, purpose: Purpose) -> Callback<MouseEvent> {
    let dispatch = props.dispatch.clone();
    let want = Want {
        jobs: vec![job_id.to_owned()],
        purpose,
    };
    Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Wanted(want.clone())))
}

/// How far the data of a row's job is, in a line below the row.
pub(super) fn line(props: &JobRowProps, job_id: &str) -> Option<Html> {
    let (class, content) = match &props.download {
        Download::Idle | Download::Here => return None,
        Download::Failed(why) => (
            "words error",
            html! { <><strong>{"Not downloaded. "}</strong>{ why.clone() }</> },
        ),
        Download::Waiting | Download::Running(_) => ("words", under_way(props, job_id)),
    };
    Some(html! {
        <tr role="row" {class}><td role="cell" colspan="7">{ content }</td></tr>
    })
}

fn under_way(props: &JobRowProps, job_id: &str) -> Html {
    let (bytes, text) = match (&props.download, &props.client) {
        (_, None) => (None, "Sign in again: then the download goes on.".into()),
        (Download::Running(bytes), _) => (Some(bytes), format!("{bytes} downloaded")),
        _ => (None, "Waiting to be downloaded…".into()),
    };
    let onclick = {
        let (dispatch, job_id) = (props.dispatch.clone(), job_id.to_owned());
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::DownloadCancelled(job_id.clone()));
        })
    };
    let id = format!("download-{}", props.entry.key.number());
    html! {
        <div class="progress">
            // Without a value it says that nobody knows how much there is.
            <progress aria-label="Download" aria-describedby={id.clone()} max={bytes.and_then(|bytes| bytes.whole).map(|whole| whole.to_string())}
                value={bytes.filter(|bytes| bytes.whole.is_some()).map(|bytes| bytes.received.to_string())} />
            <span {id}>{ text }</span>
            <button type="button" class="small" {onclick}>{"Cancel"}</button>
        </div>
    }
}
