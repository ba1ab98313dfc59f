//! The list and its stored records: what has to be written, and which version of an entry wins. Decisions, without a storage.
//!
//! Several tabs write the same records. Each record has a revision; a tab writes only over the revision that it knows, and
//! takes over any other. So a tab that knows less never overwrites one that knows more.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Entry, JobList, Key, Submission, Tracked};

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Grows with each version of the record.
    pub revision: u32,
    /// The entry.
    pub entry: Entry,
}

impl Record {
    /// Reads a stored record at `now`, by a clock that never jumps; `None` for what this page has not written.
    pub fn read(text: &str, now: DateTime<Utc>) -> Option<Self> {
        let mut record: Self = serde_json::from_str(text).ok()?;
        if let Submission::Queued {
            refusal: Some(refusal),
        } = &mut record.entry.submission
        {
            refusal.bound(now);
        }
        let is_named = |tracked: &Tracked| !tracked.job.job_id.trim().is_empty();
        let entry = &record.entry;
        (entry.tracked().is_none_or(is_named)
            && entry
                .window
                .is_none_or(|window| (1..=window.of).contains(&window.number)))
        .then_some(record)
    }

    /// The record as it is stored.
    pub fn write(&self) -> String {
        // Plain structs of texts and numbers always serialize.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The version of an entry that was last read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Saved {
    revision: u32,
    entry: Rc<Entry>,
}

/// Something to be written.
#[allow(clippy::large_enum_variant)] // few at a time
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// An entry is new or has changed.
    Put {
        /// The entry as it is now.
        entry: Rc<Entry>,
        /// The version that it was made from; `None` for a new one.
        before: Option<Record>,
    },
    /// An entry is forgotten.
    Forget {
        /// Which.
        key: Key,
        /// The revision of its record, as far as it is known.
        revision: u32,
    },
}

/// What became of a [`Change`].
#[allow(clippy::large_enum_variant)] // few at a time
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was stored, with this revision.
    Stored {
        /// The entry as it was written.
        entry: Rc<Entry>,
        /// The revision of its record.
        revision: u32,
    },
    /// Another tab has stored something else; `None` if it has forgotten the entry.
    Outdated {
        /// The entry that was not written.
        entry: Rc<Entry>,
        /// What is stored instead.
        stored: Option<Record>,
    },
    /// The record is gone.
    Forgotten {
        /// Whose.
        key: Key,
    },
    /// Another tab has changed what was to be forgotten.
    Kept {
        /// Whose record.
        key: Key,
        /// What is stored.
        stored: Record,
    },
}

impl Change {
    /// The key of the record.
    pub fn key(&self) -> Key {
        match self {
            Self::Put { entry, .. } => entry.key,
            Self::Forget { key, .. } => *key,
        }
    }

    /// Whether losing this would cost more than the last refresh of a job.
    pub fn is_precious(&self) -> bool {
        match self {
            Self::Put { entry, before } => {
                let before = before.as_ref().and_then(|before| before.entry.tracked());
                entry.tracked().is_none() || before.is_none() || entry.is_removed
            }
            Self::Forget { .. } => true,
        }
    }

    /// Whether a request is to be sent once this is stored.
    pub fn is_intent(&self) -> bool {
        match self {
            Self::Put { entry, .. } => matches!(entry.submission, Submission::Sending { .. }),
            Self::Forget { .. } => false,
        }
    }

    /// The revision to write, if this is newer than what is stored; `None` if what is stored wins.
    pub fn revision_over(&self, stored: Option<&Record>) -> Option<u32> {
        let Self::Put { entry, before } = self else {
            return None;
        };
        let base = before.as_ref().map(|before| before.revision);
        let is_known = stored.map(|stored| stored.revision) == base;
        // Whoever brings something back wants it, even if another tab has forgotten it meanwhile.
        let was_removed = before
            .as_ref()
            .is_some_and(|before| before.entry.is_removed);
        let is_undone = was_removed && !entry.is_removed && stored.is_none();
        // The answer to a request of this tab, which no other can know.
        let is_own_answer = !self.is_intent()
            && before.as_ref().is_some_and(|before| {
                matches!(before.entry.submission, Submission::Sending { .. })
            });
        let is_fresher = stored
            .filter(|stored| !stored.entry.is_removed)
            .and_then(|stored| stored.entry.tracked())
            .zip(entry.tracked())
            .is_some_and(|(theirs, mine)| mine.refreshed_at > theirs.refreshed_at);
        let latest = stored.map(|stored| stored.revision).max(base);
        (is_known || is_undone || is_own_answer || is_fresher)
            .then(|| latest.unwrap_or_default().wrapping_add(1))
    }
}

impl JobList {
    /// What differs from the storage, as far as it is known.
    pub fn unsaved(&self) -> Vec<Change> {
        let known = self.entries().iter().chain(self.removed());
        let puts = known.filter_map(|entry| {
            let saved = self.saved.get(&entry.key);
            if saved.is_some_and(|saved| saved.entry.is_same_record(entry)) {
                return None;
            }
            let before = saved.map(|saved| Record {
                revision: saved.revision,
                entry: Entry::clone(&saved.entry),
            });
            let entry = Rc::clone(entry);
            Some(Change::Put { entry, before })
        });
        let gone = self.saved.iter();
        let gone = gone.filter(|(key, _)| self.known(**key).is_none());
        let forget = |(key, saved): (&Key, &Saved)| Change::Forget {
            key: *key,
            revision: saved.revision,
        };
        puts.chain(gone.map(forget)).collect()
    }

    /// Takes over what became of changes.
    pub fn written(&mut self, outcomes: Vec<Written>) {
        for outcome in outcomes {
            match outcome {
                Written::Stored { entry, revision } => {
                    // This write may predate the intent to send. Only a stored intent lets the request leave.
                    let is_intent = matches!(entry.submission, Submission::Sending { .. });
                    if is_intent
                        && let Some(Submission::Sending { is_stored }) =
                            self.submission_mut(entry.key)
                    {
                        *is_stored = true;
                    }
                    let saved = Saved { revision, entry };
                    Rc::make_mut(&mut self.saved).insert(saved.entry.key, saved);
                }
                Written::Outdated { entry, stored } => {
                    // What has changed again meanwhile is compared anew.
                    if self
                        .known(entry.key)
                        .is_some_and(|now| now.is_same_record(&entry))
                    {
                        self.take_over(entry.key, stored);
                    }
                }
                Written::Forgotten { key } => {
                    Rc::make_mut(&mut self.saved).remove(&key);
                }
                Written::Kept { key, stored } => self.take_over(key, Some(stored)),
            }
        }
    }

    /// These intents could not be stored. Requests of windows are then not sent by themselves. The request of a click
    /// is sent all the same, because somebody asked for it.
    pub fn not_written(&mut self, keys: &[Key], why: &str) {
        for key in keys {
            let is_window = self.get(*key).is_some_and(|entry| entry.window.is_some());
            match self.submission_mut(*key) {
                Some(Submission::Sending { is_stored: false }) if is_window => {
                    self.give_up(*key, why.to_owned());
                }
                Some(Submission::Sending { is_stored }) => *is_stored = true,
                _ => {}
            }
        }
    }

    /// Takes over records that another tab has written, or removed.
    pub fn learn(&mut self, records: Vec<(Key, Option<Record>)>) {
        for (key, record) in records {
            let saved = self.saved.get(&key);
            let is_news =
                saved.map(|saved| saved.revision) != record.as_ref().map(|record| record.revision);
            let is_unchanged_here = match (saved, self.known(key)) {
                (Some(saved), Some(mine)) => saved.entry.is_same_record(mine),
                (None, None) => true,
                // Forgotten or added, and not written yet: writing it compares both.
                (Some(_), None) | (None, Some(_)) => false,
            };
            if is_news && is_unchanged_here {
                self.take_over(key, record);
            }
        }
    }

    /// Takes over the whole storage.
    pub fn reread(&mut self, records: Vec<(Key, Record)>) {
        let gone = self
            .saved
            .keys()
            .filter(|key| !records.iter().any(|(other, _)| other == *key));
        let gone: Vec<_> = gone.map(|key| (*key, None)).collect();
        self.learn(gone);
        let records = records.into_iter().map(|(key, record)| (key, Some(record)));
        self.learn(records.collect());
    }

    /// Replaces an entry by what is stored of it. A request on its way from here stays: no other tab knows its answer.
    fn take_over(&mut self, key: Key, stored: Option<Record>) {
        let mine = self.known(key);
        if mine
            .is_some_and(|mine| matches!(mine.submission, Submission::Sending { is_stored: true }))
        {
            return;
        }
        let Some(Record { revision, entry }) = stored else {
            self.forget(key);
            Rc::make_mut(&mut self.saved).remove(&key);
            return;
        };
        let entry = Entry { key, ..entry }.restored();
        let entry = Rc::new(match mine {
            Some(mine) => Entry::clone(mine).learned(entry),
            None => entry,
        });
        self.put(Rc::clone(&entry));
        Rc::make_mut(&mut self.saved).insert(key, Saved { revision, entry });
    }
}
