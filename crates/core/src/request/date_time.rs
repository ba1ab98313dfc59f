//! Instants as the service writes them: ISO 8601 date-times of the extended format, with a time
//! zone.
//!
//! Read and written by hand because chrono's parser says neither which part is wrong nor where, and
//! its formatter is many times larger than all of this module.

use chrono::{DateTime, Utc};

mod fault;
mod instant;

pub use fault::{Fault, Part};
pub use instant::Instant;
pub use instant::{DAY, days_in};

/// Reads an instant such as `2024-08-12T00:00:00Z`, `2024-08-12t02:00:00,5+0200` or
/// `2024-08-11T19:00:00-05`.
///
/// Accepted are years 0001 to 9999 (in UTC too), `T` or `t`, seconds with a fraction of up to nine
/// digits after `.` or `,` (more, if they are zeros), and `Z`, `z`, `±hh:mm`, `±hhmm` or `±hh`.
/// Leap seconds and `24:00:00` are not: either would have to be moved to another instant, and
/// because the day of `endDate` is included in the data, moving `24:00:00` to the next day would
/// silently add a day.
///
/// # Errors
///
/// The first part that is wrong, with its position.
pub fn parse(text: &str) -> Result<DateTime<Utc>, Fault> {
    parse_instant(text).map(DateTime::from)
}

/// Writes an instant as the service wants it: `2024-08-12T00:00:00Z`, with a fraction only where it
/// is not zero.
pub fn text(instant: DateTime<Utc>) -> String {
    instant_text(instant.into())
}

pub fn instant_text(instant: Instant) -> String {
    let mut out = String::with_capacity(30);
    instant.push(&mut out);
    out
}

/// A number of the form, and what stands before it.
struct Step {
    digits: usize,
    part: Part,
    separator: (Part, &'static str),
    /// What is missing where the text ends before the separator.
    following: Part,
}

const FORM: [Step; 6] = {
    const HYPHEN: (Part, &str) = (Part::DateSeparator, "-");
    const COLON: (Part, &str) = (Part::TimeSeparator, ":");
    const fn step(separator: (Part, &'static str), following: Part, part: Part) -> Step {
        Step {
            digits: 2,
            part,
            separator,
            following,
        }
    }
    [
        Step {
            digits: 4,
            part: Part::Year,
            separator: (Part::Year, ""),
            following: Part::Year,
        },
        step(HYPHEN, Part::Month, Part::Month),
        step(HYPHEN, Part::Day, Part::Day),
        step((Part::TimeMarker, "Tt"), Part::Time, Part::Hour),
        step(COLON, Part::Minute, Part::Minute),
        step(COLON, Part::Second, Part::Second),
    ]
};

/// The least and the most that a part can be; how many days there are is left to the month.
const LIMITS: [(Part, u16, u16); 8] = [
    (Part::Year, 1, 9999),
    (Part::Month, 1, 12),
    (Part::Day, 1, 31),
    (Part::Hour, 0, 23),
    (Part::Minute, 0, 59),
    (Part::Second, 0, 59),
    (Part::OffsetHour, 0, 23),
    (Part::OffsetMinute, 0, 59),
];

/// Reads as [`parse`] does.
pub fn parse_instant(text: &str) -> Result<Instant, Fault> {
    parse_usual(text.as_bytes()).map_or_else(|| parse_any(text), Ok)
}

/// Reads what is written as the service writes it, `2024-08-12T00:00:00Z`: most texts are, and without anything to go
/// wrong this takes a tenth of the time. `None` for all else, right or wrong.
fn parse_usual(text: &[u8]) -> Option<Instant> {
    let &[
        y1,
        y2,
        y3,
        y4,
        b'-',
        o1,
        o2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        m1,
        m2,
        b':',
        s1,
        s2,
        b'Z',
    ] = text
    else {
        return None;
    };
    let digits = [y1, y2, y3, y4, o1, o2, d1, d2, h1, h2, m1, m2, s1, s2];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let two = |tens: u8, ones: u8| u16::from(tens & 15) * 10 + u16::from(ones & 15);
    let (year, month, day) = (two(y1, y2) * 100 + two(y3, y4), two(o1, o2), two(d1, d2));
    let (hour, minute, second) = (two(h1, h2), two(m1, m2), two(s1, s2));
    let is_date = year > 0 && matches!(month, 1..=12) && day > 0;
    if !is_date || day > days_in(i64::from(year), month) || hour > 23 || minute > 59 || second > 59
    {
        return None;
    }
    let second_of_day = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
    Some(Instant::new(year, month, day, second_of_day, 0))
}

/// Reads any text, part by part.
#[cold]
fn parse_any(text: &str) -> Result<Instant, Fault> {
    let mut cursor = Cursor {
        text,
        rest: text.as_bytes(),
    };
    let mut numbers = [0; 6];
    for (step, number) in FORM.iter().zip(&mut numbers) {
        cursor.separator(step)?;
        *number = cursor.digits(step.digits, step.part)?;
    }
    let [year, month, day, hour, minute, second] = numbers;
    let nanosecond = cursor.fraction()?;
    let (behind, offset_hour, offset_minute) = cursor.offset()?;
    if !cursor.rest.is_empty() {
        return Err(cursor.unexpected(Part::End));
    }

    let numbers = [
        year,
        month,
        day,
        hour,
        minute,
        second,
        offset_hour,
        offset_minute,
    ];
    for (&value, &(part, min, max)) in numbers.iter().zip(&LIMITS) {
        if part == Part::Day && (day == 0 || day > days_in(i64::from(year), month)) {
            return Err(Fault::NoSuchDay { year, month, day });
        }
        if value < min || value > max {
            let end_of_day =
                part == Part::Hour && value == 24 && minute == 0 && second == 0 && nanosecond == 0;
            return Err(if end_of_day {
                Fault::EndOfDay
            } else {
                Fault::OutOfRange {
                    part,
                    value,
                    min,
                    max,
                }
            });
        }
    }

    let seconds = |hours: u16, minutes: u16| (i64::from(hours) * 60 + i64::from(minutes)) * 60;
    let ahead = seconds(offset_hour, offset_minute);
    let second_of_day =
        seconds(hour, minute) + i64::from(second) - if behind { -ahead } else { ahead };
    let instant = Instant::new(year, month, day, second_of_day, nanosecond);
    if YEARS.contains(&instant.timestamp()) {
        Ok(instant)
    } else {
        Err(Fault::OutsideYears)
    }
}

/// The first and the last second of the years 0001 to 9999.
const YEARS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Reads from the front. All that was read is ASCII, so that the bytes read count the characters
/// too.
struct Cursor<'a> {
    text: &'a str,
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn next_if(&mut self, accepted: &str) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        let found = accepted.bytes().find(|byte| byte == first)?;
        self.rest = rest;
        Some(found)
    }

    fn digits(&mut self, count: usize, part: Part) -> Result<u16, Fault> {
        let mut number = 0;
        for _ in 0..count {
            let [digit @ b'0'..=b'9', rest @ ..] = self.rest else {
                return Err(self.unexpected(part));
            };
            number = number * 10 + u16::from(digit - b'0');
            self.rest = rest;
        }
        Ok(number)
    }

    fn separator(&mut self, step: &Step) -> Result<(), Fault> {
        let (separator, accepted) = step.separator;
        if accepted.is_empty() || self.next_if(accepted).is_some() {
            return Ok(());
        }
        Err(if self.rest.is_empty() {
            Fault::Missing(step.following)
        } else {
            self.unexpected(separator)
        })
    }

    /// The nanoseconds of `.5` or `,123456789`; zero where there is no fraction.
    fn fraction(&mut self) -> Result<u32, Fault> {
        if self.next_if(".,").is_none() {
            return Ok(0);
        }
        let mut unit = 100_000_000;
        let mut nanoseconds = u32::from(self.digits(1, Part::Fraction)?) * unit;
        while let [digit @ b'0'..=b'9', rest @ ..] = self.rest {
            unit /= 10;
            if unit == 0 && *digit != b'0' {
                return Err(Fault::FractionTooLong);
            }
            nanoseconds += u32::from(digit - b'0') * unit;
            self.rest = rest;
        }
        Ok(nanoseconds)
    }

    /// Whether local time is behind UTC, and the hours and minutes by which it differs.
    fn offset(&mut self) -> Result<(bool, u16, u16), Fault> {
        let sign = match self.next_if("Zz+-") {
            Some(b'Z' | b'z') => return Ok((false, 0, 0)),
            Some(sign) => sign,
            None if self.rest.is_empty() => return Err(Fault::NoTimeZone),
            None => return Err(self.unexpected(Part::TimeZone)),
        };
        let hours = self.digits(2, Part::OffsetHour)?;
        let more = self.next_if(":").is_some() || matches!(self.rest, [b'0'..=b'9', ..]);
        let minutes = if more {
            self.digits(2, Part::OffsetMinute)?
        } else {
            0
        };
        Ok((sign == b'-', hours, minutes))
    }

    /// What stands here instead of `part`.
    #[cold]
    fn unexpected(&self, part: Part) -> Fault {
        let offset = self.text.len() - self.rest.len();
        let found = self.text.get(offset..).and_then(|rest| rest.chars().next());
        found.map_or(Fault::Missing(part), |found| Fault::Unexpected {
            part,
            found,
            position: offset + 1,
        })
    }
}
