//! What is in the form, and what follows from it.

use chrono::{DateTime, Utc};

use metering_core::request::range;
use metering_core::request::{
    Checked, Code, Draft, ExportRequest, Field, Input, Problem, RangeLimit, Rules, Subject,
};
use metering_core::request::{complete, date_time, split, validate};

/// Longest range that is split, in windows: about eight years.
const MOST_WINDOWS: i64 = 100;

/// The form as the administrator left it.
#[derive(Clone, Debug, PartialEq)]
pub struct FormState {
    /// Exactly what was typed.
    pub typed: Draft,
    /// Fields that were left once: their problems are shown. Before, one is still typing.
    pub left: Vec<Field>,
    /// How often an export was asked for with problems in the form.
    pub attempts: u32,
    /// "Send anyway": the range limit is left to the service for these dates.
    pub limit_waived: bool,
    /// "Split into … exports": the plan for these dates is shown, and is what is requested.
    pub split: bool,
}

impl Default for FormState {
    fn default() -> Self {
        // The only job type there is; everything else starts empty.
        let typed = Draft {
            job_type: Input::from("PROJECT_FOLDER"),
            ..Draft::default()
        };
        Self {
            typed,
            left: Vec::new(),
            attempts: 0,
            limit_waived: false,
            split: false,
        }
    }
}

impl FormState {
    /// Takes what was typed into a field.
    pub fn typed(&mut self, field: Field, text: String) {
        let is_date = matches!(field, Field::StartDate | Field::EndDate);
        // The decision to send anyway or to split was about the dates as they were.
        self.limit_waived &= !is_date;
        self.split &= !is_date;
        self.typed.set(
            field,
            if text.is_empty() {
                Input::Absent
            } else {
                Input::Text(text)
            },
        );
    }

    /// What was typed into a field.
    pub fn text(&self, field: Field) -> &str {
        self.typed.get(field).as_text().unwrap_or_default()
    }

    /// The draft as it would be sent: dates completed, blanks dropped.
    pub fn completed(&self) -> Draft {
        complete(&self.typed)
    }

    /// The completed draft against the rules of the deployment.
    pub fn check(&self, rules: &Rules, now: Option<DateTime<Utc>>) -> Checked {
        let range_limit = if self.limit_waived || self.split {
            RangeLimit::Warning
        } else {
            rules.range_limit
        };
        let mut checked = validate(
            &self.completed(),
            &Rules {
                range_limit,
                now,
                ..rules.clone()
            },
        );
        if self.split {
            // The windows keep the limit.
            checked
                .warnings
                .retain(|warning| warning.code != Code::RangeTooLong);
        }
        checked
    }

    /// Whether the problems of a field are shown already.
    pub fn shows(&self, field: Field) -> bool {
        self.attempts > 0 || self.left.contains(&field)
    }

    /// The requests that the range can be split into, once the rest of the form is valid.
    pub fn plan(&self, rules: &Rules) -> Option<Vec<ExportRequest>> {
        self.windows(rules)?;
        let lenient = Rules {
            range_limit: RangeLimit::Warning,
            ..rules.clone()
        };
        let request = validate(&self.completed(), &lenient).result.ok()?;
        Some(split(&request, rules))
    }

    /// First and last instant of each window, where the range is too long and can be split.
    pub fn windows(&self, rules: &Rules) -> Option<Vec<(DateTime<Utc>, DateTime<Utc>)>> {
        let (start, end) = self.range()?;
        let days = range::days(start, end);
        let limit = rules.max_range.num_days();
        // Counted first: the windows of a thousand years are not worth making.
        if days <= limit || days > limit.saturating_mul(MOST_WINDOWS) {
            return None;
        }
        Some(range::windows(start, end, rules.max_range))
    }

    /// The days of the range as it is typed, and the limit; `None` until both dates can be read and are in order.
    pub fn days(&self, rules: &Rules) -> Option<(i64, i64)> {
        let (start, end) = self.range()?;
        Some((range::days(start, end), rules.max_range.num_days()))
    }

    fn range(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let completed = self.completed();
        let instant = |field| {
            completed
                .get(field)
                .as_text()
                .and_then(|text| date_time::parse(text).ok())
        };
        let (start, end) = (instant(Field::StartDate)?, instant(Field::EndDate)?);
        (end > start).then_some((start, end))
    }
}

/// The problems of one field.
pub(super) fn about(problems: &[Problem], field: Field) -> impl Iterator<Item = &Problem> {
    problems
        .iter()
        .filter(move |problem| problem.subject == Subject::Known(field))
}

/// Whether the range limit is among the problems, and so the decision to send anyway is on offer.
pub(super) fn is_too_long(problems: &[Problem]) -> bool {
    problems
        .iter()
        .any(|problem| problem.code == Code::RangeTooLong)
}
