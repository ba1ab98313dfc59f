//! The path that the page is served under.

use std::str::FromStr;

/// A path on the page's host that begins and ends with a slash, `/` by default.
///
/// Its segments hold letters, digits, `-`, `.`, `_` and `~`, and it is not below `/saas/` or `/simulator/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubPath(String);

/// Why a text is not a path for the page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubPathError {
    /// A character or a segment that has a meaning of its own in URLs.
    #[error("{0} is not a plain path: use letters, digits, -, ., _ and ~, as in /tools/metering/")]
    NotPlain(String),
    /// The place of the service or of the simulator's switches.
    #[error("{0} is where the service or the simulator answers: choose another path")]
    Taken(String),
}

impl SubPath {
    /// The path, with its slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for SubPath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl FromStr for SubPath {
    type Err = SubPathError;

    /// Reads a path; slashes around it may be left out.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let inner = text.trim_matches('/');
        if inner.is_empty() {
            return Ok(Self::default());
        }
        let is_plain = |segment: &str| {
            let mut letters = segment.bytes();
            letters.all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
                && !["", ".", ".."].contains(&segment)
        };
        if !inner.split('/').all(is_plain) {
            return Err(SubPathError::NotPlain(text.to_owned()));
        }
        if matches!(inner.split('/').next(), Some("saas" | "simulator")) {
            return Err(SubPathError::Taken(text.to_owned()));
        }
        Ok(Self(format!("/{inner}/")))
    }
}
