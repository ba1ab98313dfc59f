//! The open session and the button that ends it.

use yew::prelude::*;

use super::TITLE;
use crate::app::state::SessionAction;
use crate::app::{Dispatch, dom};
use crate::service::Session;

#[derive(Properties, PartialEq)]
pub(super) struct SignedInProps {
    pub(super) session: Session,
    /// Whether the service has accepted it.
    pub(super) verified: bool,
    pub(super) dispatch: Dispatch,
}

/// Who is signed in, where, and "Sign out".
#[component(SignedIn)]
pub(super) fn signed_in(props: &SignedInProps) -> Html {
    use_effect_with((), |()| dom::focus(TITLE)); // the form that had the focus is gone
    let SignedInProps {
        session,
        verified,
        dispatch,
    } = props;
    let onclick = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(SessionAction::SignedOut.into());
            dom::focus(TITLE); // the button goes
        })
    };
    html! {
        <div class="signed-in">
            <p>
                <span class="dot" aria-hidden="true"></span>
                if let Some(name) = &session.user_name {
                    {"Signed in as "}<strong>{ name.clone() }</strong>
                } else {
                    {"Connected with a pasted session"}
                }
                if !verified {
                    <span class="quiet">{" · not verified yet"}</span>
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
