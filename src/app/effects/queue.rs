//! Sends requests: those of a click, and those of split exports as their turn comes. One at a time, each once, and none before
//! the intent to send it is stored.

use gloo_timers::future::sleep;
use yew::prelude::*;

use super::leader::Lock;
use super::storage::Storage;
use crate::app::state::jobs::Leadership;
use crate::app::state::{JobsAction, NoticesAction};
use crate::app::task::{Task, use_task};
use crate::app::{Store, clock, dom};
use crate::service::{Call, Kind, ServiceError};
use metering_core::job::{Entry, REDACTED, Turn};

/// Why a request is not sent.
const INVALID: &str = "What the browser has stored of this request is not valid.";

/// Runs the queue while there is a session and something to send.
#[hook]
pub(super) fn use_queue(store: &Store, storage: &Storage) {
    use_leader(
        store,
        storage,
        store.client().is_some() && store.jobs.list.has_queued(),
    );
    use_turns(store);
    use_sending(store);
}

/// Becomes the leader while this tab wants to send.
#[hook]
fn use_leader(store: &Store, storage: &Storage, wants: bool) {
    let (dispatch, storage) = (store.dispatcher(), storage.clone());
    use_effect_with(wants, move |wants| {
        let lead = |leadership| dispatch.dispatch(JobsAction::Led { leadership }.into());
        let lock = wants.then(|| {
            let Some((lock, taken)) = Lock::request() else {
                lead(Leadership::OwnExports);
                return None;
            };
            let dispatch = dispatch.clone();
            let task = Task::spawn(async move {
                let _ = taken.await; // it is never rejected
                storage.read_all().await; // with what the leader before has sent
                let leadership = Leadership::AllExports;
                dispatch.dispatch(JobsAction::Led { leadership }.into());
            });
            Some((lock, task))
        });
        let dispatch = dispatch.clone();
        move || {
            drop(lock);
            let leadership = Leadership::None;
            dispatch.dispatch(JobsAction::Led { leadership }.into());
        }
    });
}

/// Marks the next queued request as one to send, when its turn comes.
#[hook]
fn use_turns(store: &Store) {
    let (dispatch, jobs) = (store.dispatcher(), store.jobs.clone());
    let is_connected = store.client().is_some();
    let limit = store.page.config.max_active_jobs;
    use_effect_with(
        (jobs, is_connected, limit),
        move |(jobs, is_connected, limit)| {
            let leads = *is_connected && jobs.leadership != Leadership::None;
            let task = leads.then(|| {
                let (jobs, limit) = (jobs.clone(), *limit);
                Task::spawn(async move {
                    let own = (jobs.leadership == Leadership::OwnExports).then_some(&*jobs.own);
                    let key = loop {
                        match jobs.list.turn(clock::steady(), limit, own) {
                            Turn::Send(key) => break key,
                            Turn::Wait(time) => sleep(time).await,
                            Turn::Idle => return,
                        }
                    };
                    let now = clock::now();
                    dispatch.dispatch(JobsAction::Sending { key, now }.into());
                })
            });
            move || drop(task)
        },
    );
}

/// Sends the request whose intent to send is stored, and hands on the answer.
#[hook]
fn use_sending(store: &Store) {
    let task = use_task();
    let store = store.clone();
    use_effect_with(store.jobs.list.to_send(), move |to_send| {
        let Some(key) = *to_send else { return };
        let dispatch = store.dispatcher();
        let entry = store.jobs.list.get(key);
        let is_part = entry.is_some_and(|entry| entry.window.is_some());
        let request = match entry {
            Some(entry) if entry.is_redacted => Err(REDACTED),
            entry => entry.and_then(Entry::request).ok_or(INVALID),
        };
        let request = match request {
            Ok(request) => request,
            Err(why) => {
                let why = why.to_owned();
                dispatch.dispatch(JobsAction::Unsendable { key, why }.into());
                return;
            }
        };
        let client = store.client();
        let session = client.as_ref().map(|client| &client.session);
        let org_name = session.and_then(|session| session.org_name.clone());
        task.run(async move {
            let answer = match client {
                Some(client) => client.submit(&request).await,
                None => Err(ServiceError::new(Call::Submit, Kind::Unauthorized)),
            };
            let answer = answer.map(|submitted| {
                let job = submitted.job;
                if submitted.maybe_twice {
                    let text = format!(
                        "The connection broke while job {} was requested, and the browser may have sent the request twice: there may be a second job.",
                        job.job_id
                    );
                    dispatch.dispatch(NoticesAction::Shown { text }.into());
                }
                job
            });
            if answer.is_ok() && !is_part {
                dom::reveal(&format!("job-{}", key.number())); // what was asked for is where one looks
            }
            let (now, steady, jitter) = (clock::now(), clock::steady(), clock::jitter());
            dispatch.dispatch(
                JobsAction::Submitted {
                    key,
                    answer,
                    org_name,
                    now,
                    steady,
                    jitter,
                }
                .into(),
            );
        });
    });
}
