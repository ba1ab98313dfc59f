//! CSV for people to keep: what is shown, and the merged rows as they were.
use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

use super::{
    DayRange, Exports, Filter, GroupBy, GroupName, Query, Sort, Usage, View,
    csv::{AMOUNT, DATE, FOLDER, ORG_ID, ORG_TYPE, PROJECT},
    ipus::Ipus,
    merge::ByDate,
};

impl View<'_> {
    /// The whole table as CSV for a spreadsheet: UTF-8 with a byte-order mark, which Excel needs to know, and CRLF.
    ///
    /// Texts that a spreadsheet would run as a formula, those that begin with `=`, `+`, `-`, `@`, a tab or a line break, get
    /// an apostrophe in front; a project may be called `=HYPERLINK(…)`. Amounts have all twelve decimals and stay numbers.
    pub fn table_csv(&self, by: GroupBy, sort: Sort) -> Vec<u8> {
        let mut csv = Csv::new(Terminator::CRLF);
        csv.bytes.extend_from_slice("\u{feff}".as_bytes());
        let names: &[&str] = match by {
            GroupBy::Day => &[DATE],
            GroupBy::Project => &[PROJECT],
            GroupBy::Folder | GroupBy::FoldersOf(_) => &[PROJECT, FOLDER],
            GroupBy::Organization => &[ORG_ID, ORG_TYPE],
        };
        csv.record(
            names
                .iter()
                .copied()
                .chain([AMOUNT, "Rows"])
                .map(str::as_bytes),
        );
        for row in self
            .table(Query {
                by,
                sort,
                skip: 0,
                take: usize::MAX,
            })
            .rows
        {
            let names: Vec<String> = match row.name {
                GroupName::Day { day } => vec![day.to_string()],
                GroupName::Project { project } => vec![cell(project)],
                GroupName::Folder { project, folder } => vec![cell(project), cell(folder)],
                GroupName::Organization { org_id, org_types } => {
                    vec![cell(org_id), cell(Some(org_types.join("; ")))]
                }
            };
            let figures = [row.consumption.to_string(), row.rows.to_string()];
            csv.record(names.iter().chain(&figures).map(String::as_bytes));
        }
        csv.bytes
    }
}

/// A text as a spreadsheet may have it; empty where there is none.
fn cell(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text
    }
}

impl Usage {
    /// The rows of a filter that count, as CSV in the form of the service, in pieces of about 64 KiB.
    ///
    /// Names are the bytes that were read, amounts have twelve decimals; newest date first, within a date in the order of
    /// reading. Only what CSV needs is quoted, and nothing is changed for spreadsheets. Columns that were not read are missing.
    pub fn rows_csv(&self, filter: &Filter) -> impl Iterator<Item = Vec<u8>> {
        let Exports { tables, list } = &self.exports;
        let (dates, places) = (filter.dates(tables), filter.places(tables));
        let mut rows = RowsThatCount::new(self);
        let mut csv = Csv::new(Terminator::Any(b'\n'));
        csv.record([DATE, PROJECT, FOLDER, ORG_ID, ORG_TYPE, AMOUNT].map(str::as_bytes));
        std::iter::from_fn(move || {
            while csv.bytes.len() < PIECE {
                let Some((export, index)) = rows.next() else {
                    break;
                };
                let row = list[export].rows[index as usize];
                if !dates[row.date as usize] || !places[row.place as usize] {
                    continue;
                }
                let place = tables.places.get(row.place);
                let org = tables.places.org_of(place.org);
                csv.record([
                    tables.dates.text(row.date).as_bytes(),
                    tables.projects.bytes(place.project),
                    tables.folders.bytes(place.folder),
                    tables.org_ids.bytes(org.id),
                    tables.org_types.bytes(org.kind),
                    Ipus::from_trillionths(row.trillionths())
                        .to_string()
                        .as_bytes(),
                ]);
            }
            (!csv.bytes.is_empty()).then(|| std::mem::take(&mut csv.bytes))
        })
    }

    /// A name for a CSV file: what it is, its first and last day, and the words of the filter.
    pub fn file_name(&mut self, what: &str, filter: &Filter) -> String {
        let mut name = what.to_owned();
        if let Some(DayRange { first, last }) = self.view(filter.clone()).totals().range {
            name = format!("{what}_{first}_{last}");
        }
        for word in filter.text.split_whitespace() {
            let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
            name.push('_');
            name.extend(word.chars().take(40).map(plain));
        }
        name + ".csv"
    }
}

/// Bytes of CSV in one piece.
const PIECE: usize = 64 * 1024;

/// The rows that count as pairs of export and row: newest date first, within a date in the order of reading.
struct RowsThatCount<'a> {
    usage: &'a Usage,
    by_date: Vec<ByDate>,
    dates: std::vec::IntoIter<u32>,
    date: Option<u32>,
    export: usize,
    at: usize,
}

impl<'a> RowsThatCount<'a> {
    fn new(usage: &'a Usage) -> Self {
        let Exports { tables, list } = &usage.exports;
        let by_date = list
            .iter()
            .map(|export| ByDate::new(&export.rows, tables))
            .collect();
        let mut dates = tables.dates.newest_first().into_iter();
        Self {
            usage,
            by_date,
            date: dates.next(),
            dates,
            export: 0,
            at: 0,
        }
    }
}

impl Iterator for RowsThatCount<'_> {
    type Item = (usize, u32);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let date = self.date?;
            let Some(by_date) = self.by_date.get(self.export) else {
                (self.date, self.export, self.at) = (self.dates.next(), 0, 0);
                continue;
            };
            let Some(&row) = by_date.of(date).get(self.at) else {
                (self.export, self.at) = (self.export + 1, 0);
                continue;
            };
            self.at += 1;
            if self.usage.kept[self.export][row as usize] {
                return Some((self.export, row));
            }
        }
    }
}

/// CSV being written.
struct Csv {
    writer: Writer,
    bytes: Vec<u8>,
    /// Where the writer puts what goes to `bytes`.
    out: [u8; 256],
}

impl Csv {
    fn new(terminator: Terminator) -> Self {
        Self {
            writer: WriterBuilder::new().terminator(terminator).build(),
            bytes: Vec::new(),
            out: [0; 256],
        }
    }

    fn record<T: AsRef<[u8]>>(&mut self, fields: impl IntoIterator<Item = T>) {
        for (at, field) in fields.into_iter().enumerate() {
            if at > 0 {
                self.step(Writer::delimiter);
            }
            let mut rest = field.as_ref();
            while !rest.is_empty() {
                self.step(|writer, out| {
                    let (result, read, written) = writer.field(rest, out);
                    rest = &rest[read..];
                    (result, written)
                });
            }
        }
        self.step(Writer::terminator);
    }

    /// Has the writer put out until it is done with what it was given.
    fn step(&mut self, mut put: impl FnMut(&mut Writer, &mut [u8]) -> (WriteResult, usize)) {
        loop {
            let (result, written) = put(&mut self.writer, &mut self.out);
            self.bytes.extend_from_slice(&self.out[..written]);
            match result {
                WriteResult::InputEmpty => return,
                WriteResult::OutputFull => {}
            }
        }
    }
}
