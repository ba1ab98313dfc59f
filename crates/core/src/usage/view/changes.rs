//! A period beside another one: what has changed most.
use serde::{Deserialize, Serialize};

use super::{Grain, GroupBy, GroupRow, PeriodTotal, Sort, SortBy, Tally, View};
use crate::usage::{Day, DayRange, Ipus};

/// What a period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Against {
    /// The period before it.
    Before,
    /// The same period a year before; of a week, 52 weeks before.
    YearBefore,
    /// The days of the filter, from the first to the last, beside as many days before them. The grain does not matter.
    DaysBefore,
}

/// What changes are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeSortBy {
    /// The name.
    Name,
    /// What was consumed in the period.
    Current,
    /// What was consumed in the period that it is compared with.
    Base,
    /// The difference, whether more or less.
    Change,
}

/// A comparison of two periods, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeQuery {
    /// How long the periods are.
    pub grain: Grain,
    /// The period that holds this day; `None`: the last one with rows.
    pub period: Option<Day>,
    /// What it is compared with.
    pub against: Against,
    /// Whether both are cut to as many days as are complete in the period.
    pub same_days: bool,
    /// The groups.
    pub by: GroupBy,
    /// What the groups are sorted by.
    pub sort_by: ChangeSortBy,
    /// Whether the largest, or the last of the alphabet, comes first.
    pub descending: bool,
    /// How many groups to leave out at the beginning.
    pub skip: usize,
    /// How many groups to give at most.
    pub take: usize,
}

/// Two periods side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// The period.
    pub current: PeriodTotal,
    /// What it is compared with.
    pub base: PeriodTotal,
    /// The groups asked for.
    pub rows: Vec<Change>,
    /// How many groups there are in all.
    pub groups: usize,
    /// The periods to choose from, the newest first; none where the days of the filter are compared.
    pub periods: Vec<DayRange>,
}

/// A group in both periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The group, and what it comes to in the period.
    pub group: GroupRow,
    /// What it comes to in the period that is compared with.
    pub base: Ipus,
}

/// How much more `current` is than `base`.
pub fn difference(current: Ipus, base: Ipus) -> Ipus {
    Ipus::from_trillionths(current.trillionths() - base.trillionths())
}

impl View<'_> {
    /// The comparison asked for; `None` without rows or days to compare. The filter's words and choices narrow it;
    /// its days do so only where they are what is compared.
    pub fn compare(&self, query: &ChangeQuery, today: Day) -> Option<Changes> {
        let all = self.days_regardless();
        let calendar = self.calendar_of(query.grain, &all);
        let period = calendar.period(query.period.or(all.last().copied())?);
        let (mut current, mut base) = match query.against {
            Against::Before => (period, calendar.before(period)?),
            Against::YearBefore => (period, calendar.year_before(period)?),
            Against::DaysBefore => {
                let (first, last) = self.filter.first.zip(self.filter.last)?;
                let days = DayRange { first, last };
                let length = chrono::Days::new(days.days());
                let before = DayRange {
                    first: first.date().checked_sub_days(length).map(Day::new)?,
                    last: first.previous()?,
                };
                (days, before)
            }
        };
        if query.same_days {
            let complete = self.complete_until(current, today);
            for period in [&mut current, &mut base] {
                period.last = period.iter().take(complete).last().unwrap_or(period.first);
            }
        }
        let mut changes = self.changes(current, base, query, today);
        changes.periods = match query.against {
            Against::Before | Against::YearBefore => {
                let periods = all.iter().rev().map(|day| calendar.period(*day));
                let mut periods: Vec<DayRange> = periods.collect();
                periods.dedup();
                periods
            }
            Against::DaysBefore => Vec::new(),
        };
        Some(changes)
    }

    /// Two ranges of days side by side; of the query, groups, order and page count.
    pub fn changes(
        &self,
        current: DayRange,
        base: DayRange,
        query: &ChangeQuery,
        today: Day,
    ) -> Changes {
        let by = query.by;
        let sums = self.by_place_in([current, base]);
        let totals = [0, 1].map(|at: usize| sums[at].iter().copied().sum::<Tally>());
        let mut union = sums[0].clone();
        for (all, tally) in union.iter_mut().zip(&sums[1]) {
            *all += *tally;
        }
        let (mut groups, of_place) = self.groups_of_places(by, &union);
        let mut bases = vec![Tally::default(); groups.len()];
        for group in &mut groups {
            group.tally = Tally::default();
        }
        let [now, then] = &sums;
        for ((at, now), then) in of_place.iter().zip(now).zip(then) {
            if let Some(group) = groups.get_mut(*at) {
                group.tally += *now;
                bases[*at] += *then;
            }
        }
        // Sorted by the figure in place of the sum.
        let measured = groups.iter().copied().enumerate().map(|(at, mut group)| {
            let (now, then) = (group.tally.trillionths, bases[at].trillionths);
            group.tally.trillionths = match query.sort_by {
                ChangeSortBy::Name | ChangeSortBy::Current => now,
                ChangeSortBy::Base => then,
                ChangeSortBy::Change => (now - then).abs(),
            };
            (at, group)
        });
        let sort = Sort {
            by: match query.sort_by {
                ChangeSortBy::Name => SortBy::Name,
                ChangeSortBy::Current | ChangeSortBy::Base | ChangeSortBy::Change => {
                    SortBy::Consumption
                }
            },
            descending: query.descending,
        };
        let page = self.first(measured.collect(), by, sort, query.skip, query.take);
        let named: Vec<_> = page.iter().map(|at| groups[*at]).collect();
        let named = self.named(by, &named).into_iter().zip(&page);
        let total = |days, tally| {
            let complete = self.complete_days(days, today, false);
            PeriodTotal {
                complete,
                ..self.period_total(days, tally, today)
            }
        };
        Changes {
            current: total(current, totals[0]),
            base: total(base, totals[1]),
            rows: named
                .map(|(group, at)| Change {
                    group,
                    base: bases[*at].consumption(),
                })
                .collect(),
            groups: groups.len(),
            periods: Vec::new(),
        }
    }

    /// The sums of places in each of these ranges, whatever days the filter has.
    fn by_place_in(&self, ranges: [DayRange; 2]) -> [Vec<Tally>; 2] {
        let mut sums = ranges.map(|_| vec![Tally::default(); self.sums.places.len()]);
        let numbers = (0..).take(self.tables.dates.len());
        let is_in: Vec<[bool; 2]> = numbers
            .map(|date| ranges.map(|days| days.contains(self.tables.dates.day(date))))
            .collect();
        for (place, date, tally) in self.rows_regardless() {
            for (sums, is_in) in sums.iter_mut().zip(is_in[date as usize]) {
                if is_in {
                    sums[place as usize] += tally;
                }
            }
        }
        sums
    }

    /// The days that have rows, whatever days the filter has.
    fn days_regardless(&self) -> Vec<Day> {
        let dates = (0..)
            .zip(&self.sums.has_rows)
            .filter(|(_, has_rows)| **has_rows);
        let mut days: Vec<Day> = dates.map(|(date, _)| self.tables.dates.day(date)).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
