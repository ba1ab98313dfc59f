//! Reads the storage at the start, and stores what changes.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::app::state::{FormAction, JobsAction, NoticesAction, PageAction, SessionAction};
use crate::app::{Store, storage};

/// Keeps the jobs in the storage, and what was typed.
#[hook]
pub(super) fn use_storage(store: &Store) {
    let dispatch = store.dispatcher();
    use_effect_with((), move |()| {
        let (restored, notices) = storage::restore();
        let mut own = Vec::new();
        if let Some(tab) = restored.tab {
            own = tab.own();
            dispatch.dispatch(FormAction::Restored { typed: tab.form }.into());
            dispatch.dispatch(SessionAction::Typed { typed: tab.connect }.into());
        }
        let list = restored.jobs;
        dispatch.dispatch(JobsAction::Restored { list, own }.into());
        dispatch.dispatch(PageAction::Ready.into());
        for text in notices {
            dispatch.dispatch(NoticesAction::Shown { text }.into());
        }
        let other_tab = EventListener::new(&gloo_utils::window(), "storage", move |event| {
            if let Some(list) = event.dyn_ref().and_then(storage::jobs_of_other_tab) {
                dispatch.dispatch(JobsAction::Adopted { list }.into());
            }
        });
        move || drop(other_tab)
    });

    let (dispatch, ready) = (store.dispatcher(), store.page.ready);
    use_effect_with((ready, store.jobs.list.clone()), move |(ready, list)| {
        if *ready && let Err(text) = storage::save_jobs(list) {
            dispatch.dispatch(NoticesAction::Shown { text }.into());
        }
    });
    let typed = (
        store.form.typed.clone(),
        store.session.typed.clone(),
        store.jobs.own.clone(),
    );
    use_effect_with((ready, typed), |(ready, (form, connect, own))| {
        if *ready {
            storage::save_typed(form, connect, own);
        }
    });
}
