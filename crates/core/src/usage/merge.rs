//! Merging exports so that nothing is counted twice.
//!
//! Rows are the same where the date and what tells places apart agree, see [`Kind`]. Where files tell different things of the
//! same row, the newest counts: the service's figures of a day only grow more complete.
mod days;
mod report;

pub use report::{Difference, KeyedRow, LIST_LIMIT, Listed, MergeReport, Overlap, WindowDays};

use std::cmp::Ordering;

pub(crate) use days::{Coverage, join};

use super::{
    Day, DayRange, Exports, Ipus, Kind, Preferred, Usage,
    exports::{Export, File},
    kind::Dimension,
    listing::mark_repeated,
    rows::Row,
    tables::Tables,
};

/// The rows of a file sorted by date, in their own order within a date.
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
        let mut kept: Vec<Vec<bool>> = self
            .files()
            .map(|(_, file)| vec![true; file.len()])
            .collect();
        let mut reports = Vec::new();
        let kinds = self.kinds();
        // Without any file, all that was asked for is missing.
        for kind in kinds
            .iter()
            .copied()
            .chain(kinds.is_empty().then(Kind::default))
        {
            let merge = Merge::new(&self, kind, asked);
            let mut report = merge.run(&mut kept);
            if kind == Kind::Job {
                let files = self.files().map(|(_, file)| file).zip(&mut kept);
                report.superseded = mark_repeated(files);
            }
            reports.push((kind, report));
        }
        Usage::new(self, kept, reports)
    }

    /// The kinds that there are, in the order of [`Kind`].
    fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.files().filter_map(|(_, file)| file.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

/// A file with rows of the kind that is merged.
struct Candidate<'a> {
    /// The place of its export, and its own among all files.
    export: usize,
    at: usize,
    file: &'a File,
    by_date: ByDate,
    /// How new it is: when the job was created, else the time in the ZIP, else that of the file. Where that is equal, the times
    /// after it tell.
    time: [Option<i64>; 3],
    is_preferred: bool,
}

impl Candidate<'_> {
    /// Whether nothing tells which of the two is newer.
    fn is_as_new_as(&self, other: &Self) -> bool {
        self.time == other.time && self.is_preferred == other.is_preferred
    }
}

/// The newest file first. Of equally new files, the one with the larger sum first, because figures grow; then any
/// difference decides, so that the order of opening never does.
fn newest_first(a: &Candidate<'_>, b: &Candidate<'_>, tables: &Tables) -> Ordering {
    let time = |of: &Candidate<'_>| (of.time, of.is_preferred);
    let sum = |of: &Candidate<'_>| of.file.rows.iter().map(Row::trillionths).sum::<i128>();
    let rows = |of: &Candidate<'_>| {
        let rows = of.file.rows.iter();
        let texts = rows.map(|row| (tables.dates.text(row.date), row.trillionths()));
        texts.collect::<Vec<_>>()
    };
    time(b)
        .cmp(&time(a))
        .then_with(|| sum(b).cmp(&sum(a)))
        .then_with(|| b.file.name.cmp(&a.file.name))
        .then_with(|| rows(b).cmp(&rows(a)))
}

struct Merge<'a> {
    exports: &'a Exports,
    /// The newest first.
    files: Vec<Candidate<'a>>,
    report: MergeReport,
}

/// The row that counts for a key on the date at hand.
#[derive(Clone, Copy)]
struct Winner {
    date: u32,
    /// In [`Merge::files`].
    file: usize,
    row: u32,
}

impl<'a> Merge<'a> {
    fn new(exports: &'a Exports, kind: Kind, asked: Option<DayRange>) -> Self {
        let Exports {
            tables,
            list,
            preferred,
        } = exports;
        let mut files: Vec<Candidate<'_>> = exports
            .files()
            .enumerate()
            .filter(|(_, (_, file))| file.kind == Some(kind))
            .map(|(at, (export, file))| {
                let source = &list[export].source;
                Candidate {
                    export,
                    at,
                    file,
                    by_date: ByDate::new(&file.rows, tables),
                    time: [
                        source.created.or(file.modified).or(source.modified),
                        file.modified,
                        source.modified,
                    ],
                    is_preferred: preferred.as_ref().is_some_and(|preferred| {
                        let name = preferred.file.as_ref();
                        preferred.export == export && name.is_none_or(|name| *name == file.name)
                    }),
                }
            })
            .collect();
        files.sort_by(|a, b| newest_first(a, b, tables));
        let windows: Vec<WindowDays> = (0..list.len())
            .map(|at| window_of(&list[at], at, &files, tables))
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
        let outside_window = files
            .iter()
            .map(|candidate| outside(&list[candidate.export], &candidate.by_date, tables))
            .sum();
        Self {
            exports,
            files,
            report: MergeReport {
                windows,
                gaps,
                overlaps,
                incomplete,
                outside_window,
                ..MergeReport::default()
            },
        }
    }

    /// Marks the rows that do not count, and yields what was found.
    fn run(mut self, kept: &mut [Vec<bool>]) -> MergeReport {
        let tables = &self.exports.tables;
        // One winner for each place, reused from date to date: `Winner::date` tells which date it is for.
        let nobody = Winner {
            date: u32::MAX,
            file: 0,
            row: 0,
        };
        let mut winners = vec![nobody; tables.places.len()];
        for date in tables.dates.newest_first() {
            let day = tables.dates.day(date);
            for rank in 0..self.files.len() {
                for at in 0..self.files[rank].by_date.of(date).len() {
                    let row = self.files[rank].by_date.of(date)[at];
                    let place = self.row(rank, row).place;
                    let winner = &mut winners[tables.places.key(place) as usize];
                    if winner.date != date {
                        *winner = Winner {
                            date,
                            file: rank,
                            row,
                        };
                        self.look_for_newer(rank, row, day);
                    } else if winner.file == rank {
                        self.report
                            .duplicates
                            .add(|| keyed_row(self.exports, &self.files[rank], row));
                    } else {
                        kept[self.files[rank].at][row as usize] = false;
                        let winner = *winner;
                        self.compare(winner, rank, row);
                    }
                }
            }
        }
        self.report
    }

    fn row(&self, rank: usize, row: u32) -> Row {
        self.files[rank].file.rows[row as usize]
    }

    /// Reports a row that counts although a newer export answers for its day.
    fn look_for_newer(&mut self, rank: usize, row: u32, day: Day) {
        let candidate = &self.files[rank];
        let Exports { tables, list, .. } = self.exports;
        let is_of = |meter: &String| {
            let place = candidate.file.rows[row as usize].place;
            tables.name_of(place, Dimension::MeterId).as_ref() == Some(meter)
        };
        let answers = |newer: &Candidate<'_>| {
            let meter = &list[newer.export].source.meter;
            newer.export != candidate.export
                && !newer.is_as_new_as(candidate)
                && meter.as_ref().is_none_or(is_of)
                && self.report.windows[newer.export]
                    .days
                    .is_some_and(|days| days.contains(day))
        };
        if self.files[..rank].iter().any(answers) {
            self.report
                .only_earlier
                .add(|| keyed_row(self.exports, candidate, row));
        }
    }

    /// Reports a superseded row whose figures differ from the row that counts.
    fn compare(&mut self, winner: Winner, rank: usize, row: u32) {
        self.report.superseded += 1;
        let (winning, superseded) = (self.row(winner.file, winner.row), self.row(rank, row));
        if winning.place == superseded.place && winning.trillionths() == superseded.trillionths() {
            return;
        }
        let (counts, other) = (&self.files[winner.file], &self.files[rank]);
        if counts.is_as_new_as(other) {
            self.report.undecided += 1;
            let of_one_export = counts.export == other.export;
            for candidate in [counts, other] {
                let choice = Preferred {
                    export: candidate.export,
                    file: of_one_export.then(|| candidate.file.name.clone()),
                };
                if !self.report.undecided_between.contains(&choice) {
                    self.report.undecided_between.push(choice);
                }
            }
        }
        self.report.differing.add(|| Difference {
            counts: keyed_row(self.exports, counts, winner.row),
            superseded: keyed_row(self.exports, other, row),
        });
    }
}

fn keyed_row(exports: &Exports, candidate: &Candidate<'_>, row: u32) -> KeyedRow {
    let tables = &exports.tables;
    let row = candidate.file.rows[row as usize];
    let name = |dimension| tables.name_of(row.place, dimension);
    KeyedRow {
        date: tables.dates.text(row.date),
        project: name(Dimension::Project).or_else(|| name(Dimension::Unclear)),
        folder: name(Dimension::Folder),
        org_id: name(Dimension::OrgId),
        org_type: name(Dimension::OrgType),
        meter: name(Dimension::MeterName).or_else(|| name(Dimension::MeterId)),
        asset: name(Dimension::Asset),
        consumption: Ipus::from_trillionths(row.trillionths()),
        export: candidate.export,
        file: candidate.file.name.clone(),
    }
}

/// The days that an export answers for.
fn window_of(export: &Export, at: usize, files: &[Candidate<'_>], tables: &Tables) -> WindowDays {
    let mut files = files
        .iter()
        .filter(|candidate| candidate.export == at)
        .peekable();
    if files.peek().is_none() {
        return WindowDays {
            days: None,
            from_rows: false,
        };
    }
    let asked = export.source.window;
    WindowDays {
        days: asked.or_else(|| {
            files
                .flat_map(|candidate| candidate.by_date.days(tables))
                .map(|(day, _)| DayRange {
                    first: day,
                    last: day,
                })
                .reduce(DayRange::hull)
        }),
        from_rows: asked.is_none(),
    }
}

/// How many rows are dated outside the days that were asked for.
fn outside(export: &Export, by_date: &ByDate, tables: &Tables) -> u64 {
    let Some(window) = export.source.window else {
        return 0;
    };
    by_date
        .days(tables)
        .filter(|&(day, _)| !window.contains(day))
        .map(|(_, count)| u64::from(count))
        .sum()
}
