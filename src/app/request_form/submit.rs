//! Asking for the export: once for each click that finds a valid request, and never again by itself.

use yew::prelude::*;

use super::control_id;
use crate::app::state::Action;
use crate::app::submit::submit;
use crate::app::task::use_task;
use crate::app::{Store, clock, dom};
use crate::service;
use metering_core::request::Field;

/// The callback behind "Request export"; with `true` that behind "Send anyway".
#[hook]
pub(super) fn use_submit(store: &Store) -> Callback<bool> {
    let task = use_task();
    let store = store.clone();
    Callback::from(move |anyway: bool| {
        if store.is_sending() {
            return;
        }
        if anyway {
            store.dispatch(Action::Waived);
            dom::focus(control_id(Field::EndDate)); // the button that had the focus goes
        }
        let checked = store.form.check(&store.config.rules(), Some(clock::now()));
        let (Ok(request), Some(client)) = (checked.result, store.client()) else {
            store.dispatch(Action::Attempted);
            return;
        };
        if let Some(plan) = store
            .form
            .split
            .then(|| store.form.plan(&store.config.rules()))
            .flatten()
        {
            let bodies = plan.iter().map(service::body).collect();
            store.dispatch(Action::Queued(bodies, clock::now()));
            return;
        }
        store.dispatch(Action::Sending(service::body(&request), clock::now()));
        task.run(submit(client, request, None, store.dispatcher()));
    })
}
