//! What the page says to the usage view, and what the view and its worker say to each other.
//!
//! Files and Blobs stand beside a message, in the order in which the message lists them.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kept::Part;
use super::{
    Comparison, Day, DayRange, ExportReport, Figures, Filter, Format, Kind, MergeReport, Meter,
    Preferred, Progress, Question, Sheet, Source, TypedAllowance, UsageError,
};

/// From the page to the view at its start: what `config.json` says about usage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Whether what is opened is kept in this browser until it is removed.
    pub keep_exports: bool,
    /// The allowance where nobody has typed one in; the view reads it.
    pub allowance: Option<TypedAllowance>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keep_exports: true,
            allowance: None,
        }
    }
}

/// From the page to the view: exports to open. A file for each stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Where each export comes from.
    pub sources: Vec<Source>,
    /// The days that the exports should cover together, if known: missing ones are reported.
    pub days: Option<DayRange>,
    /// Whether to close what is open. Otherwise it stays.
    pub replace: bool,
}

/// From the view to the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Read those of these exports that are not read yet, and drop all others. A file for each stands beside it.
    Show(List),
    /// Stop reading.
    Cancel,
    /// Answer this.
    Ask(Question),
    /// Name organizations so, by ID.
    Names(BTreeMap<String, String>),
    /// Have billing periods begin on this day of the month where no summary names them.
    BillingDay(Option<Day>),
    /// Write a table of the rows of a filter.
    Write(Filter, Sheet, Format),
}

/// Exports that are shown together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The exports.
    pub exports: Vec<Listed>,
    /// The days that they should cover together, if known.
    pub days: Option<DayRange>,
    /// What counts where nothing tells which file is newer: the number of an export, and the name of one of its files or `None`
    /// for all of them.
    pub preferred: Option<(u32, Option<String>)>,
}

impl Preferred {
    /// What [`List::preferred`] names, among exports with these numbers.
    pub fn among(ids: &[u32], preferred: Option<&(u32, Option<String>)>) -> Option<Self> {
        let (id, file) = preferred?;
        let export = ids.iter().position(|other| other == id)?;
        let file = file.clone();
        Some(Self { export, file })
    }
}

/// An export of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The view's number for the file.
    pub id: u32,
    /// Where it comes from.
    pub source: Source,
    /// Whether it is read however much it unpacks to.
    pub anyway: bool,
}

/// From the worker to the view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The worker listens from now on; earlier messages would be lost.
    Ready,
    /// How far the reading is.
    Reading(Reading),
    /// The outcome of [`Request::Show`].
    Opened(Box<Opened>),
    /// The answer to [`Request::Ask`]; older questions than the last may stay unanswered.
    Figures(Box<Figures>),
    /// The answer to [`Request::Write`], each in its turn. The file stands beside it, unless there was no memory for it.
    Written {
        /// A name for the file.
        name: String,
        /// How many rows it has below its head.
        rows: u64,
    },
}

/// An export that is being read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The export.
    pub name: String,
    /// Which of how many it is, from 1.
    pub nth: usize,
    /// How many are to be read.
    pub of: usize,
    /// How far it is; `None` before anything was read.
    pub progress: Option<Progress>,
}

/// Which exports are open after reading, and what was found in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Their numbers, in the order of reading.
    pub ids: Vec<u32>,
    /// What was read of each, in this order.
    pub reports: Vec<ExportReport>,
    /// What each of them holds, in this order.
    pub parts: Vec<Vec<Part>>,
    /// How they fit together, for each kind that there is.
    pub merged: Vec<(Kind, MergeReport)>,
    /// Summary beside project level, if both are open.
    pub comparison: Option<Comparison>,
    /// The meters that they name.
    pub meters: Vec<Meter>,
    /// The exports that could not be read.
    pub failures: Vec<Failure>,
    /// Whether the reading was cancelled; then the exports from before it are open.
    pub cancelled: bool,
}

/// An export that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The export.
    pub export: Listed,
    /// Why.
    pub error: UsageError,
}
