//! What stands in the way of a request, in one place, each entry a link to its field.

use yew::prelude::*;

use super::{control_id, label};
use crate::app::{Store, dom};
use metering_core::request::{Checked, Problem, Subject};

/// ID of the summary, which takes the focus when an export is asked for with problems.
const ID: &str = "problem-summary";

/// The summary: empty before the first attempt, and again when nothing is left to mend.
#[hook]
pub(super) fn use_summary(store: &Store, checked: &Checked) -> Html {
    let attempts = store.form.attempts;
    use_effect_with(attempts, |attempts| {
        if *attempts > 0 {
            dom::focus(ID);
        }
    });
    let problems = checked
        .result
        .as_ref()
        .err()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let connected = store.client().is_some();
    if attempts == 0 || (problems.is_empty() && connected) {
        return Html::default();
    }
    let link = |id: &'static str, text: String| {
        // A fragment in the address would be one more step for "back".
        let onclick = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            dom::focus(id);
        });
        html! { <li><a href={format!("#{id}")} {onclick}>{ text }</a></li> }
    };
    html! {
        <div id={ID} class="summary" tabindex="-1" role="group" aria-labelledby="problem-summary-title">
            <h3 id="problem-summary-title">{"There is a problem"}</h3>
            <ul>
                if !connected {
                    { link(if store.connect.pasting { "session-id" } else { "user-name" },
                        "Connection: sign in or paste a session ID first.".into()) }
                }
                { for problems.iter().map(|problem| link(problem.field().map_or("request-title", control_id), words(problem))) }
            </ul>
        </div>
    }
}

fn words(problem: &Problem) -> String {
    match &problem.subject {
        Subject::Known(field) => format!("{}: {problem}", label(*field)),
        Subject::Unknown(name) => format!("{name}: {problem}"),
        Subject::Whole => problem.to_string(),
    }
}
