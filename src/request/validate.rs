//! The validator: from what was typed to a request that the service can take.

use super::callback_url::{self, CallbackUrl};
use super::problem::{Misspelling, Params, Problem, Subject};
use super::text::excerpt;
use super::{
    Draft, ExportRequest, Field, Flag, Input, JobType, RangeLimit, Rules, date_time, range,
};

/// The outcome of [`validate`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The request, or all that is wrong, in the order of the fields.
    pub result: Result<ExportRequest, Vec<Problem>>,
    /// What is allowed but worth saying: fields in their order, then the fields that the service does not know.
    pub warnings: Vec<Problem>,
}

/// Checks a draft and reports everything at once, at most one problem a field: the first that stands in the way.
pub fn validate(draft: &Draft, rules: &Rules) -> Checked {
    let mut report = Report::default();

    let start_date = report.keep(Field::StartDate, date(&draft.start_date));
    let end_date = report.keep(Field::EndDate, date(&draft.end_date));
    if let (Some(start), Some(end)) = (start_date, end_date)
        && let Err(params) = range::check(start, end, rules)
    {
        match (&params, rules.range_limit) {
            (Params::RangeTooLong { .. }, RangeLimit::Warning) => {
                report.warn(Field::EndDate, params);
            }
            _ => report.refuse(Field::EndDate, params),
        }
    }
    if let (Some(end), Some(now)) = (end_date, rules.now)
        && end > now
    {
        report.warn(Field::EndDate, Params::EndInFuture);
    }
    let job_type = report.keep(Field::JobType, job_type(&draft.job_type));
    let combined_meter_usage =
        report.keep(Field::CombinedMeterUsage, flag(&draft.combined_meter_usage));
    let all_linked_orgs = report.keep(Field::AllLinkedOrgs, flag(&draft.all_linked_orgs));
    let callback_url = report.keep(Field::CallbackUrl, callback_url(&draft.callback_url));
    if callback_url.iter().flatten().any(|url| !url.is_encrypted()) {
        report.warn(Field::CallbackUrl, Params::InsecureCallback);
    }
    for name in &draft.unknown {
        let params = Params::UnknownField {
            meant: Field::resembling(name),
        };
        report
            .warnings
            .push(Problem::new(Subject::Unknown(name.clone()), params));
    }

    let request = || {
        Some(ExportRequest {
            start_date: start_date?,
            end_date: end_date?,
            job_type: job_type?,
            combined_meter_usage: combined_meter_usage?,
            all_linked_orgs: all_linked_orgs?,
            callback_url: callback_url?,
        })
    };
    let result = match request() {
        Some(request) if report.problems.is_empty() => Ok(request),
        _ => Err(report.problems),
    };
    Checked {
        result,
        warnings: report.warnings,
    }
}

#[derive(Default)]
struct Report {
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Report {
    fn keep<T>(&mut self, field: Field, value: Result<T, Params>) -> Option<T> {
        value.map_err(|params| self.refuse(field, params)).ok()
    }

    fn refuse(&mut self, field: Field, params: Params) {
        self.problems
            .push(Problem::new(Subject::Known(field), params));
    }

    fn warn(&mut self, field: Field, params: Params) {
        self.warnings
            .push(Problem::new(Subject::Known(field), params));
    }
}

fn required(input: &Input) -> Result<&str, Params> {
    optional(input)?
        .filter(|text| !text.trim().is_empty())
        .ok_or(Params::Required)
}

const fn optional(input: &Input) -> Result<Option<&str>, Params> {
    match input {
        Input::Absent => Ok(None),
        Input::Text(text) => Ok(Some(text.as_str())),
        Input::WrongType(found) => Err(Params::WrongType { found: *found }),
    }
}

fn date(input: &Input) -> Result<chrono::DateTime<chrono::Utc>, Params> {
    date_time::parse(required(input)?).map_err(Params::DateTime)
}

fn job_type(input: &Input) -> Result<JobType, Params> {
    let text = required(input)?;
    let supported = JobType::ProjectFolder;
    if text == supported.name() {
        return Ok(supported);
    }
    Err(Params::UnsupportedJobType {
        found: excerpt(text),
        misspelt: Misspelling::between(text, supported.name()),
    })
}

fn flag(input: &Input) -> Result<Option<Flag>, Params> {
    let Some(text) = optional(input)? else {
        return Ok(None);
    };
    if let Some(flag) = Flag::ALL.into_iter().find(|flag| flag.name() == text) {
        return Ok(Some(flag));
    }
    let meant = Flag::ALL
        .into_iter()
        .find_map(|flag| Some((flag, Misspelling::between(text, flag.name())?)));
    Err(Params::NotAFlag {
        found: excerpt(text),
        meant,
    })
}

fn callback_url(input: &Input) -> Result<Option<CallbackUrl>, Params> {
    optional(input)?
        .map(callback_url::parse)
        .transpose()
        .map_err(Params::CallbackUrl)
}
