//! What merging found: gaps, overlaps, and rows on which exports disagree.
use serde::{Deserialize, Serialize};

use crate::usage::{DayRange, Ipus, Preferred};

/// What merging found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeReport {
    /// The days each export answers for, in the order of reading.
    pub windows: Vec<WindowDays>,
    /// Days of the asked range, or between the first and the last window, that no export answers for.
    pub gaps: Vec<DayRange>,
    /// Days that more than one export answers for. Their rows are counted once.
    pub overlaps: Vec<Overlap>,
    /// Days that only exports answer for whose job ended in `PARTIAL_SUCCESS`: data of some linked organizations is missing.
    pub incomplete: Vec<DayRange>,
    /// Rows that do not count, because a newer file has the same row.
    pub superseded: u64,
    /// Those of them whose figures differ from the row that counts.
    pub differing: Listed<Difference>,
    /// How many of these differ between files of which nothing tells which is newer.
    pub undecided: u64,
    /// What can be preferred to decide it: the files where they are of one export, else their exports.
    pub undecided_between: Vec<Preferred>,
    /// Rows that count although a newer export answers for their day and does not have them.
    pub only_earlier: Listed<KeyedRow>,
    /// Rows that their own file has before. They count, as they do in the file's own sum.
    pub duplicates: Listed<KeyedRow>,
    /// Rows dated outside the days that were asked for. They count.
    pub outside_window: u64,
}

/// The days an export answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowDays {
    /// `None` where neither a window is known nor any row was read.
    pub days: Option<DayRange>,
    /// Whether the window is unknown and these are the days from its first row to its last.
    pub from_rows: bool,
}

/// Days that several exports answer for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// The days.
    pub days: DayRange,
    /// The exports by their places in the order of reading, ascending.
    pub exports: Vec<usize>,
}

/// All are counted, the first are listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed<T> {
    /// How many there are.
    pub total: u64,
    /// The first, at most [`LIST_LIMIT`]; newest date first.
    pub first: Vec<T>,
}

/// Rows listed of each kind in a [`MergeReport`].
pub const LIST_LIMIT: usize = 20;

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            total: 0,
            first: Vec::new(),
        }
    }
}

impl<T> Listed<T> {
    pub(super) fn add(&mut self, item: impl FnOnce() -> T) {
        self.total += 1;
        if self.first.len() < LIST_LIMIT {
            self.first.push(item());
        }
    }
}

/// A row by its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyedRow {
    /// The date.
    pub date: String,
    /// The project; `None` where the service wrote `null`.
    pub project: Option<String>,
    /// The folder; `None` where the service wrote `null`.
    pub folder: Option<String>,
    /// The organization's ID.
    pub org_id: Option<String>,
    /// The organization's type.
    pub org_type: Option<String>,
    /// The meter, by its name if that is known.
    pub meter: Option<String>,
    /// The asset.
    pub asset: Option<String>,
    /// What was consumed.
    pub consumption: Ipus,
    /// The export, by its place in the order of reading.
    pub export: usize,
    /// The file in the export.
    pub file: String,
}

/// Two rows that are the same but for their figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The row that counts.
    pub counts: KeyedRow,
    /// The other row.
    pub superseded: KeyedRow,
}
