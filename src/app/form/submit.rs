//! Asking for the export: once for each click that finds a valid request, and never again by itself.

use yew::prelude::*;

use super::control_id;
use crate::app::clock;
use crate::app::state::Action;
use crate::app::store::use_store;
use crate::app::task::use_task;
use crate::request::Field;

/// The callback behind "Request export"; with `true` that behind "Send anyway".
#[hook]
pub(super) fn use_submit() -> Callback<bool> {
    let store = use_store();
    let task = use_task();
    Callback::from(move |anyway: bool| {
        if store.is_sending() {
            return;
        }
        if anyway {
            store.dispatch(Action::Waived);
            // The button that had the focus is gone.
            crate::app::dom::focus(&control_id(Field::EndDate));
        }
        let checked = store.form.check(&store.config.rules(), Some(clock::now()));
        let (Ok(request), Some(client)) = (checked.result, store.client()) else {
            store.dispatch(Action::Attempted);
            return;
        };
        let body = serde_json::to_string(&request).unwrap_or_default();
        store.dispatch(Action::Sending(body, clock::now()));
        let store = store.clone();
        task.run(async move {
            let answer = client.submit(&request).await;
            store.dispatch(Action::Submitted(answer, clock::now(), clock::jitter()));
        });
    })
}
