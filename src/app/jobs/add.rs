//! Adding a job that was not requested from this page, or whose answer was lost.

use yew::prelude::*;

use crate::app::field::{Field, typed};
use crate::app::state::Action;
use crate::app::{Store, early};

/// A job ID and a button that watches that job.
#[hook]
pub(super) fn use_add(store: &Store) -> Html {
    let memory = use_state_eq(|| {
        let typed = early::value("add-job-id").unwrap_or_default();
        (typed, None::<&'static str>)
    });
    let oninput = {
        let memory = memory.clone();
        Callback::from(move |event: InputEvent| {
            if let Some((_, text)) = typed(&event) {
                memory.set((text, None));
            }
        })
    };
    let onsubmit = {
        let (memory, dispatch) = (memory.clone(), store.dispatcher());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let id = memory.0.trim().to_owned();
            if id.is_empty() {
                memory.set((memory.0.clone(), Some("Enter the ID of a job.")));
            } else {
                dispatch.dispatch(Action::Added(id));
                memory.set((String::new(), None));
            }
        })
    };
    let (job_id, problem) = (*memory).clone();
    let field = Field {
        id: "add-job-id",
        label: "Job ID",
        value: Some(job_id.into()),
        problem: problem.map(Into::into),
        hint: Some("A job requested elsewhere. The service has no list of jobs.".into()),
        ..Field::default()
    };
    html! {
        <form class="add-job" method="dialog" {oninput} {onsubmit} novalidate=true aria-label="Add a job">
            { field.view() }
            <button type="submit">{"Add job"}</button>
        </form>
    }
}
