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
    let seconds = seconds_begun(Instant::from(end).since(start.into()));
    seconds.div_euclid(DAY) + i64::from(seconds.rem_euclid(DAY) > 0)
}

fn seconds_begun(length: TimeDelta) -> i64 {
    length.num_seconds() + i64::from(length.subsec_nanos() > 0)
}

/// What is wrong with a range that is longer than `max`; it ends after it starts.
pub fn check(start: Instant, end: Instant, max: TimeDelta) -> Option<Params> {
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
/// Empty where the end is not after the start, or where `max` is less than two seconds. There is
/// one window for each `max` in the range, which can be very many.
pub fn windows(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    max: TimeDelta,
) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    cut_up(start.into(), end.into(), max)
        .map(|(start, end)| (start.into(), end.into()))
        .collect()
}

/// The windows, one after the other.
pub fn cut_up(
    start: Instant,
    end: Instant,
    max: TimeDelta,
) -> impl Iterator<Item = (Instant, Instant)> {
    let possible = start < end && max.num_seconds() >= 2;
    let mut from = possible.then_some(start);
    std::iter::from_fn(move || {
        let start = from?;
        let window = cut(start, end, max);
        from = window.map(|(_, next)| next);
        Some((start, window.map_or(end, |(cut, _)| cut)))
    })
}

/// The end of a window that starts at `from`, and the start of the next; `None` where the window
/// reaches the end.
fn cut(from: Instant, end: Instant, max: TimeDelta) -> Option<(Instant, Instant)> {
    let length = end.since(from);
    if length <= max {
        return None;
    }
    // The latest end of the window that `max` allows. The next has to start before the end of all,
    // or nothing is left for it.
    let latest = from.after(max);
    let before_end = end.timestamp() - i64::from(end.is_whole_second());
    let midnight = midnight_up_to((latest.timestamp() + 1).min(before_end));
    let cut = if midnight - 1 > from.timestamp() {
        Instant::at_second(midnight - 1)
    } else if latest.after(SECOND) < end {
        latest
    } else {
        // A full window would leave less than the second between two windows: halve what is left
        // of the range without it, in whole seconds where there are any.
        let rest = length.num_seconds() - 1;
        from.after(if rest >= 2 {
            TimeDelta::seconds(rest / 2)
        } else {
            TimeDelta::nanoseconds(rest * 500_000_000 + i64::from(length.subsec_nanos() / 2))
        })
    };
    Some((cut, cut.after(SECOND)))
}

/// What lies between the end of a window and the start of the next.
const SECOND: TimeDelta = TimeDelta::seconds(1);

const fn midnight_up_to(timestamp: i64) -> i64 {
    timestamp - timestamp.rem_euclid(DAY)
}

/// Splits a request into requests that keep [`Rules::max_range`], as [`windows`] cuts; the other
/// fields stay as they are.
///
/// A request that keeps the limit comes back alone. A longer one comes from
/// [`RangeLimit::Warning`](super::RangeLimit::Warning).
pub fn split(request: &ExportRequest, rules: &Rules) -> Vec<ExportRequest> {
    cut_up(request.start_date, request.end_date, rules.max_range)
        .map(|(start_date, end_date)| ExportRequest {
            start_date,
            end_date,
            ..request.clone()
        })
        .collect()
}
