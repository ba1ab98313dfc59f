//! The validator: from what was typed to a request that the service can take.

use chrono::{DateTime, TimeDelta, Utc};

use super::callback_url::{self, CallbackUrl};
use super::problem::{Params, Problem, Subject};
use super::text::{LONGEST, ROOM, excerpt, is_blank, is_hidden, resembles};
use super::{
    Draft, ExportRequest, Field, Flag, Input, JobType, RangeLimit, Rules, date_time, range,
};

/// The outcome of [`validate`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The request, or all that is wrong, in the order of the fields.
    pub result: Result<ExportRequest, Vec<Problem>>,
    /// What is allowed but worth saying: fields in their order, then the fields that the service
    /// does not know.
    pub warnings: Vec<Problem>,
}

/// Checks a draft and reports everything at once, at most one problem a field: the first that
/// stands in the way.
pub fn validate(draft: &Draft, rules: &Rules) -> Checked {
    let mut report = Report {
        draft,
        problems: Vec::new(),
        warnings: Vec::new(),
    };
    let job_type = draft.job_type.as_text().and_then(JobType::from_name);
    let start_date = report.date(Field::StartDate);
    let end_date = report.date(Field::EndDate);
    if let (Some(start), Some(end)) = (start_date, end_date) {
        let max = rules.max_range(job_type.unwrap_or_default());
        report.range(start, end, max, rules.range_limit);
    }
    if end_date.is_some_and(|end| rules.now.is_some_and(|now| end > now)) {
        report.warn(Field::EndDate, Params::EndInFuture {});
    }
    report.job_type(job_type);
    let combined_meter_usage = report.flag(Field::CombinedMeterUsage, job_type);
    let all_linked_orgs = report.flag(Field::AllLinkedOrgs, job_type);
    let meter_id = report.meter_id(job_type);
    let all_meters = report.flag(Field::AllMeters, job_type);
    let callback_url = report.callback_url();
    report.unknown();

    let Report {
        problems, warnings, ..
    } = report;
    let result = match (start_date, end_date, job_type) {
        (Some(start_date), Some(end_date), Some(job_type)) if problems.is_empty() => {
            Ok(ExportRequest {
                start_date,
                end_date,
                job_type,
                combined_meter_usage,
                all_linked_orgs,
                meter_id,
                all_meters,
                callback_url,
            })
        }
        _ => Err(problems),
    };
    Checked { result, warnings }
}

/// What was found in a draft so far.
struct Report<'a> {
    draft: &'a Draft,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl<'a> Report<'a> {
    fn refuse(&mut self, field: Field, params: Params) {
        self.problems
            .push(Problem::new(Subject::Known(field), params));
    }

    fn warn(&mut self, field: Field, params: Params) {
        self.warnings
            .push(Problem::new(Subject::Known(field), params));
    }

    /// The text of a field; `None` if it is blank. A text that is too long is left to its reader to refuse.
    fn text(&mut self, field: Field) -> Option<&'a str> {
        match self.draft.get(field) {
            Input::Text(text) if text.len() > LONGEST || !is_blank(text) => return Some(text),
            Input::WrongType(found) => {
                self.refuse(
                    field,
                    Params::WrongType {
                        found: *found,
                        field: Some(field),
                    },
                );
            }
            Input::Text(_) | Input::Absent if field.is_required() => {
                self.refuse(field, Params::Required { field });
            }
            Input::Text(_) | Input::Absent => {}
        }
        None
    }

    fn date(&mut self, field: Field) -> Option<DateTime<Utc>> {
        date_time::parse(self.text(field)?)
            .map_err(|fault| self.refuse(field, fault.into()))
            .ok()
    }

    fn range(
        &mut self,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        max: TimeDelta,
        limit: RangeLimit,
    ) {
        if end <= start {
            self.refuse(Field::EndDate, Params::EndNotAfterStart { start });
        } else if let Some(params) = range::check(start, end, max) {
            match limit {
                RangeLimit::Error => self.refuse(Field::EndDate, params),
                RangeLimit::Warning => self.warn(Field::EndDate, params),
            }
        }
    }

    fn job_type(&mut self, known: Option<JobType>) {
        if known.is_none()
            && let Some(text) = self.text(Field::JobType)
        {
            let meant = JobType::ALL
                .into_iter()
                .find(|known| resembles(text, known.name()));
            let found = excerpt(text, ROOM);
            self.refuse(Field::JobType, Params::UnsupportedJobType { found, meant });
        }
    }

    /// Whether a field is to be read. One that the type does not have is not sent, whatever it
    /// holds.
    fn applies(&mut self, field: Field, job_type: Option<JobType>) -> bool {
        let Some(job_type) = job_type.filter(|job_type| !job_type.takes(field)) else {
            return true;
        };
        let is_there = match self.draft.get(field) {
            Input::Absent => false,
            Input::Text(text) => !is_blank(text),
            Input::WrongType(_) => true,
        };
        if is_there {
            self.warn(field, Params::NotApplicable { job_type });
        }
        false
    }

    fn flag(&mut self, field: Field, job_type: Option<JobType>) -> Option<Flag> {
        if !self.applies(field, job_type) {
            return None;
        }
        let text = self.text(field)?;
        let exactly = Flag::ALL.into_iter().find(|flag| text == flag.name());
        if exactly.is_none() {
            let meant = Flag::ALL
                .into_iter()
                .find(|flag| resembles(text, flag.name()));
            self.refuse(
                field,
                Params::NotAFlag {
                    found: excerpt(text, ROOM),
                    meant,
                },
            );
        }
        exactly
    }

    fn meter_id(&mut self, job_type: Option<JobType>) -> Option<String> {
        let field = Field::MeterId;
        if !self.applies(field, job_type) {
            return None;
        }
        let before = self.problems.len();
        let Some(text) = self.text(field) else {
            let is_of_all = self.draft.all_meters.as_text() == Some(Flag::True.name());
            let is_required = job_type == Some(JobType::JobLevel) && !is_of_all;
            if is_required && self.problems.len() == before {
                self.refuse(field, Params::Required { field });
            }
            return None;
        };
        // Nothing more is documented: in all examples it is 22 letters and digits.
        if text.len() <= LONGEST && !text.contains(|c: char| c.is_whitespace() || is_hidden(c)) {
            return Some(text.to_owned());
        }
        let found = excerpt(text, ROOM);
        self.refuse(field, Params::NotAMeterId { found });
        None
    }

    fn callback_url(&mut self) -> Option<CallbackUrl> {
        let field = Field::CallbackUrl;
        let url = callback_url::parse(self.text(field)?)
            .map_err(|fault| self.refuse(field, fault.into()))
            .ok()?;
        if !url.is_encrypted() {
            self.warn(field, Params::InsecureCallback {});
        }
        Some(url)
    }

    fn unknown(&mut self) {
        for name in &self.draft.unknown {
            let params = Params::UnknownField {
                meant: Field::resembling(name),
                name: excerpt(name, ROOM),
            };
            self.warnings
                .push(Problem::new(Subject::Unknown(name.clone()), params));
        }
    }
}
