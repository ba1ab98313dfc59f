//! The worker as the page sees it: a script of its own that reads and draws.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ErrorEvent, EventTarget, MessageEvent};

use crate::panel::message::{Reply, Request};

#[wasm_bindgen]
extern "C" {
    /// The browser's worker. Its constructor takes a text, or what Trusted Types made of it; web-sys knows the text only.
    #[wasm_bindgen(extends = EventTarget, js_name = Worker)]
    #[derive(Clone)]
    type Script;
    #[wasm_bindgen(constructor, catch, js_class = "Worker")]
    fn new(url: &JsValue, options: &Object) -> Result<Script, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &Script, message: &Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn terminate(this: &Script);
}

/// What comes from the worker.
pub(super) enum Answer {
    /// Its answer, and the file beside it.
    Reply(Reply, Option<Blob>),
    /// There is no worker any more; why, as a sentence.
    Gone(String),
}

/// A running worker; it ends when this is dropped.
pub(super) struct Worker {
    script: Script,
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
        let options = Object::new();
        let script = Reflect::set(&options, &"type".into(), &"module".into())
            .and_then(|_| trusted(&address))
            .and_then(|url| Script::new(&url, &options))
            .map_err(|_| "This browser cannot start the part of the page that reads usage. Use a current one.")?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let hear = Rc::new(hear);
        let onmessage = {
            let (script, waiting, hear) = (script.clone(), Rc::clone(&waiting), Rc::clone(&hear));
            move |event: &web_sys::Event| {
                // Whatever the first word is, it says that the worker listens.
                for message in waiting.take().into_iter().flatten() {
                    let _ = script.post(&message); // texts and files can always be copied
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
        let Ok(json) = serde_json::to_string(request) else {
            return; // keys are texts, so there is nothing that JSON could not hold
        };
        let message = Array::of1(&json.into());
        for file in files {
            message.push(file);
        }
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => {
                let _ = self.script.post(&message); // texts and files can always be copied
            }
        }
    }
}

fn read(event: &MessageEvent) -> Option<(Reply, Option<Blob>)> {
    let parts = Array::from(&event.data());
    let reply = serde_json::from_str(&parts.get(0).as_string()?).ok()?;
    Some((reply, parts.get(1).dyn_into().ok()))
}

/// Where the build has put the worker: its name carries a hash, so the page has to be told.
fn address() -> Option<String> {
    let meta = gloo_utils::document().query_selector("meta[name=usage-worker]");
    meta.ok()??.get_attribute("content")
}

/// The address as a page may start scripts from where Trusted Types are required; policy "usage-worker".
fn trusted(address: &str) -> Result<JsValue, JsValue> {
    let address = JsValue::from_str(address);
    let window = gloo_utils::window();
    let types = Reflect::get(&window, &"trustedTypes".into())?;
    if types.is_undefined() {
        return Ok(address);
    }
    // The global `String` leaves texts as they are. Only the address above ever comes to this policy.
    let rules = Object::new();
    Reflect::set(
        &rules,
        &"createScriptURL".into(),
        &Reflect::get(&window, &"String".into())?,
    )?;
    let method = |of: &JsValue, name: &str| Reflect::get(of, &name.into())?.dyn_into::<Function>();
    let policy = method(&types, "createPolicy")?.call2(&types, &"usage-worker".into(), &rules)?;
    method(&policy, "createScriptURL")?.call1(&policy, &address)
}
