//! What answers of the service do to the state.

use chrono::{DateTime, Utc};
use web_sys::Blob;

use super::{Connection, State};
use crate::service::{Kind, ServiceError};
use metering_core::job::{Asked, ExportJob, Key, Refused};

impl State {
    pub(super) fn queued(&mut self, bodies: Vec<String>, now: DateTime<Utc>) {
        self.announce(format!("{} exports are queued.", bodies.len()));
        self.refusal = None;
        self.form.attempts = 0;
        self.form.split = false;
        self.jobs.queue(bodies, now);
    }

    pub(super) fn submitted(
        &mut self,
        key: Key,
        answer: Result<ExportJob, ServiceError>,
        now: DateTime<Utc>,
        jitter: f64,
    ) {
        let Some(entry) = self.jobs.get(key) else {
            return;
        };
        let is_window = entry.window.is_some();
        match answer {
            Ok(job) => {
                self.announce(format!(
                    "Export requested. Job {}: {}.",
                    job.job_id,
                    job.status.name()
                ));
                self.jobs.accepted(key, job, now, jitter);
            }
            Err(error) if error.may_have_created_a_job() => {
                self.jobs.unanswered(key, error.to_string());
                self.announce("The answer was lost: the service may have created this job.".into());
            }
            Err(error) if is_window => {
                self.announce("An export was refused.".into());
                self.notice_session(&error);
                self.jobs
                    .refused(key, refused(&error), error.to_string(), now);
            }
            Err(error) => {
                self.jobs.remove(key);
                self.notice_session(&error);
                self.refusal = Some(error.to_string());
            }
        }
    }

    pub(super) fn answered(
        &mut self,
        key: Key,
        answer: Result<ExportJob, ServiceError>,
        now: DateTime<Utc>,
        jitter: f64,
    ) {
        match answer {
            Ok(job) => {
                let job_id = job.job_id.clone();
                if let Some(status) = self.jobs.answered(key, job, now, jitter) {
                    self.announce(format!("Job {job_id}: {}.", status.name()));
                }
            }
            Err(error) => {
                let asked = match error.kind {
                    Kind::Unauthorized => Asked::SessionGone,
                    _ => Asked::Failed {
                        retry_after: error.retry_after(),
                    },
                };
                self.jobs.failed(key, error.to_string(), asked, jitter);
                self.notice_session(&error);
            }
        }
    }

    fn notice_session(&mut self, error: &ServiceError) {
        if error.kind == Kind::Unauthorized && matches!(self.connection, Connection::Connected(_)) {
            self.connection = Connection::Expired;
            self.announce("The session has expired. Sign in again.".into());
        }
    }

    pub(super) fn downloaded(&mut self, job_id: &str, outcome: Result<Blob, ServiceError>) {
        let what = match &outcome {
            Ok(_) => "downloaded",
            Err(_) => "not downloaded",
        };
        self.announce(format!("Job {job_id}: {what}."));
        if let Err(error) = &outcome {
            self.notice_session(error);
        }
        self.downloads.ended(job_id, outcome);
    }

    /// Lets go of the data of jobs that are no longer listed.
    pub(super) fn keep_listed_data(&mut self) {
        let jobs = &self.jobs;
        self.downloads.keep(|id| jobs.find(id).is_some());
    }
}

/// Why the service did not take a request. What may have created a job is no refusal, and does not come here.
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
        | Kind::Unreadable { .. } => Refused::Request,
    }
}
