//! The request body as it will be sent, and the same as a shell script.

use gloo_timers::future::TimeoutFuture;
use yew::prelude::*;

use crate::app::state::{FormAction, NoticesAction};
use crate::app::task::use_task;
use crate::app::{Dispatch, dom};
use crate::service::{BaseUrl, curl};

#[derive(Properties, PartialEq)]
pub(super) struct RequestBodyProps {
    /// What is to be said of it, for example "not complete".
    pub(super) mark: Option<String>,
    pub(super) text: String,
    /// Whether it can be sent like this.
    pub(super) is_complete: bool,
    /// All that is sent: more than one body where the range is split.
    pub(super) bodies: Vec<String>,
    /// Where it is sent, and to which call.
    pub(super) base: Option<BaseUrl>,
    pub(super) path: &'static str,
    pub(super) dispatch: Dispatch,
}

/// What the last "Copy as cURL" led to.
#[derive(Clone, PartialEq)]
enum Copied {
    Nothing,
    Yes,
    /// The browser refused: the text stands here to be copied by hand.
    ByHand(String),
}

/// The request body, folded away, and the button that copies it as commands.
#[component(RequestBody)]
pub(super) fn request_body(props: &RequestBodyProps) -> Html {
    let RequestBodyProps {
        mark,
        text,
        is_complete,
        bodies,
        base,
        path,
        dispatch,
    } = props;
    let copied = use_state_eq(|| Copied::Nothing);
    let task = use_task();
    let onclick = {
        let base = base.clone().filter(|_| *is_complete);
        let (bodies, path) = (bodies.clone(), *path);
        let (copied, dispatch) = (copied.clone(), dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(base) = &base else {
                dispatch.dispatch(FormAction::Attempted.into());
                return;
            };
            let command = curl(&dom::origin(), base, path, &bodies);
            let (dispatch, copied) = (dispatch.clone(), copied.clone());
            task.run(async move {
                if dom::copy(&command).await {
                    let text = "Copied as cURL.".to_owned();
                    dispatch.dispatch(NoticesAction::Announced { text }.into());
                    copied.set(Copied::Yes);
                    TimeoutFuture::new(2_000).await;
                    copied.set(Copied::Nothing);
                } else {
                    copied.set(Copied::ByHand(command));
                }
            });
        })
    };

    html! {
        <section class="body" aria-labelledby="body-title">
            <details>
                <summary><h3 id="body-title">{"Request body"}</h3></summary>
                <div class="body-head">
                    <span class="mark">{ mark.clone() }</span>
                    if *copied == Copied::Yes {
                        <span class="copied" aria-hidden="true">{"Copied"}</span>
                    }
                    <button type="button" class="small" {onclick}>{"Copy as cURL"}</button>
                </div>
                <pre class={(!is_complete).then_some("incomplete")}><code>{ text.clone() }</code></pre>
                if let Copied::ByHand(command) = &*copied {
                    <label for="curl-command">{"The browser does not let the page copy. Copy the commands from here:"}</label>
                    <textarea id="curl-command" readonly=true rows="8" value={command.clone()} />
                }
                <p class="hint">
                    {"A script that requests the export, waits until it has ended, and downloads it. It reads the session ID from $INFA_SESSION_ID."}
                </p>
            </details>
        </section>
    }
}
