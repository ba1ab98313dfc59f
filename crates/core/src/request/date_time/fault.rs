//! What can be wrong with a date-time, and how that is said.

use chrono::Month;
use serde::Serialize;

use crate::request::problem::Code;
use crate::request::text::Character;

const FORM: &str = "Write the date and time like 2024-08-12T00:00:00Z.";

/// Why a text is not an instant. Serialized, it is the parameters of the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(untagged)]
pub enum Fault {
    /// The text is too long to be read.
    #[error("The text is longer than 64 KB. {FORM}")]
    TooLong {
        /// The end of the text.
        part: Part,
    },
    /// The text ends where this part is expected.
    #[error("The {} is missing. {FORM}", .part.words())]
    Missing {
        /// The part that is expected.
        part: Part,
    },
    /// Another character stands where this part is expected.
    #[error("Position {position} holds {character}, where {}{} is expected. {FORM}", .part.article(), .part.words())]
    Unexpected {
        /// The part that is expected.
        part: Part,
        /// Where the character stands, in characters from 1.
        position: usize,
        /// The character that stands there.
        character: Character,
    },
    /// A date-time that could be anywhere on Earth.
    #[error("The time zone is missing. End with Z for UTC, or with an offset such as +02:00.")]
    NoTimeZone {},
    /// A number beyond what its part can be.
    #[error(
        "There is no {name} {value:0width$}: {name}s go from {min:0width$} to {max:0width$}.{}", leap(*.part, *.value),
        name = .part.words(), width = .part.width()
    )]
    OutOfRange {
        /// The part.
        part: Part,
        /// What was given.
        value: u32,
        /// The least that is possible.
        min: u32,
        /// The most that is possible.
        max: u32,
    },
    /// A day that its month does not have.
    #[error("There is no day {value:02}: {} {year:04} has {max:02} days.", .month.name())]
    NoSuchDay {
        /// The day.
        part: Part,
        /// What was given.
        value: u32,
        /// 1.
        min: u32,
        /// The days of the month.
        max: u32,
        /// The month.
        #[serde(skip)]
        month: Month,
        /// 1 to 9999.
        #[serde(skip)]
        year: i32,
    },
    /// `24:00:00`, which belongs to two days.
    #[error("There is no 24:00:00: write 23:59:59, or 00:00:00 of the next day.")]
    EndOfDay {
        /// The hour.
        part: Part,
        /// 24.
        value: u32,
        /// 0.
        min: u32,
        /// 23.
        max: u32,
    },
    /// Before the year 0001 or after the year 9999 once it is in UTC.
    #[error("In UTC this lies outside the years 0001 to 9999.")]
    OutsideYears {
        /// The year.
        part: Part,
    },
}

impl Fault {
    /// The code of the problem.
    pub const fn code(self) -> Code {
        match self {
            Self::TooLong { .. } | Self::Missing { .. } | Self::Unexpected { .. } => {
                Code::NotADateTime
            }
            Self::NoTimeZone {} => Code::NoTimeZone,
            Self::OutOfRange { .. }
            | Self::NoSuchDay { .. }
            | Self::EndOfDay { .. }
            | Self::OutsideYears { .. } => Code::ImpossibleDate,
        }
    }
}

fn leap(part: Part, value: u32) -> &'static str {
    if part == Part::Second && value == 60 {
        " Leap seconds are not accepted."
    } else {
        ""
    }
}

/// A part of a date-time. The serialized names are API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// Four digits.
    Year,
    /// `-` within the date.
    DateSeparator,
    /// Two digits.
    Month,
    /// Two digits.
    Day,
    /// `T` between date and time.
    TimeMarker,
    /// Everything after the date.
    Time,
    /// Two digits.
    Hour,
    /// `:` within the time.
    TimeSeparator,
    /// Two digits.
    Minute,
    /// Two digits.
    Second,
    /// Digits after `.` or `,`.
    Fraction,
    /// `Z` or an offset.
    TimeZone,
    /// Two digits after `+` or `-`.
    OffsetHour,
    /// Two digits.
    OffsetMinute,
    /// The end of the text.
    End,
}

impl Part {
    const fn words(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::DateSeparator => "“-”",
            Self::Month => "month",
            Self::Day => "day",
            Self::TimeMarker => "“T”",
            Self::Time => "time",
            Self::Hour => "hour",
            Self::TimeSeparator => "“:”",
            Self::Minute => "minute",
            Self::Second => "second",
            Self::Fraction => "fraction",
            Self::TimeZone => "Z or an offset such as +02:00",
            Self::OffsetHour => "offset hour",
            Self::OffsetMinute => "offset minute",
            Self::End => "the end of the text",
        }
    }

    /// What stands before the words where one character of the part is meant.
    const fn article(self) -> &'static str {
        match self {
            Self::DateSeparator
            | Self::TimeMarker
            | Self::TimeSeparator
            | Self::TimeZone
            | Self::End => "",
            Self::Year
            | Self::Month
            | Self::Day
            | Self::Time
            | Self::Hour
            | Self::Minute
            | Self::Second
            | Self::Fraction
            | Self::OffsetHour
            | Self::OffsetMinute => "a digit of the ",
        }
    }

    /// How many digits a number of this part has.
    fn width(self) -> usize {
        if self == Self::Year { 4 } else { 2 }
    }
}
