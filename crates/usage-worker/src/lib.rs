#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
//! The worker behind the region "Usage": reads exports in steps, so that it can hear "Cancel", and answers with elements.
mod incoming;
mod pause;
mod port;
mod read;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use chrono::NaiveDate;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use metering_core::usage::{Day, Exports, UsageError};
use pause::Pause;
use read::Job;
use usage_view::message::{CANCEL, Event, List, Listed, Part, Reply, Request};
use usage_view::tree::data;
use usage_view::{Panel, Reading};

/// Begins to listen to the page.
#[wasm_bindgen(start)]
pub fn start() {
    let worker = Rc::new(Worker::default());
    port::listen(move |request, zips| Rc::clone(&worker).hear(request, zips));
    // The page waits for a first word before it speaks: what is said to a worker that is not yet listening is lost.
    port::answer(&Reply::default(), None);
}

#[derive(Default)]
struct Worker {
    panel: RefCell<Panel>,
    heard: RefCell<VecDeque<Heard>>,
    /// Whether what was heard is being done.
    busy: Cell<bool>,
    cancelled: Cell<bool>,
    /// What the page shows.
    drawn: RefCell<Vec<Value>>,
    pause: Pause,
}

/// A request with its files.
type Heard = (Request, Vec<Blob>);

impl Worker {
    fn hear(self: Rc<Self>, request: Request, zips: Vec<Blob>) {
        match &request {
            Request::Act(event) if event.what == CANCEL => return self.cancelled.set(true),
            // Another list is wanted: what is being read for the last one is not.
            Request::Show(_) => self.cancelled.set(self.busy.get()),
            Request::Act(_) => {}
        }
        self.heard.borrow_mut().push_back((request, zips));
        if !self.busy.replace(true) {
            spawn_local(async move {
                self.work().await;
                self.busy.set(false);
            });
        }
    }

    /// Does what was heard, and shows the outcome once all of it is done: letters typed fast are drawn once.
    async fn work(&self) {
        loop {
            let next = self.heard.borrow_mut().pop_front();
            match next {
                Some((Request::Show(list), zips)) => self.show(&list, &zips).await,
                Some((Request::Act(event), _)) => self.act(&event),
                None => break,
            }
            self.pause.take().await;
            if self.heard.borrow().is_empty() {
                self.draw(None);
            }
        }
    }

    fn act(&self, event: &Event) {
        if let Some(saved) = self.panel.borrow_mut().act(event) {
            let reply = Reply {
                save: Some(saved.name),
                ..Reply::default()
            };
            port::answer(&reply, port::file(&saved.pieces).as_ref());
        }
    }

    /// Reads those exports of a list that were not read yet, and shows all of them.
    async fn show(&self, list: &List, zips: &[Blob]) {
        let List {
            exports: list,
            days,
        } = list;
        self.cancelled.set(false);
        let before = self.panel.borrow().ids().to_vec();
        let mut exports = self.panel.borrow_mut().open();
        let unread: Vec<(&Listed, &Blob)> = list
            .iter()
            .zip(zips)
            .filter(|(listed, _)| !before.contains(&listed.id))
            .collect();
        let mut read = false;
        for (index, &(listed, zip)) in unread.iter().enumerate() {
            let reading = Reading {
                name: listed.source.name.clone(),
                nth: index + 1,
                of: unread.len(),
                ..Reading::default()
            };
            let outcome = self.read(&mut exports, listed, zip, reading).await;
            if outcome == Err(UsageError::Cancelled) {
                self.panel.borrow_mut().close(exports, &before);
                return self.draw(Some("Reading was cancelled.".into()));
            }
            read |= outcome.is_ok();
            let name = &listed.source.name;
            self.panel.borrow_mut().was_read(listed.id, name, outcome);
        }
        let mut panel = self.panel.borrow_mut();
        let shown: Vec<u32> = if read || unread.len() < list.len() {
            panel.expect(*days);
            list.iter().map(|listed| listed.id).collect()
        } else {
            before // nothing of the list can be shown; what was shown before still can
        };
        panel.close(exports, &shown);
        let outcome = panel.outcome();
        drop(panel);
        self.draw(Some(outcome));
    }

    async fn read(
        &self,
        exports: &mut Exports,
        listed: &Listed,
        zip: &Blob,
        reading: Reading,
    ) -> Result<(), UsageError> {
        let job = Job {
            pause: &self.pause,
            cancelled: &self.cancelled,
            progress: &|progress| {
                self.panel.borrow_mut().reads(Reading {
                    bytes: progress.read,
                    all_bytes: progress.of,
                    rows: progress.rows,
                    ..reading.clone()
                });
                self.draw(None);
            },
        };
        job.read(exports, listed.source.clone(), zip).await
    }

    /// Shows what has changed, each part in a message of its own: the page then can do something else in between.
    fn draw(&self, say: Option<String>) {
        let trees: Vec<Value> = self
            .panel
            .borrow_mut()
            .view(today())
            .iter()
            .map(data)
            .collect();
        let of = trees.len();
        let before = self.drawn.replace(trees);
        for (at, tree) in self.drawn.borrow().iter().enumerate() {
            let new = before.get(at) != Some(tree) || (at == 0 && before.len() != of);
            if new {
                let tree = tree.clone();
                port::answer(
                    &Reply {
                        part: Some(Part { at, of, tree }),
                        ..Reply::default()
                    },
                    None,
                );
            }
        }
        if say.is_some() {
            port::answer(
                &Reply {
                    say,
                    ..Reply::default()
                },
                None,
            );
        }
    }
}

/// The day in UTC by the browser's clock.
fn today() -> Day {
    #[allow(clippy::cast_possible_truncation)] // whole milliseconds
    Day::of_unix_millis(js_sys::Date::now() as i64).unwrap_or(Day::new(NaiveDate::MIN))
}
