//! Instants as the service writes them: ISO 8601 date-times of the extended format, with a time zone.
//!
//! Written by hand because chrono's own parser says neither which part is wrong nor where, and its formatter is many
//! times larger than all of this module.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use super::text::push_padded;

mod fault;

pub use fault::{Fault, Impossible, Malformed, Part};

/// Reads an instant such as `2024-08-12T00:00:00Z`, `2024-08-12t02:00:00,5+0200` or `2024-08-11T19:00:00-05`.
///
/// Accepted are years 0001 to 9999 (in UTC too), `T` or `t`, seconds with a fraction of up to nine digits after `.` or `,`
/// (more, if they are zeros), and `Z`, `z`, `±hh:mm`, `±hhmm` or `±hh`. Leap seconds and `24:00:00` are not: either
/// would have to be moved to another instant, and because the day of `endDate` is included in the data, moving
/// `24:00:00` to the next day would silently add a day.
///
/// # Errors
///
/// The first part that is wrong, with its position.
pub fn parse(text: &str) -> Result<DateTime<Utc>, Fault> {
    let mut cursor = Cursor {
        text,
        rest: text.as_bytes(),
    };
    let year = cursor.digits::<4>(Part::Year)?;
    cursor.separator(b"-", Part::DateSeparator, Part::Month)?;
    let month = cursor.digits::<2>(Part::Month)?;
    cursor.separator(b"-", Part::DateSeparator, Part::Day)?;
    let day = cursor.digits::<2>(Part::Day)?;
    cursor.separator(b"Tt", Part::TimeMarker, Part::Time)?;
    let hour = cursor.digits::<2>(Part::Hour)?;
    cursor.separator(b":", Part::TimeSeparator, Part::Minute)?;
    let minute = cursor.digits::<2>(Part::Minute)?;
    cursor.separator(b":", Part::TimeSeparator, Part::Second)?;
    let second = cursor.digits::<2>(Part::Second)?;
    let nanosecond = cursor.fraction()?;
    let offset = cursor.offset()?;
    if !cursor.rest.is_empty() {
        return Err(cursor.unexpected(Part::End));
    }

    in_range(Part::Year, year, 1, 9999)?;
    in_range(Part::Month, month, 1, 12)?;
    // No error of its own: `days_in` has the last word on days.
    let no_such_day = Fault::Impossible(Impossible::NoSuchDay { year, month, day });
    if day == 0 || day > days_in(year, month) {
        return Err(no_such_day);
    }
    if hour == 24 && minute == 0 && second == 0 && nanosecond == 0 {
        return Err(Fault::Impossible(Impossible::EndOfDay));
    }
    in_range(Part::Hour, hour, 0, 23)?;
    in_range(Part::Minute, minute, 0, 59)?;
    in_range(Part::Second, second, 0, 59)?;
    in_range(Part::OffsetHour, offset.hours, 0, 23)?;
    in_range(Part::OffsetMinute, offset.minutes, 0, 59)?;

    let local = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .and_then(|date| date.and_hms_opt(u32::from(hour), u32::from(minute), u32::from(second)))
        .ok_or(no_such_day)?
        .and_utc();
    let ahead = (i64::from(offset.hours) * 60 + i64::from(offset.minutes)) * 60;
    let seconds = local.timestamp() - if offset.behind { -ahead } else { ahead };
    DateTime::from_timestamp(seconds, nanosecond)
        .filter(|instant| matches!(instant.naive_utc().year(), 1..=9999))
        .ok_or(Fault::Impossible(Impossible::OutsideYears))
}

/// Writes an instant as the service wants it: `2024-08-12T00:00:00Z`, with a fraction only where it is not zero.
pub fn text(instant: DateTime<Utc>) -> String {
    let mut out = String::with_capacity(30);
    push(&mut out, instant);
    out
}

/// Appends an instant as [`text`] writes it.
pub(crate) fn push(out: &mut String, instant: DateTime<Utc>) {
    let local = instant.naive_utc();
    let year = local.year();
    let four_digits = (0..=9999).contains(&year);
    if !four_digits {
        // Nothing that was parsed gets here. Written as JavaScript's `Date` does, so that it reads it.
        out.push(if year < 0 { '-' } else { '+' });
    }
    push_padded(out, year.unsigned_abs(), if four_digits { 4 } else { 6 });
    out.push('-');
    push_padded(out, local.month(), 2);
    out.push('-');
    push_padded(out, local.day(), 2);
    out.push('T');
    push_padded(out, local.hour(), 2);
    out.push(':');
    push_padded(out, local.minute(), 2);
    out.push(':');
    // chrono keeps a leap second as more than a second's worth of nanoseconds.
    push_padded(out, local.second() + local.nanosecond() / 1_000_000_000, 2);
    let mut fraction = local.nanosecond() % 1_000_000_000;
    if fraction > 0 {
        let mut digits = 9;
        while fraction.is_multiple_of(10) {
            fraction /= 10;
            digits -= 1;
        }
        out.push('.');
        push_padded(out, fraction, digits);
    }
    out.push('Z');
}

/// How many days a month has, in the proleptic Gregorian calendar that ISO 8601 prescribes.
pub(crate) const fn days_in(year: u16, month: u16) -> u16 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const fn in_range(part: Part, value: u16, min: u16, max: u16) -> Result<(), Fault> {
    if min <= value && value <= max {
        Ok(())
    } else {
        Err(Fault::Impossible(Impossible::OutOfRange {
            part,
            value,
            min,
            max,
        }))
    }
}

struct Offset {
    /// West of Greenwich: local time is behind UTC.
    behind: bool,
    hours: u16,
    minutes: u16,
}

/// Reads from the front. All that was read is ASCII, so that the bytes read count the characters too.
struct Cursor<'a> {
    text: &'a str,
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn next_if(&mut self, accept: impl FnOnce(u8) -> bool) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        if !accept(first) {
            return None;
        }
        self.rest = rest;
        Some(first)
    }

    fn next_digit(&mut self) -> Option<u16> {
        self.next_if(|byte| byte.is_ascii_digit())
            .map(|byte| u16::from(byte - b'0'))
    }

    fn digits<const N: usize>(&mut self, part: Part) -> Result<u16, Fault> {
        let mut number = 0;
        for _ in 0..N {
            number = number * 10 + self.next_digit().ok_or_else(|| self.unexpected(part))?;
        }
        Ok(number)
    }

    fn separator(
        &mut self,
        accepted: &[u8],
        separator: Part,
        following: Part,
    ) -> Result<(), Fault> {
        match self.next_if(|byte| accepted.contains(&byte)) {
            Some(_) => Ok(()),
            None if self.rest.is_empty() => Err(Fault::Malformed(Malformed::Missing(following))),
            None => Err(self.unexpected(separator)),
        }
    }

    /// The nanoseconds of `.5` or `,123456789`; zero where there is no fraction.
    fn fraction(&mut self) -> Result<u32, Fault> {
        if self.next_if(|byte| matches!(byte, b'.' | b',')).is_none() {
            return Ok(0);
        }
        let mut nanoseconds = 0;
        let mut unit = 100_000_000;
        let mut digits = 0_u32;
        while let Some(digit) = self.next_digit() {
            if unit == 0 && digit != 0 {
                return Err(Fault::Malformed(Malformed::FractionTooLong));
            }
            nanoseconds += u32::from(digit) * unit;
            unit /= 10;
            digits = 1;
        }
        if digits == 0 {
            Err(self.unexpected(Part::Fraction))
        } else {
            Ok(nanoseconds)
        }
    }

    fn offset(&mut self) -> Result<Offset, Fault> {
        if self.rest.is_empty() {
            return Err(Fault::NoTimeZone);
        }
        if self.next_if(|byte| matches!(byte, b'Z' | b'z')).is_some() {
            return Ok(Offset {
                behind: false,
                hours: 0,
                minutes: 0,
            });
        }
        let Some(sign) = self.next_if(|byte| matches!(byte, b'+' | b'-')) else {
            return Err(self.unexpected(Part::TimeZone));
        };
        let hours = self.digits::<2>(Part::OffsetHour)?;
        let colon = self.next_if(|byte| byte == b':').is_some();
        let minutes = if colon || self.rest.first().is_some_and(u8::is_ascii_digit) {
            self.digits::<2>(Part::OffsetMinute)?
        } else {
            0
        };
        Ok(Offset {
            behind: sign == b'-',
            hours,
            minutes,
        })
    }

    /// What stands here instead of `part`.
    fn unexpected(&self, part: Part) -> Fault {
        let offset = self.text.len() - self.rest.len();
        let found = self.text.get(offset..).and_then(|rest| rest.chars().next());
        Fault::Malformed(
            found.map_or(Malformed::Missing(part), |found| Malformed::Unexpected {
                part,
                found,
                position: offset + 1,
            }),
        )
    }
}
