//! Every field of a job under its API name, whole, to be read and copied.

use std::rc::Rc;

use yew::prelude::*;

use crate::service;
use metering_core::job::{Entry, Submission};
use metering_core::request::date_time;

#[derive(Properties, PartialEq)]
pub(super) struct DetailsProps {
    pub(super) entry: Rc<Entry>,
    /// Copies the job's ID.
    pub(super) oncopy: Callback<MouseEvent>,
}

/// The fields of an entry's job, and the request that led to it.
#[component(Details)]
pub(super) fn details(props: &DetailsProps) -> Html {
    let entry = &props.entry;
    let body = entry.body.clone().map(|stored| {
        // What cannot be sent any more is shown as it is stored.
        entry
            .request()
            .map_or(stored, |request| service::body(&request))
    });
    html! {
        <div class="detail-columns">
            if let Some(tracked) = entry.tracked() {
                <div>
                    <dl aria-label="Fields of the job">
                        { for tracked.job.fields().into_iter().map(|(name, value)| html! {
                            <div><dt>{ name }</dt>{ shown(value) }</div>
                        }) }
                    </dl>
                    <button type="button" class="small" onclick={&props.oncopy}>{"Copy the job ID"}</button>
                </div>
            }
            if let Some(body) = body {
                <div>
                    <h3>{"Request as it was sent"}</h3>
                    <p class="quiet">{ entry.sent_at.map(date_time::text) }</p>
                    <pre><code>{ body }</code></pre>
                </div>
            }
            if let Submission::Unanswered { answer: Some(answer), .. } = &entry.submission {
                <div>
                    <h3>{"Beginning of the answer"}</h3>
                    <pre><code>{ answer.clone() }</code></pre>
                </div>
            }
        </div>
    }
}

/// A field's value; an absent one is `null`, as the service writes it. A status can be missing: then its text is empty.
fn shown(value: Option<&str>) -> Html {
    match value {
        None | Some("") => html! { <dd class="null">{"null"}</dd> },
        Some(text) => html! { <dd>{ text.to_owned() }</dd> },
    }
}
