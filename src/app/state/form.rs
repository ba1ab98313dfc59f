//! What is in the form, and what follows from it.

use chrono::{DateTime, Utc};

use metering_core::request::{
    Checked, Code, Draft, ExportRequest, Field, Input, JobType, Problem, RangeLimit, Rules, Subject,
};
use metering_core::request::{complete, date_time, range, split, validate};

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
    /// Why the last request was refused, and by whom; stays until the next one.
    pub refusal: Option<String>,
}

/// What happens to the form.
#[derive(Debug)]
pub enum FormAction {
    /// Something was typed into a field.
    Typed {
        /// The field.
        field: Field,
        /// All that is in it now.
        text: String,
    },
    /// What was typed before a reload came back from the storage.
    Restored {
        /// All of it.
        typed: Draft,
    },
    /// A field was left for another.
    Left {
        /// The field.
        field: Field,
    },
    /// An export was asked for with problems in the form.
    Attempted,
    /// The range limit is left to the service.
    LimitWaived,
    /// The plan for a range that is too long is shown, or no longer.
    PlanShown {
        /// Whether it is shown.
        shown: bool,
    },
    /// An export is requested as the form says.
    Requested,
    /// The service refused it.
    Refused {
        /// Why, in sentences.
        why: String,
    },
}

/// First and last instant of a request.
pub type Range = (DateTime<Utc>, DateTime<Utc>);

/// What follows from the form's texts. Computed once a render.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated {
    /// The draft as it would be sent: dates completed, blanks dropped.
    pub completed: Draft,
    /// The start of the range, as soon as it can be read.
    pub start: Option<DateTime<Utc>>,
    /// The end of the range, as soon as it can be read.
    pub end: Option<DateTime<Utc>>,
    /// The completed draft against the rules of the deployment.
    pub checked: Checked,
    /// Days of the range and the limit; `None` until both dates can be read and are in order.
    pub days: Option<(i64, i64)>,
    /// The windows of a range that is too long and can be split.
    pub windows: Option<Vec<Range>>,
    /// The requests of these windows, where the plan is shown and the rest of the form is valid.
    pub plan: Option<Vec<ExportRequest>>,
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
            refusal: None,
        }
    }
}

impl FormState {
    /// Changes the form by one action.
    pub fn apply(&mut self, action: FormAction) {
        match action {
            FormAction::Typed { field, text } => self.set(field, text),
            FormAction::Restored { typed } => self.typed = typed,
            FormAction::Left { field } => {
                if !self.left.contains(&field) {
                    self.left.push(field);
                }
            }
            FormAction::Attempted => self.attempts += 1,
            FormAction::LimitWaived => self.limit_waived = true,
            FormAction::PlanShown { shown } => self.split = shown,
            FormAction::Requested => {
                self.refusal = None;
                self.attempts = 0;
                self.split = false;
            }
            FormAction::Refused { why } => self.refusal = Some(why),
        }
    }

    fn set(&mut self, field: Field, text: String) {
        let is_date = matches!(field, Field::StartDate | Field::EndDate);
        // The decision to send anyway or to split was about the dates as they were.
        self.limit_waived &= !is_date;
        self.split &= !is_date;
        let input = if text.is_empty() {
            Input::Absent
        } else {
            Input::Text(text)
        };
        self.typed.set(field, input);
    }

    /// What was typed into a field.
    pub fn text(&self, field: Field) -> &str {
        self.typed.get(field).as_text().unwrap_or_default()
    }

    /// Whether the problems of a field are shown already.
    pub fn shows(&self, field: Field) -> bool {
        self.attempts > 0 || self.left.contains(&field)
    }

    /// Completes the draft and checks it against the rules of the deployment, at `now` if that is known.
    pub fn evaluate(&self, rules: &Rules, now: Option<DateTime<Utc>>) -> Evaluated {
        let completed = complete(&self.typed);
        let instant = |field| date_time::parse(completed.get(field).as_text()?).ok();
        let (start, end) = (instant(Field::StartDate), instant(Field::EndDate));
        let range = start.zip(end).filter(|(start, end)| end > start);
        let job_type = completed.job_type.as_text().and_then(JobType::from_name);
        let max_range = rules.max_range(job_type.unwrap_or_default());
        let limit = max_range.num_days();
        let days = range.map(|(start, end)| (range::days(start, end), limit));
        // Counted first: the windows of a thousand years are not worth making.
        let can_be_split = days
            .is_some_and(|(days, _)| days > limit && days <= limit.saturating_mul(MOST_WINDOWS));
        let windows = range
            .filter(|_| can_be_split)
            .map(|(start, end)| range::windows(start, end, max_range));

        let range_limit = if self.limit_waived || self.split {
            RangeLimit::Warning
        } else {
            rules.range_limit
        };
        let lenient = Rules {
            range_limit,
            now,
            ..rules.clone()
        };
        let mut checked = validate(&completed, &lenient);
        if self.split {
            // The windows keep the limit.
            checked
                .warnings
                .retain(|warning| warning.code != Code::RangeTooLong);
        }
        let plan = match &checked.result {
            Ok(request) if self.split && windows.is_some() => Some(split(request, rules)),
            Ok(_) | Err(_) => None,
        };
        Evaluated {
            completed,
            start,
            end,
            checked,
            days,
            windows,
            plan,
        }
    }
}

impl Evaluated {
    /// Everything that keeps the form from being sent.
    pub fn problems(&self) -> &[Problem] {
        self.checked
            .result
            .as_ref()
            .err()
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Whether the range limit is among the problems, and so the decision to send anyway is on offer.
    pub fn is_too_long(&self) -> bool {
        let is_it = |problem: &Problem| problem.code == Code::RangeTooLong;
        self.problems().iter().any(is_it)
    }
}

/// The texts of the problems of one field, as one.
pub(crate) fn words(problems: &[Problem], field: Field) -> Option<String> {
    let texts: Vec<_> = problems
        .iter()
        .filter(|problem| problem.subject == Subject::Known(field))
        .map(ToString::to_string)
        .collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}
