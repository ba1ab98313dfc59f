//! Instants and lengths of time as people read them.

use chrono::TimeDelta;
use metering_export::app::time::{ago, first_day, last_day, left, short, shorten};

use super::at;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

#[test]
fn how_long_ago_is_said_in_its_largest_unit() {
    for (seconds, text) in [
        (-5, "just now"),
        (0, "just now"),
        (1, "just now"),
        (2, "2 s ago"),
        (59, "59 s ago"),
        (MINUTE, "1 min ago"),
        (HOUR - 1, "59 min ago"),
        (HOUR, "1 h ago"),
        (2 * DAY - 1, "47 h ago"),
        (2 * DAY, "2 days ago"),
        (400 * DAY, "400 days ago"),
    ] {
        assert_eq!(ago(TimeDelta::seconds(seconds)), text, "{seconds} s");
    }
}

#[test]
fn the_time_left_to_download_is_said_in_two_units() {
    for (seconds, text) in [
        (-HOUR, "download expired"),
        (-MINUTE, "download expired"),
        (0, "download expired"),
        (1, "1 min left to download"),
        (MINUTE, "1 min left to download"),
        (HOUR - 1, "59 min left to download"),
        (HOUR, "1 h 0 min left to download"),
        (DAY - 1, "23 h 59 min left to download"),
        (DAY, "1 day 0 h left to download"),
        (2 * DAY - 1, "1 day 23 h left to download"),
        (3 * DAY, "3 days 0 h left to download"),
    ] {
        assert_eq!(left(TimeDelta::seconds(seconds)), text, "{seconds} s");
    }
}

#[test]
fn an_instant_is_short_and_utc() {
    for (text, shown) in [
        ("2024-08-12T00:00:00Z", "2024-08-12 00:00:00"),
        ("2024-08-12T01:02:03.456Z", "2024-08-12 01:02:03"),
        ("2024-08-12T01:00:00+02:00", "2024-08-11 23:00:00"),
    ] {
        assert_eq!(short(at(text)), shown);
        assert_eq!(shorten(text), shown);
    }
}

#[test]
fn a_text_that_is_no_instant_stays_as_it_is() {
    for text in [
        "",
        "yesterday",
        "2024-08-12",
        "2024-08-12T00:00:00",
        "<b>",
        "1723420800000",
    ] {
        assert_eq!(shorten(text), text);
    }
}

#[test]
fn a_range_of_whole_days_is_said_in_days() {
    for (start, end, texts) in [
        (
            "2024-08-12T00:00:00Z",
            "2024-09-10T23:59:59Z",
            ["2024-08-12", "2024-09-10"],
        ),
        (
            "2024-08-12T02:00:00+02:00",
            "2024-09-12T00:00:00Z",
            ["2024-08-12", "2024-09-12 00:00:00"],
        ),
        (
            "2024-08-12T10:00:00Z",
            "soon",
            ["2024-08-12 10:00:00", "soon"],
        ),
    ] {
        assert_eq!([first_day(start), last_day(end)], texts);
    }
}
