//! The validator: from what was typed to a request that the service can take.

use chrono::{DateTime, Utc};

use super::callback_url::{self, CallbackUrl};
use super::problem::{Params, Problem, Subject};
use super::text::{LONGEST, ROOM, excerpt, is_blank, resembles};
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
    let start_date = report.date(Field::StartDate);
    let end_date = report.date(Field::EndDate);
    if let (Some(start), Some(end)) = (start_date, end_date) {
        report.range(start, end, rules);
    }
    if end_date.is_some_and(|end| rules.now.is_some_and(|now| end > now)) {
        report.warn(Field::EndDate, Params::EndInFuture {});
    }
    let job_type = report.job_type();
    let combined_meter_usage = report.flag(Field::CombinedMeterUsage);
    let all_linked_orgs = report.flag(Field::AllLinkedOrgs);
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

    /// The text of a field; a blank one is none. One that is too long is for its reader to refuse.
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

    fn range(&mut self, start: DateTime<Utc>, end: DateTime<Utc>, rules: &Rules) {
        if end <= start {
            self.refuse(Field::EndDate, Params::EndNotAfterStart { start });
        } else if let Some(params) = range::check(start, end, rules.max_range) {
            match rules.range_limit {
                RangeLimit::Error => self.refuse(Field::EndDate, params),
                RangeLimit::Warning => self.warn(Field::EndDate, params),
            }
        }
    }

    fn job_type(&mut self) -> Option<JobType> {
        let text = self.text(Field::JobType)?;
        let exactly = JobType::ALL.into_iter().find(|known| text == known.name());
        if exactly.is_none() {
            let meant = JobType::ALL
                .into_iter()
                .find(|known| resembles(text, known.name()));
            let found = excerpt(text, ROOM);
            self.refuse(Field::JobType, Params::UnsupportedJobType { found, meant });
        }
        exactly
    }

    fn flag(&mut self, field: Field) -> Option<Flag> {
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
