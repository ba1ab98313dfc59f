//! Which days the exports answer for: gaps, overlaps, and days whose data is known to be incomplete.
use super::Overlap;
use crate::usage::{Day, DayRange};

/// How the windows of the exports cover the days.
#[derive(Default)]
pub(crate) struct Coverage {
    pub(crate) gaps: Vec<DayRange>,
    pub(super) overlaps: Vec<Overlap>,
    pub(crate) incomplete: Vec<DayRange>,
}

/// The days that an export answers for, and whether it is partial.
pub(crate) type Window = (Option<DayRange>, bool);

impl Coverage {
    /// Looks for gaps in `asked`, or from the first window to the last.
    pub(crate) fn new(windows: &[Window], asked: Option<DayRange>) -> Self {
        let known = || windows.iter().filter_map(|&(days, _)| days);
        let hull = known().reduce(DayRange::hull);
        // The set of exports changes on the first day of a window and on the day after its last.
        let mut changes: Vec<Day> = known()
            .chain(asked)
            .flat_map(|days| [Some(days.first), days.last.next()])
            .flatten()
            .collect();
        changes.sort_unstable();
        changes.dedup();
        let mut coverage = Self::default();
        for pair in changes.windows(2) {
            if let &[first, next] = pair
                && let Some(last) = next.previous()
            {
                let wanted = asked.or(hull).is_some_and(|wanted| wanted.contains(first));
                coverage.add(DayRange { first, last }, windows, wanted);
            }
        }
        coverage
    }

    /// Adds days that the same exports answer for.
    fn add(&mut self, days: DayRange, windows: &[Window], wanted: bool) {
        let answers = |&at: &usize| {
            windows[at]
                .0
                .is_some_and(|window| window.contains(days.first))
        };
        let exports: Vec<usize> = (0..windows.len()).filter(answers).collect();
        if exports.is_empty() {
            if wanted {
                join(&mut self.gaps, days);
            }
            return;
        }
        if exports.iter().all(|&at| windows[at].1) {
            join(&mut self.incomplete, days);
        }
        if exports.len() > 1 {
            match self.overlaps.last_mut() {
                Some(before) if before.exports == exports && touch(before.days, days) => {
                    before.days.last = days.last;
                }
                _ => self.overlaps.push(Overlap { days, exports }),
            }
        }
    }
}

/// Whether the second range begins on the day after the first.
fn touch(before: DayRange, after: DayRange) -> bool {
    before.last.next() == Some(after.first)
}

/// Adds a range behind the last one, joined to it where they touch.
pub(crate) fn join(ranges: &mut Vec<DayRange>, days: DayRange) {
    match ranges.last_mut() {
        Some(before) if touch(*before, days) => before.last = days.last,
        _ => ranges.push(days),
    }
}
