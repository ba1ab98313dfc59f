//! Any text as a date-time, judged by jiff too.

use jiff::Timestamp;
use metering_core::request::Character;
use metering_core::request::date_time::{self, Fault, Part};

/// Where the two verdicts differ, and why ours is meant to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    /// Only jiff reads `2024-08-12 00:00:00Z`: RFC 3339 allows the blank, ISO 8601 does not.
    BlankForT,
    /// Only jiff reads `20240812T000000Z`: ISO 8601's basic format, which the service never shows.
    BasicFormat,
    /// Only jiff reads `2024-08-12T00Z` and `2024-08-12T00:00Z`: the service shows seconds always.
    NoSeconds,
    /// Only jiff reads `2024-08-12T00:00:00Z[Etc/UTC]`: RFC 9557, newer than the service.
    Annotation,
    /// Only jiff reads `+002024-08-12T00:00:00Z`: ISO 8601 allows six digits by agreement only.
    SignedYear,
    /// Only jiff reads the year `0000`, and what lies before the year 1 once it is in UTC.
    BeforeYearOne,
    /// Only jiff reads `2024-08-12T23:59:60Z`, and takes it for a second earlier.
    LeapSecond,
    /// Only jiff reads `+24:00` and `+25:59`: no clock on Earth is a day off, ISO 8601 ends at 23:59.
    OffsetOfADay,
    /// Only jiff reads `+02:00:30`: ISO 8601 has no seconds in an offset.
    OffsetSeconds,
    /// Only we read more than nine digits of a fraction, and round down.
    BeyondNine,
    /// Only we read the last day of the year 9999, and `+24:00` or less off it: jiff keeps room for any offset.
    EndOfYears,
}

/// Both read the same instant, both refuse, or the difference is one of those that are meant; the text may have several.
pub(crate) fn check(data: &[u8]) -> Vec<Difference> {
    let Ok(text) = std::str::from_utf8(data) else {
        return Vec::new();
    };
    let ours = date_time::parse(text);
    let theirs = text.parse::<Timestamp>();
    match (ours, theirs) {
        (Err(_), Err(_)) => Vec::new(),
        (Ok(ours), Ok(theirs)) => {
            let nanoseconds = i128::from(ours.timestamp()) * 1_000_000_000
                + i128::from(ours.timestamp_subsec_nanos());
            assert_eq!(nanoseconds, theirs.as_nanosecond(), "{text:?}");
            let written = date_time::text(ours);
            assert_eq!(written.parse().ok(), Some(theirs), "{text:?} is {written}");
            assert_eq!(date_time::parse(&written), Ok(ours));
            Vec::new()
        }
        (Err(fault), Ok(theirs)) => {
            let Some((difference, repaired)) = only_theirs(text, fault, theirs) else {
                panic!("only jiff reads {text:?}: {fault:?}");
            };
            let Some(repaired) = repaired else {
                return vec![difference];
            };
            // Nothing but that is different: without it, jiff reads the same.
            assert_eq!(
                repaired.parse().ok(),
                Some(theirs),
                "{text:?} is {repaired:?}"
            );
            let mut all = check(repaired.as_bytes());
            all.push(difference);
            all
        }
        (Ok(ours), Err(error)) => {
            if ours.timestamp() > Timestamp::MAX.as_second() {
                return vec![Difference::EndOfYears];
            }
            let Some(repaired) = with_nine_digits(text) else {
                panic!("only we read {text:?}: {error}");
            };
            assert_eq!(date_time::parse(&repaired), Ok(ours), "{text:?}");
            let mut all = check(repaired.as_bytes());
            all.push(Difference::BeyondNine);
            all
        }
    }
}

/// Why jiff alone reads a text, and the same without that; `None` in its place where we have no way to write it.
fn only_theirs(
    text: &str,
    fault: Fault,
    theirs: Timestamp,
) -> Option<(Difference, Option<String>)> {
    let is_digit = |found: char| found.is_ascii_digit();
    Some(match fault {
        Fault::Unexpected {
            part: Part::TimeMarker,
            character: Character(' '),
            ..
        } => (Difference::BlankForT, Some(text.replacen(' ', "T", 1))),
        Fault::Unexpected {
            part: Part::DateSeparator,
            character: Character(found),
            position: 5,
        } if is_digit(found) => (
            Difference::BasicFormat,
            Some([&text[..4], "-", &text[4..6], "-", &text[6..]].concat()),
        ),
        Fault::Unexpected {
            part: Part::TimeSeparator,
            character: Character(found),
            position: 14,
        } if is_digit(found) => {
            let (minute, rest) = text[13..].split_at(2);
            let colon = if rest.starts_with(is_digit) { ":" } else { "" };
            let repaired = [&text[..13], ":", minute, colon, rest].concat();
            (Difference::BasicFormat, Some(repaired))
        }
        Fault::Unexpected {
            part: Part::TimeSeparator,
            character: Character('Z' | 'z' | '+' | '-'),
            position: at @ (14 | 17),
        } => {
            let (before, after) = text.split_at(at - 1);
            (Difference::NoSeconds, Some([before, ":00", after].concat()))
        }
        Fault::Unexpected {
            part: Part::End,
            character: Character('['),
            position,
        } => (
            Difference::Annotation,
            Some(text[..position - 1].to_owned()),
        ),
        Fault::Unexpected {
            part: Part::End,
            position,
            ..
        } if is_offset(&text[19..position - 1]) => (Difference::OffsetSeconds, None),
        Fault::Unexpected {
            part: Part::Year,
            character: Character('+' | '-'),
            position: 1,
        } => {
            let in_years = text.strip_prefix("+00").map(str::to_owned);
            (Difference::SignedYear, in_years)
        }
        Fault::OutOfRange {
            part: Part::Year, ..
        }
        | Fault::OutsideYears { .. }
            if text.starts_with("0000") || theirs.as_second() < YEAR_ONE =>
        {
            (Difference::BeforeYearOne, None)
        }
        Fault::OutOfRange {
            part: Part::Second,
            value: 60,
            ..
        } => (
            Difference::LeapSecond,
            Some([&text[..17], "59", &text[19..]].concat()),
        ),
        Fault::OutOfRange {
            part: Part::OffsetHour,
            value: 24 | 25,
            ..
        } => (Difference::OffsetOfADay, None),
        _ => return None,
    })
}

/// 0001-01-01T00:00:00Z
const YEAR_ONE: i64 = -62_135_596_800;

/// Whether what follows the seconds ends in an offset with hours and minutes.
fn is_offset(rest: &str) -> bool {
    let digits = rest.rsplit(['+', '-']).next().unwrap_or_default();
    digits.len() != rest.len() && matches!(digits.len(), 4 | 5)
}

/// The text with nine digits in its fraction, which has more.
fn with_nine_digits(text: &str) -> Option<String> {
    let (before, after) = text.split_at_checked(20)?;
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 9).then(|| [before, &after[..9], &after[digits..]].concat())
}
