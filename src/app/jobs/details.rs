//! Every field of a job under its API name, whole, to be read and copied.

use std::rc::Rc;

use yew::prelude::*;

use crate::job::Entry;
use crate::request::date_time;

/// Properties of [`Details`].
#[derive(Properties, PartialEq)]
pub(super) struct DetailsProps {
    pub(super) entry: Rc<Entry>,
}

#[component(Details)]
pub(super) fn details(props: &DetailsProps) -> Html {
    let entry = &props.entry;
    let fields = entry.tracked().map(|tracked| tracked.job.fields());
    html! {
        <div class="detail-columns">
            if let Some(fields) = fields {
                <dl aria-label="Fields of the job">
                    { for fields.into_iter().map(|(name, value)| html! {
                        <div>
                            <dt>{ name }</dt>
                            <dd>{ shown(name, value) }</dd>
                        </div>
                    }) }
                </dl>
            }
            if let Some(body) = &entry.body {
                <div>
                    <h4>{"Request as it was sent"}</h4>
                    if let Some(sent_at) = entry.sent_at {
                        <p class="quiet">{ date_time::text(sent_at) }</p>
                    }
                    <pre tabindex="0"><code>{ pretty(body) }</code></pre>
                </div>
            }
        </div>
    }
}

/// A field's value; an absent one is `null`, as the service writes it.
fn shown(name: &str, value: Option<&str>) -> Html {
    match value {
        None => html! { <span class="null">{"null"}</span> },
        // An empty status is one that the service did not give; the other fields are shown as they are.
        Some("") if name == "status" => html! { <span class="null">{"not given"}</span> },
        Some(text) => html! { text.to_owned() },
    }
}

/// A JSON text with line breaks; a text that is none stays as it is.
fn pretty(body: &str) -> String {
    serde_json::from_str::<serde_json::Value>(body)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| body.to_owned())
}

