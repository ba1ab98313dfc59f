//! The particulars of a problem, and the English text that they make up.
//!
//! It stands beside the field, behind the field's label in a summary, and goes to embedding pages:
//! so it names no label, and says what is wrong, where, and what to do.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::Code;
use crate::request::date_time::text;
use crate::request::draft::{Field, JsonType};
use crate::request::{Flag, JobType, callback_url, date_time};

/// The particulars of a problem, which make up its message; serialized they are the parameters
/// that its code documents.
///
/// Texts from outside are shortened, with hidden characters named, ready for a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Params {
    /// Of [`Code::Required`].
    #[error("A value is required{}", what_is_required(*.field))]
    Required {
        /// The field.
        #[serde(skip)]
        field: Field,
    },
    /// Of [`Code::WrongType`].
    #[error("{}, not {}.{}", what_is_expected(*.field), json_type(*.found), what_to_write(*.field))]
    WrongType {
        /// What was there instead of a string.
        found: JsonType,
        /// The field, unless it is the request as a whole.
        #[serde(skip)]
        field: Option<Field>,
    },
    /// Of [`Code::NotADateTime`], [`Code::NoTimeZone`] and [`Code::ImpossibleDate`].
    #[error(transparent)]
    DateTime(#[from] date_time::Fault),
    /// Of [`Code::EndNotAfterStart`].
    #[error("The range must end after its start, {}.", text(*.start))]
    EndNotAfterStart {
        /// The start that the end has to be after.
        start: DateTime<Utc>,
    },
    /// Of [`Code::RangeTooLong`].
    #[error("{}", range_too_long(*.seconds, *.limit_seconds, *.latest_end))]
    RangeTooLong {
        /// How long the range is, in days begun.
        days: i64,
        /// How long it may be, in whole days.
        limit: i64,
        /// The last end that the limit allows with this start.
        latest_end: DateTime<Utc>,
        /// How long the range is, in seconds begun.
        #[serde(skip)]
        seconds: i64,
        /// How long it may be, in whole seconds.
        #[serde(skip)]
        limit_seconds: i64,
    },
    /// Of [`Code::UnsupportedJobType`].
    #[error("“{found}” {}", exactly(.meant.map(JobType::name), "is not a supported job type. Write PROJECT_FOLDER, SUMMARY, ASSET or JOB_LEVEL."))]
    UnsupportedJobType {
        /// What was given.
        found: String,
        /// The job type that was probably meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        meant: Option<JobType>,
    },
    /// Of [`Code::NotAFlag`].
    #[error("“{found}” {}", exactly(.meant.map(Flag::name), "is not a flag. Write TRUE or FALSE, or leave it out."))]
    NotAFlag {
        /// What was given.
        found: String,
        /// The flag that was probably meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        meant: Option<Flag>,
    },
    /// Of [`Code::NotAMeterId`].
    #[error(
        "“{found}” is not a meter ID. Write one without blanks, such as a2nB20h1o0lc7k3P9xtWS8."
    )]
    NotAMeterId {
        /// What was given.
        found: String,
    },
    /// Of [`Code::NotAUrl`], [`Code::UrlNotHttp`] and [`Code::UrlNotPublic`].
    #[error(transparent)]
    CallbackUrl(#[from] callback_url::Fault),
    /// Of [`Code::NotJson`].
    #[error("This is not JSON. {reason}.")]
    NotJson {
        /// The parser's words.
        reason: String,
        /// [`Place::line`], if the parser said where.
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
        /// [`Place::column`].
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<u32>,
        /// [`Place::offset`].
        #[serde(skip_serializing_if = "Option::is_none")]
        offset: Option<u32>,
    },
    /// Of [`Code::NotApplicable`].
    #[error("This is not part of a {} export, and is not sent.", .job_type.name())]
    NotApplicable {
        /// The type that does not have the field.
        job_type: JobType,
    },
    /// Of [`Code::EndInFuture`].
    #[error(
        "The range ends in the future. The export holds only what is metered when the job runs."
    )]
    EndInFuture {},
    /// Of [`Code::InsecureCallback`].
    #[error("The job status would travel unencrypted. Use https if the host offers it.")]
    InsecureCallback {},
    /// Of [`Code::UnknownField`].
    #[error("“{name}” is not a field of an export request, and is not sent.{}", did_you_mean(*.meant))]
    UnknownField {
        /// The field that was probably meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        meant: Option<Field>,
        /// The name.
        #[serde(skip)]
        name: String,
    },
}

impl Params {
    /// The code that these are the particulars of.
    pub const fn code(&self) -> Code {
        match self {
            Self::Required { .. } => Code::Required,
            Self::WrongType { .. } => Code::WrongType,
            Self::DateTime(fault) => fault.code(),
            Self::EndNotAfterStart { .. } => Code::EndNotAfterStart,
            Self::RangeTooLong { .. } => Code::RangeTooLong,
            Self::UnsupportedJobType { .. } => Code::UnsupportedJobType,
            Self::NotAFlag { .. } => Code::NotAFlag,
            Self::NotAMeterId { .. } => Code::NotAMeterId,
            Self::CallbackUrl(fault) => fault.code(),
            Self::NotJson { .. } => Code::NotJson,
            Self::NotApplicable { .. } => Code::NotApplicable,
            Self::EndInFuture {} => Code::EndInFuture,
            Self::InsecureCallback {} => Code::InsecureCallback,
            Self::UnknownField { .. } => Code::UnknownField,
        }
    }
}

const fn what_is_required(field: Field) -> &'static str {
    match field {
        Field::StartDate => ": the instant the range starts, such as 2024-08-12T00:00:00Z.",
        Field::EndDate => ": the instant the range ends, such as 2024-09-10T23:59:59Z.",
        Field::JobType => ": PROJECT_FOLDER, SUMMARY, ASSET or JOB_LEVEL.",
        Field::MeterId => ": the ID of one meter, or allMeters as TRUE for all.",
        Field::CombinedMeterUsage
        | Field::AllLinkedOrgs
        | Field::AllMeters
        | Field::CallbackUrl => ".",
    }
}

const fn what_is_expected(field: Option<Field>) -> &'static str {
    match field {
        Some(_) => "A string is expected",
        None => "An export request is an object with the fields startDate, endDate and jobType",
    }
}

const fn what_to_write(field: Option<Field>) -> &'static str {
    match field {
        Some(Field::StartDate | Field::EndDate) => {
            " Write an instant such as \"2024-08-12T00:00:00Z\"."
        }
        Some(Field::JobType) => " Write \"PROJECT_FOLDER\".",
        Some(Field::MeterId) => " Write an ID such as \"a2nB20h1o0lc7k3P9xtWS8\".",
        Some(Field::CombinedMeterUsage | Field::AllLinkedOrgs | Field::AllMeters) => {
            " The service wants the string \"TRUE\" or \"FALSE\", in quotation marks."
        }
        Some(Field::CallbackUrl) => " Write a URL such as \"https://MyExportJobStatus.com\".",
        None => "",
    }
}

const fn json_type(found: JsonType) -> &'static str {
    match found {
        JsonType::Boolean => "a boolean",
        JsonType::Number => "a number",
        JsonType::Array => "an array",
        JsonType::Object => "an object",
        JsonType::Null => "null",
        JsonType::String => "a string",
        JsonType::Other => "another kind of value",
    }
}

fn exactly(meant: Option<&str>, otherwise: &str) -> String {
    meant.map_or_else(
        || otherwise.to_owned(),
        |meant| format!("must be written exactly {meant}."),
    )
}

fn did_you_mean(field: Option<Field>) -> String {
    field.map_or_else(String::new, |field| {
        format!(" Did you mean {}?", field.name())
    })
}

fn range_too_long(mut seconds: i64, limit: i64, mut latest_end: DateTime<Utc>) -> String {
    const DAY: i64 = 86_400;
    // Who ends a range with the last second of a day means that day, and is answered in the same
    // way.
    if (seconds + 1) % DAY == 0 && limit % DAY == 0 {
        seconds += 1;
        latest_end -= TimeDelta::seconds(1);
    }
    let at_most = if seconds % DAY == 0 && limit % DAY == 0 {
        (limit / DAY).to_string()
    } else {
        Length(limit).to_string()
    };
    format!(
        "The range is {}; the service allows at most {at_most}. End it by {}, or split it.",
        Length(seconds),
        text(latest_end)
    )
}

/// Seconds, as `30 days 1 second`; `0 seconds` for what is shorter than one.
struct Length(i64);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(seconds) = self;
        let units = [
            (seconds / 86_400, "day"),
            (seconds / 3_600 % 24, "hour"),
            (seconds / 60 % 60, "minute"),
            (seconds % 60, "second"),
        ];
        let mut before = "";
        for (count, unit) in units {
            if count > 0 {
                write!(
                    f,
                    "{before}{count} {unit}{}",
                    if count > 1 { "s" } else { "" }
                )?;
                before = " ";
            }
        }
        if *seconds == 0 {
            f.write_str("0 seconds")
        } else {
            Ok(())
        }
    }
}
