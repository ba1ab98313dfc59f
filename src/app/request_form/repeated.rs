//! A hint that the very same export was requested already.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use yew::prelude::*;

use crate::app::jobs::time;
use crate::app::state::JobsState;
use metering_core::job::Entry;

#[derive(Properties, PartialEq)]
pub(super) struct RepeatedProps {
    /// The bodies of the requests that the form stands for, as the jobs keep them.
    pub(super) bodies: Vec<String>,
    /// The page's clock.
    pub(super) now: Option<DateTime<Utc>>,
}

/// Says before the request is sent that its data is on its way, or can still be had. It can be sent all the same.
#[component(Repeated)]
pub(super) fn repeated(props: &RepeatedProps) -> Html {
    let jobs = use_context::<Rc<JobsState>>().unwrap_or_default();
    let same = props
        .now
        .and_then(|now| jobs.list.same_request(&props.bodies, now));
    html! {
        // There from the start, so that what appears in it is read out.
        <div class="repeated" role="status">
            if let Some(entry) = same {
                <p class="notice warning-notice">{ words(entry) }</p>
            }
        </div>
    }
}

fn words(entry: &Entry) -> String {
    let when = entry
        .sent_at
        .map(|at| format!(" on {}", time::short(at)))
        .unwrap_or_default();
    let has_data = entry
        .tracked()
        .is_some_and(|tracked| tracked.job.status.has_data());
    let state = if has_data {
        "its data can still be downloaded"
    } else {
        "it has not ended"
    };
    format!(
        "You requested this export{when}, and {state}: see below. Requesting it again creates another job."
    )
}
