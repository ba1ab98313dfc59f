//! CSV for people to keep: what is shown, and the merged rows.
use std::fmt::Write as _;

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

use super::{
    DayRange, Filter, GroupBy, GroupName, Ipus, Kind, Query, Sort, Usage, View,
    exports::File,
    kind::{Dimension, Role},
    merge::ByDate,
    tables::MISSING,
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
            GroupBy::Day => &["Date"],
            GroupBy::Project => &["Project"],
            GroupBy::Folder | GroupBy::FoldersOf(_) => &["Project", "Folder"],
            GroupBy::Organization => &["Org ID", "Org Name", "Org Type"],
            GroupBy::Meter => &["Meter ID", "Meter Name"],
            GroupBy::Asset => &["Project", "Folder", "Asset Name", "Asset Type"],
        };
        csv.record(names.iter().chain(&["Consumption (IPUs)", "Rows"]));
        let query = Query {
            by,
            sort,
            skip: 0,
            take: usize::MAX,
        };
        for row in self.table(query).rows {
            let mut cells: Vec<String> = match row.name {
                GroupName::Day { day } => vec![day.to_string()],
                GroupName::Project { project } => vec![cell(project)],
                // An unclear name stands in the place of the project.
                GroupName::Unclear { text } => vec![cell(Some(text))],
                GroupName::Folder { project, folder } => vec![cell(project), cell(folder)],
                GroupName::Organization {
                    org_id,
                    org_name,
                    org_types,
                } => vec![
                    cell(org_id),
                    cell(org_name),
                    cell(Some(org_types.join("; "))),
                ],
                GroupName::Meter {
                    meter_id,
                    meter_name,
                } => vec![cell(meter_id), cell(meter_name)],
                GroupName::Asset {
                    project,
                    folder,
                    asset,
                    asset_type,
                } => vec![cell(project), cell(folder), cell(asset), cell(asset_type)],
            };
            cells.resize(names.len(), String::new());
            cells.extend([row.consumption.to_string(), row.rows.to_string()]);
            csv.record(cells);
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
    /// The rows of a kind and a filter that count, as CSV in the form of the service, in pieces of about 64 KiB.
    ///
    /// Names are the bytes that were read, amounts have twelve decimals; newest date first, within a date in the order of
    /// reading. Only what CSV needs is quoted, and nothing is changed for spreadsheets. Columns that are not needed are missing;
    /// of names that cannot be told apart, all stand in the first column of names.
    pub fn rows_csv(&self, kind: Kind, filter: &Filter) -> impl Iterator<Item = Vec<u8>> {
        let tables = &self.exports.tables;
        let (dates, places) = (filter.dates(tables), filter.places(tables));
        let columns: Vec<_> = kind
            .columns()
            .iter()
            .filter(|(_, role, _)| *role != Role::Unused)
            .collect();
        let mut csv = Csv::new(Terminator::Any(b'\n'));
        csv.record(columns.iter().map(|(name, _, _)| name));
        let mut rows = self.rows_that_count(kind).filter(move |row| {
            dates[row.date as usize] && places[row.place as usize]
        });
        let first_name = columns.iter().position(|(_, role, _)| match role {
            Role::Name(dimension) => dimension.is_chosen(),
            Role::Date | Role::Amount | Role::Unused => false,
        });
        std::iter::from_fn(move || {
            while csv.bytes.len() < PIECE {
                let Some(row) = rows.next() else { break };
                let place = tables.places.get(row.place);
                let unclear = place.get(Dimension::Unclear);
                let fields = columns.iter().enumerate().map(|(at, (_, role, _))| match role {
                    Role::Date => tables.dates.text(row.date).into_bytes(),
                    Role::Amount => Ipus::from_trillionths(row.trillionths())
                        .to_string()
                        .into_bytes(),
                    Role::Name(_) if unclear != MISSING && Some(at) == first_name => {
                        tables.names.bytes(unclear).to_vec()
                    }
                    Role::Name(dimension) => match (place.get(*dimension), dimension) {
                        // As the service writes it.
                        (MISSING, Dimension::Project | Dimension::Folder) => b"null".to_vec(),
                        (name, _) => tables.names.bytes(name).to_vec(),
                    },
                    Role::Unused => Vec::new(),
                });
                csv.record(fields);
            }
            (!csv.bytes.is_empty()).then(|| std::mem::take(&mut csv.bytes))
        })
    }

    /// The rows of a kind that count: newest date first, within a date in the order of reading.
    fn rows_that_count(&self, kind: Kind) -> impl Iterator<Item = super::rows::Row> {
        let tables = &self.exports.tables;
        let files: Vec<(&File, &Vec<bool>, ByDate)> = self
            .exports
            .files()
            .zip(&self.kept)
            .filter(|((_, file), _)| file.kind == Some(kind))
            .map(|((_, file), kept)| (file, kept, ByDate::new(&file.rows, tables)))
            .collect();
        let files = std::rc::Rc::new(files);
        tables.dates.newest_first().into_iter().flat_map(move |date| {
            let files = std::rc::Rc::clone(&files);
            let mut rows = Vec::new();
            for (file, kept, by_date) in files.iter() {
                let counting = by_date.of(date).iter().filter(|&&row| kept[row as usize]);
                rows.extend(counting.map(|&row| file.rows[row as usize]));
            }
            rows
        })
    }

    /// A name for a CSV file: what it is, its first and last day, and the words of the filter.
    pub fn file_name(&mut self, what: &str, kind: Kind, filter: &Filter) -> String {
        let mut name = what.to_owned();
        if let Some(DayRange { first, last }) = self.view(kind, filter.clone()).totals().range {
            let _ = write!(name, "_{first}_{last}"); // a String takes whatever is written
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
