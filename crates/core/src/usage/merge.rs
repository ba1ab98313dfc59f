//! Merging exports so that nothing is counted twice.
//!
//! Rows are the same where `(Date, Project, Folder, Org ID)` are. Of several exports with the same row, the one whose job
//! was created last tells the truth: the service's figures of a day only grow more complete.
mod days;
mod report;

pub use report::{Difference, KeyedRow, LIST_LIMIT, Listed, MergeReport, Overlap, WindowDays};

use days::Coverage;

use super::{Day, DayRange, Exports, Ipus, Usage, exports::Export, rows::Row, tables::Tables};

/// The rows of an export sorted by the date of their keys, in their own order within a date.
pub(crate) struct ByDate {
    rows: Vec<u32>,
    /// Where the rows of each date begin in `rows`, and the end of the last.
    starts: Vec<u32>,
}

impl ByDate {
    pub(crate) fn new(rows: &[Row], tables: &Tables) -> Self {
        let mut starts = vec![0_u32; tables.dates.len() + 1];
        for row in rows {
            starts[row.date as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut sorted = vec![0_u32; rows.len()];
        for (index, row) in (0..).zip(rows) {
            let place = &mut next[row.date as usize];
            sorted[*place as usize] = index;
            *place += 1;
        }
        Self {
            rows: sorted,
            starts,
        }
    }

    /// The days that have rows, and how many; a day of several dates comes several times.
    fn days(&self, tables: &Tables) -> impl Iterator<Item = (Day, u32)> {
        let counts = self.starts.windows(2).map(|pair| pair[1] - pair[0]);
        (0..)
            .zip(counts)
            .filter(|&(_, count)| count > 0)
            .map(|(date, count)| (tables.dates.day(date), count))
    }

    /// The numbers of the rows with this date.
    pub(crate) fn of(&self, date: u32) -> &[u32] {
        let date = date as usize;
        &self.rows[self.starts[date] as usize..self.starts[date + 1] as usize]
    }
}

impl Exports {
    /// Settles which rows count. `asked` are the days that the exports together should answer for, to find gaps.
    pub fn merge(self, asked: Option<DayRange>) -> Usage {
        let Self { tables, list } = &self;
        let by_date: Vec<ByDate> = list
            .iter()
            .map(|export| ByDate::new(&export.rows, tables))
            .collect();
        let days_of = |export: usize| by_date[export].days(tables);
        let windows: Vec<WindowDays> = (0..list.len())
            .map(|at| window_of(&list[at], days_of(at)))
            .collect();
        let partial = list.iter().map(|export| export.source.partial);
        let answered: Vec<_> = windows
            .iter()
            .map(|window| window.days)
            .zip(partial)
            .collect();
        let Coverage {
            gaps,
            overlaps,
            incomplete,
        } = Coverage::new(&answered, asked);
        let outside_window = (0..list.len())
            .map(|at| outside(&list[at], days_of(at)))
            .sum();
        let report = MergeReport {
            windows,
            gaps,
            overlaps,
            incomplete,
            outside_window,
            ..MergeReport::default()
        };
        let (kept, report) = Merge {
            exports: &self,
            by_date: &by_date,
            report,
        }
        .run();
        Usage::new(self, kept, report)
    }
}

struct Merge<'a> {
    exports: &'a Exports,
    /// The rows of each export.
    by_date: &'a [ByDate],
    report: MergeReport,
}

/// The row that counts for a key on the date at hand.
#[derive(Clone, Copy)]
struct Winner {
    date: u32,
    export: u32,
    row: u32,
}

impl Merge<'_> {
    /// Which rows of each export count, and what was found.
    fn run(mut self) -> (Vec<Vec<bool>>, MergeReport) {
        let Exports { tables, list } = self.exports;
        let mut kept: Vec<Vec<bool>> = list
            .iter()
            .map(|export| vec![true; export.rows.len()])
            .collect();
        let mut latest_first: Vec<usize> = (0..list.len()).collect();
        latest_first.sort_by_key(|&at| std::cmp::Reverse((list[at].source.created, at)));
        // One winner for each place, reused from date to date: which date it is of, stands in it.
        let mut winners = vec![
            Winner {
                date: u32::MAX,
                export: 0,
                row: 0
            };
            tables.places.len()
        ];
        for date in tables.dates.newest_first() {
            for (rank, &export) in latest_first.iter().enumerate() {
                for &index in self.by_date[export].of(date) {
                    let row = list[export].rows[index as usize];
                    let winner = &mut winners[tables.places.key(row.place) as usize];
                    let here = u32::try_from(export).unwrap_or(u32::MAX);
                    if winner.date != date {
                        *winner = Winner {
                            date,
                            export: here,
                            row: index,
                        };
                        self.look_for_later(row, index, export, &latest_first[..rank]);
                    } else if winner.export == here {
                        self.report
                            .duplicates
                            .add(|| keyed_row(self.exports, export, index));
                    } else {
                        kept[export][index as usize] = false;
                        self.compare(*winner, export, index);
                    }
                }
            }
        }
        (kept, self.report)
    }

    /// Reports a row that counts although an export created later answers for its day.
    fn look_for_later(&mut self, row: Row, index: u32, export: usize, later: &[usize]) {
        let day = self.exports.tables.dates.day(row.date);
        let answered = |&at: &usize| {
            self.report.windows[at]
                .days
                .is_some_and(|days| days.contains(day))
        };
        if later.iter().any(answered) {
            self.report
                .only_earlier
                .add(|| keyed_row(self.exports, export, index));
        }
    }

    /// Reports a superseded row whose figures differ from the row that counts.
    fn compare(&mut self, winner: Winner, export: usize, index: u32) {
        self.report.superseded += 1;
        let row = |export: usize, index: u32| self.exports.list[export].rows[index as usize];
        let (winning, superseded) = (row(winner.export as usize, winner.row), row(export, index));
        if winning.place != superseded.place || winning.trillionths() != superseded.trillionths() {
            self.report.differing.add(|| Difference {
                counts: keyed_row(self.exports, winner.export as usize, winner.row),
                superseded: keyed_row(self.exports, export, index),
            });
        }
    }
}

fn keyed_row(exports: &Exports, export: usize, index: u32) -> KeyedRow {
    let Exports { tables, list } = exports;
    let row = list[export].rows[index as usize];
    let place = tables.places.get(row.place);
    let org = tables.places.org_of(place.org);
    let text = |name: Option<std::borrow::Cow<'_, str>>| name.map(std::borrow::Cow::into_owned);
    KeyedRow {
        date: tables.dates.text(row.date),
        project: text(tables.projects.known(place.project)),
        folder: text(tables.folders.known(place.folder)),
        org_id: text(tables.org_ids.known(org.id)),
        org_type: text(tables.org_types.known(org.kind)),
        consumption: Ipus::from_trillionths(row.trillionths()),
        export,
    }
}

/// The days that an export answers for, where its rows have these days.
fn window_of(export: &Export, days: impl Iterator<Item = (Day, u32)>) -> WindowDays {
    let hull = |range: Option<DayRange>, (day, _)| {
        let DayRange { first, last } = range.unwrap_or(DayRange {
            first: day,
            last: day,
        });
        Some(DayRange {
            first: first.min(day),
            last: last.max(day),
        })
    };
    let asked = export.source.window;
    WindowDays {
        days: asked.or_else(|| days.fold(None, hull)),
        from_rows: asked.is_none(),
    }
}

/// How many rows are dated outside the days that were asked for, where the rows have these days.
fn outside(export: &Export, days: impl Iterator<Item = (Day, u32)>) -> u64 {
    let Some(window) = export.source.window else {
        return 0;
    };
    days.filter(|&(day, _)| !window.contains(day))
        .map(|(_, count)| u64::from(count))
        .sum()
}
