//! A point in time, and the calendar.

use chrono::{DateTime, TimeDelta, Utc};

use crate::request::text::{push, push_padded};

/// Seconds in a day; UTC as the service writes it has no leap seconds.
pub const DAY: i64 = 86_400;

/// Days from 0001-01-01 to 1970-01-01.
const EPOCH: i64 = 719_162;

/// An instant in UTC.
///
/// The same as chrono's `DateTime<Utc>`, to and from which it converts. Working with that draws
/// chrono's calendar tables into the module that other pages embed, where they weigh as much as the
/// whole parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    /// Since 1970-01-01T00:00:00Z, negative before.
    seconds: i64,
    /// 0 to 999,999,999, always forward.
    nanoseconds: u32,
}

impl Instant {
    /// `year`, `month` and `day` have to exist; the offset may reach beyond midnight.
    pub fn new(year: u16, month: u16, day: u16, second_of_day: i64, nanoseconds: u32) -> Self {
        // As if February had 30 days, which makes the months regular.
        let before = (367 * i64::from(month) - 362) / 12;
        let missing = if month > 2 {
            30 - days_in(i64::from(year), 2)
        } else {
            0
        };
        let days =
            days_before(i64::from(year)) + before - i64::from(missing) + i64::from(day) - 1 - EPOCH;
        Self {
            seconds: days * DAY + second_of_day,
            nanoseconds,
        }
    }

    /// So many seconds after 1970-01-01T00:00:00Z.
    pub const fn at_second(seconds: i64) -> Self {
        Self {
            seconds,
            nanoseconds: 0,
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z, without the fraction.
    pub const fn timestamp(self) -> i64 {
        self.seconds
    }

    /// Whether the instant has no fraction of a second.
    pub const fn is_whole_second(self) -> bool {
        self.nanoseconds == 0
    }

    /// How long after `start` this is.
    pub fn since(self, start: Self) -> TimeDelta {
        let seconds = self.seconds - start.seconds;
        match self.nanoseconds.checked_sub(start.nanoseconds) {
            Some(nanoseconds) => TimeDelta::new(seconds, nanoseconds),
            None => TimeDelta::new(
                seconds - 1,
                self.nanoseconds + 1_000_000_000 - start.nanoseconds,
            ),
        }
        .unwrap_or(TimeDelta::MAX)
    }

    /// The instant that is `length` later; a negative `length` is in whole seconds.
    pub fn after(self, length: TimeDelta) -> Self {
        let nanoseconds = self.nanoseconds + length.subsec_nanos().unsigned_abs();
        Self {
            seconds: self.seconds.saturating_add(length.num_seconds())
                + i64::from(nanoseconds / 1_000_000_000),
            nanoseconds: nanoseconds % 1_000_000_000,
        }
    }

    /// Appends `2024-08-12T00:00:00Z`, with a fraction only where it is not zero.
    pub fn push(self, out: &mut String) {
        let (year, month, day) = date(self.seconds.div_euclid(DAY) + EPOCH);
        let second = u32::try_from(self.seconds.rem_euclid(DAY)).unwrap_or_default();
        let four_digits = matches!(year, 0..=9999);
        if !four_digits {
            // Nothing that was parsed gets here. Written as JavaScript's `Date` does, so that it
            // reads it.
            push(out, if year < 0 { '-' } else { '+' });
        }
        let year = u32::try_from(year.unsigned_abs()).unwrap_or_default();
        push_padded(out, year, if four_digits { 4 } else { 6 });
        for (before, number) in [
            ('-', month),
            ('-', day),
            ('T', second / 3600),
            (':', second / 60 % 60),
            (':', second % 60),
        ] {
            push(out, before);
            push_padded(out, number, 2);
        }
        let (mut fraction, mut digits) = (self.nanoseconds, 9);
        if fraction > 0 {
            while fraction.is_multiple_of(10) {
                fraction /= 10;
                digits -= 1;
            }
            push(out, '.');
            push_padded(out, fraction, digits);
        }
        push(out, 'Z');
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(instant: DateTime<Utc>) -> Self {
        // chrono keeps a leap second as a second with two seconds' worth of nanoseconds.
        let nanoseconds = instant.timestamp_subsec_nanos();
        Self {
            seconds: instant.timestamp() + i64::from(nanoseconds / 1_000_000_000),
            nanoseconds: nanoseconds % 1_000_000_000,
        }
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(instant: Instant) -> Self {
        // An instant is read from four digits of a year or comes from chrono: chrono has it.
        Self::from_timestamp(instant.seconds, instant.nanoseconds).unwrap_or_default()
    }
}

/// How many days a month has, in the proleptic Gregorian calendar that ISO 8601 prescribes.
pub const fn days_in(year: i64, month: u16) -> u16 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 0001-01-01 to the first of January of a year.
const fn days_before(year: i64) -> i64 {
    let years = year - 1;
    years * 365 + years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400)
}

/// The year, month and day of a day counted from 0001-01-01.
fn date(day: i64) -> (i64, u32, u32) {
    // 400 years have 146,097 days. The estimate is never too early and at most a few years too
    // late.
    let mut year = day * 400 / 146_097 + 2;
    while days_before(year) > day {
        year -= 1;
    }
    let mut rest = day - days_before(year);
    let mut month = 1;
    while rest >= i64::from(days_in(year, month)) {
        rest -= i64::from(days_in(year, month));
        month += 1;
    }
    (
        year,
        u32::from(month),
        u32::try_from(rest).unwrap_or_default() + 1,
    )
}
