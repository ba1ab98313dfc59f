//! What is wrong with a request: a stable code, where it is, and one English text.

use std::fmt;

use super::date_time::{self, Instant};
use super::draft::{Field, JsonType};
use super::{Flag, JobType, callback_url, json};

mod message;
mod params;
mod say;

pub use params::ParamWriter;
pub(crate) use say::say;
pub use say::{Digits, Duration, Named, Quoted, Say, Sink};

/// What a problem is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A field of the export request.
    Known(Field),
    /// A field that the service does not know, by its name.
    Unknown(String),
    /// The request as a whole, where it is no object.
    Whole,
}

impl Subject {
    /// The name of the field on the wire, known or not.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Known(field) => Some(field.name()),
            Self::Unknown(name) => Some(name),
            Self::Whole => None,
        }
    }
}

/// One thing that is wrong, or worth a warning: which of the two is said by the list that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Where.
    pub subject: Subject,
    /// What, in a form that never changes meaning.
    pub code: Code,
    /// The particulars; each code has its own.
    pub params: Params,
}

impl Problem {
    pub fn new(subject: Subject, params: Params) -> Self {
        Self {
            subject,
            code: params.code(),
            params,
        }
    }

    /// The problem of a request that is no object, for those who read JSON or JavaScript values
    /// themselves.
    pub fn not_an_object(found: JsonType) -> Self {
        Self::new(Subject::Whole, Params::WrongType { found })
    }

    /// The field, if the problem is about one that the service knows.
    pub const fn field(&self) -> Option<Field> {
        match &self.subject {
            Subject::Known(field) => Some(*field),
            Subject::Unknown(_) | Subject::Whole => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Problem {}

/// Codes of problems. They are API: a code never changes meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A required field is missing, null, empty or blank.
    Required,
    /// A value that is not a string, or a request that is not an object.
    WrongType,
    /// Not an ISO 8601 date-time.
    NotADateTime,
    /// A date-time without `Z` or an offset.
    NoTimeZone,
    /// A date or time that no calendar or clock shows.
    ImpossibleDate,
    /// The end is not after the start.
    EndNotAfterStart,
    /// More time between start and end than the limit.
    RangeTooLong,
    /// Not `PROJECT_FOLDER`.
    UnsupportedJobType,
    /// Neither `TRUE` nor `FALSE`.
    NotAFlag,
    /// Not an absolute URL.
    NotAUrl,
    /// A URL that is neither `https` nor `http`.
    UrlNotHttp,
    /// A URL that no public service can reach, or one with credentials.
    UrlNotPublic,
    /// Not JSON.
    NotJson,
    /// Warning: the end has not come yet.
    EndInFuture,
    /// Warning: the job status travels unencrypted.
    InsecureCallback,
    /// Warning: a field that the service does not know.
    UnknownField,
}

impl Code {
    /// All codes.
    pub const ALL: [Self; 16] = [
        Self::Required,
        Self::WrongType,
        Self::NotADateTime,
        Self::NoTimeZone,
        Self::ImpossibleDate,
        Self::EndNotAfterStart,
        Self::RangeTooLong,
        Self::UnsupportedJobType,
        Self::NotAFlag,
        Self::NotAUrl,
        Self::UrlNotHttp,
        Self::UrlNotPublic,
        Self::NotJson,
        Self::EndInFuture,
        Self::InsecureCallback,
        Self::UnknownField,
    ];

    /// The code as embedding pages and scripts see it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::WrongType => "wrongType",
            Self::NotADateTime => "notADateTime",
            Self::NoTimeZone => "noTimeZone",
            Self::ImpossibleDate => "impossibleDate",
            Self::EndNotAfterStart => "endNotAfterStart",
            Self::RangeTooLong => "rangeTooLong",
            Self::UnsupportedJobType => "unsupportedJobType",
            Self::NotAFlag => "notAFlag",
            Self::NotAUrl => "notAUrl",
            Self::UrlNotHttp => "urlNotHttp",
            Self::UrlNotPublic => "urlNotPublic",
            Self::NotJson => "notJson",
            Self::EndInFuture => "endInFuture",
            Self::InsecureCallback => "insecureCallback",
            Self::UnknownField => "unknownField",
        }
    }

    /// What it means, for a table.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Required => "a required field is missing, null, empty or blank",
            Self::WrongType => "a value that is not a string, or a request that is not an object",
            Self::NotADateTime => "not an ISO 8601 date-time",
            Self::NoTimeZone => "a date-time without `Z` or an offset",
            Self::ImpossibleDate => "a date or time that no calendar or clock shows",
            Self::EndNotAfterStart => "the end is not after the start",
            Self::RangeTooLong => {
                "a longer range than allowed; a warning with `rangeLimit: \"warning\"`"
            }
            Self::UnsupportedJobType => "not `PROJECT_FOLDER`",
            Self::NotAFlag => "neither `TRUE` nor `FALSE`",
            Self::NotAUrl => "not an absolute URL",
            Self::UrlNotHttp => "neither https nor http",
            Self::UrlNotPublic => {
                "a host that no public service can reach, or credentials in the URL"
            }
            Self::NotJson => "not JSON; with the line, the column and the offset",
            Self::EndInFuture => "warning: the end has not come yet",
            Self::InsecureCallback => "warning: the job status would travel unencrypted",
            Self::UnknownField => "warning: a field that the service does not know",
        }
    }
}

/// The particulars of a problem.
///
/// Texts from outside are shortened, with hidden characters named, ready for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Params {
    /// Of [`Code::Required`].
    Required,
    /// Of [`Code::WrongType`].
    WrongType {
        /// What was there instead of a string.
        found: JsonType,
    },
    /// Of [`Code::NotADateTime`], [`Code::NoTimeZone`] and [`Code::ImpossibleDate`].
    DateTime(date_time::Fault),
    /// Of [`Code::EndNotAfterStart`].
    EndNotAfterStart {
        /// The start that the end has to be after.
        start: Instant,
    },
    /// Of [`Code::RangeTooLong`].
    RangeTooLong {
        /// How long the range is, in seconds begun.
        seconds: i64,
        /// How long it may be, in whole seconds.
        limit: i64,
        /// The last end that the limit allows with this start.
        latest_end: Instant,
    },
    /// Of [`Code::UnsupportedJobType`].
    UnsupportedJobType {
        /// What was given.
        found: String,
        /// The job type that was probably meant.
        meant: Option<JobType>,
    },
    /// Of [`Code::NotAFlag`].
    NotAFlag {
        /// What was given.
        found: String,
        /// The flag that was probably meant.
        meant: Option<Flag>,
    },
    /// Of [`Code::NotAUrl`], [`Code::UrlNotHttp`] and [`Code::UrlNotPublic`].
    CallbackUrl(callback_url::Fault),
    /// Of [`Code::NotJson`].
    NotJson(json::Fault),
    /// Of [`Code::EndInFuture`].
    EndInFuture,
    /// Of [`Code::InsecureCallback`].
    InsecureCallback,
    /// Of [`Code::UnknownField`].
    UnknownField {
        /// The field that was probably meant.
        meant: Option<Field>,
    },
}
