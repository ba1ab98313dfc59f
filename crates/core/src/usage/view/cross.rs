//! Usage over time: the groups of a dimension by period, with totals on both sides.
use serde::{Deserialize, Serialize};

use super::{
    Grain, GroupBy, GroupRow, Others, Sort, SortBy, Tally, View,
    groups::{Group, NO_GROUP},
    table::sum,
    with_rows,
};
use crate::usage::{Day, DayRange, Ipus};

/// Groups that have a part of their own in each bar of the picture.
const PARTS: usize = 6;
/// Periods that stand side by side in the table.
const COLUMNS: usize = 31;

/// Usage over time, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossQuery {
    /// The periods.
    pub grain: Grain,
    /// The groups; `None`: only totals.
    pub by: Option<GroupBy>,
    /// The order of the groups.
    pub sort: Sort,
    /// When sorting by consumption, the first day of the period whose consumption counts; `None`: all periods.
    pub sorted_in: Option<Day>,
    /// How many groups to leave out at the beginning.
    pub skip: usize,
    /// How many groups to give at most.
    pub take: usize,
    /// Which 31 periods the table has, from 0; `None`: the last ones.
    pub columns: Option<usize>,
}

/// Usage over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossTab {
    /// The periods, in order.
    pub periods: Vec<PeriodTotal>,
    /// The largest groups with their amounts in each period, for a picture.
    pub parts: Vec<CrossRow>,
    /// The groups without a part of their own, and their amounts in each period.
    pub others: Option<(Others, Vec<Ipus>)>,
    /// Which 31 periods the rows have, from 0.
    pub columns: usize,
    /// The first of them, by its place among the periods.
    pub first_column: usize,
    /// The groups asked for, with their amounts in these periods.
    pub rows: Vec<CrossRow>,
    /// How many groups there are in all.
    pub groups: usize,
}

impl CrossTab {
    /// The periods that the rows have.
    pub fn column_totals(&self) -> &[PeriodTotal] {
        let end = (self.first_column + COLUMNS).min(self.periods.len());
        self.periods.get(self.first_column..end).unwrap_or_default()
    }

    /// How many times 31 periods there are.
    pub fn column_pages(&self) -> usize {
        self.periods.len().div_ceil(COLUMNS)
    }
}

/// A group over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossRow {
    /// The group and what it comes to in all.
    pub group: GroupRow,
    /// What it comes to in each period.
    pub cells: Vec<Ipus>,
}

/// A period and what its rows come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodTotal {
    /// Its days.
    pub days: DayRange,
    /// What was consumed.
    pub consumption: Ipus,
    /// How many rows there are.
    pub rows: u64,
    /// How many of its days are complete: an export answers for them, and they are neither left out by the filter nor
    /// provisional.
    pub complete: u64,
    /// Whether days of it may still rise, see [`Day::is_provisional`].
    pub provisional: bool,
}

impl PeriodTotal {
    /// Whether all its days are complete.
    pub fn is_complete(&self) -> bool {
        self.complete == self.days.days()
    }
}

impl View<'_> {
    /// Usage over time. Amounts are exact: the cells of a row add up to its sum, those of a column to the period's.
    pub fn cross(&self, query: &CrossQuery, today: Day) -> CrossTab {
        let periods = self.periods(query.grain);
        let of_date = self.period_of_dates(&periods);
        let (groups, of_place) = match query.by {
            Some(by) => self.groups_of_places(by, &self.sums.by_place),
            None => (Vec::new(), Vec::new()),
        };
        let by = query.by.unwrap_or(GroupBy::Organization);
        let indexed: Vec<(usize, Group)> = groups.iter().copied().enumerate().collect();
        let largest = self.first(indexed.clone(), by, Sort::LARGEST_FIRST, 0, PARTS);
        let mut measured = indexed;
        let sorted_in = query
            .sorted_in
            .filter(|_| query.sort.by == SortBy::Consumption);
        if let Some(day) = sorted_in
            && let Some(period) = periods.iter().position(|days| days.first == day)
        {
            for (_, group) in &mut measured {
                group.tally = Tally::default();
            }
            for (group, period_of_row, tally) in self.cells_of(&of_place, &of_date) {
                if period_of_row == period
                    && let Some((_, group)) = measured.get_mut(group)
                {
                    group.tally += tally;
                }
            }
        }
        let page = self.first(measured, by, query.sort, query.skip, query.take);
        // Only groups that are shown have cells: an export can have as many assets as rows.
        let mut slots = vec![NO_GROUP; groups.len()];
        let mut shown = Vec::new();
        for &group in largest.iter().chain(&page) {
            if slots[group] == NO_GROUP {
                slots[group] = shown.len();
                shown.push(group);
            }
        }
        let mut totals = vec![Tally::default(); periods.len()];
        for (date, tally) in with_rows(&self.sums.by_date) {
            totals[of_date[date as usize]] += tally;
        }
        let mut cells = vec![vec![Tally::default(); periods.len()]; shown.len()];
        if !shown.is_empty() {
            for (group, period, tally) in self.cells_of(&of_place, &of_date) {
                if let Some(cells) = slots.get(group).and_then(|slot| cells.get_mut(*slot)) {
                    cells[period] += tally;
                }
            }
        }
        let last_page = periods.len().div_ceil(COLUMNS).saturating_sub(1);
        let columns = query.columns.unwrap_or(last_page).min(last_page);
        let first_column = columns * COLUMNS;
        let end = (first_column + COLUMNS).min(periods.len());
        let rows = |which: &[usize], columns: std::ops::Range<usize>| -> Vec<CrossRow> {
            let named: Vec<Group> = which.iter().map(|at| groups[*at]).collect();
            let named = self.named(by, &named).into_iter().zip(which);
            named
                .map(|(group, at)| CrossRow {
                    group,
                    cells: cells[slots[*at]][columns.clone()]
                        .iter()
                        .map(|tally| tally.consumption())
                        .collect(),
                })
                .collect()
        };
        let parts = rows(&largest, 0..periods.len());
        let others = (groups.len() > largest.len()).then(|| {
            let named: Vec<Group> = largest.iter().map(|at| groups[*at]).collect();
            let rest = |all: Tally, named: i128| Ipus::from_trillionths(all.trillionths - named);
            let (all, named) = (sum(&groups), sum(&named));
            let others = Others {
                groups: groups.len() - largest.len(),
                consumption: rest(all, named.trillionths),
                rows: all.rows - named.rows,
            };
            let in_period = |(period, total): (usize, &Tally)| {
                let parts = largest.iter().map(|at| cells[slots[*at]][period]);
                rest(*total, parts.map(|tally| tally.trillionths).sum())
            };
            (others, totals.iter().enumerate().map(in_period).collect())
        });
        CrossTab {
            rows: rows(&page, first_column..end),
            parts,
            others,
            columns,
            first_column,
            groups: groups.len(),
            periods: periods
                .iter()
                .zip(&totals)
                .map(|(&days, &tally)| self.period_total(days, tally, today))
                .collect(),
        }
    }

    /// The group and the period of each row.
    fn cells_of(
        &self,
        of_place: &[usize],
        of_date: &[usize],
    ) -> impl Iterator<Item = (usize, usize, Tally)> {
        self.rows().map(|(place, date, tally)| {
            let group = of_place.get(place as usize).copied();
            (group.unwrap_or(NO_GROUP), of_date[date as usize], tally)
        })
    }

    /// The periods from the first to the last day with rows.
    fn periods(&self, grain: Grain) -> Vec<DayRange> {
        let days: Vec<Day> = self.by_day().into_iter().map(|(day, _)| day).collect();
        self.calendar(grain).periods(&days)
    }

    /// The place of each date's period among these; some place for dates that are not shown.
    fn period_of_dates(&self, periods: &[DayRange]) -> Vec<usize> {
        let numbers = (0..).take(self.tables.dates.len());
        numbers
            .map(|date| {
                let day = self.tables.dates.day(date);
                let after = periods.partition_point(|period| period.first <= day);
                after.saturating_sub(1)
            })
            .collect()
    }

    /// The indexes of these groups in an order, from `skip` on.
    pub(super) fn first(
        &self,
        mut groups: Vec<(usize, Group)>,
        by: GroupBy,
        sort: Sort,
        skip: usize,
        take: usize,
    ) -> Vec<usize> {
        let end = skip.saturating_add(take).min(groups.len());
        self.sort(&mut groups, |(_, group)| group, by, sort, end);
        let page = groups.get(skip..end).unwrap_or_default();
        page.iter().map(|(at, _)| *at).collect()
    }

    pub(super) fn period_total(&self, days: DayRange, tally: Tally, today: Day) -> PeriodTotal {
        PeriodTotal {
            days,
            consumption: tally.consumption(),
            rows: tally.rows(),
            complete: self.complete_days(days, today, true),
            provisional: tally.rows() > 0 && days.last.is_provisional(today),
        }
    }
}
