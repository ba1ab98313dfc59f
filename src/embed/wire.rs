//! Results on their way to JavaScript, as one text that it reads from the front.
//!
//! A number is written in base 64, its highest digit first, as ASCII characters of the digit, with 64 added where more
//! follow. A text is its length in JavaScript and then itself. So JavaScript needs a few lines to read either, and takes
//! half the time that it takes for JSON.
//!
//! - A result: 1 and the six fields of the request, or 0 and the problems; then the warnings.
//!   Of a range that is split there are the windows in place of the request: how many, and two texts for each.
//! - A field: 0, or 1 and its text.
//! - Problems: how many, then each with its code, its subject (0 the whole, 1 to 6 a field, 7 another and its name), its
//!   message, and its parameters, then 0. A parameter is 1 and a text, or 2 and a number; to either is added twice
//!   the number of its name, or of the end of the [`NAMES`], behind which the name is.

use chrono::TimeDelta;

use crate::request::date_time::instant_text;
use crate::request::problem::ParamWriter;
use crate::request::text::{push, utf16_len};
use crate::request::{
    Checked, DraftRef, ExportRequest, Field, InputRef, Limits, Problem, Subject, check,
};

/// An answer that is being written.
#[derive(Debug, Default)]
pub(super) struct Wire {
    out: String,
    /// For a text whose length is not known before.
    message: String,
}

impl Wire {
    pub(super) const fn new() -> Self {
        Self {
            out: String::new(),
            message: String::new(),
        }
    }

    /// Begins anew, in the same place.
    pub(super) fn clear(&mut self) {
        self.out.clear();
    }

    /// All that was written.
    pub(super) fn as_str(&self) -> &str {
        &self.out
    }

    /// Appends a text that needs no length, or another answer.
    #[inline(never)]
    pub(super) fn say(&mut self, text: &str) {
        self.out.push_str(text);
    }

    #[inline(never)]
    pub(super) fn push(&mut self, number: u64) {
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
        self.push(utf16_len(text) as u64);
        self.out.push_str(text);
    }

    /// The name of a parameter, with what follows it: 1 for a text, 2 for a number.
    #[inline(never)]
    fn name(&mut self, name: &str, kind: usize) {
        let known = NAMES.iter().position(|known| *known == name);
        self.push((kind + 2 * known.unwrap_or(NAMES.len())) as u64);
        if known.is_none() {
            self.string(name);
        }
    }

    /// The outcome of a check.
    #[inline(never)]
    pub(super) fn checked(&mut self, checked: &Checked) {
        match &checked.result {
            Ok(request) => {
                self.push(1);
                self.request(request);
            }
            Err(problems) => {
                self.push(0);
                self.problems(problems);
            }
        }
        self.problems(&checked.warnings);
    }

    /// The windows of a valid request, in place of it.
    #[cold]
    #[inline(never)]
    pub(super) fn split(&mut self, checked: &Checked, max: TimeDelta) {
        match &checked.result {
            Ok(request) => {
                let windows = || request.windows(max);
                self.push(1);
                self.push(windows().count() as u64);
                for (start, end) in windows() {
                    self.string(&instant_text(start));
                    self.string(&instant_text(end));
                }
            }
            Err(problems) => {
                self.push(0);
                self.problems(problems);
            }
        }
        self.problems(&checked.warnings);
    }

    /// The outcome of a check of what was read, or why it could not be.
    pub(super) fn outcome(&mut self, read: Result<DraftRef<'_>, Problem>, limits: &Limits) {
        match read {
            Ok(draft) => self.checked(&check(&draft, limits)),
            Err(problem) => self.refused(&problem),
        }
    }

    /// One problem that kept the value from being checked.
    #[cold]
    #[inline(never)]
    pub(super) fn refused(&mut self, problem: &Problem) {
        self.push(0);
        self.problems(std::slice::from_ref(problem));
        self.problems(&[]);
    }

    fn request(&mut self, request: &ExportRequest) {
        let draft = request.to_draft();
        for field in Field::ALL {
            let text = draft.get(field).as_text();
            self.push(u64::from(text.is_some()));
            if let Some(text) = text {
                self.string(text);
            }
        }
    }

    pub(super) fn problems(&mut self, problems: &[Problem]) {
        self.push(problems.len() as u64);
        for problem in problems {
            self.problem(problem);
        }
    }

    fn problem(&mut self, problem: &Problem) {
        self.push(problem.code as u64);
        match &problem.subject {
            Subject::Whole => self.push(0),
            Subject::Known(field) => self.push(1 + *field as u64),
            Subject::Unknown(name) => {
                self.push(1 + Field::ALL.len() as u64);
                self.string(name);
            }
        }
        self.message.clear();
        problem.say_message(&mut self.message);
        self.push(utf16_len(&self.message) as u64);
        self.out.push_str(&self.message);
        problem.params.for_each(self);
        self.push(0);
    }
}

impl ParamWriter for Wire {
    fn text(&mut self, name: &'static str, text: &str) {
        self.name(name, 1);
        self.string(text);
    }

    fn number(&mut self, name: &'static str, number: u64) {
        self.name(name, 2);
        self.push(number);
    }
}

/// The names of parameters, by which they are numbered. One that is missing here is written out.
pub(super) const NAMES: [&str; 17] = [
    "found",
    "meant",
    "part",
    "position",
    "character",
    "days",
    "limit",
    "latestEnd",
    "start",
    "value",
    "min",
    "max",
    "reason",
    "address",
    "line",
    "column",
    "offset",
];

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
