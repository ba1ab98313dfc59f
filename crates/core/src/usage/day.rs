//! The UTC days that usage is counted by.
use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Days, Month, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A calendar day in UTC. `Display` writes `2025-01-02`; serialized as that text.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Day(NaiveDate);

impl Day {
    /// The UTC day of a calendar date.
    pub const fn new(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The UTC day of an instant given in milliseconds since 1970, as `Date.now()` gives it; `None` where the calendar ends.
    pub fn of_unix_millis(millis: i64) -> Option<Self> {
        chrono::DateTime::from_timestamp_millis(millis).map(|at| Self(at.date_naive()))
    }

    /// The calendar date.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// The day after; `None` where the calendar ends.
    pub fn next(self) -> Option<Self> {
        self.0.succ_opt().map(Self)
    }

    /// The day before; `None` where the calendar begins.
    pub fn previous(self) -> Option<Self> {
        self.0.pred_opt().map(Self)
    }

    /// Whether figures of this day may still rise: it is today or yesterday, or lies ahead.
    ///
    /// The service completes the usage of a day within the day after it.
    pub fn is_provisional(self, today: Self) -> bool {
        today.previous().is_none_or(|yesterday| self >= yesterday)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that is not a day such as `2025-01-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a day such as 2025-01-02")]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        text.parse().map(Self).map_err(|_| NotADay)
    }
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DayRange {
    /// The first day.
    pub first: Day,
    /// The last day; the range is empty where it lies before the first.
    pub last: Day,
}

impl DayRange {
    /// Whether the day lies in the range.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// How many days the range has.
    pub fn days(self) -> u64 {
        let days = i64::from(self.last.0.num_days_from_ce())
            - i64::from(self.first.0.num_days_from_ce())
            + 1;
        u64::try_from(days).unwrap_or(0)
    }

    /// The shortest range that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }

    /// The days in order.
    pub fn iter(self) -> impl Iterator<Item = Day> {
        (0..self.days()).map_while(move |n| self.first.0.checked_add_days(Days::new(n)).map(Day))
    }
}

/// Why a text of the Date column is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateProblem {
    NotADate,
    /// The month may come first or the day.
    Ambiguous {
        one: Day,
        other: Day,
    },
}

/// Reads the Date column: `2025-01-02T00:00:00Z`, or what spreadsheets make of it.
///
/// A time without a time zone is UTC, which is the only one that the service writes and which spreadsheets drop. A time in
/// another zone is refused: it was changed by somebody, and which day it means is a guess.
pub(crate) fn row_date(text: &[u8]) -> Result<DateTime<Utc>, DateProblem> {
    // chrono takes years with a sign.
    let text = std::str::from_utf8(text)
        .map(str::trim)
        .ok()
        .filter(|text| text.starts_with(|c: char| c.is_ascii_digit()))
        .ok_or(DateProblem::NotADate)?;
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return if at.offset().local_minus_utc() == 0 {
            Ok(at.to_utc())
        } else {
            Err(DateProblem::NotADate)
        };
    }
    let utc = ["Z", " UTC", "+0000", "+00:00"];
    let text = utc
        .iter()
        .find_map(|zone| text.strip_suffix(zone))
        .unwrap_or(text);
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let date = localized_date(date)?;
    let time = match time {
        Some(time) => time_of_day(time).ok_or(DateProblem::NotADate)?,
        None => NaiveTime::MIN,
    };
    Ok(date.and_time(time).and_utc())
}

/// Reads `00:00`, `00:00:00`, with decimals, with points instead of colons, or `12:00:00 AM`.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let formats = [
        "%H:%M:%S%.f",
        "%H:%M",
        "%H.%M.%S",
        "%H.%M",
        "%I:%M:%S %p",
        "%I:%M %p",
    ];
    let mut times = formats
        .iter()
        .filter_map(|format| NaiveTime::parse_from_str(text, format).ok());
    times.next()
}

/// Reads a date that can mean one day only: three numbers, or a month by its English name, as in `12-Aug-2024`.
///
/// A year of two digits is one after 2000.
fn localized_date(text: &str) -> Result<NaiveDate, DateProblem> {
    let mut parts = text.split(['-', '/', '.']);
    let (Some(a), Some(b), Some(c), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(DateProblem::NotADate);
    };
    // Beside the name of a month, the year comes last.
    let year_first = b.parse::<Month>().is_err().then_some((a, b, c));
    let orders = [(c, a, b), (c, b, a)].into_iter().chain(year_first);
    let days = orders.filter_map(|(year, month, day)| date(year, month, day));
    let mut days: Vec<NaiveDate> = days.collect();
    days.dedup();
    match *days {
        [day] => Ok(day),
        [one, other, ..] => Err(DateProblem::Ambiguous {
            one: Day(one),
            other: Day(other),
        }),
        [] => Err(DateProblem::NotADate),
    }
}

/// The date of a year of two or four digits, a month by number or name, and a day.
fn date(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let number = |text: &str| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| is_number)
    };
    let year = match year.len() {
        2 => 2000 + number(year)?,
        4 => number(year).filter(|year| *year >= 1000)?,
        _ => return None,
    };
    let short = |text: &str| number(text).filter(|_| text.len() <= 2);
    let month = match month.parse::<Month>() {
        Ok(month) => month.number_from_month(),
        Err(_) => short(month)?,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, short(day)?)
}
