//! The way to the region: lists of exports go to the worker, its answers to the page.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use serde_json::Value;
use web_sys::Blob;
use yew::prelude::*;

use super::TITLE;
use super::worker::{Answer, Worker};
use crate::app::save::save;
use crate::app::state::NoticesAction;
use crate::app::{State, dom};
use metering_core::usage::{DayRange, Source};
use usage_view::message::{Event, List, Listed, Part, Request};

/// The ZIP of an export, and where it came from.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it came from.
    pub source: Source,
    /// The file. Keep it, and give the same one again: it is read once, not once for each [`UsagePanel::show`].
    pub zip: Blob,
}

/// The way to the region "Usage" from other regions. Clones lead to the same region, and equal each other.
#[derive(Clone)]
pub struct UsagePanel(pub(super) Rc<Panel>);

impl PartialEq for UsagePanel {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::fmt::Debug for UsagePanel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UsagePanel")
    }
}

impl UsagePanel {
    /// Shows these exports, merged, in place of what was shown before. What was not read yet is read first, with
    /// progress and "Cancel"; the heading "Usage" takes the focus, and the outcome is announced.
    ///
    /// An export that cannot be read is said in the region, in words; the others are shown. `days` are those that they are to
    /// answer for together, if that is known: which of them are missing is said.
    pub fn show(&self, inputs: Vec<Input>, days: Option<DayRange>) {
        let panel = &self.0;
        let mut files = panel.files.borrow_mut();
        let mut exports = Vec::new();
        let mut zips = Vec::new();
        for Input { source, zip } in inputs {
            let known = files.iter().position(|file| *file == zip);
            let id = known.unwrap_or_else(|| {
                files.push(zip.clone());
                files.len() - 1
            });
            let id = u32::try_from(id).unwrap_or(u32::MAX);
            exports.push(Listed { id, source });
            zips.push(zip);
        }
        drop(files);
        dom::focus(TITLE);
        panel.send(&Request::Show(List { exports, days }), &zips);
    }

    /// Tells the worker what was done in the region.
    pub(super) fn act(&self, what: String, value: String) {
        if self.0.worker.borrow().is_some() {
            self.0.send(&Request::Act(Event { what, value }), &[]);
        }
    }
}

/// What the region shows.
#[derive(Default)]
pub(super) enum Shown {
    /// That nothing was opened yet.
    #[default]
    Nothing,
    /// That the worker is being loaded.
    Starting,
    /// What the worker has made, part by part.
    Parts(Vec<Rc<Value>>),
    /// Why there is no worker.
    Failed(String),
}

pub(super) struct Panel {
    worker: RefCell<Option<Worker>>,
    /// The files opened so far; their places are the numbers that the worker knows them by.
    files: RefCell<Vec<Blob>>,
    /// What the worker has made so far.
    parts: RefCell<Vec<Rc<Value>>>,
    shown: UseStateSetter<Shown>,
    dispatch: UseReducerDispatcher<State>,
    this: Weak<Panel>,
}

impl Panel {
    pub(super) fn new(
        shown: UseStateSetter<Shown>,
        dispatch: UseReducerDispatcher<State>,
    ) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            worker: RefCell::default(),
            files: RefCell::default(),
            parts: RefCell::default(),
            shown,
            dispatch,
            this: this.clone(),
        })
    }

    /// Sends a request to the worker, which is started where there is none.
    fn send(&self, request: &Request, zips: &[Blob]) {
        let mut worker = self.worker.borrow_mut();
        if worker.is_none() {
            self.shown.set(Shown::Starting);
            let this = self.this.clone();
            let started = Worker::start(move |answer| {
                if let Some(panel) = this.upgrade() {
                    panel.hear(answer);
                }
            });
            match started {
                Ok(started) => *worker = Some(started),
                Err(words) => {
                    drop(worker);
                    return self.hear(Answer::Gone(words));
                }
            }
        }
        if let Some(worker) = &*worker {
            worker.send(request, zips);
        }
    }

    fn hear(&self, answer: Answer) {
        match answer {
            Answer::Reply(reply, file) => {
                if let Some(Part { at, of, tree }) = reply.part {
                    let mut parts = self.parts.borrow_mut();
                    parts.resize_with(of, Rc::default);
                    if let Some(part) = parts.get_mut(at) {
                        *part = Rc::new(tree);
                    }
                    self.shown.set(Shown::Parts(parts.clone()));
                }
                if let Some(text) = reply.say {
                    self.dispatch
                        .dispatch(NoticesAction::Announced { text }.into());
                }
                if let Some(name) = reply.save
                    && !file.is_some_and(|file| save(&file, &name))
                {
                    let text = format!("The browser did not let the page save {name}.");
                    self.dispatch.dispatch(NoticesAction::Shown { text }.into());
                }
            }
            Answer::Gone(words) => {
                self.worker.take();
                self.parts.take();
                self.shown.set(Shown::Failed(words));
            }
        }
    }
}
