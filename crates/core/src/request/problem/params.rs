//! The particulars of a problem as names and values, for those who write their own texts.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Code, Params};
use crate::request::date_time::{DAY, instant_text};
use crate::request::{Field, Flag, JobType};

/// Takes the parameters of a problem, one after the other.
pub trait ParamWriter {
    /// A text.
    fn text(&mut self, name: &'static str, text: &str);

    /// A text that is one of a few.
    fn fixed(&mut self, name: &'static str, text: &'static str) {
        self.text(name, text);
    }

    /// A whole number; all of them are far below 2⁵³, so that JavaScript keeps them exactly.
    fn number(&mut self, name: &'static str, number: u64);
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
    pub fn for_each(&self, out: &mut dyn ParamWriter) {
        match self {
            Self::Required
            | Self::EndInFuture
            | Self::InsecureCallback
            | Self::UnknownField { meant: None } => {}
            Self::WrongType { found } => out.fixed("found", found.name()),
            Self::UnsupportedJobType { found, meant } => {
                found_and_meant(out, found, meant.map(JobType::name));
            }
            Self::NotAFlag { found, meant } => {
                found_and_meant(out, found, meant.map(Flag::name));
            }
            Self::DateTime(fault) => fault.for_each(out),
            Self::CallbackUrl(fault) => fault.for_each(out),
            Self::NotJson(fault) => fault.for_each(out),
            Self::EndNotAfterStart { start } => out.text("start", &instant_text(*start)),
            Self::RangeTooLong {
                seconds,
                limit,
                latest_end,
            } => {
                // Rounded apart, so that the first is always the greater.
                out.number("days", seconds.unsigned_abs().div_ceil(DAY.unsigned_abs()));
                out.number("limit", limit.unsigned_abs() / DAY.unsigned_abs());
                out.text("latestEnd", &instant_text(*latest_end));
            }
            Self::UnknownField { meant: Some(field) } => {
                out.fixed("meant", Field::name(*field));
            }
        }
    }
}

fn found_and_meant(out: &mut dyn ParamWriter, found: &str, meant: Option<&'static str>) {
    out.text("found", found);
    if let Some(meant) = meant {
        out.fixed("meant", meant);
    }
}

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Map<M: SerializeMap> {
            out: M,
            written: Result<(), M::Error>,
        }

        impl<M: SerializeMap> Map<M> {
            fn entry<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
                if self.written.is_ok() {
                    self.written = self.out.serialize_entry(name, value);
                }
            }
        }

        impl<M: SerializeMap> ParamWriter for Map<M> {
            fn text(&mut self, name: &'static str, text: &str) {
                self.entry(name, text);
            }

            fn number(&mut self, name: &'static str, number: u64) {
                self.entry(name, &number);
            }
        }

        let mut map = Map {
            out: serializer.serialize_map(None)?,
            written: Ok(()),
        };
        self.for_each(&mut map);
        map.written?;
        map.out.end()
    }
}
