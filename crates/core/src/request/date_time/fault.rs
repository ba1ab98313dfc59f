//! What can be wrong with a date-time, and how that is said.

use super::days_in;
use crate::request::problem::{Code, Digits, Named, ParamWriter, Sink, say};
use crate::request::text::push_code_point;

/// Why a text is not an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
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
    /// A date-time that could be anywhere on Earth.
    NoTimeZone,
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
        self.texts().0
    }

    /// The name, and what stands in a message: `“-”`, or a noun of which an `s` makes the plural.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Year => ("year", "year"),
            Self::DateSeparator => ("dateSeparator", "“-”"),
            Self::Month => ("month", "month"),
            Self::Day => ("day", "day"),
            Self::TimeMarker => ("timeMarker", "“T”"),
            Self::Time => ("time", "time"),
            Self::Hour => ("hour", "hour"),
            Self::TimeSeparator => ("timeSeparator", "“:”"),
            Self::Minute => ("minute", "minute"),
            Self::Second => ("second", "second"),
            Self::Fraction => ("fraction", "fraction"),
            Self::TimeZone => ("timeZone", "Z or an offset such as +02:00"),
            Self::OffsetHour => ("offsetHour", "offset hour"),
            Self::OffsetMinute => ("offsetMinute", "offset minute"),
            Self::End => ("end", "the end of the text"),
        }
    }

    const fn is_number(self) -> bool {
        match self {
            Self::DateSeparator
            | Self::TimeMarker
            | Self::TimeSeparator
            | Self::TimeZone
            | Self::End => false,
            Self::Year
            | Self::Month
            | Self::Day
            | Self::Time
            | Self::Hour
            | Self::Minute
            | Self::Second
            | Self::Fraction
            | Self::OffsetHour
            | Self::OffsetMinute => true,
        }
    }
}

impl Fault {
    /// The code of the problem.
    pub const fn code(self) -> Code {
        match self {
            Self::Missing(_) | Self::Unexpected { .. } | Self::FractionTooLong => {
                Code::NotADateTime
            }
            Self::NoTimeZone => Code::NoTimeZone,
            Self::OutOfRange { .. }
            | Self::NoSuchDay { .. }
            | Self::EndOfDay
            | Self::OutsideYears => Code::ImpossibleDate,
        }
    }

    pub fn say_message(self, out: &mut impl Sink) {
        match self {
            Self::Missing(part) => say!(out, "The ", part.texts().1, " is missing."),
            Self::Unexpected {
                part,
                found,
                position,
            } => {
                let digit = if part.is_number() {
                    "a digit of the "
                } else {
                    ""
                };
                say!(out, "Position ", position as u64, " holds ", Named(found));
                say!(out, ", where ", digit, part.texts().1, " is expected.");
            }
            Self::FractionTooLong => {
                say!(out, "The fraction of the second has more than nine digits.");
            }
            Self::NoTimeZone => {
                say!(
                    out,
                    "The time zone is missing. End with Z for UTC, or with an offset such as +02:00."
                );
            }
            Self::OutOfRange {
                part,
                value,
                min,
                max,
            } => {
                let name = part.texts().1;
                let width = if part == Part::Year { 4 } else { 2 };
                say!(out, "There is no ", name, " ", Digits(value, width));
                say!(out, ": ", name, "s go from ", Digits(min, width));
                say!(out, " to ", Digits(max, width), ".");
                if part == Part::Second && value == 60 {
                    say!(out, " Leap seconds are not accepted.");
                }
            }
            Self::NoSuchDay { year, month, day } => {
                let days = days_in(i64::from(year), month);
                say!(out, "There is no day ", Digits(day, 2), ": ");
                say!(out, month_name(month), " ", Digits(year, 4));
                say!(out, " has ", Digits(days, 2), " days.");
            }
            Self::EndOfDay => say!(
                out,
                "There is no 24:00:00: write 23:59:59, or 00:00:00 of the next day."
            ),
            Self::OutsideYears => say!(out, "In UTC this lies outside the years 0001 to 9999."),
        }
        if self.code() == Code::NotADateTime {
            say!(out, " Write the date and time like 2024-08-12T00:00:00Z.");
        }
    }

    pub fn for_each(self, out: &mut dyn ParamWriter) {
        let part = match self {
            Self::NoTimeZone => return,
            Self::Missing(part) | Self::Unexpected { part, .. } | Self::OutOfRange { part, .. } => {
                part
            }
            Self::FractionTooLong => Part::Fraction,
            Self::NoSuchDay { .. } => Part::Day,
            Self::EndOfDay => Part::Hour,
            Self::OutsideYears => Part::Year,
        };
        out.fixed("part", part.name());
        let (value, min, max) = match self {
            // What is out of range once it is in UTC is not the year that was given.
            Self::NoTimeZone | Self::Missing(_) | Self::FractionTooLong | Self::OutsideYears => {
                return;
            }
            Self::Unexpected {
                found, position, ..
            } => {
                out.number("position", position as u64);
                let mut text = String::new();
                push_code_point(&mut text, found);
                return out.text("character", &text);
            }
            Self::OutOfRange {
                value, min, max, ..
            } => (value, min, max),
            Self::NoSuchDay { year, month, day } => (day, 1, days_in(i64::from(year), month)),
            Self::EndOfDay => (24, 0, 23),
        };
        for (name, number) in [("value", value), ("min", min), ("max", max)] {
            out.number(name, u64::from(number));
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
