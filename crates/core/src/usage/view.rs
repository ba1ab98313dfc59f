//! What is shown: the rows of a filter, added up.
mod changes;
mod cross;
mod filter;
mod groups;
mod period;
mod table;
mod values;

pub use changes::{Against, Change, ChangeQuery, ChangeSortBy, Changes, difference};
pub use cross::{CrossQuery, CrossRow, CrossTab, PeriodTotal};
pub use filter::{Choice, Filter};
pub use groups::{GroupBy, GroupName, GroupRow};
pub use period::Grain;
pub use table::{Others, Page, Query, Sort, SortBy, Top};
pub use values::{Value, Values, ValuesQuery};

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::{
    Day, DayRange, Exports, Ipus, Kind,
    exports::File,
    kind::Dimension,
    merge::MergeReport,
    tables::{MISSING, Tables},
};
use period::Calendar;

/// Exports after merging: every row that counts, counts once.
#[derive(Debug)]
pub struct Usage {
    pub(crate) exports: Exports,
    /// Which rows of each file count.
    pub(crate) kept: Vec<Vec<bool>>,
    reports: Vec<(Kind, MergeReport)>,
    /// The billing periods in order, and whether summaries name them.
    billing: Vec<DayRange>,
    names_billing: bool,
    sums: Option<(Filter, Sums)>,
}

/// The sums of a filter's rows.
#[derive(Debug, Default)]
struct Sums {
    /// By the numbers of places and of dates.
    by_place: Vec<Tally>,
    by_date: Vec<Tally>,
    /// Which of them are shown.
    places: Vec<bool>,
    dates: Vec<bool>,
    /// Which dates have rows in these places, shown or not.
    has_rows: Vec<bool>,
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

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |mut sum, tally| {
            sum += tally;
            sum
        })
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
        let billing = period::billing_periods(&exports.tables);
        Self {
            names_billing: !billing.is_empty(),
            billing,
            exports,
            kept,
            reports,
            sums: None,
        }
    }

    /// Has billing periods begin on the day of the month that this day is, where no summary names them.
    pub fn begin_billing_periods(&mut self, first: Option<Day>) {
        if !self.names_billing {
            let tables = &self.exports.tables;
            self.billing = first.map_or_else(Vec::new, |first| period::monthly(first, tables));
        }
    }

    /// Whether billing periods are known.
    pub fn has_billing_periods(&self) -> bool {
        !self.billing.is_empty()
    }

    /// What merging found, for each kind that there is.
    pub fn reports(&self) -> &[(Kind, MergeReport)] {
        &self.reports
    }

    /// What merging the files of a kind found; `None` if there are none.
    pub fn report(&self, kind: Kind) -> Option<&MergeReport> {
        report(&self.reports, kind)
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
        let (filter, sums) = self.sums.insert((filter, sums));
        let reports = (self.reports.as_slice(), self.billing.as_slice());
        View::new(&self.exports, &self.kept, reports, filter, sums)
    }

    fn view_of<'a>(&'a self, filter: &'a Filter, sums: &'a Sums) -> View<'a> {
        let reports = (self.reports.as_slice(), self.billing.as_slice());
        View::new(&self.exports, &self.kept, reports, filter, sums)
    }

    fn add_up(&self, filter: &Filter) -> Sums {
        let tables = &self.exports.tables;
        let (dates, places) = (filter.dates(tables), filter.places(tables));
        let mut sums = Sums {
            by_place: vec![Tally::default(); places.len()],
            by_date: vec![Tally::default(); dates.len()],
            has_rows: vec![false; dates.len()],
            ..Sums::default()
        };
        for (place, date, tally) in rows_of(&self.exports, &self.kept, filter.kind) {
            if !places[place as usize] {
                continue;
            }
            sums.has_rows[date as usize] = true;
            if dates[date as usize] {
                sums.by_place[place as usize] += tally;
                sums.by_date[date as usize] += tally;
            }
        }
        Sums {
            places,
            dates,
            ..sums
        }
    }
}

fn report(reports: &[(Kind, MergeReport)], kind: Kind) -> Option<&MergeReport> {
    let mut reports = reports.iter();
    reports
        .find(|(of, _)| *of == kind)
        .map(|(_, report)| report)
}

/// The rows of a kind that count: the number of the place, that of the date, and the amount.
pub(super) fn rows_of<'a>(
    exports: &'a Exports,
    kept: &'a [Vec<bool>],
    kind: Kind,
) -> impl Iterator<Item = (u32, u32, Tally)> {
    let files = exports.files().map(|(_, file)| file).zip(kept);
    let files = files.filter(move |(file, _)| file.kind == Some(kind));
    files.flat_map(|(file, kept): (&File, &Vec<bool>)| {
        let rows = file.rows.iter().zip(kept).filter(|(_, kept)| **kept);
        rows.map(|(row, _)| {
            let trillionths = row.trillionths();
            (
                row.place,
                row.date,
                Tally {
                    trillionths,
                    rows: 1,
                },
            )
        })
    })
}

/// The rows of a filter, added up.
#[derive(Clone, Copy)]
pub struct View<'a> {
    tables: &'a Tables,
    exports: &'a Exports,
    kept: &'a [Vec<bool>],
    report: Option<&'a MergeReport>,
    billing: &'a [DayRange],
    filter: &'a Filter,
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

impl<'a> View<'a> {
    fn new(
        exports: &'a Exports,
        kept: &'a [Vec<bool>],
        (reports, billing): (&'a [(Kind, MergeReport)], &'a [DayRange]),
        filter: &'a Filter,
        sums: &'a Sums,
    ) -> Self {
        Self {
            tables: &exports.tables,
            exports,
            kept,
            report: report(reports, filter.kind),
            billing,
            filter,
            sums,
        }
    }
}

impl View<'_> {
    /// What all rows shown come to.
    pub fn totals(&self) -> Totals {
        let (mut all, mut without_project) = (Tally::default(), Tally::default());
        let [mut projects, mut orgs, mut meters] = <[FxHashSet<u32>; 3]>::default();
        let (mut folders, mut assets) = (Vec::new(), Vec::new());
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

    /// The rows shown: the number of the place, that of the date, and the amount.
    fn rows(&self) -> impl Iterator<Item = (u32, u32, Tally)> {
        self.rows_regardless()
            .filter(|(_, date, _)| self.sums.dates[*date as usize])
    }

    /// The rows that the filter shows by words and choices, whatever their days.
    fn rows_regardless(&self) -> impl Iterator<Item = (u32, u32, Tally)> {
        rows_of(self.exports, self.kept, self.filter.kind)
            .filter(|(place, _, _)| self.sums.places[*place as usize])
    }

    fn calendar(&self, grain: Grain) -> Calendar<'_> {
        let days: Vec<Day> = self.by_day().into_iter().map(|(day, _)| day).collect();
        self.calendar_of(grain, &days)
    }

    fn calendar_of(&self, grain: Grain, days: &[Day]) -> Calendar<'_> {
        let day = |day: Option<&Day>| day.copied().unwrap_or_default();
        Calendar {
            grain,
            billing: self.billing,
            shown: DayRange {
                first: day(days.first()),
                last: day(days.last()),
            },
        }
    }

    /// How many of these days are complete: an export answers for them and none is provisional. With `filtered`, days
    /// that the filter leaves out do not count.
    fn complete_days(&self, days: DayRange, today: Day, filtered: bool) -> u64 {
        days.iter()
            .filter(|day| self.is_complete(*day, today) && (!filtered || self.filter.shows(*day)))
            .count() as u64
    }

    /// How many days there are until the last complete one.
    fn complete_until(&self, days: DayRange, today: Day) -> usize {
        let complete: Vec<bool> = days
            .iter()
            .map(|day| self.is_complete(day, today))
            .collect();
        complete
            .iter()
            .rposition(|complete| *complete)
            .map_or(0, |at| at + 1)
    }

    fn is_complete(&self, day: Day, today: Day) -> bool {
        let windows = self.report.map(|report| report.windows.as_slice());
        let mut windows = windows.unwrap_or_default().iter();
        !day.is_provisional(today)
            && windows.any(|window| window.days.is_some_and(|days| days.contains(day)))
    }

    fn by_day(&self) -> Vec<(Day, Tally)> {
        let mut days = std::collections::BTreeMap::<Day, Tally>::new();
        for (date, tally) in with_rows(&self.sums.by_date) {
            *days.entry(self.tables.dates.day(date)).or_default() += tally;
        }
        days.into_iter().collect()
    }
}
