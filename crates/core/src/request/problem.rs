//! What is wrong with a request: a stable code, where it is, its particulars, and one English text.

use serde::{Serialize, Serializer};

use super::draft::{Field, JsonType};
use super::text::excerpt;

mod params;

pub use params::Params;

/// What a problem is about.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.name().serialize(serializer)
    }
}

/// One thing that is wrong, or worth a warning: which of the two is said by the list that it is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct Problem {
    /// Where.
    #[serde(rename = "field")]
    pub subject: Subject,
    /// The same as a path, which is empty where it is about the request as a whole.
    pub path: Vec<String>,
    /// What, in a form that never changes meaning.
    pub code: Code,
    /// The particulars; each code has its own.
    pub params: Params,
    /// What is wrong, where, and what to do, in a sentence or two.
    pub message: String,
}

impl Problem {
    pub(super) fn new(subject: Subject, params: Params) -> Self {
        Self {
            path: subject.name().map(str::to_owned).into_iter().collect(),
            code: params.code(),
            message: params.to_string(),
            subject,
            params,
        }
    }

    /// The problem of a request that is no object, for those who read JSON or JavaScript values
    /// themselves.
    pub fn not_an_object(found: JsonType) -> Self {
        Self::new(Subject::Whole, Params::WrongType { found, field: None })
    }

    /// The problem of a text that is not JSON, in the words of the parser that refused it.
    pub fn not_json(reason: &str, place: Option<Place>) -> Self {
        let reason = excerpt(reason.trim_end_matches('.'), 200);
        Self::new(
            Subject::Whole,
            Params::NotJson {
                reason,
                line: place.map(|place| place.line),
                column: place.map(|place| place.column),
                offset: place.map(|place| place.offset),
            },
        )
    }

    /// The field, if the problem is about one that the service knows.
    pub const fn field(&self) -> Option<Field> {
        match &self.subject {
            Subject::Known(field) => Some(*field),
            Subject::Unknown(_) | Subject::Whole => None,
        }
    }
}

/// Codes of problems. They are API: a code never changes meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
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
    /// None of the documented job types.
    UnsupportedJobType,
    /// Neither `TRUE` nor `FALSE`.
    NotAFlag,
    /// A meter ID with white space or what is invisible.
    NotAMeterId,
    /// Not an absolute URL, or one with characters that have to be percent-encoded.
    NotAUrl,
    /// A URL that is neither `https` nor `http`.
    UrlNotHttp,
    /// A URL that no public service can reach, or one with credentials.
    UrlNotPublic,
    /// Not JSON.
    NotJson,
    /// Warning: a field that this job type does not have.
    NotApplicable,
    /// Warning: the end has not come yet.
    EndInFuture,
    /// Warning: the job status travels unencrypted.
    InsecureCallback,
    /// Warning: a field that the service does not know.
    UnknownField,
}

impl Code {
    /// All codes.
    pub const ALL: [Self; 18] = [
        Self::Required,
        Self::WrongType,
        Self::NotADateTime,
        Self::NoTimeZone,
        Self::ImpossibleDate,
        Self::EndNotAfterStart,
        Self::RangeTooLong,
        Self::UnsupportedJobType,
        Self::NotAFlag,
        Self::NotAMeterId,
        Self::NotAUrl,
        Self::UrlNotHttp,
        Self::UrlNotPublic,
        Self::NotJson,
        Self::NotApplicable,
        Self::EndInFuture,
        Self::InsecureCallback,
        Self::UnknownField,
    ];
}

/// A place in a text, as JavaScript and editors count: in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// Where in the line, from 1.
    pub column: u32,
    /// How much stands before it: the index into a JavaScript string.
    pub offset: u32,
}
