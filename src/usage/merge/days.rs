//! Which days the exports answer for: gaps and overlaps.
use super::{Overlap, WindowDays};
use crate::usage::{Day, DayRange};

/// Days of `asked` (or from the first to the last window) in no window, and days in several.
pub(super) fn gaps_and_overlaps(
    windows: &[WindowDays],
    asked: Option<DayRange>,
) -> (Vec<DayRange>, Vec<Overlap>) {
    let known = || {
        windows
            .iter()
            .filter_map(|window| window.days)
            .filter(|days| days.first <= days.last)
    };
    let hull = known().reduce(|a, b| DayRange {
        first: a.first.min(b.first),
        last: a.last.max(b.last),
    });
    let (mut gaps, mut overlaps) = (Vec::new(), Vec::<Overlap>::new());
    // The set of exports changes on the first day of a window and on the day after its last.
    let mut changes: Vec<Day> = known()
        .chain(asked)
        .flat_map(|days| [Some(days.first), days.last.next()])
        .flatten()
        .collect();
    changes.sort_unstable();
    changes.dedup();
    for (at, &first) in changes.iter().enumerate() {
        let Some(last) = changes.get(at + 1).copied().and_then(Day::previous) else {
            continue;
        };
        let days = DayRange { first, last };
        let exports: Vec<usize> = (0..windows.len())
            .filter(|&export| {
                windows[export]
                    .days
                    .is_some_and(|window| window.contains(first))
            })
            .collect();
        match exports.len() {
            0 if asked.or(hull).is_some_and(|wanted| wanted.contains(first)) => {
                join(&mut gaps, days);
            }
            0 | 1 => {}
            _ => match overlaps.last_mut() {
                Some(before)
                    if before.exports == exports && before.days.last.next() == Some(first) =>
                {
                    before.days.last = last;
                }
                _ => overlaps.push(Overlap { days, exports }),
            },
        }
    }
    (gaps, overlaps)
}

/// Adds a range behind the last one, joined to it where they touch.
fn join(ranges: &mut Vec<DayRange>, days: DayRange) {
    match ranges.last_mut() {
        Some(before) if before.last.next() == Some(days.first) => before.last = days.last,
        _ => ranges.push(days),
    }
}
