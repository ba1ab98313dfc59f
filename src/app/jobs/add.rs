//! Adding a job that was not requested from this page, or whose answer was lost.

use yew::prelude::*;

use crate::app::field::{Field, typed};
use crate::app::state::{JobsAction, NoticesAction, SessionAction};
use crate::app::task::use_task;
use crate::app::{Dispatch, clock, dom};
use crate::service::{Client, Kind};
use metering_core::job::ExportJob;

#[derive(Properties, PartialEq)]
pub(super) struct AddJobProps {
    /// Who asks for the job; `None` without a session: then its row asks after the next sign-in.
    pub(super) client: Option<Client>,
    pub(super) dispatch: Dispatch,
}

/// The ID of the field, which is also its name.
const FIELD: &str = "add-job-id";

/// What is typed, and what is wrong with it.
type Memory = (String, Option<String>);

/// A job ID and a button that watches that job.
#[component(AddJob)]
pub(super) fn add_job(props: &AddJobProps) -> Html {
    let memory = use_state_eq(Memory::default);
    let task = use_task();
    let busy = task.is_busy();
    let oninput = {
        let memory = memory.clone();
        Callback::from(move |event: InputEvent| {
            if let Some((_, text)) = typed(&event) {
                memory.set((text, None));
            }
        })
    };
    let onsubmit = {
        let AddJobProps { client, dispatch } = props;
        let (memory, client, dispatch) = (memory.clone(), client.clone(), dispatch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if busy {
                return;
            }
            let text = memory.0.clone();
            let job_id = text.trim().to_owned();
            if job_id.is_empty() {
                memory.set((text, Some("Enter the ID of a job.".to_owned())));
                return;
            }
            let Some(client) = client.clone() else {
                add(&dispatch, job_id, None);
                memory.set(Memory::default());
                return;
            };
            let (memory, dispatch) = (memory.clone(), dispatch.clone());
            task.run(async move {
                let answer = client.status(&job_id).await;
                // Somebody may have typed the next ID meanwhile: that stays.
                let is_same = dom::value(FIELD).is_none_or(|now| now == text);
                let job = match answer {
                    // Most likely a slip of the pen: what is typed stays, to be corrected.
                    Err(error) if matches!(error.kind, Kind::NotFound | Kind::BadRequest) => {
                        let problem = error.to_string();
                        if is_same {
                            let said = problem.clone();
                            dispatch.dispatch(NoticesAction::Announced { text: said }.into());
                            memory.set((text, Some(problem)));
                        } else {
                            let said = format!("Job {job_id} was not added. {problem}");
                            dispatch.dispatch(NoticesAction::Shown { text: said }.into());
                        }
                        return;
                    }
                    Err(error) if error.kind == Kind::Unauthorized => {
                        dispatch.dispatch(SessionAction::Expired.into());
                        None
                    }
                    // It passes: the row says why, and asks again. The ID is stored with it.
                    Err(_) => None,
                    Ok(job) => Some(job),
                };
                add(&dispatch, job_id, job);
                if is_same {
                    memory.set(Memory::default());
                }
            });
        })
    };
    let (job_id, problem) = (*memory).clone();
    html! {
        <form class="add-job" method="dialog" {oninput} {onsubmit} novalidate=true aria-label="Add a job" aria-busy={busy.then_some("true")}>
            <Field id={FIELD} label="Job ID" value={Some(AttrValue::from(job_id))} problem={problem.map(AttrValue::from)}
                hint={AttrValue::from("A job requested elsewhere. The service has no list of jobs.")} />
            <button type="submit" aria-disabled={busy.then_some("true")}>{"Add job"}</button>
        </form>
    }
}

fn add(dispatch: &Dispatch, job_id: String, job: Option<ExportJob>) {
    let (now, random) = (clock::now(), clock::jitter());
    dispatch.dispatch(
        JobsAction::Added {
            job_id,
            job,
            now,
            random,
        }
        .into(),
    );
}
