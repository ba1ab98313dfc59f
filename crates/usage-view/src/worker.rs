//! The worker that reads the exports, as the view uses it.
use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

use metering_core::usage::message::{Answer, Request};

/// What comes from the worker.
pub(crate) enum FromWorker {
    /// An answer, and the file beside it.
    Answer(Answer, Option<Blob>),
    /// The worker has stopped, for the reason in this sentence.
    Gone(String),
}

/// A running worker, terminated on drop.
pub(crate) struct Worker {
    script: web_sys::Worker,
    /// Messages to send once it listens; `None` from then on.
    waiting: Rc<RefCell<Option<Vec<Array>>>>,
    _listeners: [EventListener; 2],
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.script.terminate();
    }
}

impl Worker {
    /// Starts the worker and hands on what comes from it.
    pub(crate) fn start(receive: impl Fn(FromWorker) + 'static) -> Result<Self, String> {
        let address =
            address().ok_or("This page was built without the worker that reads usage.")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let script = web_sys::Worker::new_with_options(&address, &options).map_err(
            |_| "This browser cannot start the worker that reads usage. Use a current browser.",
        )?;
        let waiting = Rc::new(RefCell::new(Some(Vec::<Array>::new())));
        let receive = Rc::new(receive);
        let onmessage = {
            let (script, waiting, receive) =
                (script.clone(), Rc::clone(&waiting), Rc::clone(&receive));
            move |event: &web_sys::Event| match event.dyn_ref().and_then(read) {
                Some((Answer::Ready, _)) => {
                    for message in waiting.take().into_iter().flatten() {
                        let _ = script.post_message(&message); // plain objects and files can always be copied
                    }
                }
                Some((answer, file)) => receive(FromWorker::Answer(answer, file)),
                None => {}
            }
        };
        let onerror = {
            let waiting = Rc::clone(&waiting);
            move |event: &web_sys::Event| {
                let is_loaded = waiting.borrow().is_none();
                let words = if is_loaded {
                    let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                    format!(
                        "Reading has stopped, probably because memory ran out: {}. Open the files again, or export a shorter range.",
                        why.unwrap_or_default()
                    )
                } else {
                    "The worker that reads usage could not be loaded. Check the connection, then open the file again."
                        .into()
                };
                receive(FromWorker::Gone(words));
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
    pub(crate) fn send(&self, request: &Request, files: &[&Blob]) {
        let Ok(request) = serde_wasm_bindgen::to_value(request) else {
            return; // numbers are far below 2^53 and the rest is text: there is nothing that cannot be written
        };
        let message: Array = std::iter::once(request)
            .chain(files.iter().map(|&file| JsValue::from(file)))
            .collect();
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => {
                let _ = self.script.post_message(&message); // plain objects and files can always be copied
            }
        }
    }
}

fn read(event: &MessageEvent) -> Option<(Answer, Option<Blob>)> {
    let parts = Array::from(&event.data());
    let answer = serde_wasm_bindgen::from_value(parts.get(0)).ok()?;
    Some((answer, parts.get(1).dyn_into().ok()))
}

/// The address of the worker. The build writes it into the page, because its name carries a hash.
fn address() -> Option<String> {
    let meta = gloo_utils::document().query_selector("meta[name=usage-worker]");
    meta.ok()??.get_attribute("content")
}
