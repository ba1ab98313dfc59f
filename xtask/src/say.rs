//! What the commands print, in one voice.

use std::io::Write as _;
use std::time::Duration;

/// Prints one line. A reader that went away (`| head`) is no reason to stop.
pub(crate) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A span as people say it: `0.4 s`, `59.9 s`, `3 min 07 s`.
pub(crate) fn span(time: Duration) -> String {
    let tenths = (time.as_millis() + 50) / 100;
    if tenths < 600 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    let seconds = (time.as_millis() + 500) / 1000;
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_naturally() {
        for (millis, text) in [
            (0, "0.0 s"),
            (449, "0.4 s"),
            (450, "0.5 s"),
            (59_949, "59.9 s"),
            (59_950, "1 min 00 s"),
            (187_000, "3 min 07 s"),
            (3_600_000, "60 min 00 s"),
        ] {
            assert_eq!(span(Duration::from_millis(millis)), text);
        }
    }
}
