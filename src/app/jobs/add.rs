//! Adding a job that was not requested from this page, or whose answer was lost.

use yew::prelude::*;

use crate::app::field::TextField;
use crate::app::state::Action;
use crate::app::store::use_store;

/// A job ID and a button that watches that job.
#[component(AddJob)]
pub(super) fn add_job() -> Html {
    let store = use_store();
    let job_id = use_state(String::new);
    let problem = use_state_eq(|| None::<AttrValue>);
    let on_typed = {
        let (job_id, problem) = (job_id.clone(), problem.clone());
        Callback::from(move |text| {
            job_id.set(text);
            problem.set(None);
        })
    };
    let onsubmit = {
        let (job_id, problem) = (job_id.clone(), problem.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let id = job_id.trim();
            if id.is_empty() {
                problem.set(Some("Enter the ID of a job.".into()));
            } else {
                store.dispatch(Action::Added(id.to_owned()));
                job_id.set(String::new());
            }
        })
    };
    html! {
        <form class="add-job" {onsubmit} novalidate=true aria-label="Add a job">
            <TextField id="add-job-id" label="Job ID" value={(*job_id).clone()} {on_typed} problem={(*problem).clone()}
                hint="A job requested elsewhere. The service has no list of jobs." />
            <button type="submit">{"Add job"}</button>
        </form>
    }
}
