//! The request body as it will be sent, and the same as a command line.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use crate::app::state::{Action, Connection};
use crate::app::task::use_task;
use crate::app::{Store, dom};
use crate::service::{self, BaseUrl, curl};
use metering_core::request::Checked;

/// What the last "Copy as cURL" led to.
#[derive(Clone, PartialEq)]
enum Copied {
    Nothing,
    Yes,
    /// The browser refused: the text stands here to be copied by hand.
    ByHand(String),
}

/// The request body, and the button that copies it as a command.
#[hook]
pub(super) fn use_body(store: &Store, checked: &Checked) -> Html {
    let copied = use_state_eq(|| Copied::Nothing);
    let task = use_task();

    let plan = store
        .form
        .split
        .then(|| store.form.plan(&store.config.rules()))
        .flatten();
    let (mark, body) = match (&plan, &checked.result) {
        (Some(plan), _) => (
            Some(format!("1 of {}", plan.len())),
            service::body(&plan[0]),
        ),
        (None, Ok(request)) => (None, service::body(request)),
        // Not sent like this; it shows what the problems are about.
        (None, Err(_)) => (
            Some("not complete".to_owned()),
            service::body(&store.form.completed()),
        ),
    };
    let incomplete = checked.result.is_err().then_some("incomplete");
    let onclick = {
        let (store, copied) = (store.clone(), copied.clone());
        let body = checked.result.is_ok().then(|| body.clone());
        Callback::from(move |_: MouseEvent| {
            let (Some(body), Some(base)) = (&body, base(&store)) else {
                store.dispatch(Action::Attempted);
                return;
            };
            let command = curl(&dom::origin(), &base, body);
            let (dispatch, copied) = (store.dispatcher(), copied.clone());
            task.run(async move {
                if copy(&command).await {
                    dispatch.dispatch(Action::Announce("Copied as cURL.".into()));
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
            <div class="body-head">
                <h3 id="body-title">{"Request body"}</h3>
                <span class="mark">{ mark }</span>
                if *copied == Copied::Yes {
                    <span class="copied" aria-hidden="true">{"Copied"}</span>
                }
                <button type="button" class="small" {onclick}>{"Copy as cURL"}</button>
            </div>
            <pre class={incomplete}><code>{ body }</code></pre>
            if let Copied::ByHand(command) = &*copied {
                <label for="curl-command">{"The browser does not let the page copy. Copy the command from here:"}</label>
                <textarea id="curl-command" readonly=true rows="8" value={command.clone()} />
            }
            <p class="hint">{"The command reads the session ID from $INFA_SESSION_ID; it never contains it."}</p>
        </section>
    }
}

/// The base URL of the session, or the one that a session would have by default.
fn base(store: &Store) -> Option<BaseUrl> {
    match &store.connection {
        Connection::Connected(session) => Some(session.base.clone()),
        Connection::SignedOut | Connection::Expired | Connection::Idle => {
            BaseUrl::parse(&store.config.api_base_url).ok()
        }
    }
}

/// Puts a text on the clipboard; false if the browser refuses or has none, as on pages without https.
async fn copy(text: &str) -> bool {
    let navigator = gloo_utils::window().navigator();
    let has_clipboard = js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or_default();
    has_clipboard
        && JsFuture::from(navigator.clipboard().write_text(text))
            .await
            .is_ok()
}
