//! The table that a run prints.

use std::fmt::Write as _;
use std::io::Write as _;

use simulator::{Call, Recorded};

/// Rows with the same columns; printed when it is dropped, so that a run that fails shows how far it came.
pub(super) struct Table {
    text: String,
}

impl Table {
    /// An empty table.
    pub(super) fn new(title: &str) -> Self {
        let columns = format!("{:<46} {:<40} {}", title, "REQUESTS", "SHOWN AND KEPT");
        Self {
            text: format!("\n{columns}\n"),
        }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, what: &str, requests: &[Recorded], outcome: &str) {
        let requests = sent(requests);
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "{what:<46} {requests:<40} {outcome}");
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        // Past libtest, which keeps what a test prints that passes.
        let _ = std::io::stderr().write_all(self.text.as_bytes());
    }
}

/// The requests in the order in which they arrived, those of one kind that follow each other counted.
fn sent(requests: &[Recorded]) -> String {
    let names = requests.iter().map(|request| match request.call {
        Some(Call::SignIn) => "POST login",
        Some(Call::SignOut) => "POST logout",
        Some(Call::Submit) => "POST job",
        Some(Call::Status) => "GET job",
        Some(Call::Download) => "GET download",
        None => "another",
    });
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for name in names {
        match counted.last_mut() {
            Some((last, times)) if *last == name => *times += 1,
            _ => counted.push((name, 1)),
        }
    }
    let texts: Vec<String> = counted
        .into_iter()
        .map(|(name, times)| match times {
            1 => name.to_owned(),
            times => format!("{times} × {name}"),
        })
        .collect();
    if texts.is_empty() {
        "none".to_owned()
    } else {
        texts.join(", ")
    }
}
