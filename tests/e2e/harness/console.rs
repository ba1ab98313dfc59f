//! What the browser writes to its console: nothing may be there that says that something is wrong.

use std::fmt;

use serde::Deserialize;

/// A load that the browser reports as failed because the test asked the simulator to let it fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FailedLoad {
    pub(crate) reason: Reason,
    pub(crate) url: String,
}

/// What a test lets happen although it should not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A load that fails.
    Load(FailedLoad),
    /// A line with these words of the browser's own.
    Line(&'static str),
}

impl Expected {
    /// Whether the browser's line is about this.
    fn explains(&self, line: &Line) -> bool {
        match self {
            Self::Load(load) => line.source == "network" && load.explains(&line.message),
            Self::Line(words) => line.message.contains(words),
        }
    }
}

/// Why a load failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The answer had this status.
    Status(u16),
    /// There was no answer, or not a whole one; in the browser's own word, such as `ERR_CONNECTION_RESET`.
    Net(&'static str),
}

impl From<u16> for Reason {
    fn from(status: u16) -> Self {
        Self::Status(status)
    }
}

impl FailedLoad {
    /// Whether the browser's line is about this load.
    fn explains(&self, message: &str) -> bool {
        let start = format!("{} - Failed to load resource: ", self.url);
        message
            .strip_prefix(&start)
            .is_some_and(|rest| match self.reason {
                Reason::Status(status) => {
                    rest.starts_with(&format!("the server responded with a status of {status} ("))
                }
                Reason::Net(word) => rest == format!("net::{word}"),
            })
    }
}

/// A line of the console.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Line {
    level: String,
    source: String,
    message: String,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}) {}", self.level, self.source, self.message)
    }
}

/// What is wrong with the console: errors and warnings that are not explained, and explanations without one.
pub(crate) fn complaints(lines: &[Line], expected: &[Expected]) -> Vec<String> {
    let is_wrong = |line: &&Line| matches!(line.level.as_str(), "SEVERE" | "WARNING");
    let unexplained = lines
        .iter()
        .filter(is_wrong)
        .filter(|line| !expected.iter().any(|expected| expected.explains(line)))
        .map(|line| format!("in the browser's console: {line}"));
    let unused = expected
        .iter()
        .filter(|expected| !lines.iter().any(|line| expected.explains(line)))
        .map(|expected| format!("expected in the browser's console, and not there: {expected:?}"));
    unexplained.chain(unused).collect()
}
