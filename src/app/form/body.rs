//! The request body as it will be sent, and the same as a command line.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use crate::app::dom;
use crate::app::state::{Action, Connection};
use crate::app::store::use_store;
use crate::app::task::use_task;
use crate::request::Checked;
use crate::service::{BaseUrl, curl};

/// Properties of [`RequestBody`].
#[derive(Properties, PartialEq)]
pub(super) struct RequestBodyProps {
    pub(super) checked: Checked,
}

/// What the last "Copy as cURL" led to.
#[derive(Clone, PartialEq)]
enum Copied {
    Nothing,
    Yes,
    /// The browser refused: the text stands here to be copied by hand.
    ByHand(String),
}

#[component(RequestBody)]
pub(super) fn request_body(props: &RequestBodyProps) -> Html {
    let store = use_store();
    let copied = use_state_eq(|| Copied::Nothing);
    let task = use_task();

    let valid = props.checked.result.is_ok();
    let body = match &props.checked.result {
        Ok(request) => serde_json::to_string_pretty(request),
        // Not sent like this; it shows what the problems are about.
        Err(_) => serde_json::to_string_pretty(&store.form.completed()),
    }
    .unwrap_or_default();

    let onclick = {
        let (store, copied) = (store.clone(), copied.clone());
        let request = props.checked.result.as_ref().ok().cloned();
        Callback::from(move |_: MouseEvent| {
            let Some(request) = &request else {
                store.dispatch(Action::Attempted);
                return;
            };
            let base = match &store.connection {
                Connection::Connected(session) => session.base.clone(),
                Connection::SignedOut | Connection::Expired => {
                    let Ok(base) = BaseUrl::parse(&store.config.api_base_url) else { return };
                    base
                }
            };
            let command = curl(&dom::origin(), &base, &serde_json::to_string(request).unwrap_or_default());
            let (store, copied) = (store.clone(), copied.clone());
            task.run(async move {
                if copy(&command).await {
                    store.dispatch(Action::Announce("Copied as cURL.".into()));
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
        <aside class="body" role="region" aria-labelledby="body-title">
            <div class="body-head">
                <h3 id="body-title">{"Request body"}</h3>
                if !valid {
                    <span class="mark">{"not complete"}</span>
                }
                <button type="button" class="small" {onclick}>{"Copy as cURL"}</button>
                if *copied == Copied::Yes {
                    <span class="copied" aria-hidden="true">{"Copied"}</span>
                }
            </div>
            <pre tabindex="0" aria-labelledby="body-title" class={(!valid).then_some("incomplete")}><code>{ body }</code></pre>
            if let Copied::ByHand(command) = &*copied {
                <label for="curl-command">{"The browser does not let the page copy. Copy the command from here:"}</label>
                <textarea id="curl-command" readonly=true rows="8" value={command.clone()} />
            }
            <p class="hint">{"The session ID is never part of the command: it is read from $INFA_SESSION_ID."}</p>
        </aside>
    }
}

/// Puts a text on the clipboard; false if the browser refuses or has none, as on pages without https.
async fn copy(text: &str) -> bool {
    let navigator = gloo_utils::window().navigator();
    let has_clipboard = js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or_default();
    has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
