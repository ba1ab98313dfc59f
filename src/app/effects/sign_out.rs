//! Ends the session at the service when the page has forgotten it.

use yew::prelude::*;

use crate::app::Store;
use crate::app::state::{Connection, NoticesAction};
use crate::app::task::use_task;
use crate::service::Kind;

/// Signs out at the service: after "Sign out", and after half an hour without use.
#[hook]
pub(super) fn use_sign_out(store: &Store) {
    let task = use_task();
    let last = use_mut_ref(|| None);
    let (client, dispatch) = (store.client(), store.dispatcher());
    use_effect_with(store.session.connection.clone(), move |connection| {
        let before = last.replace(client);
        let is_asked_for = match connection {
            Connection::SignedOut => true,
            Connection::Idle => false,
            Connection::Expired | Connection::Connected(_) => return,
        };
        let Some(client) = before else { return };
        task.run(async move {
            // The session is gone here whatever the service answers. 401: it had ended already.
            if let Err(error) = client.sign_out().await
                && is_asked_for
                && error.kind != Kind::Unauthorized
            {
                let text = format!(
                    "Signed out here, but the service did not confirm it: {error} Its session ends by itself after 30 minutes of inactivity."
                );
                dispatch.dispatch(NoticesAction::Shown { text }.into());
            }
        });
    });
}
