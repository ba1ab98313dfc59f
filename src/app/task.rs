//! Work that ends with its owner.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::FutureExt as _;
use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// A running future that is dropped, with every timer and fetch in it, when its owner drops this handle.
#[derive(Debug)]
pub(crate) struct Task(AbortHandle);

impl Task {
    /// Runs a future until it ends or the handle is dropped.
    pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) -> Self {
        // Boxed, all tasks share the code around them.
        Self::start(future.boxed_local())
    }

    fn start(future: LocalBoxFuture<'static, ()>) -> Self {
        let (future, handle) = abortable(future);
        spawn_local(async move {
            let _ = future.await; // an aborted task has nothing left to say
        });
        Self(handle)
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A component's place for one task at a time.
#[derive(Clone)]
pub(crate) struct Slot {
    busy: UseStateHandle<bool>,
    task: Rc<RefCell<Option<Task>>>,
}

impl Slot {
    /// Whether the task is still running.
    pub(crate) fn is_busy(&self) -> bool {
        *self.busy
    }

    /// Runs a task, in place of one that may still be running.
    pub(crate) fn run(&self, future: impl Future<Output = ()> + 'static) {
        self.start(future.boxed_local());
    }

    fn start(&self, future: LocalBoxFuture<'static, ()>) {
        let busy = self.busy.clone();
        busy.set(true);
        // The future must not hold the slot: a slot that its own task keeps alive would never be dropped.
        let task = async move {
            future.await;
            busy.set(false);
        };
        *self.task.borrow_mut() = Some(Task::spawn(task));
    }
}

/// A place for one task that ends when the component goes.
#[hook]
pub(crate) fn use_task() -> Slot {
    let busy = use_state_eq(|| false);
    let task = use_mut_ref(|| None::<Task>);
    use_effect_with((), {
        let task = Rc::clone(&task);
        move |()| move || drop(task.take())
    });
    Slot { busy, task }
}
