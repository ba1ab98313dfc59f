//! An export that was split: which entries are its windows, and how far it is as a whole.

use std::rc::Rc;

use chrono::serde::ts_milliseconds;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Entry, JobList, JobStatus, Submission};

/// Which window of a split export an entry asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// When the export was asked for; it tells exports apart.
    #[serde(with = "ts_milliseconds")]
    pub export: DateTime<Utc>,
    /// Its place, from 1.
    pub number: u32,
    /// How many windows the export has.
    pub of: u32,
    /// How often it was asked for again; the last time counts.
    pub round: u32,
}

/// What the table of jobs shows as one.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// One job.
    Job(Rc<Entry>),
    /// An export that was split.
    Export(Split),
}

/// An export that was split.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// When it was asked for.
    pub export: DateTime<Utc>,
    /// The windows in their order, each as it was last asked for.
    pub windows: Vec<Rc<Entry>>,
    /// Earlier requests of windows that were asked for again.
    pub earlier: Vec<Rc<Entry>>,
}

/// How many windows of an export are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// With data to download, whole or partial.
    pub with_data: usize,
    /// Of these, without some linked organizations.
    pub partial: usize,
    /// Ended without data.
    pub failed: usize,
    /// Sent, or with a job that has not ended.
    pub running: usize,
    /// Waiting for their turn.
    pub queued: usize,
    /// Not to be sent until somebody says so.
    pub held: usize,
    /// With a lost answer.
    pub unknown: usize,
}

impl Split {
    /// Counts the windows by state.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for entry in &self.windows {
            let count = match &entry.submission {
                Submission::Queued { .. } => &mut counts.queued,
                Submission::Held { .. } => &mut counts.held,
                Submission::Sending { .. } => &mut counts.running,
                Submission::Unanswered { .. } => &mut counts.unknown,
                Submission::Accepted(tracked) => match tracked.job.status {
                    JobStatus::Success => &mut counts.with_data,
                    JobStatus::PartialSuccess => {
                        counts.partial += 1;
                        &mut counts.with_data
                    }
                    JobStatus::Failed => &mut counts.failed,
                    JobStatus::Created | JobStatus::Processing | JobStatus::Unknown(_) => {
                        &mut counts.running
                    }
                },
            };
            *count += 1;
        }
        counts
    }

    /// The first and the last instant that were asked for.
    pub fn range(&self) -> Option<(String, String)> {
        let (start, _) = self.windows.first()?.range()?;
        let (_, end) = self.windows.last()?.range()?;
        Some((start, end))
    }

    /// The jobs whose data makes up the export: for each window, the latest job that has data.
    pub fn jobs_with_data(&self) -> Vec<String> {
        let with_data = |entry: &Rc<Entry>| {
            let job = &entry.tracked()?.job;
            job.status.has_data().then(|| job.job_id.clone())
        };
        let of_window = |window: &Rc<Entry>| {
            let earlier = self
                .earlier
                .iter()
                .filter(|entry| window.is_later_round_of(entry));
            std::iter::once(window).chain(earlier).find_map(with_data)
        };
        self.windows.iter().filter_map(of_window).collect()
    }

    /// Why windows wait or were given up: the words of the first that has some.
    pub fn words(&self) -> Option<&str> {
        self.windows
            .iter()
            .find_map(|entry| match &entry.submission {
                Submission::Queued {
                    refusal: Some(refusal),
                } => Some(refusal.words.as_str()),
                Submission::Held { why } => why.as_deref(),
                Submission::Queued { refusal: None }
                | Submission::Sending { .. }
                | Submission::Unanswered { .. }
                | Submission::Accepted(_) => None,
            })
    }
}

impl JobList {
    /// What the table shows, newest first: jobs, and exports with their windows together.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::<Row>::new();
        // From the oldest: an export stays where it was first requested, whatever is requested of it again.
        for entry in self.entries().iter().rev() {
            let Some(window) = entry.window else {
                rows.push(Row::Job(Rc::clone(entry)));
                continue;
            };
            let is_it =
                |row: &&mut Row| matches!(row, Row::Export(split) if split.export == window.export);
            if let Some(Row::Export(split)) = rows.iter_mut().find(is_it) {
                split.add(entry);
            } else {
                rows.push(Row::Export(Split {
                    export: window.export,
                    windows: vec![Rc::clone(entry)],
                    earlier: Vec::new(),
                }));
            }
        }
        rows.reverse();
        rows
    }
}

/// Names a request: the key of a job's entry, or the time of an export that was split.
type Request = (bool, u64);

impl JobList {
    /// The requests that have not ended: jobs, and exports of which parts are still to come.
    pub fn running(&self) -> Vec<Request> {
        let rows = self.rows();
        let running = rows.iter().filter(|row| row.is_running());
        running.map(Row::request).collect()
    }

    /// Of the requests that were running `before`, those that have ended, each with what names it and what became of it.
    pub fn ended(&self, before: &[Request]) -> Vec<(String, String)> {
        let rows = self.rows();
        let ended = rows
            .iter()
            .filter(|row| !row.is_running() && before.contains(&row.request()));
        ended
            .map(|row| (format!("{:?}", row.request()), row.outcome()))
            .collect()
    }
}

impl Row {
    fn request(&self) -> Request {
        match self {
            Self::Job(entry) => (false, entry.key.number()),
            Self::Export(split) => (true, split.export.timestamp_millis().unsigned_abs()),
        }
    }

    fn is_running(&self) -> bool {
        let is_running = |entry: &Rc<Entry>| match &entry.submission {
            Submission::Queued { .. } | Submission::Sending { .. } => true,
            Submission::Held { .. } | Submission::Unanswered { .. } => false,
            Submission::Accepted(tracked) => !tracked.job.status.has_ended(),
        };
        match self {
            Self::Job(entry) => is_running(entry),
            Self::Export(split) => split.windows.iter().any(is_running),
        }
    }

    /// What became of a request that has ended, in a few words.
    fn outcome(&self) -> String {
        match self {
            Self::Job(entry) => {
                let status = entry.tracked().map(|tracked| tracked.job.status.label());
                let name = entry.name().unwrap_or_else(|| "Export".to_owned());
                format!("{name}: {}", status.unwrap_or("Unknown"))
            }
            Self::Export(split) => {
                let total = split.windows.len();
                format!("{} of {total} parts have data", split.counts().with_data)
            }
        }
    }
}

impl Split {
    /// Adds an entry at its place. They come nearly in order; a sort of the standard library would be more code.
    fn add(&mut self, entry: &Rc<Entry>) {
        let number = |entry: &Entry| entry.window.map(|window| window.number);
        let same = |other: &&mut Rc<Entry>| number(other) == number(entry);
        let earlier = match self.windows.iter_mut().find(same) {
            Some(other) if entry.is_later_round_of(other) => {
                std::mem::replace(other, Rc::clone(entry))
            }
            Some(_) => Rc::clone(entry),
            None => {
                let after = |other: &Rc<Entry>| number(other) > number(entry);
                let place = self.windows.iter().position(after);
                let place = place.unwrap_or(self.windows.len());
                self.windows.insert(place, Rc::clone(entry));
                return;
            }
        };
        let before = |other: &Rc<Entry>| earlier.is_later_round_of(other);
        let place = self.earlier.iter().position(before);
        self.earlier
            .insert(place.unwrap_or(self.earlier.len()), earlier);
    }
}
