//! The jobs of this browser, and what answers of the service do to them.

use chrono::{DateTime, Utc};

use super::{FollowUps, FormAction, SessionAction};
use crate::service::{Kind, ServiceError};
use metering_core::job::{
    Asked, ExportJob, JobList, Key, Record, Refused, Submission, Tracked, Written,
};

/// What is said of something that was removed.
pub(crate) const REMOVED: &str = "Removed from this page. It goes on at the service.";

/// The jobs of this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobsState {
    /// The jobs, newest first.
    pub list: JobList,
    /// Exports that were split, or resumed, in this tab.
    pub own: Vec<DateTime<Utc>>,
    /// What this tab may send by itself.
    pub leadership: Leadership,
}

/// Which queued exports a tab may send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leadership {
    /// None: another tab leads, or nothing is to be sent.
    #[default]
    None,
    /// All: this tab holds the browser's lock.
    AllExports,
    /// Those of [`JobsState::own`]: the browser has no locks.
    OwnExports,
}

/// What happens to the jobs. `now` and `jitter` come from the browser with the events that they belong to.
#[derive(Debug)]
pub enum JobsAction {
    /// It is known which exports were split in this tab before a reload.
    Owned {
        /// Those.
        own: Vec<DateTime<Utc>>,
    },
    /// The storage was read.
    Reread {
        /// All that is in it.
        records: Vec<(Key, Record)>,
    },
    /// Another tab has written records.
    Learned {
        /// These; `None` for one that was removed.
        records: Vec<(Key, Option<Record>)>,
    },
    /// Changes were written.
    Written {
        /// What became of each.
        written: Vec<Written>,
    },
    /// Changes could not be written.
    NotWritten {
        /// Those after which a request was to be sent.
        keys: Vec<Key>,
        /// Why, in sentences.
        why: String,
    },
    /// The leader election has an outcome.
    Led {
        /// What this tab may send from now on.
        leadership: Leadership,
    },
    /// An export is requested.
    Requested {
        /// The body of the request.
        body: String,
        /// When.
        now: DateTime<Utc>,
        /// In `0.0..1.0`, for the key of its record.
        random: f64,
    },
    /// Exports are requested, one for each window of a range.
    Queued {
        /// The bodies of the requests.
        bodies: Vec<String>,
        /// When; names the export.
        now: DateTime<Utc>,
        /// In `0.0..1.0`, for the keys of its records.
        random: f64,
    },
    /// The request of a queued window is to be sent, as soon as that is stored.
    Sending {
        /// Which.
        key: Key,
        /// When.
        now: DateTime<Utc>,
    },
    /// The answer to a request.
    Submitted {
        /// Which.
        key: Key,
        /// The job, or why there is none.
        answer: Result<ExportJob, ServiceError>,
        /// What the organization of the session is called.
        org_name: Option<String>,
        /// When.
        now: DateTime<Utc>,
        /// The same by a clock that never jumps: waits are measured by it.
        steady: DateTime<Utc>,
        /// In `0.0..1.0`, for the first refresh.
        jitter: f64,
    },
    /// A queued request cannot be sent.
    Unsendable {
        /// Which.
        key: Key,
        /// Why, as a sentence.
        why: String,
    },
    /// Nothing more of an export is to be sent.
    Held {
        /// The export.
        export: DateTime<Utc>,
    },
    /// What was held of an export is to be sent.
    Resumed {
        /// The export.
        export: DateTime<Utc>,
    },
    /// A window is to be requested again.
    RequestedAgain {
        /// Which.
        key: Key,
        /// When.
        now: DateTime<Utc>,
        /// In `0.0..1.0`, for the key of its record.
        random: f64,
    },
    /// A job was added by its ID.
    Added {
        /// The ID.
        job_id: String,
        /// Its fields, if the service was asked for them already.
        job: Option<ExportJob>,
        /// When.
        now: DateTime<Utc>,
        /// In `0.0..1.0`, for the key of its record and the next refresh.
        random: f64,
    },
    /// A job is being refreshed.
    Refreshing {
        /// Which.
        key: Key,
    },
    /// The answer to a refresh.
    Refreshed {
        /// Which.
        key: Key,
        /// The fields of the job, or why there are none.
        answer: Result<ExportJob, ServiceError>,
        /// When.
        now: DateTime<Utc>,
        /// In `0.0..1.0`, for the next refresh.
        jitter: f64,
    },
    /// One job is to be refreshed at once.
    RefreshAsked {
        /// Which.
        key: Key,
    },
    /// Every unfinished job is to be refreshed at once.
    AllRefreshed,
    /// An entry is removed. The job itself goes on.
    Removed {
        /// Which.
        key: Key,
    },
    /// An export is removed with all its windows.
    ExportRemoved {
        /// The export.
        export: DateTime<Utc>,
    },
    /// What was removed is wanted after all.
    RemovalUndone,
    /// Nobody wanted back what was removed.
    RemovedForgotten,
}

impl JobsAction {
    /// Whether jobs may be gone afterwards.
    pub(super) fn removes(&self) -> bool {
        matches!(
            self,
            Self::Reread { .. }
                | Self::Learned { .. }
                | Self::Written { .. }
                | Self::RemovedForgotten
        )
    }
}

impl JobsState {
    /// Whether a request is on its way. One at a time: a second click must not be a second job.
    pub fn is_sending(&self) -> bool {
        self.list.sending().is_some()
    }

    /// Whether only another tab may send the queued windows of an export.
    pub fn is_elsewhere(&self, export: DateTime<Utc>) -> bool {
        self.leadership == Leadership::OwnExports && !self.own.contains(&export)
    }

    pub(super) fn apply(&mut self, action: JobsAction, follow_ups: &mut FollowUps) {
        match action {
            JobsAction::Owned { own } => self.own = own,
            JobsAction::Reread { records } => self.list.reread(records),
            JobsAction::Learned { records } => self.list.learn(records),
            JobsAction::Written { written } => self.list.written(written),
            JobsAction::NotWritten { keys, why } => self.list.not_written(&keys, &why),
            JobsAction::Led { leadership } => self.leadership = leadership,
            JobsAction::Requested { body, now, random } => {
                follow_ups.then(FormAction::Requested);
                self.list.date_keys(now, random);
                let sending = Submission::Sending { is_stored: false };
                self.list.add(Some(body), Some(now), sending);
            }
            JobsAction::Queued {
                bodies,
                now,
                random,
            } => {
                follow_ups.announce(format!("{} exports are queued.", bodies.len()));
                follow_ups.then(FormAction::Requested);
                self.own(now);
                self.list.date_keys(now, random);
                self.list.queue(bodies, now);
            }
            JobsAction::Sending { key, now } => self.list.send(key, now),
            JobsAction::Submitted {
                key,
                answer,
                org_name,
                now,
                steady,
                jitter,
            } => {
                self.list.name_organization(key, org_name);
                match answer {
                    Ok(job) => self.accepted(key, job, now, jitter, follow_ups),
                    Err(error) => self.not_accepted(key, &error, steady, follow_ups),
                }
            }
            JobsAction::Unsendable { key, why } => self.list.give_up(key, why),
            JobsAction::Held { export } => {
                self.list.hold(export);
                follow_ups.announce("The parts that were not requested yet are cancelled.");
            }
            JobsAction::Resumed { export } => {
                self.own(export);
                self.list.resume(export);
            }
            JobsAction::RequestedAgain { key, now, random } => {
                if let Some(window) = self.list.get(key).and_then(|entry| entry.window) {
                    self.own(window.export);
                }
                self.list.date_keys(now, random);
                self.list.again(key);
            }
            JobsAction::Added {
                job_id,
                job,
                now,
                random,
            } => {
                let known = self.list.find(&job_id);
                let key = known.unwrap_or_else(|| {
                    let tracked = Tracked::new(ExportJob::named(job_id), None);
                    self.list.date_keys(now, random);
                    self.list.add(None, None, Submission::Accepted(tracked))
                });
                match job {
                    Some(job) => self.refreshed(key, Ok(job), now, random, follow_ups),
                    None => self.list.ask_now(key),
                }
            }
            JobsAction::Refreshing { key } => self.list.asking(key),
            JobsAction::Refreshed {
                key,
                answer,
                now,
                jitter,
            } => self.refreshed(key, answer, now, jitter, follow_ups),
            JobsAction::RefreshAsked { key } => self.list.ask_now(key),
            JobsAction::AllRefreshed => self.list.wake(),
            JobsAction::Removed { key } => {
                self.list.remove(key);
                follow_ups.announce(format!("{REMOVED} You can undo this."));
            }
            JobsAction::ExportRemoved { export } => {
                self.list.remove_export(export);
                follow_ups.announce(format!("{REMOVED} You can undo this."));
            }
            JobsAction::RemovalUndone => {
                self.list.undo();
                follow_ups.announce("Removal undone.");
            }
            JobsAction::RemovedForgotten => self.list.forget_removed(),
        }
    }

    fn own(&mut self, export: DateTime<Utc>) {
        if !self.own.contains(&export) {
            self.own.push(export);
        }
    }

    fn accepted(
        &mut self,
        key: Key,
        job: ExportJob,
        now: DateTime<Utc>,
        jitter: f64,
        follow_ups: &mut FollowUps,
    ) {
        if self.list.get(key).is_some() {
            let (id, status) = (&job.job_id, job.status.label());
            follow_ups.announce(format!("Export requested. Job {id}: {status}."));
            follow_ups.then(SessionAction::Accepted);
            self.list.accepted(key, job, now, jitter);
        }
    }

    fn not_accepted(
        &mut self,
        key: Key,
        error: &ServiceError,
        now: DateTime<Utc>,
        follow_ups: &mut FollowUps,
    ) {
        let Some(entry) = self.list.get(key) else {
            return;
        };
        let why = error.to_string();
        if error.may_have_created_a_job() {
            self.list.unanswered(key, why, error.excerpt.clone());
            follow_ups.announce("The answer was lost: the service may have created this job.");
        } else if entry.window.is_some() {
            follow_ups.announce("An export was refused.");
            follow_ups.check_session(error);
            self.list.refused(key, refused(error), why, now);
        } else {
            self.list.forget(key);
            follow_ups.check_session(error);
            follow_ups.then(FormAction::Refused { why });
        }
    }

    fn refreshed(
        &mut self,
        key: Key,
        answer: Result<ExportJob, ServiceError>,
        now: DateTime<Utc>,
        jitter: f64,
        follow_ups: &mut FollowUps,
    ) {
        match answer {
            Ok(job) => {
                follow_ups.then(SessionAction::Accepted);
                let job_id = job.job_id.clone();
                if let Some(status) = self.list.answered(key, job, now, jitter) {
                    follow_ups.announce(format!("Job {job_id}: {}.", status.label()));
                }
            }
            Err(error) => {
                let asked = match error.kind {
                    Kind::Unauthorized => Asked::SessionGone,
                    Kind::NotFound => Asked::NotFound,
                    _ => Asked::Failed {
                        retry_after: error.retry_after(),
                    },
                };
                self.list.failed(key, error.to_string(), asked, jitter);
                follow_ups.check_session(&error);
            }
        }
    }
}

/// Why the service did not take a request. An error that may have created a job is no refusal, and does not come here.
fn refused(error: &ServiceError) -> Refused {
    match error.kind {
        Kind::Unauthorized => Refused::SessionGone,
        // Without an answer it was not sent: this computer was offline.
        Kind::TooManyRequests { .. } | Kind::NoAnswer { .. } => Refused::Busy {
            retry_after: error.retry_after(),
        },
        Kind::BadRequest
        | Kind::Forbidden
        | Kind::NotFound
        | Kind::Refused
        | Kind::Unavailable { .. }
        | Kind::TimedOut { .. }
        | Kind::BrokenOff { .. }
        | Kind::Html
        | Kind::Unreadable { .. } => {
            Refused::of_words(error.message.as_deref().unwrap_or_default())
        }
    }
}
