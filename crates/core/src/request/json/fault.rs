//! What can be wrong with JSON text, and how that is said.

use crate::request::problem::{Named, ParamWriter, Sink, say};
use crate::request::text::{push_code_point, utf16_len};

/// Why a text is not JSON, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is expected there.
    pub expected: Expected,
    /// What stands there instead; `None` at the end of the text, and before what is not UTF-8.
    pub found: Option<char>,
    /// The line, from 1.
    pub line: usize,
    /// Where in the line, from 1, in UTF-16 units as JavaScript and editors count.
    pub column: usize,
    /// How much stands before it, in UTF-16 units: the index into a JavaScript string.
    pub offset: usize,
}

/// What is expected where a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A value.
    Value,
    /// The name of a field.
    Name,
    /// What separates a name from its value.
    Colon,
    /// The next field, or the end of the object.
    CommaOrBrace,
    /// The next item, or the end of the array.
    CommaOrBracket,
    /// The end of a string; what has to be escaped may not stand in one either.
    Quote,
    /// A character that can follow a backslash.
    Escape,
    /// A digit of an escape.
    HexDigit,
    /// A digit of a number.
    Digit,
    /// Nothing more.
    End,
    /// Text: the bytes are not UTF-8.
    Utf8,
}

impl Expected {
    const fn text(self) -> &'static str {
        match self {
            Self::Value => "a value",
            Self::Name => "a field name in quotation marks",
            Self::Colon => "“:”",
            Self::CommaOrBrace => "“,” or “}”",
            Self::CommaOrBracket => "“,” or “]”",
            Self::Quote => "the end of the string, a quotation mark,",
            Self::Escape => "an escape such as \\n",
            Self::HexDigit => "one of four hexadecimal digits",
            Self::Digit => "a digit",
            Self::End => "the end of the text",
            Self::Utf8 => "text in UTF-8",
        }
    }
}

impl Fault {
    /// The fault between what was read and the rest.
    #[cold]
    pub fn new(before: &str, rest: &str, expected: Expected) -> Self {
        let line_start = before.bytes().rposition(|byte| byte == b'\n');
        let in_line = line_start.and_then(|at| before.get(at + 1..));
        Self {
            expected,
            found: rest.chars().next(),
            line: 1 + before.bytes().filter(|byte| *byte == b'\n').count(),
            column: 1 + utf16_len(in_line.unwrap_or(before)),
            offset: utf16_len(before),
        }
    }

    pub fn say_message(self, out: &mut impl Sink) {
        say!(
            out,
            "This is not JSON. Line ",
            self.line as u64,
            ", column ",
            self.column as u64
        );
        if self.expected == Expected::Utf8 {
            return say!(out, " is not text in UTF-8.");
        }
        match self.found {
            Some(found) => say!(out, " holds ", Named(found), ", where "),
            None => say!(out, " is the end of the text, where "),
        }
        say!(out, self.expected.text(), " is expected.");
    }

    pub fn for_each(self, out: &mut dyn ParamWriter) {
        out.number("line", self.line as u64);
        out.number("column", self.column as u64);
        out.number("offset", self.offset as u64);
        if let Some(found) = self.found {
            let mut text = String::new();
            push_code_point(&mut text, found);
            out.text("character", &text);
        }
    }
}
