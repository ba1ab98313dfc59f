//! What stands in the way of a request, in one place, each entry a link to its field.

use yew::prelude::*;

use super::{control_id, label};
use crate::app::dom;
use crate::app::store::use_store;
use crate::request::{Checked, Problem, Subject};

/// ID of the summary, which takes the focus when an export is asked for with problems.
const ID: &str = "problem-summary";

/// Properties of [`Summary`].
#[derive(Properties, PartialEq)]
pub(super) struct SummaryProps {
    pub(super) checked: Checked,
}

/// The summary: empty before the first attempt, and again when nothing is left to mend.
#[component(Summary)]
pub(super) fn summary(props: &SummaryProps) -> Html {
    let store = use_store();
    let attempts = store.form.attempts;
    use_effect_with(attempts, |attempts| {
        if *attempts > 0 {
            dom::focus(ID);
        }
    });
    let problems = props.checked.result.as_ref().err().map(Vec::as_slice).unwrap_or_default();
    let connected = store.client().is_some();
    if attempts == 0 || (problems.is_empty() && connected) {
        return Html::default();
    }
    let link = |id: AttrValue, text: String| {
        let onclick = {
            let id = id.clone();
            // A fragment in the address would be one more step for "back".
            Callback::from(move |event: MouseEvent| {
                event.prevent_default();
                dom::focus(&id);
            })
        };
        html! { <li><a href={format!("#{id}")} {onclick}>{ text }</a></li> }
    };
    html! {
        <div id={ID} class="summary" tabindex="-1" role="group" aria-labelledby="problem-summary-title">
            <h3 id="problem-summary-title">{"There is a problem"}</h3>
            <ul>
                if !connected {
                    { link(first_connection_control(store.connect.pasting), "Connection: sign in or paste a session ID first.".into()) }
                }
                { for problems.iter().map(|problem| link(target(problem), words(problem))) }
            </ul>
        </div>
    }
}

fn first_connection_control(pasting: bool) -> AttrValue {
    if pasting { "session-id" } else { "user-name" }.into()
}

fn target(problem: &Problem) -> AttrValue {
    match problem.field() {
        Some(field) => control_id(field),
        None => "request-title".into(),
    }
}

fn words(problem: &Problem) -> String {
    match &problem.subject {
        Subject::Known(field) => format!("{}: {problem}", label(*field)),
        Subject::Unknown(name) => format!("{name}: {problem}"),
        Subject::Whole => problem.to_string(),
    }
}
