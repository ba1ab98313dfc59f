//! One request of the administrator, its job, and the state of asking about it.

use std::time::Duration;

use chrono::serde::ts_milliseconds_option;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::guard::{is_safe, redact};
use crate::request::{
    Draft, ExportRequest, Input, JobType, RangeLimit, Rules, date_time, validate,
};

use super::{Asked, ExportJob, Next, Refusal, Window, next_refresh};

/// Names an entry and its record. Job IDs cannot: a request has none before its answer. Keys grow with time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// How many keys there are for a millisecond.
    const PER_MILLISECOND: u64 = 1024;

    /// Exact as a JavaScript number: those of the next two hundred years are.
    const MOST: u64 = (1 << 53) - 1;

    /// A key of a time, most likely of no other tab. `random` in `0.0..1.0`.
    pub fn dated(now: DateTime<Utc>, random: f64) -> Self {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss
        )] // 0 to 1023
        let part = (random.clamp(0.0, 1.0) * (Self::PER_MILLISECOND - 1) as f64) as u64;
        Self((millis * Self::PER_MILLISECOND + part).min(Self::MOST))
    }

    /// The key of a number, if it is one.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )] // looked at
    pub fn from_number(number: f64) -> Option<Self> {
        let is_key = number.fract() == 0.0 && (0.0..=Self::MOST as f64).contains(&number);
        is_key.then_some(Self(number as u64))
    }

    /// The number, for element IDs and records. Exact as a JavaScript number.
    pub fn number(self) -> u64 {
        self.0
    }

    pub(super) fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// One request of the administrator and what became of it.
///
/// `Eq` lets `Rc` compare pointers first, so that two lists that share entries are compared quickly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Names the entry.
    #[serde(skip)]
    pub key: Key,
    /// Which part of a split export it is, if it is one.
    pub window: Option<Window>,
    /// The request as a draft in JSON, with its job type, which not every request has on the wire; `None` for a job that was
    /// added by its ID.
    pub body: Option<String>,
    /// Whether the body was stored without a credential that it holds, so that it cannot be sent any more.
    #[serde(default)]
    pub is_redacted: bool,
    /// When the request was sent.
    #[serde(with = "ts_milliseconds_option")]
    pub sent_at: Option<DateTime<Utc>>,
    /// How often the service has refused it: each time it is back where it was before it was sent.
    pub refusals: u32,
    /// Whether it was removed: it is forgotten soon, unless somebody undoes that.
    #[serde(default)]
    pub is_removed: bool,
    /// What the session that sent it calls its organization.
    #[serde(default)]
    pub org_name: Option<String>,
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
    /// On its way, or about to be; nothing is known yet.
    Sending {
        /// Whether that is stored: before, it must not leave.
        #[serde(skip)]
        is_stored: bool,
    },
    /// The answer was lost: the service may have created a job. `why` is a sentence for people.
    Unanswered {
        /// What happened instead of an answer.
        why: String,
        /// The beginning of an answer that cannot be read: it may hold the job ID.
        answer: Option<String>,
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

/// Why a request is not sent whose body was stored without its credential.
pub const REDACTED: &str = "The callback URL of this request holds a credential, which the page does not store. Request the export anew.";

/// Longest text of the service, and of a person, that is stored, in characters.
const LONGEST_TEXT: usize = 2_000;

impl Entry {
    /// This entry as it is read from the storage: nobody knows what became of a request that was on its way.
    #[must_use]
    pub fn restored(mut self) -> Self {
        match &mut self.submission {
            Submission::Sending { .. } => {
                let why = "The page that sent it was closed before the answer arrived, or still waits for it.".to_owned();
                self.submission = Submission::Unanswered { why, answer: None };
            }
            Submission::Queued { .. } if self.is_redacted => {
                let why = Some(REDACTED.to_owned());
                self.submission = Submission::Held { why };
            }
            Submission::Accepted(tracked) => tracked.wake(),
            Submission::Queued { .. } | Submission::Held { .. } | Submission::Unanswered { .. } => {
            }
        }
        self
    }

    /// This entry as it is stored: no credentials, and no texts without end.
    #[must_use]
    pub fn for_storage(&self) -> Self {
        let mut entry = self.clone();
        if let Some(body) = &mut entry.body {
            entry.is_redacted |= !is_safe(body);
            *body = redact(body).into_owned();
        }
        entry.org_name.iter_mut().for_each(shorten);
        match &mut entry.submission {
            Submission::Queued { refusal } => {
                if let Some(refusal) = refusal {
                    shorten(&mut refusal.words);
                }
            }
            Submission::Held { why } => why.iter_mut().for_each(shorten),
            Submission::Sending { .. } => {}
            Submission::Unanswered { why, answer } => {
                shorten(why);
                answer.iter_mut().for_each(shorten);
            }
            Submission::Accepted(tracked) => tracked.job.texts_mut().for_each(shorten),
        }
        entry
    }

    /// Whether two entries are the same as far as the storage is concerned.
    pub(super) fn is_same_record(&self, other: &Entry) -> bool {
        let is_same_submission = match (&self.submission, &other.submission) {
            (Submission::Accepted(mine), Submission::Accepted(theirs)) => {
                (&mine.job, mine.refreshed_at) == (&theirs.job, theirs.refreshed_at)
            }
            (Submission::Sending { .. }, Submission::Sending { .. }) => true,
            (mine, theirs) => mine == theirs,
        };
        is_same_submission
            && (self.window, self.sent_at, self.refusals, self.is_removed)
                == (
                    other.window,
                    other.sent_at,
                    other.refusals,
                    other.is_removed,
                )
            && self.body == other.body
    }

    /// This entry, updated with what another tab knows about it.
    ///
    /// Its answer counts as one that came here. If it made this tab ask at once, two tabs would drive each other to ask
    /// without a pause. This tab takes the longest jitter, so that the tab that asked goes on asking.
    pub(super) fn learned(mut self, theirs: Entry) -> Entry {
        self.is_removed = theirs.is_removed;
        self.org_name = self.org_name.or(theirs.org_name.clone());
        match (&mut self.submission, theirs.submission) {
            (Submission::Accepted(mine), Submission::Accepted(learned)) => {
                if let Some(at) = learned.refreshed_at {
                    mine.answered(learned.job, at, 1.0);
                }
                self
            }
            (_, submission) => Entry {
                submission,
                ..theirs
            },
        }
    }

    /// Whether this asks again for the window that another entry asked for.
    pub(super) fn is_later_round_of(&self, other: &Entry) -> bool {
        self.window.zip(other.window).is_some_and(|(mine, theirs)| {
            (mine.export, mine.number) == (theirs.export, theirs.number)
                && mine.round > theirs.round
        })
    }

    /// First and last instant that were asked for, as the service or the request says it.
    pub fn range(&self) -> Option<(String, String)> {
        if let Some(tracked) = self.tracked()
            && let (Some(start), Some(end)) = (&tracked.job.start_date, &tracked.job.end_date)
        {
            return Some((start.clone(), end.clone()));
        }
        let draft = self.draft()?;
        let text = |input: Input| input.as_text().map(str::to_owned);
        text(draft.start_date).zip(text(draft.end_date))
    }

    /// What people call it: organization and days, as far as they are known. Else its ID, if there is one.
    pub fn name(&self) -> Option<String> {
        let day = |text: String| match date_time::parse(&text) {
            Ok(instant) => instant.date_naive().to_string(),
            Err(_) => text,
        };
        let days = self.range();
        let days = days.map(|(start, end)| format!("{} to {}", day(start), day(end)));
        match (&self.org_name, days) {
            (Some(org), Some(days)) => Some(format!("{org}, {days}")),
            (None, Some(days)) => Some(days),
            (_, None) => self.tracked().map(|tracked| tracked.job.job_id.clone()),
        }
    }

    /// The request as it was or will be sent; `None` for a job that was added by its ID.
    pub fn draft(&self) -> Option<Draft> {
        serde_json::from_str(self.body.as_deref()?).ok()
    }

    /// The request, validated again because it may come from the storage. The service has the last word on the limit.
    pub fn request(&self) -> Option<ExportRequest> {
        let rules = Rules {
            range_limit: RangeLimit::Warning,
            ..Rules::default()
        };
        validate(&self.draft()?, &rules).result.ok()
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

    /// Whether nobody needs to request the same again: it has not ended, or its data can be downloaded.
    pub(super) fn is_of_use(&self, now: DateTime<Utc>) -> bool {
        match &self.submission {
            Submission::Queued { .. } => true,
            // What is on its way may still be refused.
            Submission::Sending { .. }
            | Submission::Held { .. }
            | Submission::Unanswered { .. } => false,
            Submission::Accepted(tracked) => {
                let until = self.download_until(Some(now));
                !tracked.job.status.has_ended() || until.is_some_and(|until| now < until)
            }
        }
    }

    /// The job, once the service named one.
    pub fn tracked(&self) -> Option<&Tracked> {
        match &self.submission {
            Submission::Accepted(tracked) => Some(tracked),
            Submission::Queued { .. }
            | Submission::Held { .. }
            | Submission::Sending { .. }
            | Submission::Unanswered { .. } => None,
        }
    }
}

/// Cuts a text of the service to a length that fits into the storage, without what looks like a credential.
fn shorten(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
        text.truncate(end);
        text.push('…');
    }
    if !is_safe(text) {
        *text = redact(text).into_owned();
    }
}
