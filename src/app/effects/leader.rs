//! Which tab sends what is queued: one of those that show the page, so that no window is requested twice.
//!
//! With Web Locks (every browser of today, on https and on this computer) the browser itself sees to it that one tab
//! holds the lock, and gives it to another when that tab closes or crashes. On plain http there are none; then a claim in
//! local storage stands in: a tab that finds none, or one that has not been renewed for long, writes its own, waits,
//! and leads if it is still there. Two tabs that write within the same instant are told apart by that wait; it is as
//! good as the browser's promise to show a tab what another has stored a second ago.

use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

use super::{clock, storage};

/// Name of the lock.
const LOCK: &str = "metering-export.queue";

/// Milliseconds that a tab waits before it leads, so that it has learned what the one before it has stored.
const SETTLING: u32 = 500;

/// Milliseconds between two renewals of a claim, and after which one is taken for abandoned.
const RENEWAL: u32 = 5_000;
const ABANDONED: i64 = 20_000;

/// The right to send what is queued, until this is dropped.
pub(super) enum Lead {
    /// The browser's lock.
    Lock { _lock: Lock },
    /// The claim of a tab of this name.
    Claim { name: String, _renewal: Interval },
    /// There is no storage, so no other tab knows of this queue.
    Alone,
}

impl Lead {
    /// Whether the right is still this tab's. A tab that was asleep may have lost its claim.
    pub(super) fn holds(&self) -> bool {
        match self {
            Self::Lock { .. } | Self::Alone => true,
            Self::Claim { name, .. } => storage::claim().is_some_and(|(holder, _)| holder == *name),
        }
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        if let Self::Claim { .. } = self
            && self.holds()
        {
            storage::give_up_claim();
        }
    }
}

/// Waits for the right to send what is queued.
pub(super) async fn lead() -> Lead {
    let lead = match Lock::request() {
        Some((lock, taken)) => {
            let _ = JsFuture::from(taken).await; // it is never rejected
            Lead::Lock { _lock: lock }
        }
        None => claim().await,
    };
    TimeoutFuture::new(SETTLING).await;
    lead
}

/// Waits until no other tab claims the queue, and claims it.
async fn claim() -> Lead {
    // As a whole number: writing fractions would take more code than all the rest of this.
    let name = clock::jitter().to_bits().to_string();
    loop {
        let now = clock::now().timestamp_millis();
        let is_free = |(holder, at): (String, i64)| holder == name || now - at > ABANDONED;
        if storage::claim().is_none_or(is_free) {
            if !storage::set_claim(&name, now) {
                return Lead::Alone;
            }
            TimeoutFuture::new(1_000).await;
            if storage::claim().is_some_and(|(holder, _)| holder == name) {
                break;
            }
        }
        TimeoutFuture::new(RENEWAL).await;
    }
    let renew = {
        let name = name.clone();
        move || {
            if storage::claim().is_some_and(|(holder, _)| holder == name) {
                storage::set_claim(&name, clock::now().timestamp_millis());
            }
        }
    };
    Lead::Claim {
        name,
        _renewal: Interval::new(RENEWAL, renew),
    }
}

#[wasm_bindgen]
extern "C" {
    // web-sys has it behind a flag of the compiler only.
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
    /// Asks for the lock; the promise says when it is granted. `None` in a browser without locks.
    fn request() -> Option<(Self, Promise)> {
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
        Some((lock, taken))
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
