//! Reads `config.json` at the start.

use yew::prelude::*;

use crate::app::Store;
use crate::app::config::Config;
use crate::app::state::PageAction;
use crate::app::task::Task;
use crate::service;

/// Fetches and reads `config.json` once.
#[hook]
pub(super) fn use_configuration(store: &Store) {
    let dispatch = store.dispatcher();
    use_effect_with((), move |()| {
        let task = Task::spawn(async move {
            let outcome = service::config().await.and_then(|text| Config::read(&text));
            dispatch.dispatch(PageAction::Configured { outcome }.into());
        });
        move || drop(task)
    });
}
