//! The 30-day rule, and splitting a longer range into windows that keep it.

use chrono::{DateTime, TimeDelta, Utc};

use super::date_time::{DAY, Instant};
use super::problem::Params;
use super::{ExportRequest, Rules};

/// How many days a range counts: every day of 24 hours that has begun since its start.
///
/// `00:00:00` to `23:59:59` is 1, to the next `00:00:00` still 1, a second more is 2. Zero or less
/// where the end is not after the start.
pub fn days(start: DateTime<Utc>, end: DateTime<Utc>) -> i64 {
    let seconds = seconds_begun(length(start, end));
    seconds.div_euclid(DAY) + i64::from(seconds.rem_euclid(DAY) > 0)
}

/// `end - start`; unlike chrono's it has no path to a panic.
fn length(start: DateTime<Utc>, end: DateTime<Utc>) -> TimeDelta {
    Instant::from(end).since(start.into())
}

fn seconds_begun(length: TimeDelta) -> i64 {
    length.num_seconds() + i64::from(length.subsec_nanos() > 0)
}

/// What is wrong with a range that is longer than `max`; it ends after it starts.
pub(crate) fn check(start: Instant, end: Instant, max: TimeDelta) -> Option<Params> {
    let length = end.since(start);
    (length > max).then(|| Params::RangeTooLong {
        seconds: seconds_begun(length),
        limit: max.num_seconds(),
        latest_end: start.after(max),
    })
}

/// Cuts a range into windows of at most `max` that cover it without overlap, each ending after it
/// starts.
///
/// The service includes the whole day of a window's end in the data. So windows end at `23:59:59`
/// and the next begins a second later, at midnight in UTC, and no day is asked for twice. Within
/// that there are as few windows as `max` allows. Only where `max` leaves no midnight to cut at,
/// which takes less than two days, a cut falls within a day.
///
/// Empty where the end is not after the start, or where `max` is less than two seconds.
pub fn windows(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    max: TimeDelta,
) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let mut windows = Vec::new();
    if start >= end || max < TimeDelta::seconds(2) {
        return windows;
    }
    let mut from = start;
    while let Some((cut, next)) = cut(from, end, max) {
        windows.push((from, cut));
        from = next;
    }
    windows.push((from, end));
    windows
}

/// The end of a window that starts at `from`, and the start of the next; `None` where the window
/// reaches the end.
fn cut(
    from: DateTime<Utc>,
    end: DateTime<Utc>,
    max: TimeDelta,
) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let length = length(from, end);
    if length <= max {
        return None;
    }
    let second = TimeDelta::seconds(1);
    // The latest start of the next window that `max` allows. It must be before the end, or nothing
    // is left for it.
    let latest = from.checked_add_signed(max)?.checked_add_signed(second)?;
    let midnight = midnight_up_to(latest.timestamp()).min(midnight_up_to(
        end.timestamp() - i64::from(end.timestamp_subsec_nanos() == 0),
    ));
    if midnight - 1 > from.timestamp() {
        return Some((
            DateTime::from_timestamp(midnight - 1, 0)?,
            DateTime::from_timestamp(midnight, 0)?,
        ));
    }
    if latest < end {
        return Some((latest.checked_sub_signed(second)?, latest));
    }
    // A full window would leave less than the second between two windows: halve, in whole seconds
    // where there are any.
    let half = length.checked_sub(&second)?.checked_div(2)?;
    let whole = TimeDelta::seconds(half.num_seconds());
    let cut = from.checked_add_signed(if whole.is_zero() { half } else { whole })?;
    Some((cut, cut.checked_add_signed(second)?))
}

const fn midnight_up_to(timestamp: i64) -> i64 {
    timestamp - timestamp.rem_euclid(DAY)
}

/// Splits a request into requests that keep [`Rules::max_range`], as [`windows`] cuts; the other
/// fields stay as they are.
///
/// A request that keeps the limit comes back alone. A longer one comes from
/// [`RangeLimit::Warning`](super::RangeLimit::Warning).
pub fn split(request: &ExportRequest, rules: &Rules) -> Vec<ExportRequest> {
    windows(request.start_date(), request.end_date(), rules.max_range)
        .into_iter()
        .map(|(start, end)| ExportRequest {
            start_date: start.into(),
            end_date: end.into(),
            ..request.clone()
        })
        .collect()
}
