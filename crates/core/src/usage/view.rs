//! What is shown: the rows of a filter, added up.
mod filter;
mod groups;
mod table;

pub use filter::Filter;
pub use groups::{GroupBy, GroupName, GroupRow};
pub use table::{Others, Page, Query, Sort, SortBy, Top};

use std::collections::{BTreeMap, HashSet};

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::{
    Day, DayRange, Exports, Ipus, Kind,
    kind::Dimension,
    merge::MergeReport,
    tables::{MISSING, Tables},
};

/// Exports after merging: every row that counts, counts once.
#[derive(Debug)]
pub struct Usage {
    pub(crate) exports: Exports,
    /// Which rows of each file count.
    pub(crate) kept: Vec<Vec<bool>>,
    reports: Vec<(Kind, MergeReport)>,
    sums: Option<(Filter, Sums)>,
}

/// The sums of a filter's rows.
#[derive(Debug, Default)]
struct Sums {
    /// By the numbers of places and of dates.
    by_place: Vec<Tally>,
    by_date: Vec<Tally>,
}

/// A sum of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    trillionths: i128,
    rows: u64,
}

impl Tally {
    pub(crate) fn consumption(self) -> Ipus {
        Ipus::from_trillionths(self.trillionths)
    }

    pub(crate) fn rows(self) -> u64 {
        self.rows
    }
}

impl std::ops::AddAssign for Tally {
    /// No overflow: rows are bounded by [`Ipus::MAX_ROW`], and their number by memory.
    fn add_assign(&mut self, other: Self) {
        self.trillionths += other.trillionths;
        self.rows += other.rows;
    }
}

/// The sums of those numbers that have rows.
fn with_rows(tallies: &[Tally]) -> impl Iterator<Item = (u32, Tally)> {
    (0..)
        .zip(tallies.iter().copied())
        .filter(|(_, tally)| tally.rows > 0)
}

impl Usage {
    pub(crate) fn new(
        exports: Exports,
        kept: Vec<Vec<bool>>,
        reports: Vec<(Kind, MergeReport)>,
    ) -> Self {
        Self {
            exports,
            kept,
            reports,
            sums: None,
        }
    }

    /// What merging found, for each kind that there is.
    pub fn reports(&self) -> &[(Kind, MergeReport)] {
        &self.reports
    }

    /// What merging the files of a kind found; `None` if there are none.
    pub fn report(&self, kind: Kind) -> Option<&MergeReport> {
        let mut reports = self.reports.iter();
        reports
            .find(|(of, _)| *of == kind)
            .map(|(_, report)| report)
    }

    /// The exports, to read further ones or to look at their reports.
    pub fn exports(&self) -> &Exports {
        &self.exports
    }

    /// Gives the exports back, to read further ones and merge again.
    pub fn into_exports(self) -> Exports {
        self.exports
    }

    /// Names organizations by ID, in place of the names that they have in an export.
    pub fn name_organizations(&mut self, names: BTreeMap<String, String>) {
        self.exports.tables.given = names;
        self.sums = None; // a filter finds them by their names
    }

    /// The rows of a filter, added up. Adding up takes a pass over all rows, and none where the filter is the last one's.
    pub fn view(&mut self, filter: Filter) -> View<'_> {
        let sums = match self.sums.take() {
            Some((last, sums)) if last == filter => sums,
            Some(_) | None => self.add_up(&filter),
        };
        let (_, sums) = self.sums.insert((filter, sums));
        View {
            tables: &self.exports.tables,
            sums,
        }
    }

    fn add_up(&self, filter: &Filter) -> Sums {
        let tables = &self.exports.tables;
        let (dates, places) = (filter.dates(tables), filter.places(tables));
        let mut sums = Sums {
            by_place: vec![Tally::default(); places.len()],
            by_date: vec![Tally::default(); dates.len()],
        };
        let files = self.exports.files().map(|(_, file)| file).zip(&self.kept);
        for (file, kept) in files.filter(|(file, _)| file.kind == Some(filter.kind)) {
            for (row, &kept) in file.rows.iter().zip(kept) {
                if kept && dates[row.date as usize] && places[row.place as usize] {
                    let tally = Tally {
                        trillionths: row.trillionths(),
                        rows: 1,
                    };
                    sums.by_place[row.place as usize] += tally;
                    sums.by_date[row.date as usize] += tally;
                }
            }
        }
        sums
    }
}

/// The rows of a filter, added up.
#[derive(Clone, Copy)]
pub struct View<'a> {
    tables: &'a Tables,
    sums: &'a Sums,
}

/// What all rows shown come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// What was consumed.
    pub consumption: Ipus,
    /// How many rows there are.
    pub rows: u64,
    /// How many days have rows.
    pub days: u64,
    /// From the first day with rows to the last.
    pub range: Option<DayRange>,
    /// How many projects have rows.
    pub projects: u64,
    /// How many folders have rows; folders of one name in two projects are two.
    pub folders: u64,
    /// How many organizations have rows.
    pub organizations: u64,
    /// How many meters have rows.
    pub meters: u64,
    /// How many assets have rows; assets of one name and type in two folders are two.
    pub assets: u64,
    /// What was consumed in rows without a project; rows with an unclear name may have one.
    pub without_project: Ipus,
    /// How many rows have no project.
    pub rows_without_project: u64,
}

/// What a day's rows come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTotal {
    /// The day.
    pub day: Day,
    /// What was consumed.
    pub consumption: Ipus,
    /// How many rows there are.
    pub rows: u64,
    /// Whether the figure may still rise, see [`Day::is_provisional`].
    pub provisional: bool,
}

impl View<'_> {
    /// What all rows shown come to.
    pub fn totals(&self) -> Totals {
        let (mut all, mut without_project) = (Tally::default(), Tally::default());
        let (mut projects, mut orgs) = (Numbers::default(), Numbers::default());
        let (mut meters, mut folders) = (Numbers::default(), Vec::new());
        let mut assets = Vec::new();
        for (place, tally) in with_rows(&self.sums.by_place) {
            let place = self.tables.places.get(place);
            let name = |dimension| place.get(dimension);
            let (project, folder) = (name(Dimension::Project), name(Dimension::Folder));
            all += tally;
            if project != MISSING {
                projects.insert(project);
            } else if name(Dimension::Unclear) == MISSING {
                without_project += tally;
            }
            if folder != MISSING {
                folders.push((project, folder));
            }
            if name(Dimension::Asset) != MISSING {
                let kind = name(Dimension::AssetType);
                assets.push((project, folder, name(Dimension::Asset), kind));
            }
            orgs.insert(name(Dimension::OrgId));
            if name(Dimension::MeterId) != MISSING {
                meters.insert(name(Dimension::MeterId));
            }
        }
        // Sorted, not hashed: there can be as many as rows.
        folders.sort_unstable();
        folders.dedup();
        assets.sort_unstable();
        assets.dedup();
        let days = self.by_day();
        let range = days.first().zip(days.last()).map(|(first, last)| DayRange {
            first: first.0,
            last: last.0,
        });
        Totals {
            consumption: all.consumption(),
            rows: all.rows(),
            days: days.len() as u64,
            range,
            projects: projects.len() as u64,
            folders: folders.len() as u64,
            organizations: orgs.len() as u64,
            meters: meters.len() as u64,
            assets: assets.len() as u64,
            without_project: without_project.consumption(),
            rows_without_project: without_project.rows(),
        }
    }

    /// Every day that has rows, in order. `today` tells which are provisional.
    pub fn days(&self, today: Day) -> Vec<DayTotal> {
        let total = |(day, tally): (Day, Tally)| DayTotal {
            day,
            consumption: tally.consumption(),
            rows: tally.rows(),
            provisional: day.is_provisional(today),
        };
        self.by_day().into_iter().map(total).collect()
    }

    fn by_day(&self) -> Vec<(Day, Tally)> {
        let mut days = std::collections::BTreeMap::<Day, Tally>::new();
        for (date, tally) in with_rows(&self.sums.by_date) {
            *days.entry(self.tables.dates.day(date)).or_default() += tally;
        }
        days.into_iter().collect()
    }
}

/// Some numbers.
type Numbers = HashSet<u32, FxBuildHasher>;
