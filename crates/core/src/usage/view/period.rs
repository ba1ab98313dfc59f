//! Days divided into periods: days, ISO weeks, months, billing periods.
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::usage::{
    Day, DayRange,
    day::row_date,
    kind::Dimension,
    tables::{MISSING, Tables},
};

/// How long the periods are that usage over time is added up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grain {
    /// UTC days.
    Day,
    /// ISO weeks, from Monday to Sunday.
    Week,
    /// Calendar months.
    Month,
    /// The billing periods of the summary, or those whose first day was typed; days outside of them form periods of their own.
    BillingPeriod,
}

impl Grain {
    /// All grains, the finest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::BillingPeriod];

    /// What one of the periods is.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::BillingPeriod => "billing period",
        }
    }

    /// What suits so many days: days up to 45, weeks up to half a year, else months.
    pub fn for_days(days: u64) -> Self {
        match days {
            ..=45 => Self::Day,
            46..=184 => Self::Week,
            _ => Self::Month,
        }
    }

    /// Whether so many days have few enough periods to be looked at: more than 400, or 150 whose bars have parts, are drawn
    /// too slowly.
    pub fn suits(self, days: u64, has_parts: bool) -> bool {
        match self {
            Self::Day => days <= if has_parts { 150 } else { 400 },
            Self::Week => days <= 2_800,
            Self::Month | Self::BillingPeriod => true,
        }
    }
}

/// A grain and what it takes to find the period of a day.
pub(super) struct Calendar<'a> {
    pub(super) grain: Grain,
    /// Billing periods in order; none overlap.
    pub(super) billing: &'a [DayRange],
    /// From the first day that is shown to the last.
    pub(super) shown: DayRange,
}

/// Up to so many periods, those without rows are shown too.
const MOST_FILLED: usize = 1_000;

impl Calendar<'_> {
    /// The period that a day belongs to.
    pub(super) fn period(&self, day: Day) -> DayRange {
        let date = day.date();
        let days = |first: Option<NaiveDate>, last: Option<NaiveDate>| DayRange {
            first: first.map_or(day, Day::new),
            last: last.map_or(day, Day::new),
        };
        match self.grain {
            Grain::Day => days(None, None),
            Grain::Week => {
                let week = date.week(Weekday::Mon);
                days(week.checked_first_day(), week.checked_last_day())
            }
            Grain::Month => days(
                date.with_day(1),
                date.with_day(u32::from(date.num_days_in_month())),
            ),
            Grain::BillingPeriod => self.billing_period(day),
        }
    }

    fn billing_period(&self, day: Day) -> DayRange {
        let next = self.billing.partition_point(|period| period.first <= day);
        let before = next.checked_sub(1).map(|at| self.billing[at]);
        if let Some(period) = before.filter(|period| period.contains(day)) {
            return period;
        }
        // Between two periods, or before the first or after the last as far as anything is shown.
        let after = before.and_then(|period| period.last.next());
        let until = self
            .billing
            .get(next)
            .and_then(|period| period.first.previous());
        DayRange {
            first: after.unwrap_or(self.shown.first.min(day)),
            last: until.unwrap_or(self.shown.last.max(day)),
        }
    }

    /// The period before another one.
    pub(super) fn before(&self, period: DayRange) -> Option<DayRange> {
        period.first.previous().map(|day| self.period(day))
    }

    /// The same period a year before; of a week, 52 weeks before.
    pub(super) fn year_before(&self, period: DayRange) -> Option<DayRange> {
        let first = period.first.date();
        let day = match self.grain {
            Grain::Week => first.checked_sub_days(Days::new(364)),
            Grain::Day | Grain::Month | Grain::BillingPeriod => {
                first.checked_sub_months(Months::new(12))
            }
        };
        day.map(|day| self.period(Day::new(day)))
    }

    /// The periods of these days, which are in order, with those between them.
    pub(super) fn periods(&self, days: &[Day]) -> Vec<DayRange> {
        let mut filled = Vec::new();
        let mut next = days.first().copied();
        while let Some(day) = next.filter(|day| days.last().is_some_and(|last| day <= last)) {
            let period = self.period(day);
            filled.push(period);
            next = period.last.next();
            if filled.len() > MOST_FILLED {
                let mut periods: Vec<DayRange> = days.iter().map(|day| self.period(*day)).collect();
                periods.dedup();
                return periods;
            }
        }
        filled
    }
}

/// Periods of a month that begin on the day of the month that `first` is, or on the last day of a month that is too short: from a
/// year before the first date, with which it may be compared, to the last date.
pub(super) fn monthly(first: Day, tables: &Tables) -> Vec<DayRange> {
    let days = (0..)
        .take(tables.dates.len())
        .map(|date| tables.dates.day(date));
    let (Some(earliest), Some(latest)) = (days.clone().min(), days.max()) else {
        return Vec::new();
    };
    let month = |day: Day| i64::from(day.date().year()) * 12 + i64::from(day.date().month0());
    let begin = |month_of: i64| {
        let months = month_of - month(first);
        let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        let date = first.date();
        let begun = if months < 0 {
            date.checked_sub_months(count)
        } else {
            date.checked_add_months(count)
        };
        begun.map(Day::new)
    };
    let periods = (month(earliest) - 14..=month(latest)).filter_map(|month_of| {
        let last = begin(month_of + 1)?.previous()?;
        Some(DayRange {
            first: begin(month_of)?,
            last,
        })
    });
    periods.collect()
}

/// The billing periods that the rows of summaries name, in order. Where two overlap, the earlier ends when the later begins.
pub(super) fn billing_periods(tables: &Tables) -> Vec<DayRange> {
    let day = |name: u32| {
        let date = row_date(tables.names.bytes(name)).ok()?;
        Some(Day::new(date.date_naive()))
    };
    let named: FxHashSet<(u32, u32)> = tables
        .places
        .iter()
        .map(|place| {
            (
                place.get(Dimension::PeriodStart),
                place.get(Dimension::PeriodEnd),
            )
        })
        .filter(|(start, end)| *start != MISSING && *end != MISSING)
        .collect();
    let mut periods: Vec<DayRange> = named
        .into_iter()
        .filter_map(|(start, end)| {
            let (first, last) = (day(start)?, day(end)?);
            (first <= last).then_some(DayRange { first, last })
        })
        .collect();
    periods.sort_unstable_by_key(|period| (period.first, std::cmp::Reverse(period.last)));
    periods.dedup_by_key(|period| period.first);
    for at in 1..periods.len() {
        if let Some(before) = periods[at].first.previous() {
            periods[at - 1].last = periods[at - 1].last.min(before);
        }
    }
    periods
}
