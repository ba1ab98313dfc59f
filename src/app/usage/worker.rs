//! The worker as the page sees it: a script of its own that reads and draws.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

use usage_view::message::{Reply, Request};

/// What comes from the worker.
pub(super) enum Answer {
    /// Its answer, and the file beside it.
    Reply(Reply, Option<Blob>),
    /// There is no worker any more; why, as a sentence.
    Gone(String),
}

/// A running worker; it ends when this is dropped.
pub(super) struct Worker {
    script: web_sys::Worker,
    /// What is to be said to it once it listens; `None` from then on.
    waiting: Rc<RefCell<Option<Vec<Array>>>>,
    _listeners: [EventListener; 2],
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.script.terminate();
    }
}

impl Worker {
    /// Starts the worker and hands on what it answers.
    pub(super) fn start(hear: impl Fn(Answer) + 'static) -> Result<Self, String> {
        let Some(address) = address() else {
            return Err("This page was built without the part that reads usage.".into());
        };
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let script = web_sys::Worker::new_with_options(&address, &options).map_err(|_| "This browser cannot start the part of the page that reads usage. Use a current one.")?;
        let waiting = Rc::new(RefCell::new(Some(Vec::<Array>::new())));
        let hear = Rc::new(hear);
        let onmessage = {
            let (script, waiting, hear) = (script.clone(), Rc::clone(&waiting), Rc::clone(&hear));
            move |event: &web_sys::Event| {
                // Whatever the first word is, it says that the worker listens.
                for message in waiting.take().into_iter().flatten() {
                    let _ = script.post_message(&message); // texts and files can always be copied
                }
                if let Some((reply, file)) = event.dyn_ref().and_then(read) {
                    hear(Answer::Reply(reply, file));
                }
            }
        };
        let onerror = {
            let waiting = Rc::clone(&waiting);
            move |event: &web_sys::Event| {
                let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                let words = if waiting.borrow().is_some() {
                    "The part of the page that reads usage could not be loaded. Check the connection, then open the file again.".into()
                } else {
                    format!(
                        "Reading has stopped, probably for want of memory: {}. Open the file again, or export a shorter range.",
                        why.unwrap_or_default()
                    )
                };
                hear(Answer::Gone(words));
            }
        };
        Ok(Self {
            _listeners: [
                EventListener::new(&script, "message", onmessage),
                EventListener::new(&script, "error", onerror),
            ],
            script,
            waiting,
        })
    }

    /// Sends a request, with files beside it.
    pub(super) fn send(&self, request: &Request, files: &[Blob]) {
        let message = Array::of1(&request.json().into());
        for file in files {
            message.push(file);
        }
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => {
                let _ = self.script.post_message(&message); // texts and files can always be copied
            }
        }
    }
}

fn read(event: &MessageEvent) -> Option<(Reply, Option<Blob>)> {
    let parts = Array::from(&event.data());
    let reply = Reply::read(&parts.get(0).as_string()?);
    Some((reply, parts.get(1).dyn_into().ok()))
}

/// Where the build has put the worker: its name carries a hash, so the page has to be told.
fn address() -> Option<String> {
    let meta = gloo_utils::document().query_selector("meta[name=usage-worker]");
    meta.ok()??.get_attribute("content")
}
