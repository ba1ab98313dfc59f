//! Ranges that are asked for again and again, as bare dates: the form completes them in plain sight.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

/// A range that one button fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The seven whole days up to yesterday.
    Last7Days,
    /// The thirty whole days up to yesterday.
    Last30Days,
    /// From the first of this month to today.
    ThisMonth,
    /// The whole previous month.
    PreviousMonth,
    /// The ninety whole days up to yesterday.
    Last90Days,
    /// From 1 January to today.
    ThisYear,
    /// The whole previous year.
    PreviousYear,
}

impl Preset {
    /// Every preset in the order of the page.
    pub const ALL: [Self; 7] = [
        Self::Last7Days,
        Self::Last30Days,
        Self::ThisMonth,
        Self::PreviousMonth,
        Self::Last90Days,
        Self::ThisYear,
        Self::PreviousYear,
    ];

    /// The button's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Last7Days => "Last 7 days",
            Self::Last30Days => "Last 30 days",
            Self::ThisMonth => "This month",
            Self::PreviousMonth => "Previous month",
            Self::Last90Days => "Last 90 days",
            Self::ThisYear => "This year",
            Self::PreviousYear => "Previous year",
        }
    }

    /// First and last day as of `now`, in UTC, both included.
    ///
    /// The "last" days end yesterday: today's figures still rise, and a range that ends today would ask for them.
    pub fn days(self, now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
        let today = now.date_naive();
        let back = |date: NaiveDate, days| date.checked_sub_days(Days::new(days)).unwrap_or(date);
        let first_of_month = |date: NaiveDate| date.with_day(1).unwrap_or(date);
        let first_of_year = |date: NaiveDate| date.with_ordinal(1).unwrap_or(date);
        match self {
            Self::Last7Days => (back(today, 7), back(today, 1)),
            Self::Last30Days => (back(today, 30), back(today, 1)),
            Self::ThisMonth => (first_of_month(today), today),
            Self::PreviousMonth => {
                let end = back(first_of_month(today), 1);
                (first_of_month(end), end)
            }
            Self::Last90Days => (back(today, 90), back(today, 1)),
            Self::ThisYear => (first_of_year(today), today),
            Self::PreviousYear => {
                let end = back(first_of_year(today), 1);
                (first_of_year(end), end)
            }
        }
    }
}
