//! Tables as text for people to keep: what is shown, and the merged rows.
use std::borrow::Cow;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{
    Allowance, ChangeQuery, Choice, CrossQuery, Day, DayRange, Filter, Grain, GroupBy, GroupName,
    GroupRow, Ipus, Kind, Query, Sort, Usage, View, difference,
    exports::File,
    kind::{Column, Dimension, Role},
    merge::ByDate,
    tables::MISSING,
};

/// A table that can be written, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sheet {
    /// The sums of groups. The projects of the list are written by their folders, so that no amount is there twice.
    Sums(GroupBy, Sort, Vec<u32>),
    /// All groups over time: a column for each period, and the sum of all.
    Cross(CrossQuery, Day),
    /// All groups of a comparison.
    Changes(ChangeQuery, Day),
    /// The rows that count, see [`Usage::rows_csv`].
    Rows,
    /// The job-level table of this place in [`Usage::listings`].
    Listing(usize),
    /// Summary beside project level by day. The filter does not matter.
    Comparison,
    /// The cumulative use of an allowance by day. Of the filter, only the kind matters.
    Cumulative(Allowance, Day),
}

/// The form that a table is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// CSV for a spreadsheet: UTF-8 with a byte-order mark, which Excel needs to know, and CRLF.
    ///
    /// Texts that a spreadsheet would run as a formula, those that begin with `=`, `+`, `-`, `@`, their full-width forms, a tab
    /// or a line break, get an apostrophe in front; a project may be called `=HYPERLINK(…)`. Fields with any character that a
    /// spreadsheet may take for a separator are quoted. Amounts have all twelve decimals and stay numbers.
    Csv,
    /// CSV in the form of the service, with texts as they were read.
    Raw,
    /// What a spreadsheet takes from the clipboard: tabs between fields, and as they cannot be quoted, a space for each tab or
    /// line break in them. Formulas are neutralized as in [`Format::Csv`].
    Tsv,
}

impl Format {
    /// The type of a file, as browsers want it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv | Self::Raw => "text/csv;charset=utf-8",
            // The clipboard knows no other text.
            Self::Tsv => "text/plain",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::Raw => ".csv",
            Self::Tsv => ".tsv",
        }
    }
}

/// A table that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// A name for the file: kind of export, what it is, its first and last day, and the words and choices of the filter.
    pub name: String,
    /// How many rows it has below its head.
    pub rows: u64,
    /// The text, UTF-8, in pieces.
    pub pieces: Vec<Vec<u8>>,
}

impl Usage {
    /// Writes a table of the rows of a filter.
    pub fn write(&mut self, filter: &Filter, sheet: &Sheet, format: Format) -> Written {
        let mut lines = Lines::new(format);
        let name_of =
            |usage: &mut Self, what: &str, filter| usage.file_name(what, filter) + format.ending();
        let whole = Filter::of(filter.kind);
        let raw = if format == Format::Raw { "-raw" } else { "" };
        let name = match sheet {
            Sheet::Sums(by, sort, opened) => {
                let view = self.view(filter.clone());
                view.write_sums(&mut lines, *by, *sort, opened);
                name_of(self, &format!("by-{}", by.noun()), filter)
            }
            Sheet::Cross(query, today) => {
                let view = self.view(filter.clone());
                view.write_cross(&mut lines, query, *today);
                let groups = query.by.map(GroupBy::plural).unwrap_or_default();
                let what = format!("{groups}-by-{}", query.grain.noun());
                name_of(self, &what, filter)
            }
            Sheet::Changes(query, today) => {
                let view = self.view(filter.clone());
                view.write_changes(&mut lines, query, *today);
                let what = format!("{}-compared", query.by.plural());
                name_of(self, &what, filter)
            }
            Sheet::Rows => {
                return Written {
                    rows: self.view(filter.clone()).totals().rows,
                    name: name_of(self, &format!("rows{raw}"), filter),
                    pieces: self.rows_csv(filter, format).collect(),
                };
            }
            Sheet::Listing(nth) => {
                self.write_listing(&mut lines, filter, *nth);
                name_of(self, &format!("table{raw}-{}", nth + 1), filter)
            }
            Sheet::Comparison => {
                self.write_comparison(&mut lines);
                let summary = Filter::of(Kind::Summary);
                name_of(self, "beside-project-level", &summary)
            }
            Sheet::Cumulative(allowance, today) => {
                self.write_cumulative(&mut lines, filter.kind, *allowance, *today);
                name_of(self, "cumulative", &whole)
            }
        };
        Written {
            name,
            rows: lines.rows.saturating_sub(1),
            pieces: vec![lines.bytes],
        }
    }

    /// Summary beside project level; only the head unless both are open.
    fn write_comparison(&self, lines: &mut Lines) {
        lines.record([
            "Date",
            "Summary (IPUs)",
            "Project level (IPUs)",
            "Not in project level (IPUs)",
        ]);
        let days = self.compare().map(|found| found.days);
        for day in days.into_iter().flatten().rev() {
            let rest = difference(day.summary, day.project_level);
            let figures = [day.summary, day.project_level, rest].map(|amount| amount.to_string());
            lines.record(std::iter::once(day.day.to_string()).chain(figures));
        }
    }

    fn write_cumulative(&self, lines: &mut Lines, kind: Kind, allowance: Allowance, today: Day) {
        lines.record(["Date", "Consumed (IPUs)", "Share of the allowance (%)"]);
        let report = self.allowance(allowance, kind, today);
        for at in report.iter().flat_map(|report| report.days.iter().rev()) {
            let figures = [
                at.consumed.to_string(),
                percent(at.consumed, allowance.ipus()),
            ];
            lines.record(std::iter::once(at.day.to_string()).chain(figures));
        }
    }

    /// The rows of a job-level table.
    fn write_listing(&self, lines: &mut Lines, filter: &Filter, nth: usize) {
        let is_raw = lines.format == Format::Raw;
        let cell = |text: String| if is_raw { text } else { cell(Some(text)) };
        let listings = self.listings(filter, &[], usize::MAX);
        for listed in listings.into_iter().skip(nth).take(1) {
            for row in std::iter::once(listed.header).chain(listed.rows) {
                lines.record(row.into_iter().map(cell));
            }
        }
    }
}

/// A share in percent with one decimal; empty where there is nothing to have a share of.
fn percent(part: Ipus, whole: Ipus) -> String {
    let percent = part.to_f64() / whole.to_f64() * 100.0;
    if percent.is_finite() {
        format!("{percent:.1}")
    } else {
        String::new()
    }
}

impl View<'_> {
    fn write_sums(&self, lines: &mut Lines, by: GroupBy, sort: Sort, opened: &[u32]) {
        let whole_table = |by, sort| {
            self.table(Query {
                by,
                sort,
                skip: 0,
                take: usize::MAX,
            })
        };
        let table = whole_table(by, sort);
        let (by, rows) = if by == GroupBy::Project && !opened.is_empty() {
            let rows = table.rows.into_iter().flat_map(|row| {
                if opened.contains(&row.id) {
                    whole_table(GroupBy::FoldersOf(row.id), Sort::LARGEST_FIRST).rows
                } else {
                    vec![row]
                }
            });
            (GroupBy::Folder, rows.collect())
        } else {
            (by, table.rows)
        };
        let names = NameColumns::new(by, &rows);
        let figures = ["Consumption (IPUs)", "Share (%)", "Rows"];
        lines.record(names.head().iter().chain(&figures));
        for row in &rows {
            let share = percent(row.consumption, table.consumption);
            let figures = [row.consumption.to_string(), share, row.rows.to_string()];
            lines.record(names.cells(row).into_iter().chain(figures));
        }
    }

    fn write_cross(&self, lines: &mut Lines, query: &CrossQuery, today: Day) {
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
        lines.record(head.chain(periods).chain(["Total (IPUs)".to_owned()]));
        for (at, group) in groups.iter().enumerate() {
            let cells = pages.iter().flat_map(|page| &page.rows[at].cells);
            let cells = cells.map(ToString::to_string);
            let all = names.cells(group).into_iter().chain(cells);
            lines.record(all.chain([group.consumption.to_string()]));
        }
    }

    fn write_changes(&self, lines: &mut Lines, query: &ChangeQuery, today: Day) {
        let query = ChangeQuery {
            skip: 0,
            take: usize::MAX,
            ..query.clone()
        };
        let Some(changes) = self.compare(&query, today) else {
            return;
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
        lines.record(head.chain(figures));
        for row in &changes.rows {
            let current = row.group.consumption;
            let figures = [row.base, current, difference(current, row.base)];
            let figures = figures.iter().map(ToString::to_string);
            lines.record(names.cells(&row.group).into_iter().chain(figures));
        }
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

/// A text that no spreadsheet runs as a formula, see [`Format::Csv`].
fn neutralized(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text
    }
}

impl Usage {
    /// The rows of a filter that count, in pieces of about 64 KiB: newest date first, within a date in the order of
    /// reading. Amounts have twelve decimals. Columns that are not needed are missing; of names that cannot be told apart, all
    /// stand in the first column of names that is free.
    ///
    /// In [`Format::Raw`], names are as they were read.
    pub fn rows_csv(&self, filter: &Filter, format: Format) -> impl Iterator<Item = Vec<u8>> {
        let (kind, tables) = (filter.kind, &self.exports.tables);
        let (dates, places) = (filter.dates(tables), filter.places(tables));
        let columns = kind.columns().iter().filter(|(_, role, _)| is_kept(*role));
        let columns: Vec<_> = columns.collect();
        let mut lines = Lines::new(format);
        lines.record(columns.iter().map(|(name, _, _)| name));
        let mut rows = self
            .rows_that_count(kind)
            .filter(move |row| dates[row.date as usize] && places[row.place as usize]);
        std::iter::from_fn(move || {
            while lines.bytes.len() < PIECE {
                let Some(row) = rows.next() else { break };
                let place = tables.places.get(row.place);
                let unclear = place.get(Dimension::Unclear);
                let is_free = |(_, role, _): &&Column| matches!(role, Role::Name(dimension) if dimension.is_chosen() && place.get(*dimension) == MISSING);
                let unclear_at = if unclear == MISSING {
                    None
                } else {
                    columns.iter().position(is_free)
                };
                let field = |(at, (_, role, _)): (usize, &&Column)| match role {
                    Role::Date => tables.dates.text(row.date).into_bytes(),
                    Role::Amount => {
                        let amount = Ipus::from_trillionths(row.trillionths());
                        amount.to_string().into_bytes()
                    }
                    Role::Name(dimension) => {
                        let name = if Some(at) == unclear_at {
                            unclear
                        } else {
                            place.get(*dimension)
                        };
                        let is_place = matches!(dimension, Dimension::Project | Dimension::Folder);
                        if format != Format::Raw {
                            cell(tables.name(name).map(Cow::into_owned)).into_bytes()
                        } else if name == MISSING && is_place {
                            b"null".to_vec() // as the service writes it
                        } else {
                            tables.names.bytes(name).to_vec()
                        }
                    }
                    Role::Number | Role::Unused => Vec::new(),
                };
                lines.record(columns.iter().enumerate().map(field));
            }
            (!lines.bytes.is_empty()).then(|| std::mem::take(&mut lines.bytes))
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

    /// A name for a file without its ending, see [`Written::name`].
    fn file_name(&mut self, what: &str, filter: &Filter) -> String {
        let mut name = filter.kind.file_name(what);
        if let Some(DayRange { first, last }) = self.view(filter.clone()).totals().range {
            let _ = write!(name, "_{first}_{last}"); // a String takes whatever is written
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
            let _ = write!(name, "_and-{more}-more");
        }
        name
    }
}

/// Whether rows are written with this column.
fn is_kept(role: Role) -> bool {
    match role {
        Role::Date | Role::Amount | Role::Name(_) => true,
        Role::Number | Role::Unused => false,
    }
}

/// Bytes in one piece.
const PIECE: usize = 64 * 1024;

/// Lines being written.
///
/// csv-core's writer quotes for one separator only; spreadsheets split at others too.
struct Lines {
    format: Format,
    bytes: Vec<u8>,
    /// How many lines there are, with the head.
    rows: u64,
}

impl Lines {
    fn new(format: Format) -> Self {
        let mark = match format {
            Format::Csv => "\u{feff}",
            Format::Raw | Format::Tsv => "",
        };
        Self {
            format,
            bytes: mark.into(),
            rows: 0,
        }
    }

    fn record<T: AsRef<[u8]>>(&mut self, fields: impl IntoIterator<Item = T>) {
        let (separator, line_end): (_, &[u8]) = match self.format {
            Format::Csv => (b',', b"\r\n"),
            Format::Raw => (b',', b"\n"),
            Format::Tsv => (b'\t', b"\n"),
        };
        for (at, field) in fields.into_iter().enumerate() {
            if at > 0 {
                self.bytes.push(separator);
            }
            self.field(field.as_ref());
        }
        self.bytes.extend_from_slice(line_end);
        self.rows += 1;
    }

    fn field(&mut self, field: &[u8]) {
        if self.format == Format::Tsv {
            let spaced = field.iter().map(|byte| match byte {
                b'\t' | b'\r' | b'\n' => b' ',
                _ => *byte,
            });
            return self.bytes.extend(spaced);
        }
        let is_special = |byte: &u8| match byte {
            b',' | b'"' | b'\r' | b'\n' => true,
            b';' | b'\t' => self.format == Format::Csv,
            _ => false,
        };
        if !field.iter().any(is_special) {
            return self.bytes.extend_from_slice(field);
        }
        self.bytes.push(b'"');
        for &byte in field {
            self.bytes.push(byte);
            if byte == b'"' {
                self.bytes.push(byte);
            }
        }
        self.bytes.push(b'"');
    }
}
