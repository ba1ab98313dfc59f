//! Everything a running simulator knows, shared by its connections.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use tokio_util::sync::CancellationToken;

use crate::callbacks::Callback;
use crate::clock::Clock;
use crate::dataset::export::Export;
use crate::dataset::{Org, UsageTotals};
use crate::faults::{Fault, Faults};
use crate::ids;
use crate::jobs::Job;
use crate::options::{Log, Options};
use crate::plan::{JobPlan, JobStatus};
use crate::recorded::Recorded;
use crate::server::Switch;
use crate::sessions::Sessions;

/// How many requests are recorded: a simulator that runs for days is not to fill the memory.
const REQUESTS_KEPT: usize = 100_000;

/// A running simulator.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) options: Options,
    /// `http://127.0.0.1:<port>`
    pub(crate) origin: String,
    pub(crate) clock: Clock,
    /// Ends everything that the simulator started.
    pub(crate) stop: CancellationToken,
    /// Whether connections are taken, and which are kept.
    pub(crate) line: Arc<Switch>,
    /// The client that posts callbacks.
    pub(crate) callback_client: reqwest::Client,
    state: Mutex<State>,
    id_salt: u64,
    numbers_given: AtomicU64,
}

/// What changes.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) sessions: Sessions,
    pub(crate) jobs: Vec<Job>,
    pub(crate) plans: VecDeque<JobPlan>,
    pub(crate) faults: Faults,
    pub(crate) requests: Vec<Recorded>,
    pub(crate) callbacks: Vec<Callback>,
    pub(crate) max_active_jobs: usize,
}

impl World {
    pub(crate) fn new(
        options: Options,
        origin: String,
        stop: CancellationToken,
        callback_client: reqwest::Client,
    ) -> Self {
        // Identifiers differ from run to run: a page that kept jobs of an earlier run must not meet new ones under them.
        let started = u64::try_from(Utc::now().timestamp_micros()).unwrap_or_default();
        let state = State {
            max_active_jobs: options.max_active_jobs,
            ..State::default()
        };
        Self {
            id_salt: ids::hash(&[options.dataset.seed, started]),
            options,
            origin,
            clock: Clock::new(),
            stop,
            line: Arc::new(Switch::new()),
            callback_client,
            state: Mutex::new(state),
            numbers_given: AtomicU64::new(0),
        }
    }

    /// What changes, locked; never held over an `await`.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number that was not given before, in order.
    pub(crate) fn fresh_number(&self) -> u64 {
        self.numbers_given.fetch_add(1, Ordering::Relaxed)
    }

    /// What an identifier is made of that was not given before, in this run or another.
    pub(crate) fn fresh_seed(&self) -> u64 {
        ids::hash(&[self.id_salt, self.fresh_number()])
    }

    /// Forgets sessions, jobs, plans, faults, requests and callbacks, and sets the clock right.
    pub(crate) fn reset(&self) {
        *self.state() = State {
            max_active_jobs: self.options.max_active_jobs,
            ..State::default()
        };
        self.clock.set_offset(TimeDelta::zero());
    }

    /// Writes a line to standard error, if this much was asked for.
    pub(crate) fn log(&self, level: Log, line: impl FnOnce() -> String) {
        if self.options.log >= level {
            eprintln!("{}", line());
        }
    }

    /// Adds a fault; one that drops connections meets a connection that was not used before.
    pub(crate) fn add_fault(&self, fault: Fault) {
        let is_drop = fault.kind.is_drop();
        self.state().faults.add(fault);
        if is_drop {
            self.line.renew_connections();
        }
    }

    /// Gives a job this status now and for good; false for an unknown job.
    pub(crate) fn set_job_status(
        &self,
        job_id: &str,
        status: JobStatus,
        error_message: Option<String>,
    ) -> bool {
        let now = self.clock.now();
        let known = match self.state().job_mut(job_id) {
            Some(job) => {
                job.set_status(status, error_message, now);
                true
            }
            None => false,
        };
        // Callbacks wait by the clock.
        self.clock.wake();
        known
    }

    /// What the download of a job holds.
    pub(crate) fn export(&self, job: &Job, now: DateTime<Utc>) -> Export {
        let dataset = &self.options.dataset;
        let linked = if job.asked.all_linked_orgs {
            dataset.linked_orgs
        } else {
            0
        };
        let present = match job.status(now).0 {
            JobStatus::PartialSuccess => linked / 2,
            JobStatus::Created
            | JobStatus::Processing
            | JobStatus::Success
            | JobStatus::Failed
            | JobStatus::Other(_) => linked,
        };
        let orgs: Vec<Org> = (0..=present).map(|index| dataset.org(index)).collect();
        let range = (job.asked.start, job.asked.end);
        Export::new(
            dataset,
            orgs,
            range,
            job.asked.combined_meter_usage,
            job.created,
        )
    }

    /// The exact sums of what the download of a job holds; none for an unknown job.
    pub(crate) fn totals(&self, job_id: &str) -> Option<UsageTotals> {
        let now = self.clock.now();
        let job = self.state().job(job_id)?.clone();
        Some(self.export(&job, now).totals())
    }
}

impl State {
    /// Records a request; of very many, the older half is forgotten.
    pub(crate) fn record(&mut self, request: Recorded) {
        if self.requests.len() >= REQUESTS_KEPT {
            self.requests.drain(..REQUESTS_KEPT / 2);
        }
        self.requests.push(request);
    }

    /// Notes with what a request was answered, unless it has been forgotten.
    pub(crate) fn set_answered(&mut self, number: u64, status: StatusCode) {
        let mut newest_first = self.requests.iter_mut().rev();
        if let Some(request) = newest_first.find(|request| request.number == number) {
            request.answered = Some(status.as_u16());
        }
    }

    pub(crate) fn job(&self, id: &str) -> Option<&Job> {
        self.jobs.iter().find(|job| job.id == id)
    }

    pub(crate) fn job_mut(&mut self, id: &str) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|job| job.id == id)
    }
}

/// A duration for reckoning with points in time; the longest there is, if it is longer than that.
pub(crate) fn delta(time: Duration) -> TimeDelta {
    TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX)
}
