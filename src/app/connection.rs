//! The region "Connection": signing in, pasting a session, signing out.

mod secrets;
mod sign_in;
mod signed_in;

pub use sign_in::ConnectForm;
pub use signed_in::SignedIn;

use serde::{Deserialize, Serialize};
use yew::prelude::*;

use super::state::Connection;
use super::store::use_store;

/// What was typed to connect, without the password and the session ID: those never leave the form's own memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Typed {
    /// Whether a session ID is pasted instead of signing in.
    pub pasting: bool,
    /// User name.
    pub user_name: String,
    /// Login URL, if it is not that of `config.json`.
    pub login_url: Option<String>,
    /// API base URL, if it is not that of `config.json`.
    pub base_url: Option<String>,
}

/// The region "Connection".
#[component(ConnectionRegion)]
pub fn connection_region() -> Html {
    let store = use_store();
    let content = match &store.connection {
        Connection::Connected(session) => html! { <SignedIn session={session.clone()} /> },
        Connection::SignedOut => html! { <ConnectForm expired=false /> },
        Connection::Expired => html! { <ConnectForm expired=true /> },
    };
    html! {
        <section class="region connection" aria-labelledby="connection-title">
            <h2 id="connection-title" tabindex="-1">{"Connection"}</h2>
            { content }
        </section>
    }
}
