//! What can be wrong with a date-time, and how that is said.

use super::days_in;
use crate::request::text::{push_char, push_number, push_padded};

/// Why a text is not an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not a date-time at all.
    Malformed(Malformed),
    /// A date-time that could be anywhere on Earth.
    NoTimeZone,
    /// The form is right, but no calendar or clock shows this.
    Impossible(Impossible),
}

/// Where a text leaves the form of a date-time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The text ends where this part is expected.
    Missing(Part),
    /// Another character stands where this part is expected.
    Unexpected {
        /// The part that is expected.
        part: Part,
        /// The character that stands there.
        found: char,
        /// Where it stands, in characters from 1.
        position: usize,
    },
    /// The fraction is finer than a nanosecond.
    FractionTooLong,
}

/// What the calendar or the clock does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// A number beyond what its part can be.
    OutOfRange {
        /// The part.
        part: Part,
        /// What was given.
        value: u16,
        /// The least that is possible.
        min: u16,
        /// The most that is possible.
        max: u16,
    },
    /// A day that its month does not have.
    NoSuchDay {
        /// 1 to 9999.
        year: u16,
        /// 1 to 12.
        month: u16,
        /// 0, or more than the month has.
        day: u16,
    },
    /// `24:00:00`, which belongs to two days.
    EndOfDay,
    /// Before the year 0001 or after the year 9999 once it is in UTC.
    OutsideYears,
}

/// A part of a date-time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Up to nine digits after `.` or `,`.
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
    /// The name in the parameters of a problem. It is part of the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::DateSeparator => "dateSeparator",
            Self::Month => "month",
            Self::Day => "day",
            Self::TimeMarker => "timeMarker",
            Self::Time => "time",
            Self::Hour => "hour",
            Self::TimeSeparator => "timeSeparator",
            Self::Minute => "minute",
            Self::Second => "second",
            Self::Fraction => "fraction",
            Self::TimeZone => "timeZone",
            Self::OffsetHour => "offsetHour",
            Self::OffsetMinute => "offsetMinute",
            Self::End => "end",
        }
    }

    /// In words, so that an `s` makes the plural.
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
            Self::End => "end",
        }
    }

    /// The sentence for a text that ends too early.
    const fn missing(self) -> &'static str {
        match self {
            Self::Year => "The year is missing.",
            Self::Month | Self::DateSeparator => "The month is missing.",
            Self::Day => "The day is missing.",
            Self::Time | Self::TimeMarker => "The time is missing.",
            Self::Hour => "The hour is missing.",
            Self::Minute | Self::TimeSeparator => "The minutes are missing.",
            Self::Second => "The seconds are missing.",
            Self::Fraction => "The digits of the fraction are missing.",
            Self::TimeZone | Self::End => "The time zone is missing.",
            Self::OffsetHour => "The hours of the offset are missing.",
            Self::OffsetMinute => "The minutes of the offset are missing.",
        }
    }
}

impl Fault {
    pub(crate) fn push_message(&self, out: &mut String) {
        match self {
            Self::Malformed(malformed) => malformed.push_message(out),
            Self::NoTimeZone => {
                out.push_str("The time zone is missing. End with Z for UTC, or with an offset such as +02:00.");
            }
            Self::Impossible(impossible) => impossible.push_message(out),
        }
    }
}

impl Malformed {
    fn push_message(self, out: &mut String) {
        match self {
            Self::Missing(part) => out.push_str(part.missing()),
            Self::Unexpected {
                part,
                found,
                position,
            } => {
                out.push_str("Position ");
                push_number(out, position as u64);
                out.push_str(" holds ");
                push_char(out, found);
                out.push_str(match part {
                    Part::DateSeparator
                    | Part::TimeMarker
                    | Part::TimeSeparator
                    | Part::TimeZone => ", where ",
                    Part::End => ", where the text should ",
                    Part::Year
                    | Part::Month
                    | Part::Day
                    | Part::Time
                    | Part::Hour
                    | Part::Minute
                    | Part::Second
                    | Part::Fraction
                    | Part::OffsetHour
                    | Part::OffsetMinute => ", where a digit of the ",
                });
                out.push_str(part.words());
                out.push_str(if matches!(part, Part::End) {
                    "."
                } else {
                    " is expected."
                });
            }
            Self::FractionTooLong => {
                out.push_str("The fraction of the second has more than nine digits.");
            }
        }
        out.push_str(" Write the date and time like 2024-08-12T00:00:00Z.");
    }
}

impl Impossible {
    fn push_message(self, out: &mut String) {
        match self {
            Self::OutOfRange {
                part,
                value,
                min,
                max,
            } => {
                let width = if matches!(part, Part::Year) { 4 } else { 2 };
                let number =
                    |out: &mut String, number: u16| push_padded(out, u32::from(number), width);
                out.push_str("There is no ");
                out.push_str(part.words());
                out.push(' ');
                number(out, value);
                out.push_str(": ");
                out.push_str(part.words());
                out.push_str("s go from ");
                number(out, min);
                out.push_str(" to ");
                number(out, max);
                out.push('.');
                if matches!((part, value), (Part::Second, 60)) {
                    out.push_str(" Leap seconds are not accepted.");
                }
            }
            Self::NoSuchDay { year, month, day } => {
                out.push_str("There is no day ");
                push_padded(out, u32::from(day), 2);
                out.push_str(": ");
                out.push_str(month_name(month));
                out.push(' ');
                push_padded(out, u32::from(year), 4);
                out.push_str(" has ");
                push_number(out, u64::from(days_in(year, month)));
                out.push_str(" days.");
            }
            Self::EndOfDay => {
                out.push_str("There is no 24:00:00: write 23:59:59, or 00:00:00 of the next day.");
            }
            Self::OutsideYears => out.push_str("In UTC this lies outside the years 0001 to 9999."),
        }
    }
}

const fn month_name(month: u16) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}
