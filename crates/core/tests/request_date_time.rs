//! Which date-times are read, and as which instants; what is said about the others.
#![cfg(not(target_arch = "wasm32"))]

use metering_core::request::date_time::{parse, text};
use metering_core::request::{Code, Draft, Rules, validate};

/// Rows of an accepted text and the instant as it is sent.
#[track_caller]
fn accepted(rows: &[(&str, &str)]) {
    for (typed, sent) in rows {
        assert_eq!(
            parse(typed).map(text),
            Ok((*sent).to_owned()),
            "row {typed:?}"
        );
    }
}

/// Rows of a refused text and the message, all with one code.
#[track_caller]
fn refused(code: Code, rows: &[(&str, &str)]) {
    for (typed, message) in rows {
        let draft = Draft {
            start_date: (*typed).into(),
            ..Draft::default()
        };
        let problems = validate(&draft, &Rules::default())
            .result
            .expect_err("endDate is missing");
        let found = problems
            .first()
            .map(|problem| (problem.code, problem.message.clone()));
        assert_eq!(found, Some((code, (*message).to_owned())), "row {typed:?}");
    }
}

#[test]
fn offsets_are_normalized_to_utc() {
    accepted(&[
        ("2024-08-12T00:00:00Z", "2024-08-12T00:00:00Z"),
        ("2024-08-12t00:00:00z", "2024-08-12T00:00:00Z"),
        ("2024-08-12T00:00:00+00:00", "2024-08-12T00:00:00Z"),
        ("2024-08-12T00:00:00-00:00", "2024-08-12T00:00:00Z"),
        ("2024-08-12T00:00:00+02:00", "2024-08-11T22:00:00Z"),
        ("2024-08-12T00:00:00+0200", "2024-08-11T22:00:00Z"),
        ("2024-08-12T00:00:00+02", "2024-08-11T22:00:00Z"),
        ("2024-08-12T00:00:00-05", "2024-08-12T05:00:00Z"),
        ("2024-08-12T00:00:00-0330", "2024-08-12T03:30:00Z"),
        ("2024-08-12T00:00:00+05:45", "2024-08-11T18:15:00Z"),
        ("2024-08-12T12:00:00+23:59", "2024-08-11T12:01:00Z"),
        ("2024-08-12T12:00:00-23:59", "2024-08-13T11:59:00Z"),
        ("2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z"),
        ("2023-03-01T00:30:00+01:00", "2023-02-28T23:30:00Z"),
    ]);
}

#[test]
fn fractions_are_kept_to_the_nanosecond() {
    accepted(&[
        ("2024-08-12T00:00:00.000Z", "2024-08-12T00:00:00Z"),
        ("2024-08-12T23:59:59.999Z", "2024-08-12T23:59:59.999Z"),
        ("2024-08-12T00:00:00,5Z", "2024-08-12T00:00:00.500Z"),
        ("2024-08-12T00:00:00.120Z", "2024-08-12T00:00:00.120Z"),
        (
            "2024-08-12T00:00:00.000000001Z",
            "2024-08-12T00:00:00.000000001Z",
        ),
        (
            "2024-08-12T00:00:00.123456789+02:00",
            "2024-08-11T22:00:00.123456789Z",
        ),
        // Beyond nanoseconds they are rounded down.
        (
            "2024-08-12T00:00:00.1234567899999Z",
            "2024-08-12T00:00:00.123456789Z",
        ),
        (
            "2024-08-12T23:59:59.9999999999Z",
            "2024-08-12T23:59:59.999999999Z",
        ),
    ]);
}

#[test]
fn years_and_leap_days() {
    accepted(&[
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        (
            "9999-12-31T23:59:59.999999999Z",
            "9999-12-31T23:59:59.999999999Z",
        ),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
        ("2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"),
        ("0004-02-29T00:00:00Z", "0004-02-29T00:00:00Z"),
    ]);
}

#[rustfmt::skip] // One row a line.
#[test]
fn no_calendar_or_clock_shows_these() {
    refused(
        Code::ImpossibleDate,
        &[
            ("0000-01-01T00:00:00Z", "There is no year 0000: years go from 0001 to 9999."),
            ("2024-00-01T00:00:00Z", "There is no month 00: months go from 01 to 12."),
            ("2024-13-01T00:00:00Z", "There is no month 13: months go from 01 to 12."),
            ("2024-01-00T00:00:00Z", "There is no day 00: January 2024 has 31 days."),
            ("2024-02-30T00:00:00Z", "There is no day 30: February 2024 has 29 days."),
            ("2023-02-29T00:00:00Z", "There is no day 29: February 2023 has 28 days."),
            ("1900-02-29T00:00:00Z", "There is no day 29: February 1900 has 28 days."),
            ("2024-04-31T00:00:00Z", "There is no day 31: April 2024 has 30 days."),
            ("2024-12-32T00:00:00Z", "There is no day 32: December 2024 has 31 days."),
            ("2024-08-12T25:00:00Z", "There is no hour 25: hours go from 00 to 23."),
            ("2024-08-12T24:00:01Z", "There is no hour 24: hours go from 00 to 23."),
            ("2024-08-12T24:00:00Z", "There is no 24:00:00: write 23:59:59, or 00:00:00 of the next day."),
            ("2024-08-12T24:00:00.0+02:00", "There is no 24:00:00: write 23:59:59, or 00:00:00 of the next day."),
            ("2024-08-12T00:60:00Z", "There is no minute 60: minutes go from 00 to 59."),
            ("2016-12-31T23:59:60Z", "There is no second 60: seconds go from 00 to 59. Leap seconds are not accepted."),
            ("2024-08-12T00:00:61Z", "There is no second 61: seconds go from 00 to 59."),
            ("2024-08-12T00:00:00+24:00", "There is no offset hour 24: offset hours go from 00 to 23."),
            ("2024-08-12T00:00:00+0260", "There is no offset minute 60: offset minutes go from 00 to 59."),
            ("0001-01-01T00:00:00+00:01", "In UTC this lies outside the years 0001 to 9999."),
            ("0001-01-01T00:59:59+01:00", "In UTC this lies outside the years 0001 to 9999."),
            ("9999-12-31T23:00:00-01:00", "In UTC this lies outside the years 0001 to 9999."),
            ("9999-12-31T23:59:59-00:01", "In UTC this lies outside the years 0001 to 9999."),
        ],
    );
}

#[test]
fn without_a_time_zone() {
    let text = "The time zone is missing. End with Z for UTC, or with an offset such as +02:00.";
    refused(
        Code::NoTimeZone,
        &[
            ("2024-08-12T00:00:00", text),
            ("2024-08-12t00:00:00.5", text),
            ("2024-02-30T00:00:00", text),
        ],
    );
}

#[test]
fn texts_that_end_too_early() {
    let rows = [
        ("2024", "The month is missing."),
        ("202", "The year is missing."),
        ("2024-", "The month is missing."),
        ("2024-08", "The day is missing."),
        ("2024-08-12", "The time is missing."),
        ("2024-08-12T", "The hour is missing."),
        ("2024-08-12T00", "The minute is missing."),
        ("2024-08-12T00:00", "The second is missing."),
        ("2024-08-12T00:00:0", "The second is missing."),
        ("2024-08-12T00:00:00.", "The fraction is missing."),
        ("2024-08-12T00:00:00+", "The offset hour is missing."),
        ("2024-08-12T00:00:00+02:", "The offset minute is missing."),
        ("2024-08-12T00:00:00+020", "The offset minute is missing."),
    ];
    not_a_date_time(&rows);
}

/// Rows without the sentence that all such messages end with.
#[track_caller]
fn not_a_date_time(rows: &[(&str, &str)]) {
    for (typed, message) in rows {
        let message = format!("{message} Write the date and time like 2024-08-12T00:00:00Z.");
        refused(Code::NotADateTime, &[(typed, message.as_str())]);
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn characters_in_the_wrong_place() {
    not_a_date_time(&[
        ("2024-08-12 00:00:00Z", "Position 11 holds a blank, where “T” is expected."),
        ("2024-08-12_00:00:00Z", "Position 11 holds “_”, where “T” is expected."),
        ("2024-08-12T00:00Z", "Position 17 holds “Z”, where “:” is expected."),
        ("2024-08-12Z", "Position 11 holds “Z”, where “T” is expected."),
        ("20240812T000000Z", "Position 5 holds “0”, where “-” is expected."),
        ("2024-W33-1T00:00:00Z", "Position 6 holds “W”, where a digit of the month is expected."),
        ("2024-225T00:00:00Z", "Position 8 holds “5”, where “-” is expected."),
        ("2024-8-12T00:00:00Z", "Position 7 holds “-”, where a digit of the month is expected."),
        ("+2024-08-12T00:00:00Z", "Position 1 holds “+”, where a digit of the year is expected."),
        ("-0001-08-12T00:00:00Z", "Position 1 holds “-”, where a digit of the year is expected."),
        ("12/08/2024", "Position 3 holds “/”, where a digit of the year is expected."),
        ("2024/08/12", "Position 5 holds “/”, where “-” is expected."),
        ("yesterday", "Position 1 holds “y”, where a digit of the year is expected."),
        ("2024-08-12T00.5:00:00Z", "Position 14 holds “.”, where “:” is expected."),
        ("2024-08-12T00:00:00.Z", "Position 21 holds “Z”, where a digit of the fraction is expected."),
        ("2024-08-12T00:00:00UTC", "Position 20 holds “U”, where Z or an offset such as +02:00 is expected."),
        ("2024-08-12T00:00:00 Z", "Position 20 holds a blank, where Z or an offset such as +02:00 is expected."),
        ("2024-08-12T00:00:00+2:00", "Position 22 holds “:”, where a digit of the offset hour is expected."),
        ("2024-08-12T00:00:00+02:0x", "Position 25 holds “x”, where a digit of the offset minute is expected."),
        ("2024-08-12T00:00:00ZZ", "Position 21 holds “Z”, where the end of the text is expected."),
        ("2024-08-12T00:00:00+02:00[Europe/Berlin]", "Position 26 holds “[”, where the end of the text is expected."),
        ("2024-08-12T00:00:00Z/2024-08-13T00:00:00Z", "Position 21 holds “/”, where the end of the text is expected."),
    ]);
}

#[rustfmt::skip] // One row a line.
#[test]
fn blanks_and_characters_that_only_look_right() {
    not_a_date_time(&[
        (" 2024-08-12T00:00:00Z", "Position 1 holds a blank, where a digit of the year is expected."),
        ("2024-08-12T00:00:00Z ", "Position 21 holds a blank, where the end of the text is expected."),
        ("2024-08-12T00:00:00Z\n", "Position 21 holds U+000A, where the end of the text is expected."),
        ("2024-08-12T00: 00:00Z", "Position 15 holds a blank, where a digit of the minute is expected."),
        ("٢٠٢٤-08-12T00:00:00Z", "Position 1 holds U+0662, where a digit of the year is expected."),
        ("2024-08-1\u{661}T00:00:00Z", "Position 10 holds U+0661, where a digit of the day is expected."),
        ("2024-08-12T00:00:0\u{FF10}Z", "Position 19 holds U+FF10, where a digit of the second is expected."),
        ("2024\u{2010}08-12T00:00:00Z", "Position 5 holds U+2010, where “-” is expected."),
        ("2024-08-12T00:00:00\u{2212}05:00", "Position 20 holds U+2212, where Z or an offset such as +02:00 is expected."),
        ("\u{200F}2024-08-12T00:00:00Z", "Position 1 holds U+200F, where a digit of the year is expected."),
        ("2024-08-12\u{200E}T00:00:00Z", "Position 11 holds U+200E, where “T” is expected."),
        ("2024-08-12T00:00:00Z\u{202C}", "Position 21 holds U+202C, where the end of the text is expected."),
        ("\u{FEFF}2024-08-12T00:00:00Z", "Position 1 holds U+FEFF, where a digit of the year is expected."),
        ("2024-08-12T00:00:00Z\0", "Position 21 holds U+0000, where the end of the text is expected."),
        ("😀", "Position 1 holds U+1F600, where a digit of the year is expected."),
    ]);
}
