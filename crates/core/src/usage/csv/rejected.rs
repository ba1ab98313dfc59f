//! Rows that could not be read: counted, and kept as they are to be looked at.

use super::RowProblem;
use serde::{Deserialize, Serialize};

/// A row that is not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// The line, counted from 1, the header's.
    pub line: u64,
    /// The line as it stands in the file without its end, cut after [`RejectedRow::TEXT_LIMIT`] bytes; bytes that are not
    /// UTF-8 are U+FFFD.
    pub text: String,
    /// Why the row could not be read.
    pub problem: RowProblem,
}

impl RejectedRow {
    /// Bytes of a row's text that are kept; a text that is cut ends with `…`.
    pub const TEXT_LIMIT: usize = 500;
}

/// The rows of a file that are not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// How many there are.
    pub total: u64,
    /// The first of them, at most [`Rejected::LIST_LIMIT`].
    pub rows: Vec<RejectedRow>,
}

impl Rejected {
    /// Rows that are listed; all are counted.
    pub const LIST_LIMIT: usize = 1_000;

    pub(crate) fn add(&mut self, line: u64, text: &[u8], problem: RowProblem) {
        self.total += 1;
        if self.rows.len() < Self::LIST_LIMIT {
            let text = without_line_end(text);
            let kept = &text[..text.len().min(RejectedRow::TEXT_LIMIT)];
            let mut shown = String::from_utf8_lossy(kept).into_owned();
            if kept.len() < text.len() {
                shown.push('…');
            }
            self.rows.push(RejectedRow {
                line,
                text: shown,
                problem,
            });
        }
    }
}

/// A line without `\n`, `\r\n`, `\r` or `\r\r\n` at its end.
pub(crate) fn without_line_end(line: &[u8]) -> &[u8] {
    let mut line = line.strip_suffix(b"\n").unwrap_or(line);
    while let Some(shorter) = line.strip_suffix(b"\r") {
        line = shorter;
    }
    line
}
