//! Keeps what is opened, shows it again, and names organizations.
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;

use database::Failure;
use gloo_events::EventListener;
use web_sys::Blob;
use yew::prelude::*;

use super::{App, Message, size};
use crate::dom::focus;
use crate::kept::store::{Store, Stored};
use crate::kept::{KeptAction, KeptState, Key, local};
use crate::worker::{FromWorker, Worker};
use metering_core::usage::Source;
use metering_core::usage::kept::{Kept, Part};
use metering_core::usage::message::{Answer, List, Listed, Opened, Opening, Request};

/// What happens to what is kept.
pub(crate) enum Keeping {
    /// Somebody does something.
    Act(KeptAction),
    /// The page hands over files to keep that are not shown.
    Keep(Vec<Source>, Vec<Blob>),
    /// A file that is not shown was read.
    Inspected(FromWorker),
    /// The database was read.
    Read(Result<(Rc<Store>, Stored), Failure>),
    /// An export was kept, or not.
    Added(Added, Result<(Rc<Store>, Key, Stored), Failure>),
    /// Exports were removed, or not.
    Removed(Result<(Rc<Store>, Stored), Failure>),
    /// Another tab has changed the database.
    Changed,
}

/// An export that is kept, or was meant to be.
pub(crate) struct Added {
    /// The view's number for it, if it is open.
    id: Option<u32>,
    name: String,
}

/// Keeps what is opened.
pub(super) struct Keeper {
    pub(super) state: Rc<KeptState>,
    /// With what listens to other tabs; `None` before it is needed.
    store: Option<(Rc<Store>, Option<EventListener>)>,
    files: HashMap<Key, Blob>,
    unreadable: Vec<Key>,
    /// The key of each open export that is kept, by the view's number; `None` if it is not (yet). What was removed is
    /// not kept again.
    keys: HashMap<u32, Option<Key>>,
    /// What is to be kept, one after the other. The first is being kept.
    queue: VecDeque<(Option<u32>, Kept, Blob)>,
    /// What is to be read and kept without being shown. The first is being read.
    unread: VecDeque<(Source, Blob)>,
    inspector: Option<Worker>,
    /// What was shown last time.
    restore: Vec<Key>,
    /// The names that the worker has.
    named: BTreeMap<String, String>,
}

impl Keeper {
    pub(super) fn new(ctx: &Context<App>) -> Self {
        let shown = local::shown();
        if shown.is_some() {
            read(ctx, None);
        }
        Self {
            state: Rc::new(KeptState {
                keeps: ctx.props().settings.keep_exports,
                given: local::names(),
                ..KeptState::default()
            }),
            store: None,
            files: HashMap::new(),
            unreadable: Vec::new(),
            keys: HashMap::new(),
            queue: VecDeque::new(),
            unread: VecDeque::new(),
            inspector: None,
            restore: shown.unwrap_or_default(),
            named: BTreeMap::new(),
        }
    }

    fn store(&self) -> Option<Rc<Store>> {
        self.store.as_ref().map(|(store, _)| Rc::clone(store))
    }

    fn state(&mut self) -> &mut KeptState {
        Rc::make_mut(&mut self.state)
    }

    /// Takes over what the database holds.
    fn take_over(&mut self, ctx: &Context<App>, store: Rc<Store>, stored: Stored) {
        if self.store.is_none() {
            let link = ctx.link().clone();
            let changes = store.0.channel().map(|channel| {
                EventListener::new(channel, "message", move |_| {
                    link.send_message(Message::Kept(Keeping::Changed));
                })
            });
            self.store = Some((store, changes));
        }
        let exports = stored.exports.into_iter().map(|(key, kept, file)| {
            // A file is the same one each time that it is shown.
            self.files.entry(key).or_insert(file);
            (key, kept, false)
        });
        let exports = exports.collect();
        let unreadable = stored.unreadable.len();
        self.unreadable = stored.unreadable;
        let state = self.state();
        state.exports = exports;
        state.unreadable = unreadable;
    }

    fn problem(&mut self, words: String) {
        let problems = &mut self.state().problems;
        problems.retain(|problem| *problem != words);
        problems.push(words);
    }
}

/// Reads the database.
fn read(ctx: &Context<App>, store: Option<Rc<Store>>) {
    ctx.link().send_future(async move {
        let read = async {
            let store = opened(store).await?;
            let stored = store.all().await?;
            Ok((store, stored))
        };
        Message::Kept(Keeping::Read(read.await))
    });
}

async fn opened(store: Option<Rc<Store>>) -> Result<Rc<Store>, Failure> {
    match store {
        Some(store) => Ok(store),
        None => Store::open().await.map(Rc::new),
    }
}

impl App {
    pub(super) fn keep(&mut self, ctx: &Context<Self>, keeping: Keeping) {
        match keeping {
            Keeping::Act(action) => self.act(ctx, action),
            Keeping::Keep(sources, files) => {
                self.keeper.unread.extend(sources.into_iter().zip(files));
                self.inspect(ctx);
            }
            Keeping::Inspected(FromWorker::Answer(Answer::Opened(opened), _)) => {
                self.inspected(ctx, &opened);
            }
            Keeping::Inspected(FromWorker::Answer(..)) => {}
            Keeping::Inspected(FromWorker::Gone(_)) => self.inspected(ctx, &Opened::default()),
            Keeping::Read(Ok((store, stored))) => {
                self.keeper.take_over(ctx, store, stored);
                let restore = std::mem::take(&mut self.keeper.restore);
                if self.state.open.is_empty() {
                    self.show_kept(&restore);
                }
                self.mark_open();
            }
            Keeping::Read(Err(failure)) => self.keeper.problem(format!(
                "What is kept in this browser cannot be read. {failure}."
            )),
            Keeping::Added(added, outcome) => {
                self.keeper.queue.pop_front();
                self.added(ctx, added, outcome);
                self.keep_next(ctx);
            }
            Keeping::Removed(Ok((store, stored))) => {
                self.keeper.take_over(ctx, store, stored);
                self.mark_open();
                let words = "Removed from this browser.";
                ctx.props().announce.emit(words.into());
                // The button that had the focus is gone, and with the last export the heading of the list.
                let is_empty = self.keeper.state.exports.is_empty();
                focus(if is_empty {
                    "usage-title"
                } else {
                    "usage-kept"
                });
            }
            Keeping::Removed(Err(failure)) => self
                .keeper
                .problem(format!("It could not be removed. {failure}.")),
            Keeping::Changed => {
                self.keeper.state().given = local::names();
                read(ctx, self.keeper.store());
            }
        }
    }

    fn act(&mut self, ctx: &Context<Self>, action: KeptAction) {
        match action {
            KeptAction::Show(key) => self.show_kept(&[key]),
            KeptAction::Save(key) => {
                let exports = &self.keeper.state.exports;
                let kept = exports.iter().find(|(other, ..)| *other == key);
                if let (Some((_, kept, _)), Some(file)) = (kept, self.keeper.files.get(&key)) {
                    let save = &ctx.props().save;
                    save.emit((file_name(kept), file.clone()));
                }
            }
            KeptAction::Remove(key) => self.remove(ctx, vec![key]),
            KeptAction::RemoveUnreadable => self.remove(ctx, self.keeper.unreadable.clone()),
            KeptAction::Name { id, name } => {
                // Another tab may have given names meanwhile.
                let mut given = local::names();
                let name = name.trim().to_owned();
                if name.is_empty() {
                    given.remove(&id);
                } else {
                    given.insert(id, name);
                }
                if !local::set_names(&given) {
                    self.keeper.problem(
                        "The browser denies this page its storage: names are lost when the page is closed."
                            .into(),
                    );
                }
                self.keeper.state().given = given;
            }
            KeptAction::Request(kind, days) => ctx.props().request.emit((kind, days)),
        }
    }

    fn remove(&mut self, ctx: &Context<Self>, keys: Vec<Key>) {
        let store = self.keeper.store();
        ctx.link().send_future(async move {
            let removed = async {
                let store = opened(store).await?;
                store.remove(&keys).await?;
                let stored = store.all().await?;
                Ok((store, stored))
            };
            Message::Kept(Keeping::Removed(removed.await))
        });
    }

    /// Opens kept exports, unless they are open.
    fn show_kept(&mut self, keys: &[Key]) {
        let open = self.shown_keys();
        let exports = self.keeper.state.exports.iter();
        let found = exports.filter(|(key, ..)| keys.contains(key) && !open.contains(key));
        let found: Vec<(Key, Source, Blob)> = found
            .filter_map(|(key, kept, _)| {
                let file = self.keeper.files.get(key)?;
                Some((*key, kept.source.clone(), file.clone()))
            })
            .collect();
        if found.is_empty() {
            return;
        }
        let (sources, files) = found
            .iter()
            .map(|(_, source, file)| (source.clone(), file.clone()))
            .unzip();
        let opening = Opening {
            sources,
            days: None,
            replace: false,
        };
        self.open(opening, files);
        for (key, _, file) in found {
            let id = self.files.iter().find(|(_, other)| **other == file);
            if let Some((id, _)) = id {
                self.keeper.keys.insert(*id, Some(key));
            }
        }
    }

    /// Keeps those of the open exports that are not kept yet.
    pub(super) fn keep_opened(&mut self, ctx: &Context<Self>) {
        let opened = Rc::clone(&self.state.opened);
        self.keeper.state().open = opened.parts.concat();
        let exports = opened.ids.iter().zip(&opened.reports).zip(&opened.parts);
        for ((id, report), parts) in exports {
            let is_new = !self.keeper.keys.contains_key(id);
            if let (true, true, Some(file)) = (self.keeper.state.keeps, is_new, self.files.get(id))
            {
                self.keeper.keys.insert(*id, None);
                let kept = kept(report.source.clone(), file, parts.clone());
                let next = (Some(*id), kept, file.clone());
                self.keeper.queue.push_back(next);
                if self.keeper.queue.len() == 1 {
                    self.keep_next(ctx);
                }
            }
        }
        self.mark_open();
    }

    /// Keeps the first of those that wait.
    fn keep_next(&mut self, ctx: &Context<Self>) {
        let Some((id, kept, file)) = self.keeper.queue.front().cloned() else {
            return;
        };
        // First, so that the next page looks for it, whatever happens to this one.
        local::set_shown(Some(&self.shown_keys()));
        let store = self.keeper.store();
        ctx.link().send_future(async move {
            let keep = async {
                let store = opened(store).await?;
                let key = store.add(&kept, &file).await?;
                let stored = store.all().await?;
                Ok((store, key, stored))
            };
            let outcome = keep.await;
            let name = kept.source.name;
            Message::Kept(Keeping::Added(Added { id, name }, outcome))
        });
    }

    fn added(
        &mut self,
        ctx: &Context<Self>,
        Added { id, name }: Added,
        outcome: Result<(Rc<Store>, Key, Stored), Failure>,
    ) {
        match outcome {
            Ok((store, key, stored)) => {
                self.keeper.take_over(ctx, store, stored);
                if let Some(id) = id {
                    self.keeper.keys.insert(id, Some(key));
                }
            }
            Err(failure) => {
                let words = format!(
                    "{name} could not be kept in this browser: after a reload it has to be opened again. {failure}."
                );
                ctx.props().announce.emit(words.clone());
                self.keeper.problem(words);
            }
        }
        self.mark_open();
    }

    /// Notes which kept exports are open, here and for the next page.
    pub(super) fn mark_open(&mut self) {
        let shown = self.shown_keys();
        for (key, _, is_open) in &mut self.keeper.state().exports {
            *is_open = shown.contains(key);
        }
        let is_reading = !self.keeper.restore.is_empty();
        if !is_reading {
            let state = &self.keeper.state;
            let is_empty = state.exports.is_empty() && state.unreadable == 0;
            let keeps_more = !self.keeper.queue.is_empty();
            local::set_shown((!is_empty || keeps_more).then_some(&shown));
        }
    }

    fn shown_keys(&self) -> Vec<Key> {
        let open = self.state.open.iter();
        let keys = open.filter_map(|listed| *self.keeper.keys.get(&listed.id)?);
        keys.collect()
    }

    /// Has a worker of its own read the first of the files that are kept without being shown.
    fn inspect(&mut self, ctx: &Context<Self>) {
        if self.keeper.inspector.is_some() || !self.keeper.state.keeps {
            return;
        }
        let Some((source, file)) = self.keeper.unread.front() else {
            return;
        };
        let link = ctx.link().clone();
        let worker = Worker::start(move |message| {
            link.send_message(Message::Kept(Keeping::Inspected(message)));
        });
        let Ok(worker) = worker else {
            self.keeper.unread.clear();
            return;
        };
        let listed = Listed {
            id: 0,
            source: source.clone(),
            anyway: false,
        };
        let list = List {
            exports: vec![listed],
            ..List::default()
        };
        worker.send(&Request::Show(list), &[file]);
        self.keeper.inspector = Some(worker);
    }

    /// Keeps a file that is not shown, whatever was found in it.
    fn inspected(&mut self, ctx: &Context<Self>, opened: &Opened) {
        ctx.props().meters.emit(opened.meters.clone());
        self.keeper.inspector = None;
        if let Some((source, file)) = self.keeper.unread.pop_front() {
            let parts = opened.parts.first().cloned().unwrap_or_default();
            let kept = kept(source, &file, parts);
            self.keeper.queue.push_back((None, kept, file));
            if self.keeper.queue.len() == 1 {
                self.keep_next(ctx);
            }
        }
        self.inspect(ctx);
    }

    /// Tells the worker the names of organizations, where they have changed.
    pub(super) fn tell_names(&mut self, ctx: &Context<Self>) {
        if self.worker.is_none() {
            self.keeper.named.clear();
            if self.state.open.is_empty() {
                return;
            }
        }
        let names = self.keeper.state.names();
        if names != self.keeper.named {
            self.keeper.named.clone_from(&names);
            self.send(ctx, &Request::Names(names));
            self.asked = None;
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "JavaScript's time is in whole milliseconds"
)]
fn kept(source: Source, file: &Blob, parts: Vec<Part>) -> Kept {
    Kept {
        source,
        at: js_sys::Date::now() as i64,
        size: size(file),
        parts,
    }
}

/// The name of a kept export on disk.
fn file_name(kept: &Kept) -> String {
    let name = &kept.source.name;
    if kept.source.created.is_none() {
        return name.clone(); // as it was opened
    }
    let days = kept
        .source
        .window
        .map(|days| format!("{}_{}_", days.first, days.last));
    format!("metering_{}{name}.zip", days.unwrap_or_default())
}
