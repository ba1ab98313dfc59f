//! The page's jobs, newest first: a value that changes by events, without timers or requests.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::stored::Saved;
use super::{Asked, Entry, ExportJob, JobStatus, Key, Submission, Tracked, next_refresh};

/// The page's jobs, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobList {
    entries: Vec<Rc<Entry>>,
    /// What was removed, and can be brought back.
    removed: Vec<Rc<Entry>>,
    /// The least key that the next new entry gets.
    next_key: Key,
    /// The versions of the entries that are stored.
    pub(super) saved: Rc<BTreeMap<Key, Saved>>,
}

impl JobList {
    /// The entries, newest first.
    pub fn entries(&self) -> &[Rc<Entry>] {
        &self.entries
    }

    /// The entry of a key, unless it was removed.
    pub fn get(&self, key: Key) -> Option<&Entry> {
        Some(&self.entries[self.place(key)?])
    }

    /// What was removed, and can be brought back.
    pub fn removed(&self) -> &[Rc<Entry>] {
        &self.removed
    }

    /// The entry of a key, removed or not, unless it is forgotten.
    pub(super) fn known(&self, key: Key) -> Option<&Entry> {
        let removed = self.removed.iter().find(|entry| entry.key == key);
        self.get(key).or(removed.map(Rc::as_ref))
    }

    /// The place of a key; the entries are in the order of their keys.
    fn place(&self, key: Key) -> Option<usize> {
        self.entries
            .binary_search_by(|entry| key.cmp(&entry.key))
            .ok()
    }

    /// The entry of a job ID.
    pub fn find(&self, job_id: &str) -> Option<Key> {
        let mut entries = self.entries.iter();
        Some(entries.find(|entry| is_of_job(entry, job_id))?.key)
    }

    /// Whether a job is listed, or was and can be brought back.
    pub fn knows(&self, job_id: &str) -> bool {
        let mut all = self.entries.iter().chain(&self.removed);
        all.any(|entry| is_of_job(entry, job_id))
    }

    /// The newest of the requests with these bodies, if each of them is still of use: it has not ended, or its data can be
    /// downloaded.
    pub fn same_request(&self, bodies: &[String], now: DateTime<Utc>) -> Option<&Entry> {
        let of = |body: &String| {
            self.entries
                .iter()
                .find(|entry| entry.body.as_ref() == Some(body) && entry.is_of_use(now))
        };
        let same: Option<Vec<_>> = bodies.iter().map(of).collect();
        same?
            .into_iter()
            .map(Rc::as_ref)
            .max_by_key(|entry| entry.key)
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

    /// The request that is on its way, or about to be.
    pub fn sending(&self) -> Option<Key> {
        let is_it = |entry: &&Rc<Entry>| matches!(entry.submission, Submission::Sending { .. });
        self.entries.iter().find(is_it).map(|entry| entry.key)
    }

    /// The request to send now: the intent to send it is already stored.
    pub fn to_send(&self) -> Option<Key> {
        let is_stored = Submission::Sending { is_stored: true };
        self.sending().filter(|key| {
            self.get(*key)
                .is_some_and(|entry| entry.submission == is_stored)
        })
    }

    /// Dates the keys of the next new entries, so that no other tab gives the same. `random` in `0.0..1.0`.
    pub fn date_keys(&mut self, now: DateTime<Utc>, random: f64) {
        self.next_key = self.next_key.max(Key::dated(now, random));
    }

    /// Adds a new entry and names it.
    pub fn add(
        &mut self,
        body: Option<String>,
        sent_at: Option<DateTime<Utc>>,
        submission: Submission,
    ) -> Key {
        self.add_entry(Entry {
            key: Key::default(), // the list names it
            window: None,
            body,
            is_redacted: false,
            sent_at,
            refusals: 0,
            is_removed: false,
            org_name: None,
            submission,
        })
    }

    pub(super) fn add_entry(&mut self, entry: Entry) -> Key {
        let key = self.next_key;
        self.put(Rc::new(Entry { key, ..entry }));
        key
    }

    /// Puts an entry in its place, instead of one of the same key.
    pub(super) fn put(&mut self, entry: Rc<Entry>) {
        self.next_key = self.next_key.max(entry.key.next());
        self.removed.retain(|other| other.key != entry.key);
        if entry.is_removed {
            self.entries.retain(|other| other.key != entry.key);
            self.removed.push(entry);
            return;
        }
        let place = self.entries.partition_point(|other| other.key > entry.key);
        match self.entries.get_mut(place) {
            Some(same) if same.key == entry.key => *same = entry,
            _ => self.entries.insert(place, entry),
        }
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

    /// Records what the session that sent a request calls its organization.
    pub fn name_organization(&mut self, key: Key, org_name: Option<String>) {
        if let Some(entry) = self.get_mut(key) {
            entry.org_name = org_name;
        }
    }

    /// The answer to a request was lost, or cannot be read.
    pub fn unanswered(&mut self, key: Key, why: String, answer: Option<String>) {
        if let Some(submission) = self.submission_mut(key) {
            *submission = Submission::Unanswered { why, answer };
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

    /// Removes an entry, until [`JobList::undo`] or [`JobList::forget_removed`]. The job itself goes on: the service knows no
    /// cancelling.
    pub fn remove(&mut self, key: Key) {
        self.remove_where(|entry| entry.key == key);
    }

    pub(super) fn remove_where(&mut self, goes: impl Fn(&Entry) -> bool) {
        for mut entry in self.entries.extract_if(.., |entry| goes(entry)) {
            Rc::make_mut(&mut entry).is_removed = true;
            self.removed.push(entry);
        }
    }

    /// Brings back what was removed.
    pub fn undo(&mut self) {
        for mut entry in std::mem::take(&mut self.removed) {
            let back = Rc::make_mut(&mut entry);
            back.is_removed = false;
            if let Submission::Accepted(tracked) = &mut back.submission {
                tracked.wake();
            }
            self.put(entry);
        }
    }

    /// Forgets what was removed.
    pub fn forget_removed(&mut self) {
        self.removed.clear();
    }

    /// Forgets an entry at once.
    pub fn forget(&mut self, key: Key) {
        self.entries.retain(|entry| entry.key != key);
        self.removed.retain(|entry| entry.key != key);
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
        let place = self.place(key)?;
        Some(Rc::make_mut(&mut self.entries[place]))
    }

    pub(super) fn submission_mut(&mut self, key: Key) -> Option<&mut Submission> {
        Some(&mut self.get_mut(key)?.submission)
    }

    fn tracked_mut(&mut self, key: Key) -> Option<&mut Tracked> {
        match self.submission_mut(key)? {
            Submission::Accepted(tracked) => Some(tracked),
            Submission::Queued { .. }
            | Submission::Held { .. }
            | Submission::Sending { .. }
            | Submission::Unanswered { .. } => None,
        }
    }
}

fn is_of_job(entry: &Entry, job_id: &str) -> bool {
    let tracked = entry.tracked();
    tracked.is_some_and(|tracked| tracked.job.job_id == job_id)
}
