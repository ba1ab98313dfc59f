//! What stands in the way of a request, in one place, each entry a link to its field.

use yew::prelude::*;

use super::{control_id, label};
use crate::app::dom;
use crate::app::state::form::in_plain_words;
use metering_core::request::{Problem, Subject};

/// ID of the summary, which takes the focus when an export is asked for with problems.
const ID: &str = "problem-summary";

#[derive(Properties, PartialEq)]
pub(super) struct SummaryProps {
    /// How often an export was asked for with problems.
    pub(super) attempts: u32,
    pub(super) problems: Vec<Problem>,
    /// The control to sign in with, unless somebody is signed in.
    pub(super) sign_in: Option<&'static str>,
}

/// The summary: empty before the first attempt, and again when nothing is left to mend.
#[component(Summary)]
pub(super) fn summary(props: &SummaryProps) -> Html {
    let SummaryProps {
        attempts,
        problems,
        sign_in,
    } = props;
    use_effect_with(*attempts, |attempts| {
        if *attempts > 0 {
            dom::focus(ID);
        }
    });
    if *attempts == 0 || (problems.is_empty() && sign_in.is_none()) {
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
                if let Some(id) = sign_in {
                    { link(id, "Sign in first.".into()) }
                }
                { for problems.iter().map(|problem| {
                    link(problem.field().map_or("request-title", control_id), words(problem))
                }) }
            </ul>
        </div>
    }
}

fn words(problem: &Problem) -> String {
    match &problem.subject {
        Subject::Known(field) => format!("{}: {}", label(*field), in_plain_words(problem)),
        Subject::Unknown(name) => format!("{name}: {problem}"),
        Subject::Whole => problem.to_string(),
    }
}
