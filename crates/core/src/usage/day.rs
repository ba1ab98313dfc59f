//! The UTC days that usage is counted by.
use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// A calendar day in UTC. `Display` writes `2025-01-02`; serialized as that text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

    /// The days in order.
    pub fn iter(self) -> impl Iterator<Item = Day> {
        (0..self.days()).map_while(move |n| self.first.0.checked_add_days(Days::new(n)).map(Day))
    }
}

/// Reads the Date column: `2025-01-02T00:00:00Z`, or a bare date.
///
/// `None` for anything else. A time without a time zone or in another one is refused: which UTC day it means is a guess.
pub(crate) fn row_date(text: &[u8]) -> Option<DateTime<Utc>> {
    // chrono takes years with a sign.
    let text = std::str::from_utf8(text)
        .ok()
        .filter(|text| text.starts_with(|c: char| c.is_ascii_digit()))?;
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Some(date.and_time(NaiveTime::MIN).and_utc());
    }
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    (at.offset().local_minus_utc() == 0).then(|| at.to_utc())
}
