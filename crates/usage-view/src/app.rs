//! The root: keeps the state and the worker in step.
mod kept;

use std::collections::HashMap;
use std::rc::Rc;

use web_sys::Blob;
use yew::prelude::*;

use crate::address::Address;
use crate::components::{Content, KeptExports};
use crate::kept::local;
use crate::state::{Action, State};
use crate::worker::{FromWorker, Worker};
use kept::Keeper;
pub(crate) use kept::Keeping;
use metering_core::usage::message::{Answer, List, Listed, Opening, Request, Settings};
use metering_core::usage::{Day, DayRange, Kind, Meter, Question};

#[derive(Properties, PartialEq)]
pub(crate) struct AppProps {
    /// What `config.json` says about usage.
    pub(crate) settings: Settings,
    /// Has screen readers read something out.
    pub(crate) announce: Callback<String>,
    /// Saves a file under a name.
    pub(crate) save: Callback<(String, Blob)>,
    /// Has the request form filled in.
    pub(crate) request: Callback<(Kind, DayRange)>,
    /// Hears which meters were found in exports.
    pub(crate) meters: Callback<Vec<Meter>>,
}

pub(crate) enum Message {
    /// The page opens exports.
    Open(Opening, Vec<Blob>),
    /// Somebody did something in the view.
    Act(Action),
    FromWorker(FromWorker),
    /// Back or Forward has changed the address.
    Gone,
    /// What is kept changes.
    Kept(Keeping),
}

pub(crate) struct App {
    state: Rc<State>,
    worker: Option<Worker>,
    /// The files of exports that are open, or that can be opened again.
    files: HashMap<u32, Blob>,
    next_id: u32,
    /// What the worker was asked for last.
    shown: List,
    asked: Option<Question>,
    /// How many lists the worker has not answered yet. Only the answer to the last one says what is open.
    unanswered: usize,
    address: Address,
    keeper: Keeper,
}

impl Component for App {
    type Message = Message;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut state = State::new(today());
        state.own_allowance = local::allowance();
        if let Some(given) = &ctx.props().settings.allowance {
            match given.read() {
                Ok(allowance) => state.given_allowance = Some(allowance),
                Err(problems) => state.apply(Action::Problem(format!(
                    "The allowance in config.json cannot be used. {problems}"
                ))),
            }
        }
        Self {
            state: Rc::new(state),
            worker: None,
            files: HashMap::new(),
            next_id: 0,
            shown: List::default(),
            asked: None,
            unanswered: 0,
            address: Address::new(ctx.link().callback(|()| Message::Gone)),
            keeper: Keeper::new(ctx),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        // What is typed changes the address, but is no step that Back goes back.
        let is_typed = matches!(
            message,
            Message::Act(Action::Words(_) | Action::Date(..)) | Message::FromWorker(_)
        );
        match message {
            Message::Open(opening, files) => self.open(opening, files),
            Message::Act(Action::SaveTable(section)) => {
                let request = self.state.save_table(section);
                self.send(ctx, &request);
            }
            Message::Act(Action::SaveChanges) => {
                if let Some(request) = self.state.save_changes() {
                    self.send(ctx, &request);
                }
            }
            Message::Act(Action::SaveRows { raw }) => {
                let filter = self.state.filter().clone();
                self.send(ctx, &Request::SaveRows(filter, raw));
            }
            Message::Act(Action::SaveListing { nth, raw }) => {
                let filter = self.state.filter().clone();
                self.send(ctx, &Request::SaveListing(filter, nth, raw));
            }
            Message::Act(Action::Cancel) => self.send(ctx, &Request::Cancel),
            Message::Act(Action::SaveFile(name, file)) => ctx.props().save.emit((name, file)),
            Message::Act(Action::Announce(words)) => ctx.props().announce.emit(words),
            Message::Act(Action::SetAllowance(allowance)) => {
                if !local::set_allowance(allowance) {
                    self.apply(Action::Problem(local::ALLOWANCE_DENIED.into()));
                }
                self.apply(Action::SetAllowance(allowance));
            }
            Message::Act(action) => self.apply(action),
            Message::FromWorker(FromWorker::Answer(Answer::Save(name), file)) => match file {
                Some(file) => ctx.props().save.emit((name, file)),
                None => self.apply(Action::Problem(format!(
                    "There is not enough memory for {name}."
                ))),
            },
            Message::FromWorker(FromWorker::Answer(answer, _)) => self.hear(ctx, answer),
            Message::FromWorker(FromWorker::Gone(words)) => self.worker_gone(words),
            Message::Gone => {
                if let Some(pairs) = self.address.gone_to() {
                    self.apply(Action::Restore(pairs));
                    self.address.is_at(self.state.settings.to_pairs());
                }
            }
            Message::Kept(keeping) => self.keep(ctx, keeping),
        }
        if !self.state.opened.ids.is_empty() {
            self.address.write(self.state.settings.to_pairs(), is_typed);
        }
        self.keep_in_step(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let dispatch = ctx.link().callback(Message::Act);
        let act = ctx
            .link()
            .callback(|action| Message::Kept(Keeping::Act(action)));
        html! {
            <>
                <Content state={Rc::clone(&self.state)} {dispatch} />
                <KeptExports state={Rc::clone(&self.keeper.state)} dispatch={act} />
            </>
        }
    }
}

impl App {
    fn apply(&mut self, action: Action) {
        Rc::make_mut(&mut self.state).apply(action);
    }

    fn open(&mut self, opening: Opening, files: Vec<Blob>) {
        let mut exports = Vec::new();
        for (source, file) in opening.sources.into_iter().zip(files) {
            // The file of a job is read once, not each time that it is shown.
            let known = self.files.iter().find(|(_, other)| **other == file);
            let id = known.map_or(self.next_id, |(id, _)| *id);
            if id == self.next_id {
                self.next_id += 1;
                self.files.insert(id, file);
            }
            exports.push(Listed {
                id,
                source,
                anyway: false,
            });
        }
        self.apply(Action::Open {
            exports,
            days: opening.days,
            replace: opening.replace,
        });
    }

    fn hear(&mut self, ctx: &Context<Self>, answer: Answer) {
        let Answer::Opened(opened) = &answer else {
            return self.apply(Action::Answered(answer));
        };
        self.unanswered = self.unanswered.saturating_sub(1);
        if self.unanswered > 0 {
            return;
        }
        ctx.props().announce.emit(crate::state::outcome(opened));
        ctx.props().meters.emit(opened.meters.clone());
        self.apply(Action::Answered(answer));
        if !self.state.opened.ids.is_empty()
            && let Some(pairs) = self.address.arrived()
        {
            self.apply(Action::Restore(pairs));
        }
        // What could not be read is not open.
        self.shown = self.state.list();
        self.asked = None;
        self.keep_opened(ctx);
    }

    fn worker_gone(&mut self, words: String) {
        self.worker = None;
        self.unanswered = 0;
        self.apply(Action::WorkerGone(words));
        self.shown = self.state.list();
        self.asked = None;
        self.mark_open();
    }

    /// Asks the worker for what the state needs and does not have.
    fn keep_in_step(&mut self, ctx: &Context<Self>) {
        self.tell_names(ctx);
        let list = self.state.list();
        if list != self.shown {
            self.unanswered += 1;
            self.shown = list.clone();
            self.send(ctx, &Request::Show(list));
        }
        let question = self.state.question();
        if question != self.asked {
            self.asked.clone_from(&question);
            if let Some(question) = question {
                self.send(ctx, &Request::Ask(question));
            }
        }
    }

    /// Sends a request to the worker, which is started if it does not run.
    fn send(&mut self, ctx: &Context<Self>, request: &Request) {
        if self.worker.is_none() {
            let link = ctx.link().clone();
            let started = Worker::start(move |message| {
                link.send_message(Message::FromWorker(message));
            });
            match started {
                Ok(worker) => self.worker = Some(worker),
                Err(words) => return self.worker_gone(words),
            }
        }
        let files: Vec<&Blob> = match request {
            Request::Show(list) => {
                let ids = list.exports.iter().map(|listed| listed.id);
                ids.filter_map(|id| self.files.get(&id)).collect()
            }
            Request::Cancel
            | Request::Ask(_)
            | Request::Names(_)
            | Request::SaveTable(..)
            | Request::SaveCross(..)
            | Request::SaveChanges(..)
            | Request::SaveRows(..)
            | Request::SaveListing(..) => Vec::new(),
        };
        if let Some(worker) = &self.worker {
            worker.send(request, &files);
        }
    }
}

/// The present day in UTC.
#[expect(
    clippy::cast_possible_truncation,
    reason = "JavaScript's time is in whole milliseconds"
)]
fn today() -> Day {
    Day::of_unix_millis(js_sys::Date::now() as i64).unwrap_or_default()
}
