//! What an export holds: its ZIP and CSV read in bounded memory, exact sums, several exports merged.
//!
//! Pure Rust without a browser, made to run in Web Workers and, for tests, natively. The way through it:
//!
//! ```text
//! Exports ─read(Source)─► ExportReader ─begin_file, push …, end_file, finish─► Exports ─merge─► Usage ─view(Filter)─► View
//!        └──────── read_file, which does all of that with the Contents of a file ────────┘
//! ```
//!
//! - [`Contents`] unpacks a file piece by piece, here or in another worker.
//! - [`Exports`] holds what was read. It cannot be shown before [`Exports::merge`] has settled which rows count, so that
//!   nothing is ever counted twice. [`Usage::into_exports`] leads back, to read a further export.
//! - [`Usage::reports`] tells gaps, overlaps and rows that differ; [`Exports::reports`] what each file held and which of its
//!   rows could not be read.
//! - [`Usage::answer`] answers a [`Question`] of the usage view; [`Usage::write`] writes tables as text.
//!
//! What crosses between page, view and worker is in [`message`]: plain data with serde's names; amounts and days are text.
//! Calls that change nothing but hold the exports, such as [`Exports::read`], take and return them by value: a worker
//! keeps them in one place and can lose nothing to an error.
mod allowance;
mod bytes;
mod compare;
mod contents;
mod csv;
mod day;
mod error;
mod exports;
mod ipus;
pub mod kept;
mod kind;
mod listing;
mod merge;
pub mod message;
mod meters;
mod names;
mod question;
mod rows;
mod tables;
mod view;
mod write;
pub mod zip;

pub use allowance::{
    Allowance, AllowanceProblem, AllowanceProblems, AllowanceReport, Band, CumulativeDay, KnownDay,
    KnownDays, Mark, Period, Rate, TypedAllowance, allowance_report,
};
pub use compare::{Comparison, DayComparison};
pub use contents::{Contents, Next, Progress};
pub use csv::{CsvProblem, Rejected, RejectedRow, RowProblem};
pub use day::{Day, DayRange, NotADay};
pub use error::UsageError;
pub use exports::{ExportReader, ExportReport, Exports, FileReport, Preferred, Source};
pub use ipus::{AmountProblem, Ipus};
pub use kind::Kind;
pub use listing::ListedRows;
pub use merge::{Difference, KeyedRow, LIST_LIMIT, Listed, MergeReport, Overlap, WindowDays};
pub use meters::Meter;
pub use question::{Chart, Figures, Question};
pub use view::{
    Against, Change, ChangeQuery, ChangeSortBy, Changes, Choice, CrossQuery, CrossRow, CrossTab,
    Filter, Grain, GroupBy, GroupName, GroupRow, Others, Page, PeriodTotal, Query, Sort, SortBy,
    Top, Totals, Usage, Value, Values, ValuesQuery, View, difference,
};
pub use write::{Format, Sheet, Written};
