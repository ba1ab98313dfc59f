//! Instants as the service writes them: ISO 8601 date-times of the extended format, with a time
//! zone.
//!
//! chrono has the calendar and writes the text. Reading is done here, because chrono's parser does
//! not say which part is wrong or where; it also accepts a blank for `T`, leap seconds and the
//! year 0, and refuses `,5`, `+0200` and `+02`.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Month, NaiveDate, SecondsFormat, TimeDelta, Utc};

use super::text::{Character, LONGEST};

mod fault;

pub use fault::{Fault, Part};

/// Writes an instant as the service wants it: `2024-08-12T00:00:00Z`, with three, six or nine
/// digits of a fraction where it is not zero.
pub fn text(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Reads an instant such as `2024-08-12T00:00:00Z`, `2024-08-12t02:00:00,5+0200` or
/// `2024-08-11T19:00:00-05`.
///
/// Accepted are years 0001 to 9999 (in UTC too), `T` or `t`, seconds with any number of digits of a
/// fraction after `.` or `,` (rounded down to nanoseconds), and `Z`, `z`, `±hh:mm`, `±hhmm` or
/// `±hh`. Leap seconds and `24:00:00` are refused: either would have to be moved to another
/// instant, and because the day of `endDate` is included in the data, moving `24:00:00` to the next
/// day would silently add a day.
///
/// # Errors
///
/// The first part that is wrong, with its position.
pub fn parse(text: &str) -> Result<DateTime<Utc>, Fault> {
    if text.len() > LONGEST {
        return Err(Fault::TooLong { part: Part::End });
    }
    let mut scanner = Scanner { text, at: 0 };
    let year = scanner.number(4, Part::Year)?;
    scanner.separator("-", Part::DateSeparator, Part::Month)?;
    let month = scanner.number(2, Part::Month)?;
    scanner.separator("-", Part::DateSeparator, Part::Day)?;
    let day = scanner.number(2, Part::Day)?;
    scanner.separator("Tt", Part::TimeMarker, Part::Time)?;
    let hour = scanner.number(2, Part::Hour)?;
    scanner.separator(":", Part::TimeSeparator, Part::Minute)?;
    let minute = scanner.number(2, Part::Minute)?;
    scanner.separator(":", Part::TimeSeparator, Part::Second)?;
    let second = scanner.number(2, Part::Second)?;
    let nanosecond = scanner.fraction()?;
    let (is_behind, offset_hour, offset_minute) = scanner.offset()?;
    scanner.end()?;

    within(Part::Year, year, 1..=9999)?;
    within(Part::Month, month, 1..=12)?;
    let date = date(year.cast_signed(), month, day)?;
    if (hour, minute, second, nanosecond) == (24, 0, 0, 0) {
        return Err(Fault::EndOfDay {
            part: Part::Hour,
            value: 24,
            min: 0,
            max: 23,
        });
    }
    within(Part::Hour, hour, 0..=23)?;
    within(Part::Minute, minute, 0..=59)?;
    within(Part::Second, second, 0..=59)?;
    within(Part::OffsetHour, offset_hour, 0..=23)?;
    within(Part::OffsetMinute, offset_minute, 0..=59)?;

    let ahead = TimeDelta::minutes(i64::from(offset_hour * 60 + offset_minute));
    date.and_hms_nano_opt(hour, minute, second, nanosecond)
        .map(|local| (local + if is_behind { ahead } else { -ahead }).and_utc())
        .filter(|instant| (1..=9999).contains(&instant.year()))
        .ok_or(Fault::OutsideYears { part: Part::Year })
}

fn within(part: Part, value: u32, possible: RangeInclusive<u32>) -> Result<(), Fault> {
    if possible.contains(&value) {
        return Ok(());
    }
    let (min, max) = possible.into_inner();
    Err(Fault::OutOfRange {
        part,
        value,
        min,
        max,
    })
}

/// The date, of a year and a month that there are.
fn date(year: i32, month: u32, day: u32) -> Result<NaiveDate, Fault> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
        let month = u8::try_from(month).unwrap_or_default();
        let month = Month::try_from(month).unwrap_or(Month::January);
        let max = month.num_days(year).unwrap_or_default().into();
        Fault::NoSuchDay {
            part: Part::Day,
            value: day,
            min: 1,
            max,
            month,
            year,
        }
    })
}

/// Reads from the front. All that was read is ASCII, so bytes count as characters.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next_if(&mut self, is_accepted: impl FnOnce(char) -> bool) -> Option<char> {
        let found = self.peek().filter(|c| is_accepted(*c))?;
        self.at += 1;
        Some(found)
    }

    fn digit(&mut self) -> Option<u32> {
        self.next_if(|c| c.is_ascii_digit())?.to_digit(10)
    }

    fn number(&mut self, digits: u32, part: Part) -> Result<u32, Fault> {
        (0..digits).try_fold(0, |number, _| {
            Ok(number * 10 + self.digit().ok_or_else(|| self.unexpected(part))?)
        })
    }

    /// Reads what stands before `next`.
    fn separator(&mut self, accepted: &str, part: Part, next: Part) -> Result<(), Fault> {
        match self.next_if(|c| accepted.chars().any(|known| known == c)) {
            Some(_) => Ok(()),
            None if self.peek().is_none() => Err(Fault::Missing { part: next }),
            None => Err(self.unexpected(part)),
        }
    }

    /// The nanoseconds of `.5` or `,123456789`; zero where there is no fraction.
    fn fraction(&mut self) -> Result<u32, Fault> {
        if self.next_if(|c| matches!(c, '.' | ',')).is_none() {
            return Ok(0);
        }
        let mut unit = 100_000_000;
        let mut nanoseconds = self.number(1, Part::Fraction)? * unit;
        while let Some(digit) = self.digit() {
            unit /= 10;
            nanoseconds += digit * unit;
        }
        Ok(nanoseconds)
    }

    /// Whether local time is behind UTC, and the hours and minutes by which it differs.
    fn offset(&mut self) -> Result<(bool, u32, u32), Fault> {
        let sign = match self.next_if(|c| matches!(c, 'Z' | 'z' | '+' | '-')) {
            Some('Z' | 'z') => return Ok((false, 0, 0)),
            Some(sign) => sign,
            None if self.peek().is_none() => return Err(Fault::NoTimeZone {}),
            None => return Err(self.unexpected(Part::TimeZone)),
        };
        let hours = self.number(2, Part::OffsetHour)?;
        let has_colon = self.next_if(|c| c == ':').is_some();
        let has_minutes = has_colon || self.peek().is_some_and(|c| c.is_ascii_digit());
        let minutes = if has_minutes {
            self.number(2, Part::OffsetMinute)?
        } else {
            0
        };
        Ok((sign == '-', hours, minutes))
    }

    fn end(&self) -> Result<(), Fault> {
        self.peek()
            .map_or(Ok(()), |_| Err(self.unexpected(Part::End)))
    }

    /// What stands here instead of `part`.
    fn unexpected(&self, part: Part) -> Fault {
        match self.peek() {
            None => Fault::Missing { part },
            Some(c) => Fault::Unexpected {
                part,
                position: self.at + 1,
                character: Character(c),
            },
        }
    }
}
