//! The root: keeps the state and the worker in step.
mod kept;

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use gloo_events::EventListener;
use web_sys::Blob;
use yew::prelude::*;

use crate::address::Address;
use crate::components::{Content, KeptExports};
use crate::focus::Focus;
use crate::kept::local;
use crate::state::{Action, State, WrittenFile};
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
    /// The first day of a billing period that the worker has.
    billing_day: Option<Day>,
    /// What waits for a table that the worker writes, in their order.
    writing: VecDeque<Callback<WrittenFile>>,
    address: Address,
    keeper: Keeper,
    /// What has the focus, before something changes.
    focus: Option<Focus>,
    /// Hears that the dialog that prints is closed; `None` unless it is open.
    printing: Option<EventListener>,
}

impl Component for App {
    type Message = Message;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut state = State::new(today());
        state.own_allowance = local::allowance();
        state.billing_day = local::billing_day();
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
            billing_day: None,
            writing: VecDeque::new(),
            address: Address::new(ctx.link().callback(|()| Message::Gone)),
            keeper: Keeper::new(ctx),
            focus: None,
            printing: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        // Kept where nothing has the focus now: Yew can let an update in between a rendering and its `rendered`.
        if let Some(focus) = Focus::now() {
            self.focus = Some(focus);
        }
        // Typing changes the address, but adds no step for Back.
        let is_typed = matches!(
            message,
            Message::Act(Action::Words(_) | Action::Date(..)) | Message::FromWorker(_)
        );
        match message {
            Message::Open(opening, files) => {
                self.open(opening, files);
                if self.unanswered == 0 && self.state.list() == self.shown {
                    ctx.props()
                        .announce
                        .emit(crate::state::shown(&self.state.opened));
                }
            }
            Message::Act(Action::Write(filter, sheet, format, done)) => {
                self.writing.push_back(done);
                self.send(ctx, &Request::Write(filter, sheet, format));
            }
            Message::Act(Action::Cancel) => self.send(ctx, &Request::Cancel),
            Message::Act(Action::SaveFile(name, file)) => ctx.props().save.emit((name, file)),
            Message::Act(Action::Announce(words)) => ctx.props().announce.emit(words),
            Message::Act(Action::SetAllowance(allowance)) => {
                if !local::set_allowance(allowance) {
                    self.apply(Action::Problem(local::denied("the allowance")));
                }
                self.apply(Action::SetAllowance(allowance));
            }
            Message::Act(Action::SetBillingDay(first)) => {
                if !local::set_billing_day(first) {
                    self.apply(Action::Problem(local::denied(
                        "the first day of a billing period",
                    )));
                }
                self.apply(Action::SetBillingDay(first));
            }
            Message::Act(action) => {
                // Any action means that printing is over, even if the browser does not report it.
                if self.printing.take().is_some() {
                    self.apply(Action::Print(false));
                }
                self.apply(action);
            }
            Message::FromWorker(FromWorker::Answer(Answer::Written { name, rows }, file)) => {
                if let Some(done) = self.writing.pop_front() {
                    done.emit(WrittenFile { name, rows, file });
                }
            }
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

    /// Prints once the whole tables are there.
    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        if let Some(focus) = self.focus.take() {
            focus.restore();
        }
        let state = &self.state;
        let figures = state.figures.as_ref();
        let is_ready = figures.map(|figures| &figures.question) == self.asked.as_ref();
        if state.on_paper && is_ready && self.printing.is_none() {
            let is_done = ctx.link().callback(|()| Message::Act(Action::Print(false)));
            let window = gloo_utils::window();
            let on_closed = is_done.clone();
            self.printing = Some(EventListener::new(&window, "afterprint", move |_| {
                on_closed.emit(());
            }));
            if window.print().is_err() {
                is_done.emit(()); // where a browser cannot print, its own menu says so
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let dispatch = ctx.link().callback(Message::Act);
        let act = ctx
            .link()
            .callback(|action| Message::Kept(Keeping::Act(action)));
        html! {
            <>
                <Content state={Rc::clone(&self.state)} {dispatch} />
                <KeptExports today={self.state.today} state={Rc::clone(&self.keeper.state)} dispatch={act} />
            </>
        }
    }
}

impl App {
    fn apply(&mut self, action: Action) {
        Rc::make_mut(&mut self.state).apply(action);
    }

    fn open(&mut self, opening: Opening, files: Vec<Blob>) {
        let mut exports = Vec::<Listed>::new();
        for (source, file) in opening.sources.into_iter().zip(files) {
            // A file is read once, not each time that it is shown.
            let before = self.state.open.iter().chain(&self.state.closed);
            let mut listed = before.chain(&exports);
            let same = listed.find(|listed| listed.source.is_same(&source));
            let same = same.map(|listed| listed.id);
            let known = self.files.iter().find(|(id, other)| {
                **other == file || same == Some(**id) && size(other) == size(&file)
            });
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
        self.writing.clear();
        self.apply(Action::WorkerGone(words));
        self.shown = self.state.list();
        self.asked = None;
        self.mark_open();
    }

    /// Asks the worker for what the state needs and does not have.
    fn keep_in_step(&mut self, ctx: &Context<Self>) {
        // A page stays open for days.
        let now = today();
        if self.state.today != now {
            Rc::make_mut(&mut self.state).today = now;
        }
        self.tell_names(ctx);
        if self.worker.is_none() {
            self.billing_day = None;
        }
        if self.state.billing_day != self.billing_day && !self.state.open.is_empty() {
            self.billing_day = self.state.billing_day;
            self.send(ctx, &Request::BillingDay(self.billing_day));
            self.asked = None;
        }
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
            | Request::BillingDay(_)
            | Request::Write(..) => Vec::new(),
        };
        if let Some(worker) = &self.worker {
            worker.send(request, &files);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole bytes"
)]
fn size(file: &Blob) -> u64 {
    file.size() as u64
}

/// The present day in UTC.
#[expect(
    clippy::cast_possible_truncation,
    reason = "JavaScript's time is in whole milliseconds"
)]
fn today() -> Day {
    Day::of_unix_millis(js_sys::Date::now() as i64).unwrap_or_default()
}
