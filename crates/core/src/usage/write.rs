//! CSV for people to keep: what is shown, and the merged rows.
use std::borrow::Cow;
use std::fmt::Write as _;

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

use memchr::memchr2;

use super::{
    ChangeQuery, Choice, CrossQuery, Day, DayRange, Filter, Grain, GroupBy, GroupName, GroupRow,
    Ipus, Kind, Query, Sort, Usage, View, difference,
    exports::File,
    kind::{Column, Dimension, Role},
    merge::ByDate,
    tables::MISSING,
};

impl View<'_> {
    /// The whole table as CSV for a spreadsheet: UTF-8 with a byte-order mark, which Excel needs to know, and CRLF.
    ///
    /// Texts that a spreadsheet would run as a formula, those that begin with `=`, `+`, `-`, `@`, their full-width forms, a tab
    /// or a line break, get an apostrophe in front; a project may be called `=HYPERLINK(…)`. Fields with any character that a
    /// spreadsheet may take for a separator are quoted. Amounts have all twelve decimals and stay numbers.
    pub fn table_csv(&self, by: GroupBy, sort: Sort) -> Vec<u8> {
        let mut csv = Csv::for_spreadsheet();
        let query = Query {
            by,
            sort,
            skip: 0,
            take: usize::MAX,
        };
        let rows = self.table(query).rows;
        let names = NameColumns::new(by, &rows);
        csv.record(names.head().iter().chain(&["Consumption (IPUs)", "Rows"]));
        for row in &rows {
            let figures = [row.consumption.to_string(), row.rows.to_string()];
            csv.record(names.cells(row).into_iter().chain(figures));
        }
        csv.bytes
    }

    /// All groups over time as CSV, see [`View::table_csv`]: a column for each period, and the sum of all.
    pub fn cross_csv(&self, query: &CrossQuery, today: Day) -> Vec<u8> {
        let mut csv = Csv::for_spreadsheet();
        let columns = |columns| CrossQuery {
            skip: 0,
            take: usize::MAX,
            columns: Some(columns),
            ..query.clone()
        };
        let mut pages = vec![self.cross(&columns(0), today)];
        for page in 1..pages[0].column_pages() {
            pages.push(self.cross(&columns(page), today));
        }
        let groups: Vec<GroupRow> = pages[0].rows.iter().map(|row| row.group.clone()).collect();
        let names = NameColumns::new(query.by.unwrap_or(GroupBy::Organization), &groups);
        let head = names.head().iter().map(ToString::to_string);
        let periods = pages[0].periods.iter();
        let periods = periods.map(|period| period_text(query.grain, period.days));
        csv.record(head.chain(periods).chain(["Total (IPUs)".to_owned()]));
        for (at, group) in groups.iter().enumerate() {
            let cells = pages.iter().flat_map(|page| &page.rows[at].cells);
            let cells = cells.map(ToString::to_string);
            let all = names.cells(group).into_iter().chain(cells);
            csv.record(all.chain([group.consumption.to_string()]));
        }
        csv.bytes
    }

    /// All groups of a comparison as CSV, see [`View::table_csv`].
    pub fn changes_csv(&self, query: &ChangeQuery, today: Day) -> Vec<u8> {
        let mut csv = Csv::for_spreadsheet();
        let query = ChangeQuery {
            skip: 0,
            take: usize::MAX,
            ..query.clone()
        };
        let Some(changes) = self.compare(&query, today) else {
            return csv.bytes;
        };
        let groups = changes.rows.iter().map(|row| row.group.clone());
        let names = NameColumns::new(query.by, &groups.collect::<Vec<_>>());
        let [current, base] =
            [&changes.current, &changes.base].map(|period| period_text(Grain::Week, period.days));
        let figures = [
            format!("{base} (IPUs)"),
            format!("{current} (IPUs)"),
            "Difference (IPUs)".to_owned(),
        ];
        let head = names.head().iter().map(ToString::to_string);
        csv.record(head.chain(figures));
        for row in &changes.rows {
            let current = row.group.consumption;
            let figures = [row.base, current, difference(current, row.base)];
            let figures = figures.iter().map(ToString::to_string);
            csv.record(names.cells(&row.group).into_iter().chain(figures));
        }
        csv.bytes
    }
}

/// A period in one cell.
fn period_text(grain: Grain, days: DayRange) -> String {
    match grain {
        Grain::Day => days.first.to_string(),
        Grain::Week | Grain::Month | Grain::BillingPeriod => {
            format!("{} to {}", days.first, days.last)
        }
    }
}

/// The columns that name groups.
struct NameColumns {
    by: GroupBy,
    /// Whether organizations have a column for their names.
    has_org_names: bool,
}

impl NameColumns {
    fn new(by: GroupBy, rows: &[GroupRow]) -> Self {
        let has_org_names = rows.iter().any(|row| match &row.name {
            GroupName::Organization { org_name, .. } => org_name.is_some(),
            GroupName::Period { .. }
            | GroupName::Project { .. }
            | GroupName::Unclear { .. }
            | GroupName::Folder { .. }
            | GroupName::Meter { .. }
            | GroupName::Asset { .. }
            | GroupName::AssetType { .. }
            | GroupName::Environment { .. }
            | GroupName::Tier { .. } => false,
        });
        Self { by, has_org_names }
    }

    fn head(&self) -> &'static [&'static str] {
        match self.by {
            GroupBy::Period(Grain::Day) => &["Date"],
            GroupBy::Period(Grain::Week | Grain::Month | Grain::BillingPeriod) => {
                &["First day", "Last day"]
            }
            GroupBy::Project => &["Project"],
            GroupBy::Folder | GroupBy::FoldersOf(_) => &["Project", "Folder"],
            GroupBy::Organization if self.has_org_names => &["Org ID", "Org Name", "Org Type"],
            GroupBy::Organization => &["Org ID", "Org Type"],
            GroupBy::Meter => &["Meter ID", "Meter Name"],
            GroupBy::Asset => &["Project", "Folder", "Asset Name", "Asset Type"],
            GroupBy::AssetType => &["Asset Type"],
            GroupBy::Environment => &["Environment Name"],
            GroupBy::Tier => &["Tier"],
        }
    }

    fn cells(&self, row: &GroupRow) -> Vec<String> {
        let texts = |texts: &[&Option<String>]| -> Vec<String> {
            texts.iter().map(|text| cell((*text).clone())).collect()
        };
        let mut cells: Vec<String> = match &row.name {
            GroupName::Period { days, .. } => vec![days.first.to_string(), days.last.to_string()],
            GroupName::Project { project } => texts(&[project]),
            // An unclear name stands in the place of the project.
            GroupName::Unclear { text } => texts(&[&Some(text.clone())]),
            GroupName::Folder { project, folder } => texts(&[project, folder]),
            GroupName::Organization {
                org_id,
                org_name,
                org_types,
            } => {
                let types = Some(org_types.join("; "));
                if self.has_org_names {
                    texts(&[org_id, org_name, &types])
                } else {
                    texts(&[org_id, &types])
                }
            }
            GroupName::Meter {
                meter_id,
                meter_name,
            } => texts(&[meter_id, meter_name]),
            GroupName::Asset {
                project,
                folder,
                asset,
                asset_type,
            } => texts(&[project, folder, asset, asset_type]),
            GroupName::AssetType { asset_type } => texts(&[asset_type]),
            GroupName::Environment { environment } => texts(&[environment]),
            GroupName::Tier { tier } => texts(&[tier]),
        };
        cells.resize(self.head().len(), String::new());
        cells
    }
}

/// A text as a spreadsheet may have it; empty where there is none.
fn cell(text: Option<String>) -> String {
    neutralized(text.unwrap_or_default())
}

/// A text that no spreadsheet runs as a formula, see [`View::table_csv`].
pub fn neutralized(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text
    }
}

impl Usage {
    /// The rows of a filter that count, as CSV in pieces of about 64 KiB: newest date first, within a date in the order of
    /// reading. Amounts have twelve decimals. Columns that are not needed are missing; of names that cannot be told apart, all
    /// stand in the first column of names.
    ///
    /// `raw` is the form of the service with the names as they were read. Otherwise it is made for a spreadsheet, as
    /// [`View::table_csv`] does.
    pub fn rows_csv(&self, filter: &Filter, raw: bool) -> impl Iterator<Item = Vec<u8>> {
        let (kind, tables) = (filter.kind, &self.exports.tables);
        let (dates, places) = (filter.dates(tables), filter.places(tables));
        let columns = kind.columns().iter().filter(|(_, role, _)| is_kept(*role));
        let columns: Vec<_> = columns.collect();
        let mut csv = Csv::of(raw);
        csv.record(columns.iter().map(|(name, _, _)| name));
        let mut rows = self
            .rows_that_count(kind)
            .filter(move |row| dates[row.date as usize] && places[row.place as usize]);
        let is_name = |role: &Role| match role {
            Role::Name(dimension) => dimension.is_chosen(),
            Role::Date | Role::Amount | Role::Number | Role::Unused => false,
        };
        let first_name = columns.iter().position(|(_, role, _)| is_name(role));
        std::iter::from_fn(move || {
            while csv.bytes.len() < PIECE {
                let Some(row) = rows.next() else { break };
                let place = tables.places.get(row.place);
                let unclear = place.get(Dimension::Unclear);
                let field = |(at, (_, role, _)): (usize, &&Column)| match role {
                    Role::Date => tables.dates.text(row.date).into_bytes(),
                    Role::Amount => {
                        let amount = Ipus::from_trillionths(row.trillionths());
                        amount.to_string().into_bytes()
                    }
                    Role::Name(dimension) => {
                        let is_unclear = unclear != MISSING && Some(at) == first_name;
                        let name = if is_unclear {
                            unclear
                        } else {
                            place.get(*dimension)
                        };
                        let is_place = matches!(dimension, Dimension::Project | Dimension::Folder);
                        if !raw {
                            cell(tables.name(name).map(Cow::into_owned)).into_bytes()
                        } else if name == MISSING && is_place {
                            b"null".to_vec() // as the service writes it
                        } else {
                            tables.names.bytes(name).to_vec()
                        }
                    }
                    Role::Number | Role::Unused => Vec::new(),
                };
                csv.record(columns.iter().enumerate().map(field));
            }
            (!csv.bytes.is_empty()).then(|| std::mem::take(&mut csv.bytes))
        })
    }

    /// The rows of a job-level table as CSV, as [`Usage::rows_csv`] does; `nth` is its place in [`Usage::listings`].
    pub fn listing_csv(&self, filter: &Filter, nth: usize, raw: bool) -> Vec<u8> {
        let mut csv = Csv::of(raw);
        let cell = |text: String| if raw { text } else { cell(Some(text)) };
        let listings = self.listings(filter, &[], usize::MAX);
        for listed in listings.into_iter().skip(nth).take(1) {
            for row in std::iter::once(listed.header).chain(listed.rows) {
                csv.record(row.into_iter().map(cell));
            }
        }
        csv.bytes
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
        tables
            .dates
            .newest_first()
            .into_iter()
            .flat_map(move |date| {
                let files = std::rc::Rc::clone(&files);
                let mut rows = Vec::new();
                for (file, kept, by_date) in files.iter() {
                    let counting = by_date.of(date).iter().filter(|&&row| kept[row as usize]);
                    rows.extend(counting.map(|&row| file.rows[row as usize]));
                }
                rows
            })
    }

    /// A name for a CSV file: what it is, its first and last day, and the words and choices of the filter.
    pub fn file_name(&mut self, what: &str, filter: &Filter) -> String {
        let mut name = what.to_owned();
        if let Some(DayRange { first, last }) = self.view(filter.clone()).totals().range {
            name = format!("{what}_{first}_{last}");
        }
        let words = filter.text.split_whitespace();
        let chosen: Vec<String> = filter.chosen.iter().map(Choice::text).collect();
        // Many choices would make a name that no system takes.
        for word in words.chain(chosen.iter().map(String::as_str).take(3)) {
            let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
            name.push('_');
            name.extend(word.chars().take(40).map(plain));
        }
        if let more @ 1.. = chosen.len().saturating_sub(3) {
            let _ = write!(name, "_and-{more}-more"); // a String takes whatever is written
        }
        name + ".csv"
    }
}

/// Whether rows are written with this column.
fn is_kept(role: Role) -> bool {
    match role {
        Role::Date | Role::Amount | Role::Name(_) => true,
        Role::Number | Role::Unused => false,
    }
}

/// Bytes of CSV in one piece.
const PIECE: usize = 64 * 1024;

/// CSV being written.
struct Csv {
    writer: Writer,
    bytes: Vec<u8>,
    for_spreadsheet: bool,
    /// Where the writer puts what goes to `bytes`.
    out: [u8; 256],
}

impl Csv {
    fn new(terminator: Terminator) -> Self {
        Self {
            writer: WriterBuilder::new().terminator(terminator).build(),
            bytes: Vec::new(),
            for_spreadsheet: false,
            out: [0; 256],
        }
    }

    /// In the form of the service if `raw`, otherwise for a spreadsheet.
    fn of(raw: bool) -> Self {
        if raw {
            Self::new(Terminator::Any(b'\n'))
        } else {
            Self::for_spreadsheet()
        }
    }

    fn for_spreadsheet() -> Self {
        let mut csv = Self::new(Terminator::CRLF);
        csv.for_spreadsheet = true;
        csv.bytes.extend_from_slice("\u{feff}".as_bytes());
        csv
    }

    fn record<T: AsRef<[u8]>>(&mut self, fields: impl IntoIterator<Item = T>) {
        for (at, field) in fields.into_iter().enumerate() {
            if at > 0 {
                self.step(Writer::delimiter);
            }
            let mut rest = field.as_ref();
            // The writer quotes a field for commas, quotes and line breaks only.
            if self.for_spreadsheet && memchr2(b';', b'\t', rest).is_some() {
                self.quoted(rest);
                continue;
            }
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

    fn quoted(&mut self, field: &[u8]) {
        self.bytes.push(b'"');
        for &byte in field {
            self.bytes.push(byte);
            if byte == b'"' {
                self.bytes.push(byte);
            }
        }
        self.bytes.push(b'"');
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
