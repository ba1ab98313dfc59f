//! Why a CSV file, or a row of it, could not be read.
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::usage::{AmountProblem, Day, zip::ZipError};

/// Why a CSV file of an export could not be read.
///
/// Nothing of the file counts; other files of the same export are read.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum CsvProblem {
    /// There is not even a header.
    #[error(
        "The file is empty. It should begin with the line “Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)”."
    )]
    Empty,
    /// It is no CSV file but a ZIP file, and could not be opened.
    #[error(transparent)]
    Zip(#[from] ZipError),
    /// The header is not that of an export that is read.
    #[error("The columns are not those of an export that this page reads: “{}”. {}Use the file as the service exported it.", .found.join(", "), lacking(.missing))]
    OtherColumns {
        /// Its columns, at most thirty.
        found: Vec<String>,
        /// The columns that it lacks for the kind of export that is nearest.
        missing: Vec<String>,
    },
    /// A spreadsheet has written the dates in a form that can mean two days.
    #[error(
        "Line {line}: a spreadsheet has written the date “{text}”, which can mean {one} or {other}. Nothing of the file is counted. Use the file as the service exported it."
    )]
    AmbiguousDates {
        /// The line, counted from 1.
        line: u64,
        /// The date.
        text: String,
        /// One day that it can mean.
        one: Day,
        /// The other.
        other: Day,
    },
    /// A column that is read stands in the header twice: which one counts would be a guess.
    #[error(
        "The header names the column “{column}” twice, so it is unclear which of them counts. Export the data again."
    )]
    DuplicateColumn {
        /// The column.
        column: String,
    },
    /// A line is longer than any row can be: this is no text.
    #[error(
        "Line {line} is longer than {limit} bytes, so this is no CSV file of the service. Download it again."
    )]
    LineTooLong {
        /// The line, counted from 1.
        line: u64,
        /// The limit in bytes.
        limit: usize,
    },
    /// Quotes are opened again and again without being closed.
    #[error(
        "The quotes are broken in too many rows, up to line {line}. Use the file as the service exported it."
    )]
    BrokenQuotes {
        /// The last line looked at, counted from 1.
        line: u64,
    },
    /// More rows, dates or names than can be numbered or held.
    #[error(
        "Line {line}: there are more rows, dates or names than fit in memory. Export a shorter range."
    )]
    TooLarge {
        /// The line, counted from 1.
        line: u64,
    },
}

impl CsvProblem {
    /// The stable code of this problem.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Zip(error) => error.code(),
            Self::OtherColumns { .. } => "otherColumns",
            Self::AmbiguousDates { .. } => "ambiguousDates",
            Self::DuplicateColumn { .. } => "duplicateColumn",
            Self::LineTooLong { .. } => "lineTooLong",
            Self::BrokenQuotes { .. } => "brokenQuotes",
            Self::TooLarge { .. } => "tooLarge",
        }
    }
}

fn lacking(missing: &[String]) -> String {
    if missing.is_empty() {
        String::new()
    } else {
        format!("Missing: “{}”. ", missing.join("”, “"))
    }
}

/// Why a row is not counted. It is kept with its line number and text, see [`Rejected`](super::Rejected).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum RowProblem {
    /// Fewer fields than the header has columns.
    #[error("{found} of {expected} fields; is the row cut off?")]
    TooFewFields {
        /// Fields in the row.
        found: usize,
        /// Columns in the header.
        expected: usize,
    },
    /// More fields than the header has columns.
    #[error(
        "{found} fields instead of {expected}; a name or the amount may hold a comma that is not quoted"
    )]
    TooManyFields {
        /// Fields in the row.
        found: usize,
        /// Columns in the header.
        expected: usize,
    },
    /// The date is none.
    #[error("the date is not of the form 2025-01-02T00:00:00Z")]
    BadDate,
    /// The consumption is none.
    #[error("{problem}")]
    BadAmount {
        /// What is wrong with it.
        problem: AmountProblem,
    },
    /// A quote opens a field, and what follows up to the next one is no row.
    #[error("a quote is opened and not closed in this row")]
    UnclosedQuote,
}

impl RowProblem {
    /// The stable code of this problem.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooFewFields { .. } => "tooFewFields",
            Self::TooManyFields { .. } => "tooManyFields",
            Self::BadDate => "badDate",
            Self::BadAmount { .. } => "badAmount",
            Self::UnclosedQuote => "unclosedQuote",
        }
    }
}
