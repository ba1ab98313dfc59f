//! Results on their way to JavaScript, as one text that it reads from the front.
//!
//! A number is written in base 64, its highest digit first, as ASCII characters of the digit, with 64 added where more
//! follow. A text is its length in JavaScript and then itself. So JavaScript needs a few lines to read either, and takes
//! half the time that it takes for JSON.
//!
//! - A result: 1 and the six fields of the request, or 0 and the problems; then the warnings.
//! - A field: 0, or 1 and its text.
//! - Problems: how many, then each with its code, its subject (0 the whole, 1 to 6 a field, 7 another and its name), its
//!   message, and its parameters: how many, then each with its name and 0 and a text, or 1 and a number.

use crate::request::problem::Value;
use crate::request::text::{push, utf16_len};
use crate::request::{Checked, DraftRef, ExportRequest, Field, InputRef, Problem, Subject};

/// An answer that is being written.
#[derive(Debug, Default)]
pub(super) struct Wire {
    out: String,
}

impl Wire {
    pub(super) const fn new() -> Self {
        Self { out: String::new() }
    }

    /// Begins anew, in the same place.
    pub(super) fn clear(&mut self) {
        self.out.clear();
    }

    /// All that was written.
    pub(super) fn text(&self) -> &str {
        &self.out
    }

    /// Appends a text that needs no length, or another answer.
    pub(super) fn say(&mut self, text: &str) {
        self.out.push_str(text);
    }

    #[inline(never)]
    pub(super) fn number(&mut self, number: u64) {
        self.digits(number, 0);
    }

    fn digits(&mut self, number: u64, more: u8) {
        if number >= 64 {
            self.digits(number / 64, 64);
        }
        push(&mut self.out, char::from((number % 64) as u8 | more));
    }

    #[inline(never)]
    pub(super) fn string(&mut self, text: &str) {
        self.number(utf16_len(text) as u64);
        self.out.push_str(text);
    }

    /// The outcome of a check.
    pub(super) fn checked(&mut self, checked: &Checked) {
        match &checked.result {
            Ok(request) => {
                self.number(1);
                self.request(request);
            }
            Err(problems) => {
                self.number(0);
                self.problems(problems);
            }
        }
        self.problems(&checked.warnings);
    }

    /// One problem that kept the value from being checked.
    pub(super) fn refused(&mut self, problem: &Problem) {
        self.number(0);
        self.problems(std::slice::from_ref(problem));
        self.problems(&[]);
    }

    fn request(&mut self, request: &ExportRequest) {
        let draft = request.to_draft();
        for field in Field::ALL {
            let text = draft.get(field).as_text();
            self.number(u64::from(text.is_some()));
            if let Some(text) = text {
                self.string(text);
            }
        }
    }

    pub(super) fn problems(&mut self, problems: &[Problem]) {
        self.number(problems.len() as u64);
        for problem in problems {
            self.problem(problem);
        }
    }

    fn problem(&mut self, problem: &Problem) {
        self.number(problem.code as u64);
        match &problem.subject {
            Subject::Whole => self.number(0),
            Subject::Known(field) => self.number(1 + *field as u64),
            Subject::Unknown(name) => {
                self.number(1 + Field::ALL.len() as u64);
                self.string(name);
            }
        }
        self.string(&problem.message());
        let mut count = 0;
        problem.params.for_each(&mut |_, _| count += 1);
        self.number(count);
        problem.params.for_each(&mut |name, value| {
            self.string(name);
            match value {
                Value::Text(text) => {
                    self.number(0);
                    self.string(text);
                }
                Value::Number(number) => {
                    self.number(1);
                    self.number(number);
                }
            }
        });
    }
}

/// Whether a request is valid without warnings, and each of its texts is the one that was given.
pub(super) fn is_as_given(draft: &DraftRef<'_>, checked: &Checked) -> bool {
    let is_canonical = |field| match draft.get(field) {
        InputRef::Text(text) => is_canonical(text.as_bytes()),
        InputRef::Absent | InputRef::WrongType(_) => false,
    };
    checked.result.is_ok()
        && checked.warnings.is_empty()
        && is_canonical(Field::StartDate)
        && is_canonical(Field::EndDate)
}

/// Whether a valid instant is written as `2024-08-12T00:00:00Z`: no other form is as long, has its letters in upper case
/// and ends in one.
const fn is_canonical(instant: &[u8]) -> bool {
    matches!(instant, [.., b'T', _, _, b':', _, _, b':', _, _, b'Z'])
}
