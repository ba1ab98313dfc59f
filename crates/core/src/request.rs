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
            max_range: TimeDelta::days(30),
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobType {
    /// `PROJECT_FOLDER`: usage by project and folder.
    ProjectFolder,
}

impl JobType {
    /// All types.
    pub const ALL: [Self; 1] = [Self::ProjectFolder];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProjectFolder => "PROJECT_FOLDER",
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
    job_type: JobType,
    #[serde(skip_serializing_if = "Option::is_none")]
    combined_meter_usage: Option<Flag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_linked_orgs: Option<Flag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<CallbackUrl>,
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
            callback_url: input(self.callback_url().map(CallbackUrl::as_str)),
            unknown: Vec::new(),
        }
    }
}
