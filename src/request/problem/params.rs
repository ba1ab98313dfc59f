//! The particulars of a problem as names and values, for those who write their own texts.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Code, Params};
use crate::request::range::DAY;
use crate::request::text::push_code_point;
use crate::request::{Field, Flag, callback_url, date_time};

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A whole number; all of them are far below 2⁵³, so that JavaScript keeps them exactly.
    Number(i64),
    /// A text.
    Text(String),
}

impl Value {
    /// Printable ASCII as it is, all else by its code point.
    pub(crate) fn character(c: char) -> Self {
        let mut text = String::new();
        if c.is_ascii_graphic() {
            text.push(c);
        } else {
            push_code_point(&mut text, c);
        }
        Self::Text(text)
    }

    pub(crate) fn position(position: usize) -> Self {
        Self::Number(i64::try_from(position).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Self::Number(i64::from(number))
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
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
            Self::DateTime(date_time::Fault::Malformed(_)) => Code::NotADateTime,
            Self::DateTime(date_time::Fault::NoTimeZone) => Code::NoTimeZone,
            Self::DateTime(date_time::Fault::Impossible(_)) => Code::ImpossibleDate,
            Self::EndNotAfterStart { .. } => Code::EndNotAfterStart,
            Self::RangeTooLong { .. } => Code::RangeTooLong,
            Self::UnsupportedJobType { .. } => Code::UnsupportedJobType,
            Self::NotAFlag { .. } => Code::NotAFlag,
            Self::CallbackUrl(callback_url::Fault::NotAUrl(_)) => Code::NotAUrl,
            Self::CallbackUrl(callback_url::Fault::NotHttp { .. }) => Code::UrlNotHttp,
            Self::CallbackUrl(
                callback_url::Fault::NotPublic { .. } | callback_url::Fault::Credentials,
            ) => Code::UrlNotPublic,
            Self::EndInFuture => Code::EndInFuture,
            Self::InsecureCallback => Code::InsecureCallback,
            Self::UnknownField { .. } => Code::UnknownField,
        }
    }

    /// The parameters by name, such as `days` 31 and `limit` 30; none where the code says it all.
    pub fn entries(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Required | Self::EndInFuture | Self::InsecureCallback => Vec::new(),
            Self::WrongType { found } => vec![("found", found.name().into())],
            Self::DateTime(fault) => date_time_entries(*fault),
            Self::EndNotAfterStart { start } => {
                vec![("start", Value::Text(date_time::text(*start)))]
            }
            Self::RangeTooLong {
                range,
                limit,
                latest_end,
            } => vec![
                (
                    "days",
                    Value::Number(crate::request::range::days_begun(*range)),
                ),
                ("limit", Value::Number(limit.num_seconds().div_euclid(DAY))),
                ("latestEnd", Value::Text(date_time::text(*latest_end))),
            ],
            Self::UnsupportedJobType { found, misspelt } => {
                let mut entries = vec![("found", found.as_str().into())];
                if misspelt.is_some() {
                    entries.push(("meant", "PROJECT_FOLDER".into()));
                }
                entries
            }
            Self::NotAFlag { found, meant } => {
                let mut entries = vec![("found", found.as_str().into())];
                entries.extend(meant.map(|(flag, _)| ("meant", Flag::name(flag).into())));
                entries
            }
            Self::CallbackUrl(fault) => fault.entries(),
            Self::UnknownField { meant } => meant
                .map(|field| ("meant", Field::name(field).into()))
                .into_iter()
                .collect(),
        }
    }
}

fn date_time_entries(fault: date_time::Fault) -> Vec<(&'static str, Value)> {
    use date_time::{Fault, Impossible, Malformed, Part};

    match fault {
        Fault::NoTimeZone => Vec::new(),
        Fault::Malformed(Malformed::Missing(part)) => vec![("part", part.name().into())],
        Fault::Malformed(Malformed::FractionTooLong) => {
            vec![("part", Part::Fraction.name().into())]
        }
        Fault::Malformed(Malformed::Unexpected {
            part,
            found,
            position,
        }) => {
            vec![
                ("part", part.name().into()),
                ("found", Value::character(found)),
                ("position", Value::position(position)),
            ]
        }
        Fault::Impossible(Impossible::OutOfRange {
            part,
            value,
            min,
            max,
        }) => {
            vec![
                ("part", part.name().into()),
                ("value", value.into()),
                ("min", min.into()),
                ("max", max.into()),
            ]
        }
        Fault::Impossible(Impossible::NoSuchDay { year, month, day }) => vec![
            ("part", Part::Day.name().into()),
            ("value", day.into()),
            ("min", 1.into()),
            ("max", date_time::days_in(year, month).into()),
        ],
        Fault::Impossible(Impossible::EndOfDay) => {
            vec![
                ("part", Part::Hour.name().into()),
                ("value", 24.into()),
                ("min", 0.into()),
                ("max", 23.into()),
            ]
        }
        Fault::Impossible(Impossible::OutsideYears) => {
            vec![
                ("part", Part::Year.name().into()),
                ("min", 1.into()),
                ("max", 9999.into()),
            ]
        }
    }
}

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.entries();
        let mut out = serializer.serialize_map(Some(entries.len()))?;
        for (name, value) in &entries {
            out.serialize_entry(name, value)?;
        }
        out.end()
    }
}
