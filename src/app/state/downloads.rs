//! What is downloaded, one after the other, and what was: a value that changes by actions, without requests.

use web_sys::Blob;

use super::FollowUps;
use crate::service::{Bytes, Kind, ServiceError};
use metering_core::usage::DayRange;

/// What becomes of data when all of it is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It is saved as one file: the job's ZIP, or one of the ZIPs of several jobs.
    Save,
    /// The usage of all jobs together is shown.
    Show,
}

impl Purpose {
    /// The label of the control that asks for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Save => "Download",
            Self::Show => "Show usage",
        }
    }
}

/// Data that somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// IDs of the jobs.
    pub jobs: Vec<String>,
    /// What becomes of their data.
    pub purpose: Purpose,
    /// The days that they are to answer for together, where they are windows of one export.
    pub days: Option<DayRange>,
}

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The data of this job is downloaded.
    Download(String),
    /// All that can be had is here: it is saved or shown.
    Deliver(Want),
}

/// How far the data of one job is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Download {
    /// Nobody asked for it.
    #[default]
    Idle,
    /// Its turn comes after that of others, or after a new sign-in.
    Waiting,
    /// It arrives.
    Running(Bytes),
    /// It could not be had; a sentence for people.
    Failed(String),
    /// It is here.
    Here,
}

/// The data of jobs, in memory for as long as the page is open. `File` is the browser's, or a test's.
#[derive(Clone, Debug, PartialEq)]
pub struct Downloads<File> {
    wants: Vec<Want>,
    files: Vec<(String, File)>,
    failures: Vec<(String, String)>,
    /// Of the job whose turn it is.
    running: Option<(String, Bytes)>,
}

/// What happens to the data of jobs.
#[derive(Debug)]
pub enum DownloadsAction {
    /// Somebody asks for data.
    Wanted {
        /// Whose, and for what.
        want: Want,
    },
    /// A piece of a job's data has arrived.
    Arrived {
        /// The job.
        job_id: String,
        /// How much is here.
        bytes: Bytes,
    },
    /// A job's data is here, or cannot be had.
    Ended {
        /// The job.
        job_id: String,
        /// Its data, or why there is none.
        outcome: Result<Blob, ServiceError>,
    },
    /// The data that somebody asked for is saved or shown.
    Delivered {
        /// What was asked for.
        want: Want,
    },
    /// A download is no longer wanted.
    Cancelled {
        /// The job.
        job_id: String,
    },
}

impl Downloads<Blob> {
    pub(super) fn apply(&mut self, action: DownloadsAction, follow_ups: &mut FollowUps) {
        match action {
            DownloadsAction::Wanted { want } => self.want(want),
            DownloadsAction::Arrived { job_id, bytes } => self.arrived(&job_id, bytes),
            DownloadsAction::Ended { job_id, outcome } => {
                let what = if outcome.is_ok() {
                    "downloaded"
                } else {
                    "not downloaded"
                };
                follow_ups.announce(format!("Job {job_id}: {what}."));
                if let Err(error) = &outcome {
                    follow_ups.check_session(error);
                }
                self.ended(&job_id, outcome);
            }
            DownloadsAction::Delivered { want } => self.delivered(&want),
            DownloadsAction::Cancelled { job_id } => {
                self.cancel(&job_id);
                follow_ups.announce("Download cancelled.");
            }
        }
    }
}

impl<File> Default for Downloads<File> {
    fn default() -> Self {
        Self {
            wants: Vec::new(),
            files: Vec::new(),
            failures: Vec::new(),
            running: None,
        }
    }
}

impl<File> Downloads<File> {
    /// Somebody asks for data, perhaps again after it could not be downloaded.
    pub fn want(&mut self, want: Want) {
        self.failures.retain(|(job, _)| !want.jobs.contains(job));
        if !self.wants.contains(&want) {
            self.wants.push(want);
        }
    }

    /// What happens next: wants are served in the order in which they came.
    pub fn step(&self) -> Option<Step> {
        let want = self.wants.first()?;
        let missing = want
            .jobs
            .iter()
            .find(|job| self.file(job).is_none() && self.failure(job).is_none());
        Some(match missing {
            Some(job) => Step::Download(job.clone()),
            None => Step::Deliver(want.clone()),
        })
    }

    /// A piece of a job's data has arrived.
    pub fn arrived(&mut self, job: &str, bytes: Bytes) {
        self.running = Some((job.to_owned(), bytes));
    }

    /// A job's data is here, or cannot be had.
    ///
    /// Of several jobs, those whose data the service has deleted are skipped, so that the others can still be seen.
    /// Any other failure ends what was asked for. A lost session ends nothing: the turn comes again with the next.
    pub fn ended(&mut self, job: &str, outcome: Result<File, ServiceError>) {
        self.running = None;
        match outcome {
            Ok(file) => {
                self.files.retain(|(other, _)| other != job);
                self.files.push((job.to_owned(), file));
            }
            Err(error) if error.kind == Kind::Unauthorized => {}
            Err(error) => {
                self.failures.push((job.to_owned(), error.to_string()));
                let can_do_without = error.kind == Kind::NotFound;
                let wants = std::mem::take(&mut self.wants);
                let goes_on = |want: &Want| {
                    let failed = |job: &String| self.failure(job).is_some();
                    !want.jobs.iter().any(|other| other == job)
                        || can_do_without && !want.jobs.iter().all(failed)
                };
                self.wants = wants.into_iter().filter(goes_on).collect();
            }
        }
    }

    /// What was next is saved or shown.
    pub fn delivered(&mut self, want: &Want) {
        self.wants.retain(|other| other != want);
    }

    /// Cancels the download of a job's data, and everything that was to contain it.
    pub fn cancel(&mut self, job: &str) {
        self.wants
            .retain(|want| !want.jobs.iter().any(|other| other == job));
        self.running = self.running.take().filter(|(other, _)| other != job);
    }

    /// Lets go of everything about jobs that the page has forgotten.
    pub fn keep(&mut self, is_known: impl Fn(&str) -> bool) {
        self.wants
            .retain(|want| want.jobs.iter().all(|job| is_known(job)));
        self.files.retain(|(job, _)| is_known(job));
        self.failures.retain(|(job, _)| is_known(job));
    }

    /// The data of a job, if it is here.
    pub fn file(&self, job: &str) -> Option<&File> {
        let (_, file) = self.files.iter().find(|(other, _)| other == job)?;
        Some(file)
    }

    fn failure(&self, job: &str) -> Option<&String> {
        let (_, why) = self.failures.iter().find(|(other, _)| other == job)?;
        Some(why)
    }

    /// How far the data of a job is.
    pub fn of(&self, job: &str) -> Download {
        let is_wanted = self.wants.iter().flat_map(|want| &want.jobs);
        if self.file(job).is_some() {
            Download::Here
        } else if let Some(why) = self.failure(job) {
            Download::Failed(why.clone())
        } else if let Some((_, bytes)) = self.running.as_ref().filter(|(other, _)| other == job) {
            Download::Running(*bytes)
        } else if is_wanted.into_iter().any(|other| other == job) {
            Download::Waiting
        } else {
            Download::Idle
        }
    }
}
