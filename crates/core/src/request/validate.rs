//! The validator: from what was typed to a request that the service can take.

use chrono::TimeDelta;

use super::callback_url::{self, CallbackUrl, PublicUrl};
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
pub struct Limits {
    pub max_range: TimeDelta,
    pub range_limit: RangeLimit,
    pub now: Option<Instant>,
}

/// Checks as [`validate`] does, what lies elsewhere.
fn check(draft: &DraftRef<'_>, limits: &Limits) -> Checked {
    let mut report = Report::default();
    let result = report.check(draft, limits).map(ExportRequest::from);
    let Report { problems, warnings } = report;
    Checked {
        result: result.ok_or(problems),
        warnings,
    }
}

/// What was found, in room that many checks can use.
#[derive(Debug, Default)]
pub struct Report {
    /// Why there is no request.
    pub problems: Vec<Problem>,
    /// What is allowed but worth saying.
    pub warnings: Vec<Problem>,
}

/// What makes up a valid request, without a copy of its texts.
#[derive(Debug)]
pub struct Valid<'a> {
    pub start_date: Instant,
    pub end_date: Instant,
    pub job_type: JobType,
    pub combined_meter_usage: Option<Flag>,
    pub all_linked_orgs: Option<Flag>,
    pub callback_url: Option<PublicUrl<'a>>,
}

impl From<Valid<'_>> for ExportRequest {
    fn from(valid: Valid<'_>) -> Self {
        Self {
            start_date: valid.start_date,
            end_date: valid.end_date,
            job_type: valid.job_type,
            combined_meter_usage: valid.combined_meter_usage,
            all_linked_orgs: valid.all_linked_orgs,
            callback_url: valid.callback_url.map(CallbackUrl::from),
        }
    }
}

impl Report {
    /// Checks a draft, and forgets what was found before.
    pub fn check<'a>(&mut self, draft: &'a DraftRef<'_>, limits: &Limits) -> Option<Valid<'a>> {
        self.problems.clear();
        self.warnings.clear();

        let start_date = self.date(Field::StartDate, draft);
        let end_date = self.date(Field::EndDate, draft);
        if let (Some(start), Some(end)) = (start_date, end_date) {
            self.range(start, end, limits);
        }
        if let (Some(end), Some(now)) = (end_date, limits.now)
            && end > now
        {
            self.warn(Field::EndDate, Params::EndInFuture);
        }
        let job_type = self.job_type(draft);
        let combined_meter_usage = self.flag(Field::CombinedMeterUsage, draft);
        let all_linked_orgs = self.flag(Field::AllLinkedOrgs, draft);
        let callback_url = self.callback_url(draft);
        for name in draft.unknown() {
            self.unknown(name);
        }

        match (start_date, end_date, job_type) {
            (Some(start_date), Some(end_date), Some(job_type)) if self.problems.is_empty() => {
                Some(Valid {
                    start_date,
                    end_date,
                    job_type,
                    combined_meter_usage,
                    all_linked_orgs,
                    callback_url,
                })
            }
            _ => None,
        }
    }

    #[cold]
    fn unknown(&mut self, name: &str) {
        let params = Params::UnknownField {
            meant: Field::resembling(name),
        };
        self.warnings
            .push(Problem::new(Subject::Unknown(name.to_owned()), params));
    }

    /// What kept a request from being checked is all that is found.

    #[cold]
    pub fn only(&mut self, problem: Problem) {
        self.problems.clear();
        self.warnings.clear();
        self.problems.push(problem);
    }

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

    fn callback_url<'a>(&mut self, draft: &'a DraftRef<'_>) -> Option<PublicUrl<'a>> {
        match callback_url::check(self.optional(Field::CallbackUrl, draft)?) {
            Ok(url) => {
                if !url.encrypted {
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
