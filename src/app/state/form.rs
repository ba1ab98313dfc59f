//! What is in the form, and what follows from it.

use std::slice;

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
    /// Whether a range that is longer than the limit is sent as one request all the same; `None` leaves that to the deployment.
    pub as_one: Option<bool>,
    /// Whether the plan of a range that is split is shown.
    pub plan_shown: bool,
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
    /// A range that is longer than the limit is sent as one request, or split.
    AsOne {
        /// Whether as one.
        as_one: bool,
    },
    /// The plan of a range that is split is shown, or no longer.
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
    /// The draft as it would be sent: dates completed, blanks and what the job type does not have dropped.
    pub sent: Draft,
    /// The start of the range, as soon as it can be read.
    pub start: Option<DateTime<Utc>>,
    /// The end of the range, as soon as it can be read.
    pub end: Option<DateTime<Utc>>,
    /// The completed draft against the rules of the deployment.
    pub checked: Checked,
    /// Days of the range and the limit; `None` until both dates can be read and are in order.
    pub days: Option<(i64, i64)>,
    /// The windows of a range that is longer than the limit and can be split.
    pub windows: Option<Vec<Range>>,
    /// Whether it is split.
    pub is_split: bool,
    /// The requests of these windows, where the range is split and the rest of the form is valid.
    pub plan: Option<Vec<ExportRequest>>,
}

impl Default for FormState {
    fn default() -> Self {
        // The job type to start with; everything else starts empty.
        let typed = Draft {
            job_type: Input::from("PROJECT_FOLDER"),
            ..Draft::default()
        };
        Self {
            typed,
            left: Vec::new(),
            attempts: 0,
            as_one: None,
            plan_shown: false,
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
            FormAction::AsOne { as_one } => self.as_one = Some(as_one),
            FormAction::PlanShown { shown } => self.plan_shown = shown,
            FormAction::Requested => {
                self.refusal = None;
                self.attempts = 0;
                self.as_one = None;
                self.plan_shown = false;
            }
            FormAction::Refused { why } => self.refusal = Some(why),
        }
    }

    fn set(&mut self, field: Field, text: String) {
        if matches!(field, Field::StartDate | Field::EndDate | Field::JobType) {
            // The decision was about the range and the limit as they were.
            self.as_one = None;
        }
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

        let as_one = self
            .as_one
            .unwrap_or(rules.range_limit == RangeLimit::Warning);
        let is_split = windows.is_some() && !as_one;
        let lenient = Rules {
            range_limit: if windows.is_some() {
                RangeLimit::Warning
            } else {
                rules.range_limit
            },
            now,
            ..rules.clone()
        };
        let mut checked = validate(&completed, &lenient);
        if is_split {
            // The windows keep the limit.
            checked
                .warnings
                .retain(|warning| warning.code != Code::RangeTooLong);
        }
        let plan = match &checked.result {
            Ok(request) if is_split => Some(split(request, rules)),
            Ok(_) | Err(_) => None,
        };
        let mut sent = completed.clone();
        for field in Field::ALL {
            let is_sent = |job_type: JobType| {
                job_type.takes(field) && (field != Field::JobType || job_type.is_sent())
            };
            if !job_type.is_none_or(is_sent) {
                sent.set(field, Input::Absent);
            }
        }
        Evaluated {
            sent,
            start,
            end,
            checked,
            days,
            windows,
            is_split,
            plan,
        }
    }
}

impl Evaluated {
    /// The requests that the form stands for; none while there are problems.
    pub fn requests(&self) -> &[ExportRequest] {
        match (&self.plan, &self.checked.result) {
            (Some(plan), _) => plan,
            (None, Ok(request)) => slice::from_ref(request),
            (None, Err(_)) => &[],
        }
    }

    /// Everything that keeps the form from being sent.
    pub fn problems(&self) -> &[Problem] {
        self.checked
            .result
            .as_ref()
            .err()
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

/// The texts of the problems of one field, as one.
pub(crate) fn words(problems: &[Problem], field: Field) -> Option<String> {
    let texts: Vec<_> = problems
        .iter()
        .filter(|problem| problem.subject == Subject::Known(field))
        .map(in_plain_words)
        .collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// The words of a problem for people who type. For an unreadable date, they only say how to write one.
pub(crate) fn in_plain_words(problem: &Problem) -> String {
    match problem.code {
        Code::NotADateTime | Code::NoTimeZone => "Enter the date as 2024-08-12.".to_owned(),
        Code::Required if problem.subject == Subject::Known(Field::MeterId) => {
            "Enter a meter ID, or set “All meters” to TRUE.".to_owned()
        }
        _ => problem.message.clone(),
    }
}
