//! Who is signed in, and the way out.

use yew::prelude::*;

use crate::app::dom;
use crate::app::state::Action;
use crate::app::store::use_store;
use crate::app::task::use_task;
use crate::service::Session;

/// Properties of [`SignedIn`].
#[derive(Properties, PartialEq)]
pub struct SignedInProps {
    /// The session.
    pub session: Session,
}

/// The open session and the button that ends it.
#[component(SignedIn)]
pub fn signed_in(props: &SignedInProps) -> Html {
    let store = use_store();
    let leaving = use_task();
    // The form that had the focus is gone.
    use_effect_with((), |()| dom::focus("connection-title"));

    let onclick = {
        let (store, leaving) = (store.clone(), leaving.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(client) = store.client().filter(|_| !leaving.is_busy()) else { return };
            let store = store.clone();
            leaving.run(async move {
                let answer = client.sign_out().await;
                store.dispatch(Action::SignedOut);
                if let Err(error) = answer {
                    // The page has forgotten the session either way; that the service has not is worth knowing.
                    store.dispatch(Action::Notice(format!(
                        "Signed out here, but the service did not confirm it: {error} The session ends by itself after 30 minutes without use."
                    )));
                }
                dom::focus("connection-title");
            });
        })
    };
    let session = &props.session;
    html! {
        <div class="signed-in">
            <p>
                <span class="dot" aria-hidden="true"></span>
                if let Some(name) = &session.user_name {
                    {"Signed in as "}<strong>{ name }</strong>
                } else {
                    {"Connected with a pasted session"}
                }
                if let Some(name) = &session.org_name {
                    <span class="quiet">{ format!(" · {name}") }</span>
                }
                <span class="quiet">{" · "}<code>{ session.base.as_str() }</code></span>
            </p>
            <button type="button" {onclick}>{"Sign out"}</button>
        </div>
    }
}
