//! Instants and lengths of time as people read them. All of them UTC.

use chrono::{DateTime, TimeDelta, Utc};

use metering_core::request::date_time;

/// An instant without its fraction and letters: `2024-08-12 00:00:00`.
pub fn short(instant: DateTime<Utc>) -> String {
    date_time::text(instant)
        .chars()
        .take(19)
        .map(|c| if c == 'T' { ' ' } else { c })
        .collect()
}

/// The service's text of an instant in the short form; a text that is no instant stays as it is.
pub fn shorten(text: &str) -> String {
    date_time::parse(text).map_or_else(|_| text.to_owned(), short)
}

/// The service's text of the start of a range: a day where it is its first second.
pub fn first_day(text: &str) -> String {
    day_or_instant(text, "T00:00:00Z")
}

/// The service's text of the end of a range: a day where it is its last second.
pub fn last_day(text: &str) -> String {
    day_or_instant(text, "T23:59:59Z")
}

fn day_or_instant(text: &str, time: &str) -> String {
    let normal = date_time::parse(text).map_or_else(|_| text.to_owned(), date_time::text);
    let day = normal.strip_suffix(time).map(str::to_owned);
    day.unwrap_or_else(|| shorten(text))
}

/// How long ago something was: `just now`, `12 s ago`, `3 min ago`, `2 h ago`, `5 days ago`.
pub fn ago(length: TimeDelta) -> String {
    match length.num_seconds() {
        ..2 => "just now".into(),
        seconds @ 2..60 => format!("{seconds} s ago"),
        seconds @ 60..3_600 => format!("{} min ago", seconds / 60),
        seconds @ 3_600..172_800 => format!("{} h ago", seconds / 3_600),
        seconds => format!("{} days ago", seconds / 86_400),
    }
}

/// How long the data can still be downloaded: `2 days 23 h left to download`.
pub fn left(length: TimeDelta) -> String {
    match length.num_seconds() {
        ..=0 => "download expired".into(),
        seconds @ 1..3_600 => format!("{} min left to download", (seconds / 60).max(1)),
        seconds @ 3_600..86_400 => {
            format!(
                "{} h {} min left to download",
                seconds / 3_600,
                seconds % 3_600 / 60
            )
        }
        seconds => format!(
            "{} {} h left to download",
            days(seconds / 86_400),
            seconds % 86_400 / 3_600
        ),
    }
}

/// A number of days: `1 day`, `2 days`.
pub(crate) fn days(days: i64) -> String {
    if days == 1 {
        "1 day".into()
    } else {
        format!("{days} days")
    }
}
