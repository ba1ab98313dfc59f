//! Leader election: of the tabs that show the page, one sends what is queued.
//!
//! The browser grants a Web Lock to one tab at a time, and to the next when that one closes or crashes. Browsers have them
//! on https and on this computer; on plain http each tab sends only the exports that were split in it.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

/// Name of the lock.
const LOCK: &str = "metering-export.queue";

#[wasm_bindgen]
extern "C" {
    // web-sys has it behind a compiler flag only.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, options: &Object, granted: &Function) -> Result<Promise, JsValue>;
}

/// The browser's lock, or a request for it; given up when this is dropped.
pub(super) struct Lock {
    abort: AbortController,
    release: Function,
    _granted: Closure<dyn FnMut() -> Promise>,
}

impl Lock {
    /// Asks for the lock; the promise is fulfilled when it is granted. `None` in a browser without locks.
    pub(super) fn request() -> Option<(Self, JsFuture)> {
        let abort = AbortController::new().ok()?;
        let (released, release) = promise()?;
        let (taken, take) = promise()?;
        let granted = Closure::new(move || {
            let _ = take.call0(&JsValue::NULL);
            released.clone()
        });
        let options = Object::new();
        Reflect::set(&options, &"signal".into(), &abort.signal()).ok()?;
        let ended = request_lock(LOCK, &options, granted.as_ref().unchecked_ref()).ok()?;
        spawn_local(async move {
            let _ = JsFuture::from(ended).await; // given up or aborted: nobody waits for it
        });
        let lock = Self {
            abort,
            release,
            _granted: granted,
        };
        Some((lock, taken.into()))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.abort.abort();
        let _ = self.release.call0(&JsValue::NULL);
    }
}

/// A promise, and the function that fulfils it.
fn promise() -> Option<(Promise, Function)> {
    let mut resolve = None;
    let promise = Promise::new(&mut |fulfil, _| resolve = Some(fulfil));
    Some((promise, resolve?))
}
