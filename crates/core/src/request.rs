//! Checked export requests.
//!
//! ```text
//! typed text or JSON ─► Draft ─validate─► ExportRequest ─► JSON for the service
//! ```
//!
//! A [`Draft`] is what somebody typed; an [`ExportRequest`] is always valid, because [`validate`]
//! is the only way to one.
//!
//! ```
//! use metering_export::request::{Draft, Rules, validate};
//!
//! let draft = Draft {
//!     start_date: "2024-08-12T00:00:00Z".into(),
//!     end_date: "2024-09-12T00:00:00Z".into(),
//!     job_type: "PROJECT_FOLDER".into(),
//!     ..Draft::default()
//! };
//! let problems = validate(&draft, &Rules::default()).result.unwrap_err();
//! assert_eq!(problems[0].code.name(), "rangeTooLong");
//! assert_eq!(
//!     problems[0].message(),
//!     "The range is 31 days; the service allows at most 30. \
//!      End it by 2024-09-11T00:00:00Z, or split it.",
//! );
//! ```

use chrono::{DateTime, TimeDelta, Utc};
use serde::ser::{Serialize, SerializeStruct, Serializer};

pub mod callback_url;
pub mod complete;
pub mod date_time;
pub mod json;
pub mod problem;
pub mod range;

mod draft;
mod draft_ref;
mod input;
pub mod text;
mod validate;

use date_time::Instant;

pub use callback_url::CallbackUrl;

pub use complete::complete_ref;
pub use complete::{Side, complete, complete_date};
pub use draft::{Draft, Field, Input, JsonType};
pub use draft_ref::{DraftRef, InputRef};
pub use problem::{Code, Params, Problem, Subject};
pub use range::split;
pub use validate::{Checked, validate};

pub use validate::{Limits, Report, Valid};

/// What the service's documentation leaves open, or an administrator knows better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The longest range between the two instants, more than zero; 30 days, as the service
    /// documents it.
    pub max_range: TimeDelta,
    /// What a longer range is.
    pub range_limit: RangeLimit,
    /// The present, for the warning that the end has not come yet; `None` leaves that unchecked.
    pub now: Option<DateTime<Utc>>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            max_range: TimeDelta::seconds(30 * date_time::DAY),
            range_limit: RangeLimit::default(),
            now: None,
        }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobType {
    /// `PROJECT_FOLDER`: usage by project and folder.
    ProjectFolder,
}

impl JobType {
    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProjectFolder => "PROJECT_FOLDER",
        }
    }
}

/// A flag of the request: a string on the wire, not a JSON boolean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    start_date: Instant,
    end_date: Instant,
    job_type: JobType,
    combined_meter_usage: Option<Flag>,
    all_linked_orgs: Option<Flag>,
    callback_url: Option<CallbackUrl>,
}

impl ExportRequest {
    /// The instant at which the range starts.
    pub fn start_date(&self) -> DateTime<Utc> {
        self.start_date.into()
    }

    /// The instant at which the range ends, always after the start. Its whole day is included in
    /// the data.
    pub fn end_date(&self) -> DateTime<Utc> {
        self.end_date.into()
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

    /// Where the service posts the job status.
    pub const fn callback_url(&self) -> Option<&CallbackUrl> {
        self.callback_url.as_ref()
    }

    /// The length of the range in days as it counts against the limit, see [`range::days`].
    pub fn days(&self) -> i64 {
        range::days(self.start_date(), self.end_date())
    }

    /// The request as a draft, in the wire's own spelling. Validating it again gives the same
    /// request.
    pub fn to_draft(&self) -> Draft {
        let flag = |flag: Option<Flag>| flag.map_or(Input::Absent, |flag| flag.name().into());
        Draft {
            start_date: date_time::instant_text(self.start_date).into(),
            end_date: date_time::instant_text(self.end_date).into(),
            job_type: self.job_type.name().into(),
            combined_meter_usage: flag(self.combined_meter_usage),
            all_linked_orgs: flag(self.all_linked_orgs),
            callback_url: self
                .callback_url
                .as_ref()
                .map_or(Input::Absent, |url| url.as_str().into()),
            unknown: Vec::new(),
        }
    }
}

impl Serialize for ExportRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let optional = [
            (
                Field::CombinedMeterUsage,
                self.combined_meter_usage.map(Flag::name),
            ),
            (Field::AllLinkedOrgs, self.all_linked_orgs.map(Flag::name)),
            (
                Field::CallbackUrl,
                self.callback_url.as_ref().map(CallbackUrl::as_str),
            ),
        ];
        let present = optional.iter().filter(|(_, value)| value.is_some()).count();
        let mut out = serializer.serialize_struct("ExportRequest", 3 + present)?;
        out.serialize_field(
            Field::StartDate.name(),
            &date_time::instant_text(self.start_date),
        )?;
        out.serialize_field(
            Field::EndDate.name(),
            &date_time::instant_text(self.end_date),
        )?;
        out.serialize_field(Field::JobType.name(), self.job_type.name())?;
        for (field, value) in optional {
            if let Some(value) = value {
                out.serialize_field(field.name(), value)?;
            }
        }
        out.end()
    }
}
