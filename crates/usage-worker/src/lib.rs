//! The worker behind the region "Usage": holds the exports, reads further ones, and answers questions with figures. A second
//! one unpacks for it.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]

mod channel;
mod incoming;
mod pause;
mod port;
mod read;
mod unpacker;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use metering_core::usage::message::{Answer, Failure, List, Listed, Opened, Reading, Request};
use metering_core::usage::{Day, Exports, Preferred, Usage, UsageError};
use pause::Pause;
use read::Job;
use unpacker::Unpacker;

/// Starts to listen: to the view, or to the worker that it unpacks for.
#[wasm_bindgen(start)]
pub fn start() {
    if port::scope().name() == unpacker::NAME {
        return unpacker::serve();
    }
    spawn_local(async {
        let unpacker = Unpacker::start().await.unwrap_throw();
        let worker = Rc::new(Worker::new(unpacker));
        port::listen(move |request, files| Rc::clone(&worker).receive(request, files));
        port::answer(&Answer::Ready, None);
    });
}

struct Worker {
    unpacker: Unpacker,
    /// What was read; `None` while a file is read, and before.
    usage: RefCell<Option<Usage>>,
    /// The view's number for each export, in the order of reading.
    ids: RefCell<Vec<u32>>,
    queue: RefCell<VecDeque<(Request, Vec<Blob>)>>,
    /// Whether the queue is being worked on.
    busy: Cell<bool>,
    /// Whether to stop reading.
    cancelled: Cell<bool>,
    pause: Pause,
    /// Names that were given to organizations, by ID.
    names: RefCell<BTreeMap<String, String>>,
    /// The day on which billing periods begin where no summary names them.
    billing_day: Cell<Option<Day>>,
}

impl Worker {
    fn new(unpacker: Unpacker) -> Self {
        Self {
            unpacker,
            usage: RefCell::default(),
            ids: RefCell::default(),
            queue: RefCell::default(),
            busy: Cell::default(),
            cancelled: Cell::default(),
            pause: Pause::default(),
            names: RefCell::default(),
            billing_day: Cell::default(),
        }
    }

    fn receive(self: Rc<Self>, request: Request, files: Vec<Blob>) {
        match &request {
            Request::Cancel => return self.cancelled.set(true),
            // Another list is wanted than the one that is being read.
            Request::Show(_) => self.cancelled.set(true),
            Request::Ask(_) | Request::Names(_) | Request::BillingDay(_) | Request::Write(..) => {}
        }
        self.queue.borrow_mut().push_back((request, files));
        if !self.busy.replace(true) {
            spawn_local(async move {
                self.work().await;
                self.busy.set(false);
            });
        }
    }

    async fn work(&self) {
        loop {
            // Messages that have arrived meanwhile join the queue.
            self.pause.take().await;
            let next = self.queue.borrow_mut().pop_front();
            match next {
                Some((Request::Show(list), files)) => self.show(&list, &files).await,
                Some((Request::Names(names), _)) => self.name(names),
                Some((Request::BillingDay(first), _)) => {
                    if let Some(usage) = self.usage.borrow_mut().as_mut() {
                        usage.begin_billing_periods(first);
                    }
                    self.billing_day.set(first);
                }
                Some((request, _)) => self.answer(request),
                None => return,
            }
        }
    }

    /// Names organizations, those that are read later too.
    fn name(&self, names: BTreeMap<String, String>) {
        if let Some(usage) = self.usage.borrow_mut().as_mut() {
            usage.name_organizations(names.clone());
        }
        self.names.replace(names);
    }

    /// Answers from what was read.
    fn answer(&self, request: Request) {
        let mut usage = self.usage.borrow_mut();
        let Some(usage) = usage.as_mut() else { return };
        match request {
            // Typing fast asks faster than a million rows are added up: only the last question is answered.
            Request::Ask(_) if self.is_queued(|request| matches!(request, Request::Ask(_))) => {}
            Request::Ask(question) => {
                port::answer(&Answer::Figures(Box::new(usage.answer(question))), None);
            }
            Request::Write(filter, sheet, format) => {
                let written = usage.write(&filter, &sheet, format);
                let file = port::file(&written.pieces, format.media_type());
                let (name, rows) = (written.name, written.rows);
                port::answer(&Answer::Written { name, rows }, file.as_ref());
            }
            Request::Show(_) | Request::Names(_) | Request::BillingDay(_) | Request::Cancel => {}
        }
    }

    fn is_queued(&self, is_wanted: impl Fn(&Request) -> bool) -> bool {
        let queue = self.queue.borrow();
        queue.iter().any(|(request, _)| is_wanted(request))
    }

    /// Reads those exports of a list that are not read yet, and drops those that are not in it.
    async fn show(&self, list: &List, files: &[Blob]) {
        self.cancelled.set(false);
        let usage = self.usage.take();
        let mut exports = usage.map_or_else(Exports::new, Usage::into_exports);
        let before = self.ids.take();
        let mut ids = before.clone();
        let unread: Vec<(&Listed, &Blob)> = list
            .exports
            .iter()
            .zip(files)
            .filter(|(listed, _)| !before.contains(&listed.id))
            .collect();
        let mut opened = Opened::default();
        for (index, &(listed, file)) in unread.iter().enumerate() {
            let source = &listed.source;
            let reading = Reading {
                name: source.name.clone(),
                nth: index + 1,
                of: unread.len(),
                progress: None,
            };
            port::answer(&Answer::Reading(reading.clone()), None);
            let job = Job {
                unpacker: &self.unpacker,
                cancelled: &self.cancelled,
                report: &|progress| {
                    let progress = Some(progress);
                    let reading = reading.clone();
                    port::answer(
                        &Answer::Reading(Reading {
                            progress,
                            ..reading
                        }),
                        None,
                    );
                },
            };
            match job
                .read(&mut exports, source.clone(), file, listed.anyway)
                .await
            {
                Ok(()) => ids.push(listed.id),
                Err(UsageError::Cancelled) => {
                    opened.cancelled = true;
                    break;
                }
                Err(error) => opened.failures.push(Failure {
                    export: listed.clone(),
                    error,
                }),
            }
        }
        let wanted: Vec<u32> = list.exports.iter().map(|listed| listed.id).collect();
        // Where nothing of the list can be shown, what was open stays open.
        let shows_anything = ids.iter().any(|id| wanted.contains(id)) || wanted.is_empty();
        let kept = if opened.cancelled || !shows_anything {
            &before
        } else {
            &wanted
        };
        for at in (0..ids.len()).rev() {
            if !kept.contains(&ids[at]) {
                exports.remove(at);
                ids.remove(at);
            }
        }
        if ids.is_empty() {
            // With the last export its names go too.
            exports = Exports::new();
        }
        exports.prefer(Preferred::among(&ids, list.preferred.as_ref()));
        let mut usage = exports.merge(list.days);
        // With the last export they are gone.
        usage.name_organizations(self.names.borrow().clone());
        usage.begin_billing_periods(self.billing_day.get());
        opened.reports = usage.exports().reports().collect();
        opened.parts = usage.parts();
        opened.merged = usage.reports().to_vec();
        opened.comparison = usage.compare();
        opened.meters = usage.meters();
        opened.ids.clone_from(&ids);
        self.ids.replace(ids);
        self.usage.replace(Some(usage));
        port::answer(&Answer::Opened(Box::new(opened)), None);
    }
}
