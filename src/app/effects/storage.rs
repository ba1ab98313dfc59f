//! Reads the storage at the start, writes what changes, and takes over what other tabs write.

use std::cell::RefCell;
use std::mem::{replace, take};
use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{MessageEvent, PageTransitionEvent};
use yew::prelude::*;

use crate::app::state::{
    FormAction, JobsAction, JobsState, NoticesAction, PageAction, SessionAction,
};
use crate::app::storage::{self, Failure, JobStore, Stored, TabState};
use crate::app::task::Task;
use crate::app::{Dispatch, Store};
use metering_core::job::{Change, Key};

/// The storage of the jobs, as the page uses it.
#[derive(Clone)]
pub(super) struct Storage(Rc<RefCell<Saver>>);

/// Reads and writes one after the other.
struct Saver {
    store: Result<Rc<JobStore>, Failure>,
    dispatch: Dispatch,
    /// The jobs as they are now.
    latest: Rc<JobsState>,
    writing: Option<Task>,
    /// Whether the last write failed: that is said once.
    fails: bool,
    reading: Option<Task>,
    /// Records that other tabs have written.
    told: Vec<Key>,
    /// Whether all records are to be read.
    reads_all: bool,
    listeners: Vec<EventListener>,
}

/// Keeps the jobs in the storage, and what was typed.
#[hook]
pub(super) fn use_storage(store: &Store) -> Storage {
    let dispatch = store.dispatcher();
    let saver = use_mut_ref(|| Saver {
        store: Err(Failure::Denied),
        dispatch,
        latest: Rc::default(),
        writing: None,
        fails: false,
        reading: None,
        told: Vec::new(),
        reads_all: false,
        listeners: Vec::new(),
    });
    let storage = Storage(saver);

    use_effect_with((), {
        let storage = storage.clone();
        move |()| {
            let opened = storage.clone();
            let opening = Task::spawn(async move { opened.open().await });
            storage.0.borrow_mut().reading = Some(opening);
            move || storage.close()
        }
    });
    use_effect_with((store.page.ready, store.jobs.clone()), {
        let storage = storage.clone();
        move |(ready, jobs)| {
            if *ready {
                storage.0.borrow_mut().latest = jobs.clone();
                storage.write();
            }
        }
    });
    let typed = (
        store.form.typed.clone(),
        store.session.typed.clone(),
        store.jobs.own.clone(),
    );
    use_effect_with(
        (store.page.ready, typed),
        |(ready, (form, connect, own))| {
            if *ready {
                storage::save_tab(&TabState::new(form, connect, own));
            }
        },
    );
    storage
}

impl Storage {
    /// Opens the storage, and brings back what is in it.
    async fn open(self) {
        let dispatch = self.0.borrow().dispatch.clone();
        let known = storage::meters();
        dispatch.dispatch(PageAction::Metered { known }.into());
        let mut own = Vec::new();
        match storage::restore_tab() {
            Ok(None) => {}
            Ok(Some(tab)) => {
                own = tab.own();
                dispatch.dispatch(FormAction::Restored { typed: tab.form }.into());
                dispatch.dispatch(SessionAction::Restored { typed: tab.connect }.into());
            }
            Err(text) => dispatch.dispatch(NoticesAction::Shown { text }.into()),
        }
        dispatch.dispatch(JobsAction::Owned { own }.into());
        let opened = JobStore::open().await.map(Rc::new);
        let failure = opened.as_ref().err().copied();
        self.0.borrow_mut().store = opened;
        match failure {
            None => {
                self.listen();
                self.read_all().await;
            }
            Some(failure) => {
                self.0.borrow_mut().fails = true;
                self.say(failure);
            }
        }
        dispatch.dispatch(PageAction::Ready.into());
        self.read_on().await;
    }

    /// Takes over what the storage holds now.
    pub(super) async fn read_all(&self) {
        let (store, dispatch) = self.parts();
        let Ok(store) = store else { return };
        match store.read_all().await {
            // Dispatched in the same step as the read, so that it cannot arrive after the answer to a later write.
            Ok(Stored {
                records,
                unreadable,
            }) => {
                dispatch.dispatch(JobsAction::Reread { records }.into());
                if unreadable > 0 {
                    let text = if unreadable == 1 {
                        "A stored job cannot be read. It was set aside, and nothing is sent for it."
                            .to_owned()
                    } else {
                        format!(
                            "{unreadable} stored jobs cannot be read. They were set aside, and nothing is sent for them."
                        )
                    };
                    dispatch.dispatch(NoticesAction::Shown { text }.into());
                }
            }
            Err(failure) => self.say(failure),
        }
    }

    /// Notices what other tabs write, and that Back brings this page again.
    fn listen(&self) {
        let (Ok(store), _) = self.parts() else { return };
        let told = store.channel().map(|channel| {
            let storage = self.clone();
            EventListener::new(channel, "message", move |event| {
                let message = event.dyn_ref().map(MessageEvent::data);
                let keys = message.as_ref().map(storage::told).unwrap_or_default();
                storage.0.borrow_mut().told.extend(keys);
                storage.read();
            })
        });
        let storage = self.clone();
        let shown = EventListener::new(&gloo_utils::window(), "pageshow", move |event| {
            if event.dyn_ref().is_some_and(PageTransitionEvent::persisted) {
                storage.0.borrow_mut().reads_all = true;
                storage.read();
            }
        });
        self.0.borrow_mut().listeners = told.into_iter().chain([shown]).collect();
    }

    /// Reads what is to be read, unless that is being done.
    fn read(&self) {
        if self.0.borrow().reading.is_none() {
            let storage = self.clone();
            let task = Task::spawn(async move { storage.read_on().await });
            self.0.borrow_mut().reading = Some(task);
        }
    }

    async fn read_on(&self) {
        loop {
            let (all, keys) = self.to_read();
            if !all && keys.is_empty() {
                self.0.borrow_mut().reading = None;
                return;
            }
            if all {
                self.read_all().await;
                continue;
            }
            let (store, dispatch) = self.parts();
            let Ok(store) = store else { continue };
            if let Ok(records) = store.read(&keys).await {
                dispatch.dispatch(JobsAction::Learned { records }.into());
            }
        }
    }

    /// Whether all is to be read, and else which records.
    fn to_read(&self) -> (bool, Vec<Key>) {
        let mut saver = self.0.borrow_mut();
        (take(&mut saver.reads_all), take(&mut saver.told))
    }

    /// Writes what has changed, unless that is being done: then the rest follows.
    fn write(&self) {
        let mut saver = self.0.borrow_mut();
        let changes = saver.latest.list.unsaved();
        if saver.writing.is_some() || changes.is_empty() {
            return;
        }
        let attempted = saver.latest.clone();
        let storage = self.clone();
        saver.writing = Some(Task::spawn(async move {
            let intents = changes.iter().filter(|change| change.is_intent());
            let intents: Vec<_> = intents.map(Change::key).collect();
            let (store, dispatch) = storage.parts();
            let written = match store {
                Ok(store) => store.write(changes).await,
                Err(failure) => Err(failure),
            };
            storage.0.borrow_mut().writing = None;
            match written {
                // This changes the list, and that change triggers writing what is left.
                Ok(written) => {
                    storage.0.borrow_mut().fails = false;
                    dispatch.dispatch(JobsAction::Written { written }.into());
                }
                Err(failure) => {
                    if !replace(&mut storage.0.borrow_mut().fails, true) {
                        storage.say(failure);
                    }
                    let why = format!(
                        "{failure}. What cannot be stored is not sent by itself. Make room in the site's storage, then resume."
                    );
                    dispatch.dispatch(JobsAction::NotWritten { keys: intents, why }.into());
                    let has_changed = !Rc::ptr_eq(&storage.0.borrow().latest, &attempted);
                    if has_changed {
                        storage.write();
                    }
                }
            }
        }));
    }

    /// Says why jobs are not stored.
    fn say(&self, failure: Failure) {
        let text = format!("{failure}: jobs are lost when the page is closed. Note the job IDs.");
        let (_, dispatch) = self.parts();
        dispatch.dispatch(NoticesAction::Shown { text }.into());
    }

    fn parts(&self) -> (Result<Rc<JobStore>, Failure>, Dispatch) {
        let saver = self.0.borrow();
        (saver.store.clone(), saver.dispatch.clone())
    }

    /// Ends everything with the page.
    fn close(&self) {
        let mut saver = self.0.borrow_mut();
        saver.listeners.clear();
        saver.reading = None;
        saver.writing = None;
        saver.store = Err(Failure::Denied);
    }
}
