//! The region "Connection": signing in, pasting a session, signing out.

mod sign_in;
mod typed;

pub use typed::Typed;

use yew::prelude::*;

use super::state::{Action, Connection};
use super::task::use_task;
use super::{Store, dom};
use crate::service::{Kind, Session};
use sign_in::use_sign_in;

/// ID of the heading, which takes the focus when the control that had it is gone.
const TITLE: &str = "connection-title";

/// The region "Connection".
#[hook]
pub fn use_connection(store: &Store) -> Html {
    let form = use_sign_in(store);
    let leave = use_sign_out(store);
    let content = match &store.connection {
        Connection::Connected(session) => signed_in(session, leave),
        Connection::SignedOut | Connection::Expired | Connection::Idle => form,
    };
    html! {
        <section class="region connection" aria-labelledby={TITLE}>
            <h2 id={TITLE} tabindex="-1">{"Connection"}</h2>
            { content }
        </section>
    }
}

/// The open session and the button that ends it.
fn signed_in(session: &Session, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <div class="signed-in">
            <p>
                <span class="dot" aria-hidden="true"></span>
                if let Some(name) = &session.user_name {
                    {"Signed in as "}<strong>{ name.clone() }</strong>
                } else {
                    {"Connected with a pasted session"}
                }
                if let Some(name) = &session.org_name {
                    <span class="quiet">{ format!(" · {name}") }</span>
                }
                <span class="quiet">{" · "}<code>{ session.base.as_str().to_owned() }</code></span>
            </p>
            <button type="button" {onclick}>{"Sign out"}</button>
        </div>
    }
}

/// The callback behind "Sign out".
#[hook]
fn use_sign_out(store: &Store) -> Callback<MouseEvent> {
    let task = use_task();
    let store = store.clone();
    Callback::from(move |_: MouseEvent| {
        let Some(client) = store.client() else { return };
        // The page forgets the session first: it is gone here whatever the service answers.
        store.dispatch(Action::SignedOut);
        dom::focus(TITLE);
        let dispatch = store.dispatcher();
        task.run(async move {
            // 401: the session had ended already.
            if let Err(error) = client.sign_out().await
                && error.kind != Kind::Unauthorized
            {
                dispatch.dispatch(Action::Notice(format!(
                    "Signed out here, but the service did not confirm it: {error} Its session ends by itself after 30 minutes without use."
                )));
            }
        });
    })
}
