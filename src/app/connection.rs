//! The region "Connection": signing in, pasting a session, signing out.

mod sign_in;
mod signed_in;
mod typed;

pub use typed::{Entry, Typed};

use std::rc::Rc;

use yew::prelude::*;

use super::Dispatch;
use super::config::Config;
use super::state::{self, SessionState};
use sign_in::SignIn;
use signed_in::SignedIn;

/// ID of the heading, which takes the focus when the control that had it is gone.
const TITLE: &str = "connection-title";

#[derive(Properties, PartialEq)]
pub(super) struct ConnectionProps {
    pub(super) session: Rc<SessionState>,
    pub(super) config: Rc<Config>,
    /// Whether `config.json` was read, or could not be.
    pub(super) configured: bool,
    pub(super) dispatch: Dispatch,
}

/// The region "Connection".
#[component(Connection)]
pub(super) fn connection(props: &ConnectionProps) -> Html {
    let ConnectionProps {
        session: state,
        config,
        configured,
        dispatch,
    } = props;
    let content = match &state.connection {
        state::Connection::Connected(session) => html! {
            <SignedIn session={session.clone()} verified={state.verified} dispatch={dispatch.clone()} />
        },
        state::Connection::SignedOut | state::Connection::Expired | state::Connection::Idle => {
            html! {
                <SignIn session={state.clone()} config={config.clone()} {configured} dispatch={dispatch.clone()} />
            }
        }
    };
    html! {
        <section class="region connection" aria-labelledby={TITLE}>
            <h2 id={TITLE} tabindex="-1">{"Connection"}</h2>
            { content }
        </section>
    }
}
