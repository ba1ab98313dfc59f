//! The page's jobs, newest first: a value that changes by events, without timers or requests.

use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::{Asked, Entry, ExportJob, JobStatus, Key, Submission, Tracked, next_refresh};

/// The page's jobs, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobList {
    entries: Vec<Rc<Entry>>,
    last_key: u32,
}

impl FromIterator<Entry> for JobList {
    /// A list of these entries, newest first.
    fn from_iter<T: IntoIterator<Item = Entry>>(entries: T) -> Self {
        let mut list = Self::default();
        for entry in entries {
            list.put(list.entries.len(), entry);
        }
        list
    }
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

    /// The jobs that have not ended.
    pub fn unfinished(&self) -> impl Iterator<Item = &Rc<Entry>> {
        self.entries.iter().filter(|entry| {
            entry
                .tracked()
                .is_some_and(|tracked| !tracked.job.status.has_ended())
        })
    }

    /// How many requests wait for their turn.
    pub fn queued(&self) -> usize {
        let is_queued = |entry: &&Rc<Entry>| matches!(entry.submission, Submission::Queued { .. });
        self.entries.iter().filter(is_queued).count()
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
        self.put_first(Entry {
            key: Key::default(), // the list names it
            window: None,
            body,
            sent_at,
            refusals: 0,
            submission,
        })
    }

    /// Puts an entry first, with a name of its own.
    pub fn put_first(&mut self, entry: Entry) -> Key {
        self.put(0, entry)
    }

    /// Puts an entry before another, with a name of its own.
    pub(super) fn put_before(&mut self, key: Key, entry: Entry) -> Key {
        let place = self.entries.iter().position(|other| other.key == key);
        self.put(place.unwrap_or_default(), entry)
    }

    fn put(&mut self, place: usize, entry: Entry) -> Key {
        self.last_key += 1;
        let key = Key(self.last_key);
        self.entries.insert(place, Rc::new(Entry { key, ..entry }));
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

    /// Takes over the list that another tab has stored: its additions, removals and fresher fields.
    ///
    /// A request that is on its way from here is known only here, and stays.
    pub fn adopt(&mut self, stored: &JobList) {
        let mine = std::mem::take(&mut self.entries);
        for theirs in stored.entries.iter().rev() {
            // Of a window that was asked for again here, another tab may not know yet.
            let is_news = |mine: &&Rc<Entry>| {
                let known = |theirs: &Rc<Entry>| {
                    theirs.is_same_request(mine) || theirs.is_later_round_of(mine)
                };
                mine.is_later_round_of(theirs) && !stored.entries.iter().any(known)
            };
            let later: Vec<_> = mine.iter().filter(is_news).cloned().collect();
            match mine.iter().find(|mine| mine.is_same_request(theirs)) {
                Some(mine) if mine.is_newer_than(theirs) => self.entries.insert(0, Rc::clone(mine)),
                Some(mine) => {
                    let mut entry = Entry::clone(mine);
                    entry.learn(theirs);
                    self.entries.insert(0, Rc::new(entry));
                }
                None if theirs.tracked().is_none() && !later.is_empty() => {}
                None => {
                    self.put_first(Entry::clone(theirs));
                }
            }
            for entry in later.into_iter().rev() {
                if !self.has(&entry) {
                    self.entries.insert(0, entry);
                }
            }
        }
        let sending = mine
            .into_iter()
            .find(|entry| entry.submission == Submission::Sending);
        if self.sending().is_none() {
            self.entries.splice(0..0, sending);
        }
    }

    /// Takes over what the storage knows of requests that are here, and nothing else of it.
    pub fn learn(&mut self, stored: &JobList) {
        for entry in &mut self.entries {
            let theirs = stored
                .entries
                .iter()
                .find(|theirs| theirs.is_same_request(entry));
            if let Some(theirs) = theirs.filter(|theirs| !entry.is_newer_than(theirs)) {
                Rc::make_mut(entry).learn(theirs);
            }
        }
    }

    fn has(&self, request: &Entry) -> bool {
        let is_it = |entry: &Rc<Entry>| entry.is_same_request(request);
        self.entries.iter().any(is_it)
    }

    /// Forgets an entry. The job itself goes on: the service knows no cancelling.
    pub fn remove(&mut self, key: Key) {
        self.retain(|entry| entry.key != key);
    }

    pub(super) fn retain(&mut self, stays: impl Fn(&Entry) -> bool) {
        self.entries.retain(|entry| stays(entry));
    }

    /// Changes every window of an export.
    pub(super) fn each_of(&mut self, export: DateTime<Utc>, change: impl Fn(&mut Entry)) {
        for entry in &mut self.entries {
            if entry.window.is_some_and(|window| window.export == export) {
                change(Rc::make_mut(entry));
            }
        }
    }

    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut Entry> {
        self.entries
            .iter_mut()
            .find(|entry| entry.key == key)
            .map(Rc::make_mut)
    }

    fn tracked_mut(&mut self, key: Key) -> Option<&mut Tracked> {
        match &mut self.get_mut(key)?.submission {
            Submission::Accepted(tracked) => Some(tracked),
            Submission::Queued { .. }
            | Submission::Held { .. }
            | Submission::Sending
            | Submission::Unanswered { .. } => None,
        }
    }
}
