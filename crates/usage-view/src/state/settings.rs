//! How usage is looked at: the filter, the order and the page of each table, the projects opened to their folders.
use std::collections::BTreeMap;

use chrono::Datelike;
use metering_core::usage::{Choice, Day, DayRange, Filter, Kind, Sort, SortBy, ValuesQuery};

use super::{OverTime, Section};

/// How usage is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    /// The fields of the filter as they are typed.
    pub typed: Typed,
    /// What is filtered by.
    pub filter: Filter,
    /// How usage over time is looked at.
    pub over_time: OverTime,
    /// The groups that are offered in the filter.
    pub offered: Option<ValuesQuery>,
    pub(super) tables: [SortedTable; Section::ALL.len()],
    /// The page of each job-level table, from 0.
    pub listings: Vec<usize>,
    /// The projects opened to their folders, with the number of folders shown at most.
    pub folders: BTreeMap<u32, usize>,
}

/// The fields of the filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Words.
    pub words: String,
    /// The first day, empty while it is not whole.
    pub first: String,
    /// The last day, empty while it is not whole.
    pub last: String,
    /// How often the fields were cleared. A date field keeps the parts of a date that is not whole, and only a new one is empty.
    pub cleared: u32,
}

/// A date field of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateField {
    /// First day.
    First,
    /// Last day.
    Last,
}

/// The order and the page of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SortedTable {
    /// `None`: the order of the beginning.
    pub sort: Option<Sort>,
    /// The page, from 0.
    pub page: usize,
}

impl SortedTable {
    /// Sorts by a column: names ascending, figures descending; again, the other way round.
    pub(super) fn sort_by(&mut self, by: SortBy, now: Sort) {
        let descending = if now.by == by {
            !now.descending
        } else {
            by != SortBy::Name
        };
        *self = Self {
            sort: Some(Sort { by, descending }),
            page: 0,
        };
    }
}

impl Looks {
    /// The order and page of a section's table.
    pub fn table(&self, section: Section) -> SortedTable {
        self.tables[section as usize]
    }

    pub(super) fn table_mut(&mut self, section: Section) -> &mut SortedTable {
        &mut self.tables[section as usize]
    }

    pub(super) fn words(&mut self, words: String) {
        self.narrow(|filter| filter.text.clone_from(&words));
        self.typed.words = words;
    }

    /// Takes the value of a date field. While a date is being typed the filter stays as it was: `is_whole` is false where only
    /// some parts are there, and a year below 1000 has digits to come.
    pub(super) fn date(&mut self, field: DateField, text: String, is_whole: bool) {
        let day: Option<Day> = text.parse().ok();
        let is_typed = !is_whole || day.is_some_and(|day| day.date().year() < 1000);
        let (typed, part): (_, fn(&mut Filter) -> &mut Option<Day>) = match field {
            DateField::First => (&mut self.typed.first, |filter| &mut filter.first),
            DateField::Last => (&mut self.typed.last, |filter| &mut filter.last),
        };
        *typed = text;
        if !is_typed {
            self.narrow(|filter| *part(filter) = day);
        }
    }

    /// Chooses a group, or no longer.
    pub(super) fn choose(&mut self, choice: Choice) {
        self.narrow(|filter| {
            let before = filter.chosen.len();
            filter.chosen.retain(|chosen| *chosen != choice);
            if filter.chosen.len() == before {
                filter.chosen.push(choice);
            }
        });
    }

    /// Shows only these days, or all.
    pub(super) fn days(&mut self, days: Option<DayRange>) {
        let text = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        let (first, last) = (days.map(|days| days.first), days.map(|days| days.last));
        self.typed = Typed {
            words: std::mem::take(&mut self.typed.words),
            first: text(first),
            last: text(last),
            cleared: self.typed.cleared + 1,
        };
        self.narrow(|filter| (filter.first, filter.last) = (first, last));
    }

    pub(super) fn clear_filter(&mut self) {
        self.typed = Typed {
            cleared: self.typed.cleared + 1,
            ..Typed::default()
        };
        self.narrow(|filter| *filter = Filter::of(filter.kind));
    }

    /// Shows another kind of export.
    pub(super) fn show(&mut self, kind: Kind) {
        self.narrow(|filter| filter.kind = kind);
    }

    /// Shows a page of a job-level table.
    pub(super) fn listing_page(&mut self, nth: usize, page: usize) {
        if self.listings.len() <= nth {
            self.listings.resize(nth + 1, 0);
        }
        self.listings[nth] = page;
    }

    /// Changes the filter; every table then begins at its first page.
    fn narrow(&mut self, change: impl FnOnce(&mut Filter)) {
        change(&mut self.filter);
        for table in &mut self.tables {
            table.page = 0;
        }
        self.over_time.show_first_pages();
        self.listings.clear();
    }
}
