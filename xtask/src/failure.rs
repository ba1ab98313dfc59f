//! How a command ends when it does not succeed.

use std::fmt;

/// Why a command gave up: one sentence for the person who called it.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line was not understood; exit code 2.
    Usage(String),
    /// Something is missing or went wrong; exit code 1.
    Cause(String),
}

impl Failure {
    /// A failure with this sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self::Cause(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(sentence) | Self::Cause(sentence) => f.write_str(sentence),
        }
    }
}

/// What every step of a command returns.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;
