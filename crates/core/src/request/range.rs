//! The longest range, and splitting a longer one into windows that keep it.

use chrono::{DateTime, Datelike as _, NaiveTime, TimeDelta, Utc};

use super::problem::Params;
use super::{ExportRequest, Rules};

const SECOND: TimeDelta = TimeDelta::seconds(1);
const DAY: i64 = 86_400;

/// The longest month.
const MONTH: TimeDelta = TimeDelta::days(31);

/// How many days a range counts: every day of 24 hours that has begun since its start.
///
/// `00:00:00` to `23:59:59` is 1, to the next `00:00:00` still 1, a second more is 2. Zero or less
/// where the end is not after the start.
pub fn days(start: DateTime<Utc>, end: DateTime<Utc>) -> i64 {
    let seconds = seconds_begun(end - start);
    seconds.div_euclid(DAY) + i64::from(seconds.rem_euclid(DAY) > 0)
}

fn seconds_begun(length: TimeDelta) -> i64 {
    length.num_seconds() + i64::from(length.subsec_nanos() > 0)
}

/// What is wrong with a range that is longer than `max`; it ends after it starts.
pub(super) fn check(start: DateTime<Utc>, end: DateTime<Utc>, max: TimeDelta) -> Option<Params> {
    let length = end - start;
    (length > max).then(|| Params::RangeTooLong {
        days: days(start, end),
        limit: max.num_days(),
        latest_end: start.checked_add_signed(max).unwrap_or(end),
        seconds: seconds_begun(length),
        limit_seconds: max.num_seconds(),
    })
}

/// Cuts a range into windows of at most `max` that cover it without overlap, each ending after it
/// starts.
///
/// The service includes the whole day of a window's end in the data. So windows end at `23:59:59`
/// and the next begins a second later, at midnight in UTC, and no day is asked for twice. Within
/// that there are as few windows as `max` allows. Where it has room for any calendar month, windows
/// end with a month instead. Only where `max` leaves no midnight to cut at, which takes less than
/// two days, a cut falls within a day.
///
/// Empty where the end is not after the start, or where `max` is less than two seconds. There is
/// one window for each `max` in the range, which can be very many.
pub fn windows(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    max: TimeDelta,
) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let mut windows = Vec::new();
    let mut next = (start < end && max >= SECOND * 2).then_some(start);
    while let Some(start) = next {
        let cut = cut(start, end, max);
        windows.push((start, cut.unwrap_or(end)));
        next = cut.map(|cut| cut + SECOND);
    }
    windows
}

/// The end of a window that starts at `from`; `None` where the window reaches the end.
fn cut(from: DateTime<Utc>, end: DateTime<Utc>, max: TimeDelta) -> Option<DateTime<Utc>> {
    // The latest end of the window that `max` allows.
    let latest = from
        .checked_add_signed(max)
        .filter(|latest| *latest < end)?;
    // The next has to start before the end of all, or nothing is left for it.
    let latest_start = (latest + SECOND).min(end - TimeDelta::nanoseconds(1));
    let day = latest_start.date_naive();
    let day = if max >= MONTH {
        day.with_day(1).unwrap_or(day)
    } else {
        day
    };
    let before_midnight = day.and_time(NaiveTime::MIN).and_utc() - SECOND;
    Some(if before_midnight > from {
        before_midnight
    } else if latest + SECOND < end {
        latest
    } else {
        // A full window would leave less than the second between two windows: halve what is left
        // of the range without it, in whole seconds where there are any.
        let half = (end - from - SECOND) / 2;
        from + if half >= SECOND {
            TimeDelta::seconds(half.num_seconds())
        } else {
            half
        }
    })
}

/// Splits a request into requests that keep the longest range of its type, as [`windows`] cuts; the
/// other fields stay as they are.
///
/// A request that keeps the limit comes back alone. A longer one comes from
/// [`RangeLimit::Warning`](super::RangeLimit::Warning).
pub fn split(request: &ExportRequest, rules: &Rules) -> Vec<ExportRequest> {
    windows(
        request.start_date,
        request.end_date,
        rules.max_range(request.job_type),
    )
    .into_iter()
    .map(|(start_date, end_date)| ExportRequest {
        start_date,
        end_date,
        ..request.clone()
    })
    .collect()
}
