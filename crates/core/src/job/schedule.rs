//! Which job is refreshed next: decisions for many jobs at once, without timers or requests.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{JobList, Key, Next};

/// How many refreshes are under way at a time; browsers have as many connections to a host over HTTP/1.1.
const MOST: usize = 6;

/// Time between the starts of two refreshes, so that many jobs neither flood the service nor block the page.
const GAP: Duration = Duration::from_millis(100);

/// The refreshes that are planned and under way. Times are those of a clock that never jumps.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    planned: BTreeMap<Key, Planned>,
    /// When the next refresh may start at the earliest.
    free_at: Duration,
}

/// One refresh.
#[derive(Clone, Debug)]
struct Planned {
    job_id: String,
    /// The decision that it follows from.
    turn: u32,
    due: Duration,
    is_running: bool,
}

impl Schedule {
    /// Takes over the decisions about all jobs. A new decision about a job replaces what was planned or is under way.
    pub fn update(&mut self, list: &JobList, now: Duration) {
        let mut before = std::mem::take(&mut self.planned);
        for entry in list.entries() {
            let Some(tracked) = entry.tracked() else {
                continue;
            };
            let Next::After(wait) = tracked.next else {
                continue;
            };
            let planned = before
                .remove(&entry.key)
                .filter(|planned| planned.turn == tracked.turn);
            let planned = planned.unwrap_or_else(|| Planned {
                job_id: tracked.job.job_id.clone(),
                turn: tracked.turn,
                due: now.saturating_add(wait),
                is_running: false,
            });
            self.planned.insert(entry.key, planned);
        }
    }

    /// The refresh that starts next, and how long to wait for that; `None` while nothing may start.
    pub fn next(&self, now: Duration) -> Option<(Key, Duration)> {
        let running = self.planned.values().filter(|planned| planned.is_running);
        if running.count() >= MOST {
            return None;
        }
        let waiting = self
            .planned
            .iter()
            .filter(|(_, planned)| !planned.is_running);
        let (key, planned) = waiting.min_by_key(|(_, planned)| planned.due)?;
        let start = planned.due.max(self.free_at);
        Some((*key, start.saturating_sub(now)))
    }

    /// Marks a refresh as under way; returns the ID of the job.
    pub fn start(&mut self, key: Key, now: Duration) -> Option<String> {
        let planned = self.planned.get_mut(&key)?;
        planned.is_running = true;
        self.free_at = now.saturating_add(GAP);
        Some(planned.job_id.clone())
    }

    /// Whether the refresh of a job is under way. It has ended when there is a new decision about the job.
    pub fn is_running(&self, key: Key) -> bool {
        self.planned
            .get(&key)
            .is_some_and(|planned| planned.is_running)
    }
}
