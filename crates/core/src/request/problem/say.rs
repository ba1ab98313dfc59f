//! Putting values into the sentences of messages, as `write!` would, at a tenth of its size.
//!
//! All of it is kept out of line: messages are rare, and what is inlined is paid for at each
//! sentence.

use std::net::Ipv4Addr;

use crate::request::date_time::Instant;
use crate::request::text::{push, push_code_point, push_ipv4, push_number, push_padded};

/// Says the parts of a sentence, one after the other.
macro_rules! say {
    ($out:expr, $($part:expr),+ $(,)?) => {{ $( $crate::request::problem::Say::say($part, $out); )+ }};
}
pub(crate) use say;

/// Where a message goes, piece by piece. What is fixed can be told apart from what is put in, so that those who have it
/// already need not be sent it again.
pub trait Sink {
    /// A piece that is the same each time.
    fn fixed(&mut self, text: &'static str);

    /// The text to which what is put in is appended.
    fn insert(&mut self) -> &mut String;

    /// Somebody's text, put in with quotation marks.
    fn quoted(&mut self, text: &str);
}

impl Sink for String {
    #[inline(never)]
    fn fixed(&mut self, text: &'static str) {
        self.push_str(text);
    }

    fn insert(&mut self) -> &mut String {
        self
    }

    #[inline(never)]
    fn quoted(&mut self, text: &str) {
        push(self, '“');
        self.push_str(text);
        push(self, '”');
    }
}

/// Something that a message can hold.
pub trait Say {
    /// Says it.
    fn say(self, out: &mut impl Sink);
}

impl Say for &'static str {
    fn say(self, out: &mut impl Sink) {
        out.fixed(self);
    }
}

impl Say for u64 {
    fn say(self, out: &mut impl Sink) {
        push_number(out.insert(), self);
    }
}

impl Say for Instant {
    fn say(self, out: &mut impl Sink) {
        self.push(out.insert());
    }
}

impl Say for Ipv4Addr {
    fn say(self, out: &mut impl Sink) {
        push_ipv4(out.insert(), self);
    }
}

/// An excerpt of somebody's text, in quotation marks.
pub struct Quoted<'a>(pub(crate) &'a str);

impl Say for Quoted<'_> {
    fn say(self, out: &mut impl Sink) {
        out.quoted(self.0);
    }
}

/// A character: printable ASCII in quotation marks, all else by its code point.
pub struct Named(pub(crate) char);

impl Say for Named {
    #[inline(never)]
    fn say(self, out: &mut impl Sink) {
        let Self(c) = self;
        if c == ' ' {
            out.fixed("a blank");
        } else if c.is_ascii_graphic() {
            out.quoted(c.encode_utf8(&mut [0; 4]));
        } else {
            push_code_point(out.insert(), c);
        }
    }
}

/// A number with so many digits.
pub struct Digits(pub(crate) u16, pub(crate) u32);

impl Say for Digits {
    #[inline(never)]
    fn say(self, out: &mut impl Sink) {
        push_padded(out.insert(), u32::from(self.0), self.1);
    }
}

/// Seconds, as `30 days 1 second`; `0 seconds` for what is shorter than one.
pub struct Duration(pub(crate) u64);

impl Say for Duration {
    #[inline(never)]
    fn say(self, out: &mut impl Sink) {
        let Self(seconds) = self;
        let out = out.insert();
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
                push_number(out, count);
                out.push_str(unit);
                if count > 1 {
                    push(out, 's');
                }
            }
        }
        if out.len() == before {
            out.push_str("0 seconds");
        }
    }
}
