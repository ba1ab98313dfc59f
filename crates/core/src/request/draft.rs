//! The request as it was typed, or as it arrived in JSON.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::text::resembles;

/// A field of the export request, in the order in which the service documents them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// `startDate`: the instant at which the range starts.
    StartDate,
    /// `endDate`: the instant at which the range ends.
    EndDate,
    /// `jobType`: the type of data.
    JobType,
    /// `combinedMeterUsage`: one CSV file for all organizations, or one each.
    CombinedMeterUsage,
    /// `allLinkedOrgs`: the parent organization with all linked ones, or alone.
    AllLinkedOrgs,
    /// `meterId`: the one meter to export.
    MeterId,
    /// `allMeters`: all meters, or the one that `meterId` names.
    AllMeters,
    /// `callbackUrl`: where the service posts the job status.
    CallbackUrl,
}

impl Field {
    /// All fields, in the documented order.
    pub const ALL: [Self; 8] = [
        Self::StartDate,
        Self::EndDate,
        Self::JobType,
        Self::CombinedMeterUsage,
        Self::AllLinkedOrgs,
        Self::MeterId,
        Self::AllMeters,
        Self::CallbackUrl,
    ];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StartDate => "startDate",
            Self::EndDate => "endDate",
            Self::JobType => "jobType",
            Self::CombinedMeterUsage => "combinedMeterUsage",
            Self::AllLinkedOrgs => "allLinkedOrgs",
            Self::MeterId => "meterId",
            Self::AllMeters => "allMeters",
            Self::CallbackUrl => "callbackUrl",
        }
    }

    /// Whether every request needs it.
    pub const fn is_required(self) -> bool {
        match self {
            Self::StartDate | Self::EndDate | Self::JobType => true,
            Self::CombinedMeterUsage
            | Self::AllLinkedOrgs
            | Self::MeterId
            | Self::AllMeters
            | Self::CallbackUrl => false,
        }
    }

    /// The field of exactly this name; the service's names are case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The field that a name was probably meant to be: equal but for case, `_`, `-` and blanks.
    pub(super) fn resembling(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|field| resembles(name, field.name()))
    }
}

/// What one field holds before it is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Input {
    /// Missing, or `null`.
    #[default]
    Absent,
    /// A text, exactly as typed.
    Text(String),
    /// A JSON value that is not a string; only its type is kept.
    WrongType(JsonType),
}

impl Input {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Absent | Self::WrongType(_) => None,
        }
    }
}

impl From<&str> for Input {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Input {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// The type of a JSON value where a string was expected, named as JSON Schema does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum JsonType {
    /// `true` or `false`.
    Boolean,
    /// Any number.
    Number,
    /// An array.
    Array,
    /// An object.
    Object,
    /// `null`; only of the request as a whole, for a field that is `null` is absent.
    Null,
    /// A text; only of the request as a whole.
    String,
    /// A value that JSON does not have, such as a JavaScript function; only embedding pages meet
    /// it.
    Other,
}

/// An export request as typed: every field optional text, nothing checked.
///
/// Deserializing fails only where the JSON is no object; a value of the wrong type is kept as
/// [`Input::WrongType`]. Of a field that is there twice the last counts, as with `JSON.parse`.
/// Serializing writes the texts as typed; absent fields, values of the wrong type and unknown
/// fields are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// `startDate`.
    pub start_date: Input,
    /// `endDate`.
    pub end_date: Input,
    /// `jobType`.
    pub job_type: Input,
    /// `combinedMeterUsage`.
    pub combined_meter_usage: Input,
    /// `allLinkedOrgs`.
    pub all_linked_orgs: Input,
    /// `meterId`.
    pub meter_id: Input,
    /// `allMeters`.
    pub all_meters: Input,
    /// `callbackUrl`.
    pub callback_url: Input,
    /// Names of fields that the service does not know, in the order in which they came.
    pub unknown: Vec<String>,
}

impl Draft {
    /// What a field holds.
    pub const fn get(&self, field: Field) -> &Input {
        match field {
            Field::StartDate => &self.start_date,
            Field::EndDate => &self.end_date,
            Field::JobType => &self.job_type,
            Field::CombinedMeterUsage => &self.combined_meter_usage,
            Field::AllLinkedOrgs => &self.all_linked_orgs,
            Field::MeterId => &self.meter_id,
            Field::AllMeters => &self.all_meters,
            Field::CallbackUrl => &self.callback_url,
        }
    }

    /// What a field holds, to be changed.
    pub const fn get_mut(&mut self, field: Field) -> &mut Input {
        match field {
            Field::StartDate => &mut self.start_date,
            Field::EndDate => &mut self.end_date,
            Field::JobType => &mut self.job_type,
            Field::CombinedMeterUsage => &mut self.combined_meter_usage,
            Field::AllLinkedOrgs => &mut self.all_linked_orgs,
            Field::MeterId => &mut self.meter_id,
            Field::AllMeters => &mut self.all_meters,
            Field::CallbackUrl => &mut self.callback_url,
        }
    }

    /// Replaces what a field holds.
    pub fn set(&mut self, field: Field, input: impl Into<Input>) {
        *self.get_mut(field) = input.into();
    }
}

impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = |field: Field| Some((field.name(), self.get(field).as_text()?));
        serializer.collect_map(Field::ALL.into_iter().filter_map(text))
    }
}

impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DraftVisitor;

        impl<'de> Visitor<'de> for DraftVisitor {
            type Value = Draft;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an export request as an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Draft, A::Error> {
                let mut draft = Draft::default();
                while let Some(name) = map.next_key::<String>()? {
                    if let Some(field) = Field::from_name(&name) {
                        draft.set(field, map.next_value::<Input>()?);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                        draft.unknown.push(name);
                    }
                }
                Ok(draft)
            }
        }

        deserializer.deserialize_map(DraftVisitor)
    }
}

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InputVisitor;

        /// Methods that take one type of JSON value, whatever the value is.
        macro_rules! wrong_type {
            ($($method:ident($type:ty) => $json:ident,)*) => {$(
                fn $method<E>(self, _: $type) -> Result<Input, E> {
                    Ok(Input::WrongType(JsonType::$json))
                }
            )*};
        }

        impl<'de> Visitor<'de> for InputVisitor {
            type Value = Input;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            wrong_type! {
                visit_bool(bool) => Boolean,
                visit_i64(i64) => Number,
                visit_u64(u64) => Number,
                visit_f64(f64) => Number,
            }

            fn visit_str<E>(self, text: &str) -> Result<Input, E> {
                Ok(Input::from(text))
            }

            fn visit_unit<E>(self) -> Result<Input, E> {
                Ok(Input::Absent)
            }

            // The items have to be read, or the deserializer stays in the middle of them.
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Input, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Input::WrongType(JsonType::Array))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Input, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Input::WrongType(JsonType::Object))
            }
        }

        deserializer.deserialize_any(InputVisitor)
    }
}
