//! Checked export requests.
//!
//! ```text
//! typed text or JSON ─► Draft ─validate─► ExportRequest ─► JSON for the service
//! ```
//!
//! A [`Draft`] is what somebody typed; an [`ExportRequest`] is always valid, because [`validate`]
//! is the only way to one.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

pub mod callback_url;
pub mod date_time;
pub mod problem;
pub mod range;

mod complete;
mod draft;
mod text;
mod validate;

pub use callback_url::CallbackUrl;
pub use complete::{Side, complete, complete_date};
pub use draft::{Draft, Field, Input, JsonType};
pub use problem::{Code, Params, Place, Problem, Subject};
pub use range::split;
pub use text::Character;
pub use validate::{Checked, validate};

/// What the service's documentation leaves open, or an administrator knows better.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The longest range between the two instants, more than zero; without it that of the job type,
    /// see [`JobType::max_range`].
    pub max_range: Option<TimeDelta>,
    /// What a longer range is.
    pub range_limit: RangeLimit,
    /// The present, for the warning that the end has not come yet; `None` leaves that unchecked.
    pub now: Option<DateTime<Utc>>,
}

impl Rules {
    /// The longest range of a request for this type of data.
    pub fn max_range(&self, job_type: JobType) -> TimeDelta {
        self.max_range.unwrap_or(job_type.max_range())
    }
}

/// What a range beyond [`Rules::max_range`] is.
///
/// The documentation says at most 30 days, and its own example asks for 31.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RangeLimit {
    /// An error: the request is not valid.
    #[default]
    Error,
    /// A warning: the request is valid, and the service decides.
    Warning,
}

/// The type of data that is exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobType {
    /// `PROJECT_FOLDER`: usage by project and folder.
    #[default]
    ProjectFolder,
    /// `SUMMARY`: usage by meter, which is what is billed.
    Summary,
    /// `ASSET`: usage by asset.
    Asset,
    /// `JOB_LEVEL`, a name that only drafts have: usage by job, for certain meters. The service has
    /// a path of its own for it, and takes no job type there.
    JobLevel,
}

impl JobType {
    /// All types.
    pub const ALL: [Self; 4] = [
        Self::ProjectFolder,
        Self::Summary,
        Self::Asset,
        Self::JobLevel,
    ];

    /// The name in a draft, and on the wire where it is sent.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProjectFolder => "PROJECT_FOLDER",
            Self::Summary => "SUMMARY",
            Self::Asset => "ASSET",
            Self::JobLevel => "JOB_LEVEL",
        }
    }

    /// The type of exactly this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The longest range that the service documents.
    pub const fn max_range(self) -> TimeDelta {
        match self {
            Self::ProjectFolder | Self::Asset => TimeDelta::days(30),
            Self::Summary | Self::JobLevel => TimeDelta::days(180),
        }
    }

    /// Where the service takes requests of this type, below `/public/core/v3/license/metering/`.
    pub const fn path(self) -> &'static str {
        match self {
            Self::ProjectFolder | Self::Summary | Self::Asset => "ExportMeteringData",
            Self::JobLevel => "ExportServiceJobLevelMeteringData",
        }
    }

    /// Whether requests of this type have this field; what they do not have is not sent.
    pub const fn takes(self, field: Field) -> bool {
        match field {
            Field::StartDate | Field::EndDate | Field::JobType | Field::CallbackUrl => true,
            Field::CombinedMeterUsage | Field::AllLinkedOrgs => {
                matches!(self, Self::ProjectFolder | Self::Summary)
            }
            Field::MeterId => matches!(self, Self::Asset | Self::JobLevel),
            Field::AllMeters => matches!(self, Self::JobLevel),
        }
    }

    /// Whether the type is a field of the request.
    pub const fn is_sent(self) -> bool {
        match self {
            Self::ProjectFolder | Self::Summary | Self::Asset => true,
            Self::JobLevel => false,
        }
    }
}

/// A flag of the request: a string on the wire, not a JSON boolean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Flag {
    /// `TRUE`
    True,
    /// `FALSE`
    False,
}

impl Flag {
    /// Both flags.
    pub const ALL: [Self; 2] = [Self::True, Self::False];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::True => "TRUE",
            Self::False => "FALSE",
        }
    }
}

/// A valid export request; it comes from [`validate`] alone, and only it can be submitted.
///
/// Serializes to the body that the service documents, fields in the documented order, an absent
/// optional field left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    start_date: DateTime<Utc>,
    end_date: DateTime<Utc>,
    #[serde(skip_serializing_if = "is_not_sent")]
    job_type: JobType,
    #[serde(skip_serializing_if = "Option::is_none")]
    combined_meter_usage: Option<Flag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_linked_orgs: Option<Flag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meter_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_meters: Option<Flag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<CallbackUrl>,
}

// As serde calls it.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_not_sent(job_type: &JobType) -> bool {
    !job_type.is_sent()
}

impl ExportRequest {
    /// The instant at which the range starts.
    pub const fn start_date(&self) -> DateTime<Utc> {
        self.start_date
    }

    /// The instant at which the range ends, always after the start. Its whole day is included in
    /// the data.
    pub const fn end_date(&self) -> DateTime<Utc> {
        self.end_date
    }

    /// The type of data.
    pub const fn job_type(&self) -> JobType {
        self.job_type
    }

    /// Whether the usage of all organizations comes in one CSV file; the service's default is
    /// `FALSE`.
    pub const fn combined_meter_usage(&self) -> Option<Flag> {
        self.combined_meter_usage
    }

    /// Whether linked organizations are included; the service's default is `FALSE`.
    pub const fn all_linked_orgs(&self) -> Option<Flag> {
        self.all_linked_orgs
    }

    /// The one meter to export; without it all that the type has.
    pub fn meter_id(&self) -> Option<&str> {
        self.meter_id.as_deref()
    }

    /// Whether a job-level export is of all meters; the service's default is `FALSE`.
    pub const fn all_meters(&self) -> Option<Flag> {
        self.all_meters
    }

    /// Where the service takes it, see [`JobType::path`].
    pub const fn path(&self) -> &'static str {
        self.job_type.path()
    }

    /// Where the service posts the job status.
    pub const fn callback_url(&self) -> Option<&CallbackUrl> {
        self.callback_url.as_ref()
    }

    /// The length of the range in days as it counts against the limit, see [`range::days`].
    pub fn days(&self) -> i64 {
        range::days(self.start_date, self.end_date)
    }

    /// The request as a draft, in the wire's own spelling. Validating it again gives the same
    /// request.
    pub fn to_draft(&self) -> Draft {
        let input = |text: Option<&str>| text.map_or(Input::Absent, Input::from);
        Draft {
            start_date: date_time::text(self.start_date).into(),
            end_date: date_time::text(self.end_date).into(),
            job_type: self.job_type.name().into(),
            combined_meter_usage: input(self.combined_meter_usage.map(Flag::name)),
            all_linked_orgs: input(self.all_linked_orgs.map(Flag::name)),
            meter_id: input(self.meter_id()),
            all_meters: input(self.all_meters.map(Flag::name)),
            callback_url: input(self.callback_url().map(CallbackUrl::as_str)),
            unknown: Vec::new(),
        }
    }
}
