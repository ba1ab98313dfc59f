//! The page's jobs, newest first: a value that changes by events, without timers or requests.

use std::rc::Rc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Asked, ExportJob, JobStatus, Next, next_refresh};

/// Names an entry of a [`JobList`] for as long as the page is open. Job IDs cannot: a request has none before its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(u32);

impl Key {
    /// The number, for element IDs.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// One request of the administrator and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Names the entry.
    pub key: Key,
    /// The request body as it was sent, JSON; `None` for a job that was added by its ID.
    pub body: Option<String>,
    /// When the request was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// What became of it.
    pub submission: Submission,
}

/// What became of a request.
#[allow(clippy::large_enum_variant)] // few, and each behind the `Rc` of its entry
#[derive(Clone, Debug, PartialEq)]
pub enum Submission {
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
#[derive(Clone, Debug, PartialEq)]
pub struct Tracked {
    /// The last known fields.
    pub job: ExportJob,
    /// When they came; `None` for a job added by its ID before its first answer.
    pub refreshed_at: Option<DateTime<Utc>>,
    /// Why the last question failed. The fields above stay as they were.
    pub trouble: Option<String>,
    /// Whether a question is under way.
    pub refreshing: bool,
    /// What happens next.
    pub next: Next,
    /// Counts the decisions about `next`, so that an owner of timers sees that there is a new one.
    pub turn: u32,
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

    fn wake(&mut self) {
        if !self.job.status.has_ended() {
            self.ask_now();
        }
    }

    fn ask_now(&mut self) {
        self.attempt = 0;
        self.decide(Next::After(Duration::ZERO));
    }

    fn decide(&mut self, next: Next) {
        self.refreshing = false;
        self.next = next;
        self.turn = self.turn.wrapping_add(1);
    }

    fn answered(&mut self, job: ExportJob, now: DateTime<Utc>, jitter: f64) -> bool {
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

    fn failed(&mut self, trouble: String, asked: Asked, jitter: f64) {
        self.attempt = self.attempt.saturating_add(1);
        self.trouble = Some(trouble);
        self.decide(next_refresh(&self.job.status, asked, self.attempt, jitter));
    }
}

/// The page's jobs, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobList {
    entries: Vec<Rc<Entry>>,
    last_key: u32,
}

impl JobList {
    /// The entries, newest first.
    pub fn entries(&self) -> &[Rc<Entry>] {
        &self.entries
    }

    /// The entry of a key, unless it was removed.
    pub fn get(&self, key: Key) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.key == key)
            .map(Rc::as_ref)
    }

    /// The entry of a job ID.
    pub fn find(&self, job_id: &str) -> Option<Key> {
        let is_it = |entry: &&Rc<Entry>| {
            entry
                .tracked()
                .is_some_and(|tracked| tracked.job.job_id == job_id)
        };
        self.entries.iter().find(is_it).map(|entry| entry.key)
    }

    /// The request that is on its way.
    pub fn sending(&self) -> Option<Key> {
        self.entries
            .iter()
            .find(|entry| entry.submission == Submission::Sending)
            .map(|entry| entry.key)
    }

    /// Puts a new entry first and names it.
    pub fn add(
        &mut self,
        body: Option<String>,
        sent_at: Option<DateTime<Utc>>,
        submission: Submission,
    ) -> Key {
        self.last_key += 1;
        let key = Key(self.last_key);
        self.entries.insert(
            0,
            Rc::new(Entry {
                key,
                body,
                sent_at,
                submission,
            }),
        );
        key
    }

    /// The service named the job of a request. A job created an instant ago is asked for after the first step.
    pub fn accepted(&mut self, key: Key, job: ExportJob, now: DateTime<Utc>, jitter: f64) {
        if let Some(entry) = self.get_mut(key) {
            let mut tracked = Tracked::new(job, Some(now));
            tracked.decide(next_refresh(
                &tracked.job.status,
                Asked::Answered,
                0,
                jitter,
            ));
            entry.submission = Submission::Accepted(tracked);
        }
    }

    /// The answer to a request was lost.
    pub fn unanswered(&mut self, key: Key, why: String) {
        if let Some(entry) = self.get_mut(key) {
            entry.submission = Submission::Unanswered { why };
        }
    }

    /// A question about a job is under way.
    pub fn asking(&mut self, key: Key) {
        if let Some(tracked) = self.tracked_mut(key) {
            tracked.refreshing = true;
        }
    }

    /// The service answered with a job's fields; returns the status if it changed.
    pub fn answered(
        &mut self,
        key: Key,
        job: ExportJob,
        now: DateTime<Utc>,
        jitter: f64,
    ) -> Option<JobStatus> {
        let tracked = self.tracked_mut(key)?;
        tracked
            .answered(job, now, jitter)
            .then(|| tracked.job.status.clone())
    }

    /// A question about a job failed; its last known fields stay.
    pub fn failed(&mut self, key: Key, trouble: String, asked: Asked, jitter: f64) {
        if let Some(tracked) = self.tracked_mut(key) {
            tracked.failed(trouble, asked, jitter);
        }
    }

    /// Asks for one job at once, also for one that has ended: its `errorMessage` or `updateTime` may be of interest.
    pub fn ask_now(&mut self, key: Key) {
        if let Some(tracked) = self.tracked_mut(key) {
            tracked.ask_now();
        }
    }

    /// Asks for every unfinished job at once.
    pub fn wake(&mut self) {
        for entry in &mut self.entries {
            if entry
                .tracked()
                .is_some_and(|tracked| !tracked.job.status.has_ended())
                && let Submission::Accepted(tracked) = &mut Rc::make_mut(entry).submission
            {
                tracked.wake();
            }
        }
    }

    /// Forgets an entry. The job itself goes on: the service knows no cancelling.
    pub fn remove(&mut self, key: Key) {
        self.entries.retain(|entry| entry.key != key);
    }

    fn get_mut(&mut self, key: Key) -> Option<&mut Entry> {
        self.entries
            .iter_mut()
            .find(|entry| entry.key == key)
            .map(Rc::make_mut)
    }

    fn tracked_mut(&mut self, key: Key) -> Option<&mut Tracked> {
        match &mut self.get_mut(key)?.submission {
            Submission::Accepted(tracked) => Some(tracked),
            Submission::Sending | Submission::Unanswered { .. } => None,
        }
    }
}

impl Entry {
    /// The job, once the service named one.
    pub fn tracked(&self) -> Option<&Tracked> {
        match &self.submission {
            Submission::Accepted(tracked) => Some(tracked),
            Submission::Sending | Submission::Unanswered { .. } => None,
        }
    }
}
