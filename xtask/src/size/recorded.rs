//! The sizes that were accepted, in `xtask/sizes.txt`, and how far a build may be above them.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use super::kilobytes;
use crate::cargo;
use crate::failure::{Failure, Outcome};

/// How much a size may be above the recorded one: enough for another compiler, not for another feature.
const GROWTH_PER_CENT: usize = 3;

const HEAD: &str = "\
# What is downloaded, in bytes after compression. A build that is more than 3% above fails; `cargo xtask size --accept`
# records what is in dist/.
";

/// The recorded sizes by name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Recorded(Vec<(String, usize)>);

fn path() -> PathBuf {
    cargo::root().join("xtask/sizes.txt")
}

impl Recorded {
    /// Reads the file.
    pub(super) fn read() -> Outcome<Self> {
        let path = path();
        let failure = |problem: &dyn std::fmt::Display| {
            Failure::new(format!("{} cannot be used: {problem}", path.display()))
        };
        let text = fs::read_to_string(&path).map_err(|error| failure(&error))?;
        Self::parse(&text).map_err(|problem| failure(&problem))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let entry = |line: &str| {
            let (name, bytes) = line.rsplit_once(' ')?;
            Some((name.trim().to_owned(), bytes.parse().ok()?))
        };
        lines
            .map(|line| {
                entry(line).ok_or_else(|| format!("a name and a number are expected in “{line}”."))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The size of this name, if there is one.
    pub(super) fn of(&self, name: &str) -> Option<usize> {
        let (_, bytes) = self.0.iter().find(|(known, _)| known == name)?;
        Some(*bytes)
    }

    /// Takes another size for this name.
    pub(super) fn set(&mut self, name: &str, bytes: usize) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), bytes));
    }

    /// Writes the file.
    pub(super) fn write(&self) -> Outcome {
        let path = path();
        fs::write(&path, self.to_text())
            .map_err(|error| Failure::new(format!("{} cannot be written: {error}", path.display())))
    }

    fn to_text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (name, bytes) in &self.0 {
            let _ = writeln!(text, "{name} {bytes}"); // a String takes everything
        }
        text
    }

    /// Fails if a size is too far above the recorded one; `what` starts the sentence.
    pub(super) fn check(&self, what: &str, name: &str, bytes: usize) -> Outcome {
        let Some(recorded) = self.of(name) else {
            return Err(Failure::new(format!(
                "There is no size of “{name}” in xtask/sizes.txt: record it with `cargo xtask size --accept`."
            )));
        };
        if bytes * 100 <= recorded * (100 + GROWTH_PER_CENT) {
            return Ok(());
        }
        Err(Failure::new(format!(
            "{what} has grown by more than {GROWTH_PER_CENT}%, from {} to {} KB after compression (1 KB = 1000 bytes). \
             Make it smaller, or record it on purpose with `cargo xtask size --accept`.",
            kilobytes(recorded),
            kilobytes(bytes)
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(entries: &[(&str, usize)]) -> Recorded {
        let entries = entries
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), *bytes));
        Recorded(entries.collect())
    }

    #[test]
    fn what_is_written_is_read() {
        let mut sizes = recorded(&[("first load", 1000), ("usage", 7)]);
        sizes.set("usage", 8);
        assert_eq!(
            Recorded::parse(&sizes.to_text()),
            Ok(recorded(&[("first load", 1000), ("usage", 8)]))
        );
        assert_eq!(sizes.of("usage"), Some(8));
        assert_eq!(sizes.of("load"), None);
        assert!(
            Recorded::parse("usage eight").is_err_and(|problem| problem.contains("“usage eight”"))
        );
    }

    #[test]
    fn three_per_cent_are_met_to_the_byte() {
        let sizes = recorded(&[("first load", 100_000)]);
        assert!(sizes.check("The page", "first load", 103_000).is_ok());
        let grown = sizes
            .check("The page", "first load", 103_001)
            .map_err(|failure| failure.to_string());
        let text = "The page has grown by more than 3%, from 100.0 to 103.1 KB after compression (1 KB = 1000 bytes). \
                    Make it smaller, or record it on purpose with `cargo xtask size --accept`.";
        assert_eq!(grown, Err(text.into()));
        let unknown = sizes
            .check("The worker", "usage", 1)
            .map_err(|failure| failure.to_string());
        assert!(unknown.is_err_and(|problem| problem.contains("--accept")));
    }
}
