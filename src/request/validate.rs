//! The validator: from what was typed to a request that the service can take.

use chrono::TimeDelta;

use super::callback_url::{self, CallbackUrl};
use super::date_time::{Instant, parse_instant};
use super::problem::{Params, Problem, Subject};
use super::text::{excerpt, is_blank, resembles};
use super::{
    Draft, DraftRef, ExportRequest, Field, Flag, InputRef, JobType, RangeLimit, Rules, range,
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
    let limits = Limits {
        max_range: rules.max_range,
        range_limit: rules.range_limit,
        now: rules.now.map(Instant::from),
    };
    check(&draft.into(), &limits)
}

/// The [`Rules`] without anything of chrono's calendar, which would come into the module for other pages.
#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) max_range: TimeDelta,
    pub(crate) range_limit: RangeLimit,
    pub(crate) now: Option<Instant>,
}

/// Checks as [`validate`] does, what lies elsewhere.
pub(crate) fn check(draft: &DraftRef<'_>, limits: &Limits) -> Checked {
    let mut report = Report::default();

    let start_date = report.date(Field::StartDate, draft);
    let end_date = report.date(Field::EndDate, draft);
    if let (Some(start), Some(end)) = (start_date, end_date) {
        report.range(start, end, limits);
    }
    if let (Some(end), Some(now)) = (end_date, limits.now)
        && end > now
    {
        report.warn(Field::EndDate, Params::EndInFuture);
    }
    let job_type = report.job_type(draft);
    let combined_meter_usage = report.flag(Field::CombinedMeterUsage, draft);
    let all_linked_orgs = report.flag(Field::AllLinkedOrgs, draft);
    let callback_url = report.callback_url(draft);
    for name in draft.unknown() {
        let params = Params::UnknownField {
            meant: Field::resembling(name),
        };
        report.warnings.push(Problem::new(
            Subject::Unknown(name.clone().into_owned()),
            params,
        ));
    }

    let Report { problems, warnings } = report;
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

#[derive(Default)]
struct Report {
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Report {
    #[cold]
    fn refuse(&mut self, field: Field, params: Params) {
        self.problems
            .push(Problem::new(Subject::Known(field), params));
    }

    #[cold]
    fn warn(&mut self, field: Field, params: Params) {
        self.warnings
            .push(Problem::new(Subject::Known(field), params));
    }

    fn optional<'a>(&mut self, field: Field, draft: &'a DraftRef<'_>) -> Option<&'a str> {
        match draft.get(field) {
            InputRef::Absent => None,
            InputRef::Text(text) => Some(text),
            InputRef::WrongType(found) => {
                self.refuse(field, Params::WrongType { found: *found });
                None
            }
        }
    }

    fn required<'a>(&mut self, field: Field, draft: &'a DraftRef<'_>) -> Option<&'a str> {
        match draft.get(field) {
            InputRef::Text(text) if !is_blank(text) => Some(text),
            InputRef::Text(_) | InputRef::Absent => {
                self.refuse(field, Params::Required);
                None
            }
            InputRef::WrongType(_) => self.optional(field, draft),
        }
    }

    fn date(&mut self, field: Field, draft: &DraftRef<'_>) -> Option<Instant> {
        match parse_instant(self.required(field, draft)?) {
            Ok(instant) => Some(instant),
            Err(fault) => {
                self.refuse(field, Params::DateTime(fault));
                None
            }
        }
    }

    fn range(&mut self, start: Instant, end: Instant, limits: &Limits) {
        if end <= start {
            self.refuse(Field::EndDate, Params::EndNotAfterStart { start });
        } else if let Some(params) = range::check(start, end, limits.max_range) {
            match limits.range_limit {
                RangeLimit::Error => self.refuse(Field::EndDate, params),
                RangeLimit::Warning => self.warn(Field::EndDate, params),
            }
        }
    }

    fn job_type(&mut self, draft: &DraftRef<'_>) -> Option<JobType> {
        let text = self.required(Field::JobType, draft)?;
        let supported = JobType::ProjectFolder;
        if text == supported.name() {
            return Some(supported);
        }
        let meant = resembles(text, supported.name()).then_some(supported);
        self.refuse(
            Field::JobType,
            Params::UnsupportedJobType {
                found: excerpt(text),
                meant,
            },
        );
        None
    }

    fn flag(&mut self, field: Field, draft: &DraftRef<'_>) -> Option<Flag> {
        let text = self.optional(field, draft)?;
        let exactly = Flag::ALL.into_iter().find(|flag| text == flag.name());
        if exactly.is_none() {
            let meant = Flag::ALL
                .into_iter()
                .find(|flag| resembles(text, flag.name()));
            self.refuse(
                field,
                Params::NotAFlag {
                    found: excerpt(text),
                    meant,
                },
            );
        }
        exactly
    }

    fn callback_url(&mut self, draft: &DraftRef<'_>) -> Option<CallbackUrl> {
        match callback_url::parse(self.optional(Field::CallbackUrl, draft)?) {
            Ok(url) => {
                if !url.is_encrypted() {
                    self.warn(Field::CallbackUrl, Params::InsecureCallback);
                }
                Some(url)
            }
            Err(fault) => {
                self.refuse(Field::CallbackUrl, Params::CallbackUrl(fault));
                None
            }
        }
    }
}
