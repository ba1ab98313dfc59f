//! "Forget everything in this browser".

use gloo_events::EventListener;
use wasm_bindgen_futures::spawn_local;
use web_sys::BroadcastChannel;
use yew::prelude::*;

use crate::app::state::NoticesAction;
use crate::app::{Dispatch, dom, storage};

/// ID of the question, which takes the focus.
const QUESTION: &str = "forget-question";

/// ID of the button, which takes it back.
const BUTTON: &str = "forget";

#[derive(Properties, PartialEq)]
pub(super) struct ForgetProps {
    /// Whether a request is on its way, from this tab or another.
    pub(super) sending: bool,
    /// How many jobs are in the list.
    pub(super) jobs: usize,
    pub(super) dispatch: Dispatch,
}

/// The button, which asks before it deletes anything.
#[component(Forget)]
pub(super) fn forget(props: &ForgetProps) -> Html {
    let ForgetProps {
        sending,
        jobs,
        dispatch,
    } = props;
    let asked = use_state_eq(|| false);
    use_effect_with((), {
        let dispatch = dispatch.clone();
        move |()| {
            if storage::was_forgotten() {
                let text =
                    "Everything that this page had stored in this browser was deleted.".into();
                dispatch.dispatch(NoticesAction::Shown { text }.into());
            }
        }
    });
    use_effect_with(*sending, {
        let dispatch = dispatch.clone();
        move |sending| {
            let listener = listen(*sending, dispatch);
            move || drop(listener)
        }
    });
    // The button is replaced by the question and comes back: the focus goes with it.
    let was_asked = use_mut_ref(|| false);
    use_effect_with(*asked, move |asked| {
        if was_asked.replace(*asked) != *asked {
            dom::focus(if *asked { QUESTION } else { BUTTON });
        }
    });
    let ask = |is_asked: bool| {
        let asked = asked.setter();
        move |_: MouseEvent| asked.set(is_asked)
    };
    let forget = {
        let (asked, dispatch) = (asked.setter(), dispatch.clone());
        move |_: MouseEvent| {
            asked.set(false);
            let dispatch = dispatch.clone();
            spawn_local(async move {
                let left = storage::forget().await;
                if left.is_empty() {
                    return storage::reload();
                }
                let text = format!(
                    "Not everything could be deleted. {} Close other tabs of this page, then try again.",
                    left.join(" ")
                );
                dispatch.dispatch(NoticesAction::Shown { text }.into());
            });
        }
    };
    let listed = match jobs {
        0 => "the list of jobs".to_owned(),
        1 => "the list with 1 job".to_owned(),
        jobs => format!("the list with {jobs} jobs"),
    };
    html! {
        <div class="forget">
            if *sending {
                <span class="quiet">{"A request is being sent. Everything in this browser can be forgotten when it is answered."}</span>
            } else if *asked {
                <div role="group" aria-labelledby={QUESTION}>
                    <h3 id={QUESTION} tabindex="-1">{"Forget everything in this browser?"}</h3>
                    <p>
                        { format!("This deletes {listed}, kept exports, names of organizations and meters, the allowance, and what was typed: callback URL, user name and addresses. You are signed out. Other tabs of this page forget it too.") }
                    </p>
                    <p>
                        {"Note the IDs of jobs that you still need: the service cannot list them. They go on there, and their data is kept for three days."}
                    </p>
                    <div class="actions">
                        <button type="button" onclick={forget}>{"Forget everything"}</button>
                        <button type="button" onclick={ask(false)}>{"Keep everything"}</button>
                    </div>
                </div>
            } else {
                <button id={BUTTON} type="button" class="small" onclick={ask(true)}>{"Forget everything in this browser"}</button>
            }
        </div>
    }
}

/// Notices that another tab has forgotten everything: this one does so too, unless its request is on its way.
fn listen(sending: bool, dispatch: Dispatch) -> Option<(BroadcastChannel, EventListener)> {
    let channel = BroadcastChannel::new(storage::FORGET_CHANNEL).ok()?;
    let listener = EventListener::new(&channel, "message", move |_| {
        storage::forget_tab();
        if sending {
            let text = "Another tab has deleted what this page had stored in this browser. Note the job ID when the request is answered, then reload the page.".into();
            dispatch.dispatch(NoticesAction::Shown { text }.into());
        } else {
            storage::reload();
        }
    });
    Some((channel, listener))
}
