//! Putting values into the sentences of messages, as `write!` would, at a tenth of its size.
//!
//! All of it is kept out of line: messages are rare, and what is inlined is paid for at each
//! sentence.

use crate::request::date_time::Instant;
use crate::request::text::{push, push_code_point, push_number, push_padded};

/// Appends the parts of a sentence, one after the other.
macro_rules! say {
    ($out:expr, $($part:expr),+ $(,)?) => {{ $( $crate::request::problem::Say::say($part, $out); )+ }};
}
pub(crate) use say;

/// Something that a message can hold.
pub(crate) trait Say {
    /// Appends it.
    fn say(self, out: &mut String);
}

impl Say for &str {
    #[inline(never)]
    fn say(self, out: &mut String) {
        out.push_str(self);
    }
}

impl Say for u64 {
    #[inline(never)]
    fn say(self, out: &mut String) {
        push_number(out, self);
    }
}

impl Say for Instant {
    #[inline(never)]
    fn say(self, out: &mut String) {
        self.push(out);
    }
}

/// An excerpt of somebody's text, in quotation marks.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl Say for Quoted<'_> {
    #[inline(never)]
    fn say(self, out: &mut String) {
        push(out, '“');
        out.push_str(self.0);
        push(out, '”');
    }
}

/// A character: printable ASCII in quotation marks, all else by its code point.
pub(crate) struct Named(pub(crate) char);

impl Say for Named {
    #[inline(never)]
    fn say(self, out: &mut String) {
        let Self(c) = self;
        if c == ' ' {
            out.push_str("a blank");
        } else if c.is_ascii_graphic() {
            push(out, '“');
            push(out, c);
            push(out, '”');
        } else {
            push_code_point(out, c);
        }
    }
}

/// A number with so many digits.
pub(crate) struct Digits(pub(crate) u16, pub(crate) u32);

impl Say for Digits {
    #[inline(never)]
    fn say(self, out: &mut String) {
        push_padded(out, u32::from(self.0), self.1);
    }
}

/// Seconds, as `30 days 1 second`; `0 seconds` for what is shorter than one.
pub(crate) struct Duration(pub(crate) u64);

impl Say for Duration {
    #[inline(never)]
    fn say(self, out: &mut String) {
        let Self(seconds) = self;
        let units = [
            (seconds / 86_400, " day"),
            (seconds / 3_600 % 24, " hour"),
            (seconds / 60 % 60, " minute"),
            (seconds % 60, " second"),
        ];
        let before = out.len();
        for (count, unit) in units {
            if count > 0 {
                if out.len() > before {
                    push(out, ' ');
                }
                say!(out, count, unit, if count == 1 { "" } else { "s" });
            }
        }
        if out.len() == before {
            out.push_str("0 seconds");
        }
    }
}
