//! The page's state: one value, changed by actions. Effects live in components; the rules in `request` and `job`.

mod answers;

use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use web_sys::Blob;
use yew::Reducible;

use super::announced::Announced;
use super::config::Config;
use super::connection::Typed;
use super::downloads::{Downloads, Want};
use super::form::FormState;
use super::idle::LIMIT as IDLE_LIMIT;
use crate::service::{Bytes, Client, ServiceError, Session};
use metering_core::job::{ExportJob, JobList, Key, Submission, Tracked};
use metering_core::request::Field;

/// Everything the page knows. Secrets are in `connection` only, in memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// What the deployment says about itself.
    pub config: Config,
    /// Whether it is known that `config.json` can be read or cannot: before, nobody is signed in.
    pub configured: bool,
    /// Whether the storage has been read: before, nothing is stored.
    pub ready: bool,
    /// The time, to the minute; `None` before the page runs in a browser.
    pub now: Option<DateTime<Utc>>,
    /// Whether the page is hidden: then nothing is refreshed.
    pub hidden: bool,
    /// Who is signed in.
    pub connection: Connection,
    /// What was typed to connect, without secrets.
    pub connect: Typed,
    /// The export request.
    pub form: FormState,
    /// Why the last request was refused, and by whom; stays until the next one.
    pub refusal: Option<String>,
    /// The jobs of this browser.
    pub jobs: JobList,
    /// The data of jobs.
    pub downloads: Downloads<Blob>,
    /// Things to know about the page itself, such as unreadable storage.
    pub notices: Vec<String>,
    /// What is said to screen readers.
    pub announced: Announced,
}

/// Who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Connection {
    /// Nobody.
    #[default]
    SignedOut,
    /// Nobody any more: the service answered 401.
    Expired,
    /// Nobody any more: the page was not used for half an hour.
    Idle,
    /// A session that works as far as is known.
    Connected(Session),
}

/// What happens. `now` and `jitter` come from the browser with the events they belong to.
#[derive(Debug)]
pub enum Action {
    /// `config.json` was read or could not be.
    Configured(Result<Config, String>),
    /// The storage was read.
    Restored(Restored),
    /// Another tab has stored its jobs.
    Adopted(JobList),
    /// Something to know about the page itself.
    Notice(String),
    /// A notice was read.
    Dismissed(usize),
    /// A minute has passed.
    Tick(DateTime<Utc>),
    /// The page was hidden or shown.
    Hidden(bool),
    /// Something was typed to connect.
    ConnectTyped(Typed),
    /// A session was opened or pasted.
    Connected(Session),
    /// The session was closed here.
    SignedOut,
    /// Nobody has used the page for so long.
    Unused(TimeDelta),
    /// Something was typed into the form.
    FormTyped(Field, String),
    /// A field was left.
    Left(Field),
    /// An export was asked for with problems in the form.
    Attempted,
    /// The range limit is left to the service.
    Waived,
    /// The plan for a range that is too long is shown, or no longer.
    SplitShown(bool),
    /// Exports are asked for, one for each window of a range: their bodies.
    Queued(Vec<String>, DateTime<Utc>),
    /// The request of a queued window is on its way.
    SendingWindow(Key, DateTime<Utc>),
    /// The answer to it.
    SubmittedWindow(Key, Result<ExportJob, ServiceError>, DateTime<Utc>, f64),
    /// A queued request that cannot be sent, and why.
    Unsendable(Key, String),
    /// What the storage knows of requests before one is sent.
    Learned(JobList),
    /// Nothing more of an export is to be sent; it is named by when it was asked for.
    Held(DateTime<Utc>),
    /// What was held of an export is to be sent.
    Resumed(DateTime<Utc>),
    /// A window is to be asked for again.
    Again(Key),
    /// Forget an export.
    ExportRemoved(DateTime<Utc>),
    /// A request with this body is on its way.
    Sending(String, DateTime<Utc>),
    /// The answer to the request on its way.
    Submitted(Result<ExportJob, ServiceError>, DateTime<Utc>, f64),
    /// A job was added by its ID.
    Added(String),
    /// A question about a job is under way.
    Asking(Key),
    /// The answer about a job.
    Answered(Key, Result<ExportJob, ServiceError>, DateTime<Utc>, f64),
    /// Ask for one job at once.
    AskNow(Key),
    /// Ask for every unfinished job at once.
    AskAll,
    /// Forget an entry.
    Removed(Key),
    /// Somebody asks for the data of jobs.
    Wanted(Want),
    /// A piece of a job's data has arrived.
    Arrived(String, Bytes),
    /// A job's data is here, or cannot be had.
    Downloaded(String, Result<Blob, ServiceError>),
    /// The data that somebody asked for is saved or shown.
    Delivered(Want),
    /// A download is no longer wanted.
    DownloadCancelled(String),
    /// Something to say to screen readers.
    Announce(String),
}

/// What a reload brings back.
#[derive(Debug)]
pub struct Restored {
    /// The jobs, unless the storage could not be read.
    pub jobs: JobList,
    /// What was typed into the form.
    pub form: FormState,
    /// What was typed to connect.
    pub connect: Typed,
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        state.apply(action);
        Rc::new(state)
    }
}

impl State {
    /// The page at its start: as the HTML has it, but for an address that was typed into it already.
    pub(super) fn early() -> Self {
        Self {
            connect: Typed::early(),
            ..Self::default()
        }
    }

    /// The client of the session, if there is one.
    pub fn client(&self) -> Option<Client> {
        match &self.connection {
            Connection::Connected(session) => Some(Client {
                session: session.clone(),
                time_limit: self.config.time_limit(),
            }),
            Connection::SignedOut | Connection::Expired | Connection::Idle => None,
        }
    }

    /// Whether a request is on its way. One at a time: a second click must not be a second job.
    pub fn is_sending(&self) -> bool {
        self.jobs.sending().is_some()
    }

    /// Changes the state by one action.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Configured(config) => self.configured(config),
            Action::Restored(restored) => {
                self.jobs = restored.jobs;
                self.form = restored.form;
                self.connect = self.connect.clone().over(restored.connect);
                self.ready = true;
            }
            Action::Adopted(jobs) => {
                self.jobs.adopt(&jobs);
                self.keep_listed_data();
            }
            Action::Notice(text) if self.notices.contains(&text) => {}
            Action::Notice(text) => self.notice(text),
            Action::Dismissed(index) if index < self.notices.len() => {
                drop(self.notices.remove(index));
            }
            Action::Dismissed(_) => {}
            Action::Tick(now) => self.now = Some(now),
            Action::Hidden(hidden) => {
                self.hidden = hidden;
                if !hidden {
                    self.jobs.wake();
                }
            }
            Action::ConnectTyped(typed) => self.connect = typed,
            Action::Connected(session) => {
                self.connection = Connection::Connected(session);
                self.jobs.wake();
                self.announce("Signed in.".into());
            }
            Action::SignedOut => {
                self.connection = Connection::SignedOut;
                self.announce("Signed out.".into());
            }
            Action::Unused(time) => self.unused(time),
            Action::FormTyped(field, text) => self.form.typed(field, text),
            Action::Left(field) if self.form.left.contains(&field) => {}
            Action::Left(field) => self.form.left.push(field),
            Action::Attempted => self.form.attempts += 1,
            Action::Waived => self.form.limit_waived = true,
            Action::Sending(body, now) => {
                self.refusal = None;
                self.form.attempts = 0;
                self.jobs.add(Some(body), Some(now), Submission::Sending);
            }
            Action::Submitted(answer, now, jitter) => {
                if let Some(key) = self.jobs.sending() {
                    self.submitted(key, answer, now, jitter);
                }
            }
            Action::SplitShown(shown) => self.form.split = shown,
            Action::Queued(bodies, now) => self.queued(bodies, now),
            Action::SendingWindow(key, now) => self.jobs.sent(key, now),
            Action::SubmittedWindow(key, answer, now, jitter) => {
                self.submitted(key, answer, now, jitter);
            }
            Action::Unsendable(key, why) => self.jobs.give_up(key, why),
            Action::Learned(jobs) => self.jobs.learn(&jobs),
            Action::Held(export) => {
                self.jobs.hold(export);
                self.announce("What was not requested yet is cancelled.".into());
            }
            Action::Resumed(export) => self.jobs.resume(export),
            Action::Again(key) => self.jobs.again(key),
            Action::ExportRemoved(export) => {
                self.jobs.remove_export(export);
                self.keep_listed_data();
            }
            Action::Added(job_id) => {
                if let Some(key) = self.jobs.find(&job_id) {
                    self.jobs.ask_now(key);
                } else {
                    let tracked = Tracked::new(ExportJob::named(job_id), None);
                    self.jobs.add(None, None, Submission::Accepted(tracked));
                }
            }
            Action::Asking(key) => self.jobs.asking(key),
            Action::Answered(key, answer, now, jitter) => self.answered(key, answer, now, jitter),
            Action::AskNow(key) => self.jobs.ask_now(key),
            Action::AskAll => self.jobs.wake(),
            Action::Removed(key) => {
                self.jobs.remove(key);
                self.keep_listed_data();
            }
            Action::Wanted(want) => self.downloads.want(want),
            Action::Arrived(job_id, bytes) => self.downloads.arrived(&job_id, bytes),
            Action::Downloaded(job_id, outcome) => self.downloaded(&job_id, outcome),
            Action::Delivered(want) => self.downloads.delivered(&want),
            Action::DownloadCancelled(job_id) => {
                self.downloads.cancel(&job_id);
                self.announce("Download cancelled.".into());
            }
            Action::Announce(text) => self.announce(text),
        }
    }

    fn unused(&mut self, time: TimeDelta) {
        if time >= IDLE_LIMIT && matches!(self.connection, Connection::Connected(_)) {
            self.connection = Connection::Idle;
            self.announce("Signed out after 30 minutes without use. Sign in again.".into());
        }
    }

    fn configured(&mut self, config: Result<Config, String>) {
        self.configured = true;
        match config {
            Ok(config) => self.config = config,
            Err(problem) => {
                self.notice(format!(
                    "config.json cannot be used, so its defaults are: {problem}"
                ));
            }
        }
    }

    /// Notices appear with their text, which screen readers do not read by themselves.
    fn notice(&mut self, text: String) {
        self.announce(text.clone());
        self.notices.push(text);
    }

    fn announce(&mut self, text: String) {
        self.announced.say(text);
    }
}
