//! Adding a job that was not requested from this page, or whose answer was lost.

use yew::prelude::*;

use crate::app::field::{Field, typed};
use crate::app::state::JobsAction;
use crate::app::{Dispatch, clock};

#[derive(Properties, PartialEq)]
pub(super) struct AddJobProps {
    pub(super) dispatch: Dispatch,
}

/// A job ID and a button that watches that job.
#[component(AddJob)]
pub(super) fn add_job(props: &AddJobProps) -> Html {
    let memory = use_state_eq(|| (String::new(), None::<&'static str>));
    let oninput = {
        let memory = memory.clone();
        Callback::from(move |event: InputEvent| {
            if let Some((_, text)) = typed(&event) {
                memory.set((text, None));
            }
        })
    };
    let onsubmit = {
        let (memory, dispatch) = (memory.clone(), props.dispatch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let job_id = memory.0.trim().to_owned();
            if job_id.is_empty() {
                memory.set((memory.0.clone(), Some("Enter the ID of a job.")));
            } else {
                let (now, random) = (clock::now(), clock::jitter());
                dispatch.dispatch(
                    JobsAction::Added {
                        job_id,
                        now,
                        random,
                    }
                    .into(),
                );
                memory.set((String::new(), None));
            }
        })
    };
    let (job_id, problem) = (*memory).clone();
    html! {
        <form class="add-job" method="dialog" {oninput} {onsubmit} novalidate=true aria-label="Add a job">
            <Field id="add-job-id" label="Job ID" value={Some(AttrValue::from(job_id))} problem={problem.map(AttrValue::from)}
                hint={AttrValue::from("A job requested elsewhere. The service has no list of jobs.")} />
            <button type="submit">{"Add job"}</button>
        </form>
    }
}
