//! The particulars of a problem as names and values, for those who write their own texts.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Code, Params};
use crate::request::date_time::{DAY, instant_text};
use crate::request::{Field, Flag, JobType};

/// The value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A whole number; all of them are far below 2⁵³, so that JavaScript keeps them exactly.
    Number(u64),
    /// A text.
    Text(&'a str),
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_u64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl Params {
    /// The code that these are the particulars of.
    pub const fn code(&self) -> Code {
        match self {
            Self::Required => Code::Required,
            Self::WrongType { .. } => Code::WrongType,
            Self::DateTime(fault) => fault.code(),
            Self::EndNotAfterStart { .. } => Code::EndNotAfterStart,
            Self::RangeTooLong { .. } => Code::RangeTooLong,
            Self::UnsupportedJobType { .. } => Code::UnsupportedJobType,
            Self::NotAFlag { .. } => Code::NotAFlag,
            Self::CallbackUrl(fault) => fault.code(),
            Self::NotJson(_) => Code::NotJson,
            Self::EndInFuture => Code::EndInFuture,
            Self::InsecureCallback => Code::InsecureCallback,
            Self::UnknownField { .. } => Code::UnknownField,
        }
    }

    /// Hands out the parameters by name, such as `days` 31 and `limit` 30; none where the code says
    /// it all.
    pub fn for_each(&self, write: &mut dyn FnMut(&'static str, Value<'_>)) {
        let mut found_and_meant = |found: &str, meant: Option<&str>| {
            write("found", Value::Text(found));
            if let Some(meant) = meant {
                write("meant", Value::Text(meant));
            }
        };
        match self {
            Self::Required
            | Self::EndInFuture
            | Self::InsecureCallback
            | Self::UnknownField { meant: None } => {}
            Self::WrongType { found } => found_and_meant(found.name(), None),
            Self::UnsupportedJobType { found, meant } => {
                found_and_meant(found, meant.map(JobType::name));
            }
            Self::NotAFlag { found, meant } => found_and_meant(found, meant.map(Flag::name)),
            Self::DateTime(fault) => fault.for_each(write),
            Self::CallbackUrl(fault) => fault.for_each(write),
            Self::NotJson(fault) => fault.for_each(write),
            Self::EndNotAfterStart { start } => write("start", Value::Text(&instant_text(*start))),
            Self::RangeTooLong {
                seconds,
                limit,
                latest_end,
            } => {
                // Rounded apart, so that the first is always the greater.
                write(
                    "days",
                    Value::Number(seconds.unsigned_abs().div_ceil(DAY.unsigned_abs())),
                );
                write(
                    "limit",
                    Value::Number(limit.unsigned_abs() / DAY.unsigned_abs()),
                );
                write("latestEnd", Value::Text(&instant_text(*latest_end)));
            }
            Self::UnknownField { meant: Some(field) } => {
                write("meant", Value::Text(Field::name(*field)));
            }
        }
    }
}

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        let mut written = Ok(());
        self.for_each(&mut |name, value| {
            if written.is_ok() {
                written = out.serialize_entry(name, &value);
            }
        });
        written?;
        out.end()
    }
}
