//! Why an export could not be read.
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{csv::CsvProblem, zip::ZipError};

/// Why an export could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum UsageError {
    /// The ZIP file is none, or is damaged, or is refused.
    #[error(transparent)]
    Zip(#[from] ZipError),
    /// None of its CSV files could be read; this is the first.
    #[error("“{file}”: {problem}")]
    Csv {
        /// The name of the file.
        file: String,
        /// What is wrong with it.
        problem: CsvProblem,
    },
    /// The browser does not give the file out, for example because it was changed or removed meanwhile.
    #[error("The browser cannot read the file: {reason}. Open it again.")]
    Unreadable {
        /// Why, in the browser's words.
        reason: String,
    },
    /// The reading was stopped on request.
    #[error(
        "The reading was cancelled. Nothing of this export is counted; open it again to read it."
    )]
    Cancelled,
}

impl UsageError {
    /// Whether the file is only too large to be read without asking.
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::Zip(error) if error.is_limit())
    }

    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Zip(error) => error.code(),
            Self::Csv { problem, .. } => problem.code(),
            Self::Unreadable { .. } => "unreadable",
            Self::Cancelled => "cancelled",
        }
    }
}
