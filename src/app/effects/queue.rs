//! Requests the windows of split exports as their turn comes: one at a time, from one tab, each once.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use serde_json::Value;
use yew::prelude::*;

use super::lead::{self, Lead};
use super::state::{Action, State};
use super::submit::submit;
use super::task::{Slot, Task, use_task};
use super::{Store, clock, storage};
use crate::service::Client;
use metering_core::job::{Key, Turn};
use metering_core::request::{Draft, ExportRequest, Field, RangeLimit, Rules, validate};

/// Runs the queue while there is a session and something to send.
#[hook]
pub(super) fn use_queue(store: &Store) {
    let lead = use_state(|| None::<Rc<Lead>>);
    let sending = use_task();
    let client = store.client();

    use_effect_with(client.is_some() && store.jobs.has_queued(), {
        // Not the state itself: that would hold the right to send for as long as the page is open.
        let (lead, dispatch) = (lead.setter(), store.dispatcher());
        move |wants| {
            let task = wants.then({
                let lead = lead.clone();
                || {
                    Task::spawn(async move {
                        let taken = lead::lead().await;
                        if let Some(stored) = storage::stored_jobs() {
                            dispatch.dispatch(Action::Learned(stored));
                        }
                        lead.set(Some(Rc::new(taken)));
                    })
                }
            });
            move || {
                drop(task);
                lead.set(None);
            }
        }
    });

    let leads = lead.is_some();
    let limit = store.config.max_active_jobs;
    use_effect_with((leads, client, store.jobs.clone(), store.now, limit), {
        let store = store.clone();
        move |(_, client, jobs, _, limit)| {
            let mut wait = None;
            if let (Some(lead), Some(client)) = (&*lead, client) {
                match jobs.turn(clock::now(), *limit) {
                    Turn::Send(key) if lead.holds() => send(&store, client, key, &sending),
                    Turn::Wait(time) => {
                        let time = u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
                        let dispatch = store.dispatcher();
                        wait = Some(Task::spawn(async move {
                            TimeoutFuture::new(time).await;
                            dispatch.dispatch(Action::Tick(clock::now()));
                        }));
                    }
                    Turn::Send(_) | Turn::Idle => {}
                }
            }
            move || drop(wait)
        }
    });
}

/// Sends the request of a window. That it is on its way is stored first: whatever happens then, no tab sends it again.
fn send(store: &Store, client: &Client, key: Key, slot: &Slot) {
    let Some(request) = request(store, key) else {
        let why = "What the browser has stored of this request is not valid.";
        store.dispatch(Action::Unsendable(key, why.to_owned()));
        return;
    };
    let now = clock::now();
    let mut jobs = store.jobs.clone();
    jobs.sent(key, now);
    let _ = storage::save_jobs(&jobs); // a storage that takes nothing is said where everything is stored
    store.dispatch(Action::SendingWindow(key, now));
    slot.run(submit(
        client.clone(),
        request,
        Some(key),
        store.dispatcher(),
    ));
}

/// The request of an entry, checked anew: it may come from the storage. About the limit the service has the last word.
fn request(store: &State, key: Key) -> Option<ExportRequest> {
    let body: Value = serde_json::from_str(store.jobs.get(key)?.body.as_deref()?).ok()?;
    let mut draft = Draft::default();
    for field in Field::ALL {
        if let Some(text) = body.get(field.name()).and_then(Value::as_str) {
            draft.set(field, text);
        }
    }
    let rules = Rules {
        range_limit: RangeLimit::Warning,
        ..Rules::default()
    };
    validate(&draft, &rules).result.ok()
}
