//! Which window of a split export is requested when: decisions, without timers or requests.
//!
//! A request is sent once. Only a refusal puts it back, because then the service has created no job.

use std::rc::Rc;
use std::time::Duration;

use chrono::serde::ts_milliseconds;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::request::Field;

use super::{Entry, JobList, JobStatus, Key, RETRY_AFTER_LIMIT, Submission, Window};

/// Jobs of an organization that can be active at a time (service documentation).
pub const ACTIVE_JOBS: usize = 5;

/// Seconds between one refusal and the next attempt, where the service names no time; the last one repeats.
const PAUSES: [u64; 5] = [30, 60, 120, 240, 300];

/// After this many refusals, about an hour, the request itself must be at fault. Most of them came while no job of this
/// page was active, and jobs of others in the organization have ended by then.
const MOST_REFUSALS: u32 = 16;

/// What the queue does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Send the request of this entry.
    Send(Key),
    /// Look again after this time, at most an hour, or when something changes.
    Wait(Duration),
    /// Nothing until something changes: an answer, the end of a job, a decision of the administrator.
    Idle,
}

/// Why the service did not take a request; no job was created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The session was gone.
    SessionGone,
    /// For a reason that passes; `retry_after` if the service named a time.
    Busy {
        /// The service's `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// For a reason that the service does not make clear. It can be the number of active jobs, of whoever in the organization:
    /// what the service answers then is not documented.
    Unclear,
    /// Because of what was asked.
    Content,
}

impl Refused {
    /// Classifies the service's words: [`Self::Content`] if they name a field of the request, else [`Self::Unclear`].
    pub fn of_words(words: &str) -> Self {
        let plain = |text: &str| -> String {
            let letters = text.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        };
        let words = plain(words);
        if Field::ALL
            .iter()
            .any(|field| words.contains(&plain(field.name())))
        {
            Self::Content
        } else {
            Self::Unclear
        }
    }
}

/// Why a request waits although it was sent already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The service's words.
    pub words: String,
    /// When it is sent again, by the clock of the page that sent it.
    #[serde(with = "ts_milliseconds")]
    pub until: DateTime<Utc>,
    /// How long that was from the refusal.
    pub wait: Duration,
    /// It is also sent again as soon as fewer jobs than this are active.
    pub active: Option<usize>,
}

impl Refusal {
    fn is_over(&self, now: DateTime<Utc>, active: usize) -> bool {
        let fewer = self.active.is_some_and(|then| active < then);
        fewer || now >= self.until
    }

    /// Limits the wait to its original length, even if the clock was changed since it was stored.
    pub(super) fn bound(&mut self, now: DateTime<Utc>) {
        let latest = TimeDelta::from_std(self.wait.min(RETRY_AFTER_LIMIT)).ok();
        let latest = latest.and_then(|wait| now.checked_add_signed(wait));
        self.until = latest.map_or(now, |latest| self.until.min(latest));
    }
}

impl JobList {
    /// What the queue does next, if at most `limit` jobs are to be active; with `own` only for these exports.
    ///
    /// Windows are requested in their order, those of an older export first, one at a time. A refusal holds up all of
    /// them: the slots it is about are those of the organization.
    pub fn turn(&self, now: DateTime<Utc>, limit: usize, own: Option<&[DateTime<Utc>]>) -> Turn {
        let active = self.active();
        let may_be_sent = |window: Window| own.is_none_or(|own| own.contains(&window.export));
        let next = self.next_queued(may_be_sent);
        let (Some(next), None, true) = (next, self.sending(), active < limit) else {
            return Turn::Idle;
        };
        match &next.submission {
            Submission::Queued {
                refusal: Some(refusal),
            } if !refusal.is_over(now, active) => {
                Turn::Wait((refusal.until - now).to_std().unwrap_or_default())
            }
            _ => Turn::Send(next.key),
        }
    }

    /// The window whose turn it is, of those that may be sent.
    fn next_queued(&self, may_be_sent: impl Fn(Window) -> bool) -> Option<&Rc<Entry>> {
        let queued = self.entries().iter().filter(|entry| {
            matches!(entry.submission, Submission::Queued { .. })
                && entry.window.is_some_and(&may_be_sent)
        });
        queued.min_by_key(|entry| entry.window.map(|window| (window.export, window.number)))
    }

    /// Whether anything waits for its turn, or is on its way and may have to wait again.
    pub fn has_queued(&self) -> bool {
        let sending = self.sending().and_then(|key| self.get(key));
        self.next_queued(|_| true).is_some() || sending.is_some_and(|entry| entry.window.is_some())
    }

    /// How many of the listed jobs take one of the organization's slots.
    pub fn active(&self) -> usize {
        let is_active = |entry: &&Rc<Entry>| {
            entry.tracked().is_some_and(|tracked| {
                matches!(
                    tracked.job.status,
                    JobStatus::Created | JobStatus::Processing
                )
            })
        };
        self.entries().iter().filter(is_active).count()
    }

    /// Queues the requests of an export that was split, given as the bodies of its windows in their order.
    pub fn queue(&mut self, bodies: Vec<String>, export: DateTime<Utc>) {
        let of = u32::try_from(bodies.len()).unwrap_or(u32::MAX);
        for (number, body) in (1..=of).rev().zip(bodies.into_iter().rev()) {
            let window = Window {
                export,
                number,
                of,
                round: 0,
            };
            self.add_entry(Entry::queued(window, Some(body)));
        }
    }

    /// The request of a window is to be sent, as soon as that is stored.
    pub fn send(&mut self, key: Key, now: DateTime<Utc>) {
        if let Some(entry) = self.get_mut(key) {
            entry.submission = Submission::Sending { is_stored: false };
            entry.sent_at = Some(now);
        }
    }

    /// The service refused the request of a window, at `now` by a clock that never jumps. It waits, whoever holds the slots, or
    /// is given up together with those behind it.
    pub fn refused(&mut self, key: Key, refused: Refused, words: String, now: DateTime<Utc>) {
        let active = self.active();
        let Some(entry) = self.get_mut(key) else {
            return;
        };
        let pauses = u32::try_from(PAUSES.len()).unwrap_or(u32::MAX);
        if active > 0 {
            // It says nothing about the request: the slots may be taken.
            entry.refusals = entry.refusals.min(pauses);
        }
        let index = usize::try_from(entry.refusals).unwrap_or(usize::MAX);
        let pause = Duration::from_secs(PAUSES[index.min(PAUSES.len() - 1)]);
        let (wait, active) = match refused {
            Refused::SessionGone => {
                self.submit_again(key, None);
                return;
            }
            Refused::Busy {
                retry_after: Some(wait),
            } => (wait.min(RETRY_AFTER_LIMIT), None),
            Refused::Unclear if entry.refusals + 1 < MOST_REFUSALS => (pause, Some(active)),
            Refused::Busy { retry_after: None } => (pause, Some(active)),
            Refused::Unclear | Refused::Content => {
                self.give_up(key, words);
                return;
            }
        };
        let mut refusal = Refusal {
            words,
            until: DateTime::<Utc>::MAX_UTC,
            wait,
            active,
        };
        refusal.bound(now);
        self.submit_again(key, Some(refusal));
    }

    fn submit_again(&mut self, key: Key, refusal: Option<Refusal>) {
        if let Some(entry) = self.get_mut(key) {
            entry.refusals += 1;
            entry.submission = Submission::Queued { refusal };
            entry.sent_at = None;
        }
    }

    /// Sends nothing more of an export, because a request of it is refused or cannot be sent.
    pub fn give_up(&mut self, key: Key, words: String) {
        let Some(entry) = self.get_mut(key) else {
            return;
        };
        entry.refusals += 1;
        entry.submission = Submission::Held { why: Some(words) };
        entry.sent_at = None;
        if let Some(window) = entry.window {
            self.hold(window.export);
        }
    }

    /// Sends nothing more of an export until somebody says so.
    pub fn hold(&mut self, export: DateTime<Utc>) {
        self.each_of(export, |entry| {
            if let Submission::Queued { .. } = entry.submission {
                entry.submission = Submission::Held { why: None };
            }
        });
    }

    /// Queues again what was held of an export.
    pub fn resume(&mut self, export: DateTime<Utc>) {
        self.each_of(export, Entry::resume);
    }

    /// Queues a window again. The earlier request stays in the list if it was sent.
    pub fn again(&mut self, key: Key) {
        let Some(entry) = self.get_mut(key) else {
            return;
        };
        if let Submission::Held { .. } = entry.submission {
            entry.resume();
        } else if let Some(mut window) = entry.window {
            window.round += 1;
            let again = Entry {
                is_redacted: entry.is_redacted,
                ..Entry::queued(window, entry.body.clone())
            };
            self.add_entry(again);
        }
    }

    /// Removes an export with all its windows, as [`JobList::remove`] does.
    pub fn remove_export(&mut self, export: DateTime<Utc>) {
        self.remove_where(|entry| entry.window.is_some_and(|window| window.export == export));
    }
}

impl Entry {
    fn queued(window: Window, body: Option<String>) -> Self {
        Self {
            key: Key::default(), // the list names it
            window: Some(window),
            body,
            is_redacted: false,
            sent_at: None,
            refusals: 0,
            is_removed: false,
            org_name: None,
            submission: Submission::Queued { refusal: None },
        }
    }

    fn resume(&mut self) {
        if matches!(self.submission, Submission::Held { .. }) && !self.is_redacted {
            self.refusals = 0;
            self.submission = Submission::Queued { refusal: None };
        }
    }
}
