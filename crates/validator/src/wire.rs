//! Results on their way to JavaScript: numbers of 32 bits, and beside them the texts that they are about, without anything
//! between those. So JavaScript reads them without looking at a single character.
//!
//! A text is its length in JavaScript. One that this module holds is no part of the texts: its number says where it lies,
//! see [`number_of`], and JavaScript fetches it once. Most of what messages consist of is such texts.
//!
//! - A result: 1 and the six fields of the request, or 0 and the problems; then the warnings.
//!   Of a range that is split there are the windows in place of the request: how many, and two texts for each.
//! - A field: 0, or 1 and its text.
//! - Problems: how many, then each with its code, its subject (0 the whole, 1 to 6 a field, 7 another and its name), the
//!   pieces of its message, then 0, and its parameters, then 0.
//! - A piece: a text of the module, or one whose length is doubled, with 1 more where it is to be in quotation marks.
//! - A parameter: its name, and a text whose length is one more than it is, or 0 and a number.

use chrono::TimeDelta;

use metering_core::request::date_time::Instant;
use metering_core::request::problem::{ParamWriter, Sink};
use metering_core::request::range::cut_up;
use metering_core::request::text::utf16_len;
use metering_core::request::{DraftRef, Field, Flag, Limits, Problem, Report, Subject, Valid};

/// An answer that is being written.
#[derive(Debug, Default)]
pub(super) struct Wire {
    numbers: Vec<u32>,
    texts: String,
    /// How many bytes of the texts have a number.
    told: usize,
}

impl Wire {
    pub(super) const fn new() -> Self {
        Self {
            numbers: Vec::new(),
            texts: String::new(),
            told: 0,
        }
    }

    /// Begins anew, in the same place.
    pub(super) fn clear(&mut self) {
        self.numbers.clear();
        self.texts.clear();
        self.told = 0;
        self.push(0);
        self.push(0);
    }

    /// How many numbers the answer has; none where there is nothing to say. The first two are where the texts are, and how
    /// many bytes they have, doubled, with 1 more where they are a few characters of ASCII.
    #[allow(clippy::cast_possible_truncation)] // In the browser, where addresses have 32 bits.
    pub(super) fn finish(&mut self) -> usize {
        let (place, length) = (self.texts.as_ptr().addr() as u32, self.texts.len());
        let few = length < 64 && self.texts.is_ascii();
        if let [first, second, rest @ ..] = &mut *self.numbers {
            (*first, *second) = (place, 2 * length as u32 + u32::from(few));
            if !rest.is_empty() || length > 0 {
                return self.numbers.len();
            }
        }
        0
    }

    /// Where the numbers are.
    pub(super) fn place(&self) -> *const u32 {
        self.numbers.as_ptr()
    }

    /// Appends to the texts what needs no number.
    #[inline(never)]
    pub(super) fn say(&mut self, text: &str) {
        self.texts.push_str(text);
    }

    #[inline(never)]
    pub(super) fn push(&mut self, number: u32) {
        self.numbers.push(number);
    }

    /// Makes room for three numbers that are known later.
    pub(super) fn reserve(&mut self) -> usize {
        self.numbers.extend([0; 3]);
        self.numbers.len() - 3
    }

    /// Fills the room that was made.
    pub(super) fn fill(&mut self, at: usize, numbers: [u32; 3]) {
        if let Some(room) = self.numbers.get_mut(at..at + 3) {
            room.copy_from_slice(&numbers);
        }
    }

    /// A number far below 2³², as all are that count what is in memory.
    pub(super) fn count(&mut self, number: usize) {
        self.push(u32::try_from(number).unwrap_or(u32::MAX));
    }

    #[inline(never)]
    pub(super) fn string(&mut self, text: &str) {
        self.texts.push_str(text);
        self.tell(0);
    }

    /// Numbers what was appended to the texts since the last time.
    fn tell(&mut self, more: usize) {
        let length = self.untold();
        self.count(length + more);
    }

    /// How long what was appended to the texts since the last time is in JavaScript.
    fn untold(&mut self) -> usize {
        let text = self.texts.get(self.told..).unwrap_or_default();
        self.told = self.texts.len();
        utf16_len(text)
    }

    #[inline(never)]
    fn fixed_text(&mut self, text: &'static str, more: usize) {
        if let Some(number) = number_of(text) {
            self.push(number);
        } else {
            self.texts.push_str(text);
            self.tell(more);
        }
    }

    /// The outcome of a check of what was read, or why it could not be.
    pub(super) fn outcome(&mut self, read: Result<DraftRef<'_>, Problem>, limits: &Limits) {
        match read {
            Ok(draft) => {
                let mut report = Report::default();
                let valid = report.check(&draft, limits);
                self.report(valid, &report, Self::request);
            }
            Err(problem) => self.refused(problem),
        }
    }

    /// One problem that kept the value from being checked.
    #[cold]
    pub(super) fn refused(&mut self, problem: Problem) {
        let mut report = Report::default();
        report.only(problem);
        self.report(None, &report, Self::request);
    }

    /// What was found, and what there is to write of a valid request.
    #[inline(never)]
    pub(super) fn report(
        &mut self,
        valid: Option<Valid<'_>>,
        report: &Report,
        write: impl FnOnce(&mut Self, &Valid<'_>),
    ) {
        if let Some(valid) = valid {
            self.push(1);
            write(self, &valid);
        } else {
            self.push(0);
            self.problems(&report.problems);
        }
        self.problems(&report.warnings);
    }

    /// The windows of a valid request.
    #[cold]
    pub(super) fn windows(&mut self, valid: &Valid<'_>, max: TimeDelta) {
        let windows = || cut_up(valid.start_date, valid.end_date, max);
        self.count(windows().count());
        for (start, end) in windows() {
            self.instant(start);
            self.instant(end);
        }
    }

    pub(super) fn request(&mut self, valid: &Valid<'_>) {
        self.push(1);
        self.instant(valid.start_date);
        self.push(1);
        self.instant(valid.end_date);
        let others = [
            Some(valid.job_type.name()),
            valid.combined_meter_usage.map(Flag::name),
            valid.all_linked_orgs.map(Flag::name),
            valid.callback_url.map(|url| url.text),
        ];
        for text in others {
            self.push(u32::from(text.is_some()));
            if let Some(text) = text {
                self.string(text);
            }
        }
    }

    fn instant(&mut self, instant: Instant) {
        instant.push(&mut self.texts);
        self.tell(0);
    }

    /// What was put into a message is one piece up to here.
    fn end_insert(&mut self) {
        if self.texts.len() > self.told {
            self.piece(0);
        }
    }

    fn piece(&mut self, quoted: usize) {
        let length = self.untold();
        self.count(2 * length + quoted);
    }

    pub(super) fn problems(&mut self, problems: &[Problem]) {
        self.count(problems.len());
        for problem in problems {
            self.problem(problem);
        }
    }

    pub(super) fn problem(&mut self, problem: &Problem) {
        self.fixed_text(problem.code.name(), 0);
        match &problem.subject {
            Subject::Whole => self.push(0),
            Subject::Known(field) => self.push(1 + *field as u32),
            Subject::Unknown(name) => {
                self.count(1 + Field::ALL.len());
                self.string(name);
            }
        }
        problem.say_message(self);
        self.end_insert();
        self.push(0);
        problem.params.for_each(self);
        self.push(0);
    }
}

impl Sink for Wire {
    fn fixed(&mut self, text: &'static str) {
        // To put a few words together costs JavaScript more than to be sent them.
        if text.len() < 12 && self.texts.len() > self.told {
            return self.texts.push_str(text);
        }
        match number_of(text) {
            Some(number) => {
                self.end_insert();
                self.push(number);
            }
            None => self.texts.push_str(text),
        }
    }

    fn insert(&mut self) -> &mut String {
        &mut self.texts
    }

    fn quoted(&mut self, text: &str) {
        self.end_insert();
        self.texts.push_str(text);
        self.piece(1);
    }
}

impl ParamWriter for Wire {
    fn text(&mut self, name: &'static str, text: &str) {
        self.fixed_text(name, 0);
        self.texts.push_str(text);
        self.tell(1);
    }

    fn fixed(&mut self, name: &'static str, text: &'static str) {
        self.fixed_text(name, 0);
        self.fixed_text(text, 1);
    }

    fn number(&mut self, name: &'static str, number: u64) {
        self.fixed_text(name, 0);
        self.push(0);
        self.push(u32::try_from(number).unwrap_or(u32::MAX));
    }
}

/// The number of a text that lies in the module: its address by 512, and how many bytes it has. That is more than any text
/// is long, because the first million bytes of the memory are the stack. `None` for what lies elsewhere.
#[allow(clippy::cast_possible_truncation)] // The range is checked.
fn number_of(text: &'static str) -> Option<u32> {
    let place = text.as_ptr().addr();
    let is_told = matches!(place, 0x10_0000..0x40_0000) && matches!(text.len(), 1..512);
    is_told.then_some((place << 9 | text.len()) as u32)
}
