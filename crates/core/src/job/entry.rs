//! One request of the administrator, its job, and the state of asking about it.

use std::time::Duration;

use chrono::serde::ts_milliseconds_option;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::request::{Draft, JobType};

use super::{Asked, ExportJob, Next, Refusal, Window, next_refresh};

/// Names an entry of a [`JobList`] for as long as the page is open. Job IDs cannot: a request has none before its answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub(super) u32);

impl Key {
    /// The number, for element IDs.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// One request of the administrator and what became of it.
///
/// `Eq` makes two lists quick to compare: what is shared between them is then equal without a look inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Names the entry.
    #[serde(skip)]
    pub key: Key,
    /// Which part of a split export it is, if it is one.
    pub window: Option<Window>,
    /// The request body as it was or will be sent, JSON; `None` for a job that was added by its ID.
    pub body: Option<String>,
    /// When the request was sent.
    #[serde(with = "ts_milliseconds_option")]
    pub sent_at: Option<DateTime<Utc>>,
    /// How often the service has refused it: each time it is back where it was before it was sent.
    pub refusals: u32,
    /// What became of it.
    pub submission: Submission,
}

/// What became of a request.
#[allow(clippy::large_enum_variant)] // few, and each behind the `Rc` of its entry
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Submission {
    /// Waits for its turn, or after a refusal for another one.
    Queued {
        /// Why it still waits although it was sent.
        refusal: Option<Refusal>,
    },
    /// Not sent, and not to be sent until the administrator says so.
    Held {
        /// The service's words if it refused this request.
        why: Option<String>,
    },
    /// On its way; nothing is known yet.
    Sending,
    /// The answer was lost: the service may have created a job. `why` is a sentence for people.
    Unanswered {
        /// What happened instead of an answer.
        why: String,
    },
    /// The service named a job.
    Accepted(Tracked),
}

/// A job and the state of asking about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tracked {
    /// The last known fields.
    pub job: ExportJob,
    /// When they came; `None` for a job added by its ID before its first answer.
    #[serde(with = "ts_milliseconds_option")]
    pub refreshed_at: Option<DateTime<Utc>>,
    /// Why the last question failed. The fields above stay as they were.
    #[serde(skip)]
    pub trouble: Option<String>,
    /// Whether a question is under way.
    #[serde(skip)]
    pub refreshing: bool,
    /// What happens next.
    #[serde(skip)]
    pub next: Next,
    /// Counts the decisions about `next`, so that an owner of timers sees that there is a new one.
    #[serde(skip)]
    pub turn: u32,
    #[serde(skip)]
    attempt: u32,
}

impl Tracked {
    /// A job with fields that came at `refreshed_at`, to be asked for at once unless it has ended.
    pub fn new(job: ExportJob, refreshed_at: Option<DateTime<Utc>>) -> Self {
        let mut tracked = Self {
            job,
            refreshed_at,
            trouble: None,
            refreshing: false,
            next: Next::Stop,
            turn: 0,
            attempt: 0,
        };
        tracked.wake();
        tracked
    }

    pub(super) fn wake(&mut self) {
        if !self.job.status.has_ended() {
            self.ask_now();
        }
    }

    pub(super) fn ask_now(&mut self) {
        self.attempt = 0;
        self.decide(Next::After(Duration::ZERO));
    }

    pub(super) fn decide(&mut self, next: Next) {
        self.refreshing = false;
        self.next = next;
        self.turn = self.turn.wrapping_add(1);
    }

    pub(super) fn answered(&mut self, job: ExportJob, now: DateTime<Utc>, jitter: f64) -> bool {
        let changed = job.status != self.job.status;
        self.attempt = if changed {
            0
        } else {
            self.attempt.saturating_add(1)
        };
        self.job = job.after(&self.job);
        self.refreshed_at = Some(now);
        self.trouble = None;
        self.decide(next_refresh(
            &self.job.status,
            Asked::Answered,
            self.attempt,
            jitter,
        ));
        changed
    }

    pub(super) fn failed(&mut self, trouble: String, asked: Asked, jitter: f64) {
        self.attempt = self.attempt.saturating_add(1);
        self.trouble = Some(trouble);
        self.decide(next_refresh(&self.job.status, asked, self.attempt, jitter));
    }
}

impl Entry {
    /// This entry as it is after a reload: nobody knows what became of a request that was on its way.
    #[must_use]
    pub fn restored(mut self) -> Self {
        match &mut self.submission {
            Submission::Sending => {
                let why = "The page was closed before the answer arrived.".to_owned();
                self.submission = Submission::Unanswered { why };
            }
            Submission::Accepted(tracked) => tracked.wake(),
            Submission::Queued { .. } | Submission::Held { .. } | Submission::Unanswered { .. } => {
            }
        }
        self
    }

    /// Whether two entries are about one job, or about one request that has none yet.
    pub(super) fn is_same_request(&self, other: &Entry) -> bool {
        if self.window.is_some() || other.window.is_some() {
            return self.window == other.window;
        }
        let id = |entry: &Entry| entry.tracked().map(|tracked| tracked.job.job_id.clone());
        match (id(self), id(other)) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => self.sent_at.is_some() && self.sent_at == other.sent_at && self.body == other.body,
        }
    }

    /// Whether this asks again for the window that another entry asked for.
    pub(super) fn is_later_round_of(&self, other: &Entry) -> bool {
        self.window.zip(other.window).is_some_and(|(mine, theirs)| {
            (mine.export, mine.number) == (theirs.export, theirs.number)
                && mine.round > theirs.round
        })
    }

    /// Whether this entry knows at least as much as that of another tab.
    pub(super) fn is_newer_than(&self, other: &Entry) -> bool {
        match (&self.submission, &other.submission) {
            (Submission::Accepted(mine), Submission::Accepted(theirs)) => {
                mine.refreshed_at >= theirs.refreshed_at
            }
            (_, Submission::Accepted(_)) => false,
            (Submission::Accepted(_), _) => true,
            (mine, theirs) => {
                (self.refusals, mine.progress()) >= (other.refusals, theirs.progress())
            }
        }
    }

    /// Takes over what another tab knows of the same request.
    ///
    /// Its answer counts as one given here: if it were a reason to ask at once, two tabs would drive each other to ask
    /// without a pause. With the longest jitter, the tab that asked goes on asking.
    pub(super) fn learn(&mut self, other: &Entry) {
        match (&mut self.submission, &other.submission) {
            (Submission::Accepted(mine), Submission::Accepted(theirs)) => {
                if let Some(at) = theirs.refreshed_at {
                    mine.answered(theirs.job.clone(), at, 1.0);
                }
            }
            (mine, theirs) => {
                *mine = theirs.clone();
                self.sent_at = other.sent_at;
                self.refusals = other.refusals;
            }
        }
    }

    /// First and last instant that were asked for, as the service or the request says it.
    pub fn range(&self) -> Option<(String, String)> {
        if let Some(tracked) = self.tracked()
            && let (Some(start), Some(end)) = (&tracked.job.start_date, &tracked.job.end_date)
        {
            return Some((start.clone(), end.clone()));
        }
        let body: Value = serde_json::from_str(self.body.as_deref()?).ok()?;
        let text = |name| Some(body.get(name)?.as_str()?.to_owned());
        text("startDate").zip(text("endDate"))
    }

    /// The request as it was or will be sent; `None` for a job that was added by its ID.
    pub fn draft(&self) -> Option<Draft> {
        serde_json::from_str(self.body.as_deref()?).ok()
    }

    /// What type of data was asked for, if the request is known.
    pub fn job_type(&self) -> Option<JobType> {
        JobType::from_name(self.draft()?.job_type.as_text()?)
    }

    /// When the service deletes the data of the job; `now` stands in for a job that was never refreshed.
    pub fn download_until(&self, now: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        let tracked = self.tracked()?;
        tracked.job.download_until(tracked.refreshed_at.or(now)?)
    }

    /// The job, once the service named one.
    pub fn tracked(&self) -> Option<&Tracked> {
        match &self.submission {
            Submission::Accepted(tracked) => Some(tracked),
            Submission::Queued { .. }
            | Submission::Held { .. }
            | Submission::Sending
            | Submission::Unanswered { .. } => None,
        }
    }
}

impl Submission {
    /// A number that only grows from one refusal of a request to the next, whichever tab it is looked at from.
    ///
    /// On its way from here, a request looks to other tabs like one with a lost answer, and the tab that sent it knows better.
    fn progress(&self) -> u8 {
        match self {
            Self::Queued { .. } => 0,
            Self::Held { .. } => 1,
            Self::Unanswered { .. } => 2,
            Self::Sending => 3,
            Self::Accepted(_) => 4,
        }
    }
}
