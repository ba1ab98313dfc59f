//! The data of a job: the buttons that ask for it, and how far it is.

use yew::prelude::*;

use crate::app::Dispatch;
use crate::app::state::DownloadsAction;
use crate::app::state::downloads::{Download, Purpose, Want};
use metering_core::usage::DayRange;

/// The callback behind a button that asks for the data of jobs, which are to answer for these days together.
pub(super) fn want(
    dispatch: &Dispatch,
    jobs: Vec<String>,
    purpose: Purpose,
    days: Option<DayRange>,
) -> Callback<()> {
    let dispatch = dispatch.clone();
    let want = Want {
        jobs,
        purpose,
        days,
    };
    Callback::from(move |()| {
        dispatch.dispatch(DownloadsAction::Wanted { want: want.clone() }.into());
    })
}

#[derive(Properties, PartialEq)]
pub(super) struct DownloadLineProps {
    pub(super) download: Download,
    pub(super) job_id: String,
    /// ID of the element with the words.
    pub(super) id: AttrValue,
    /// Which window of an export it is about, as `1 of 3: `.
    #[prop_or_default]
    pub(super) of: AttrValue,
    pub(super) connected: bool,
    pub(super) dispatch: Dispatch,
}

/// How far the data of a job is, in a line below its row; nothing while nobody asks for it.
#[component(DownloadLine)]
pub(super) fn download_line(props: &DownloadLineProps) -> Html {
    let (class, content) = match &props.download {
        Download::Idle | Download::Here => return Html::default(),
        Download::Failed(why) => {
            let title = format!("{}Not downloaded. ", props.of);
            (
                "words error",
                html! { <><strong>{ title }</strong>{ why.clone() }</> },
            )
        }
        Download::Waiting | Download::Running(_) => ("words", under_way(props)),
    };
    html! {
        <tr role="row" {class}><td role="cell" colspan="8">{ content }</td></tr>
    }
}

fn under_way(props: &DownloadLineProps) -> Html {
    let (bytes, text) = match &props.download {
        _ if !props.connected => (None, "Sign in again to continue the download.".into()),
        Download::Running(bytes) => (Some(bytes), format!("{bytes} downloaded")),
        _ => (None, "Waiting to be downloaded…".into()),
    };
    let onclick = {
        let (dispatch, job_id) = (props.dispatch.clone(), props.job_id.clone());
        Callback::from(move |_: MouseEvent| {
            let job_id = job_id.clone();
            dispatch.dispatch(DownloadsAction::Cancelled { job_id }.into());
        })
    };
    // Without a value the bar says that nobody knows how much there is.
    let known = bytes.and_then(|bytes| Some((bytes.received, bytes.whole?)));
    html! {
        <div class="progress">
            <progress aria-label="Download" aria-describedby={props.id.clone()}
                max={known.map(|(_, whole)| whole.to_string())}
                value={known.map(|(received, _)| received.to_string())} />
            <span id={props.id.clone()}>{ props.of.clone() }{ text }</span>
            <button type="button" class="small" {onclick}>{"Cancel"}</button>
        </div>
    }
}
