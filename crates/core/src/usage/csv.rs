//! Reading the CSV files of an export.
//!
//! [`Reader`] takes the bytes in pieces of any size and hands rows on. Most rows are read the quick way (`plain.rs`); all
//! others by the rules of CSV (`record.rs`), which both ways share.
mod error;
mod header;
mod plain;
mod record;
mod rejected;

pub use error::{CsvProblem, RowProblem};
pub use header::ReportKind;
pub use rejected::{Rejected, RejectedRow};

pub(crate) use header::{AMOUNT, DATE, FOLDER, ORG_ID, ORG_TYPE, PROJECT};

use header::Layout;
use memchr::memchr;
use plain::Plain;
use record::{Record, Records};
use rejected::without_line_end;

use super::{day, exports::Export, ipus, tables::Tables};

/// Bytes that a line, or a row with quoted line breaks, can have. Rows of the service have about a hundred.
const LINE_LIMIT: usize = 64 * 1024;

/// How often reading may start anew behind a line whose quote is not closed; each time costs up to [`LINE_LIMIT`].
const ANEW_LIMIT: u32 = 10_000;

/// Where the rows of a file go.
pub(crate) struct Sink<'a> {
    pub(crate) tables: &'a mut Tables,
    pub(crate) export: &'a mut Export,
}

/// Reads one CSV file, in bounded memory.
pub(crate) struct Reader {
    /// The file's index in its export.
    file: usize,
    /// The part of a line whose end has not come yet.
    carry: Vec<u8>,
    records: Records,
    layout: Option<Layout>,
    plain: Option<Plain>,
    /// The line at hand, and the one in which the record at hand began; counted from 1.
    line: u64,
    record_line: u64,
    /// Lines to be read anew, behind one whose quote is not closed.
    anew: Vec<u8>,
    times_anew: u32,
}

impl Reader {
    pub(crate) fn new(file: usize) -> Self {
        Self {
            file,
            carry: Vec::new(),
            records: Records::new(),
            layout: None,
            plain: None,
            line: 0,
            record_line: 0,
            anew: Vec::new(),
            times_anew: 0,
        }
    }

    /// Reads the next bytes of the file.
    pub(crate) fn push(&mut self, sink: &mut Sink<'_>, mut bytes: &[u8]) -> Result<(), CsvProblem> {
        if !self.carry.is_empty() {
            let end = memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
            let (rest_of_line, rest) = bytes.split_at(end);
            self.carry.extend_from_slice(rest_of_line);
            bytes = rest;
            if self.carry.ends_with(b"\n") {
                let mut line = std::mem::take(&mut self.carry);
                self.line(sink, &line)?;
                line.clear();
                self.carry = line;
            }
        }
        while let Some(at) = memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(at + 1);
            self.line(sink, line)?;
            bytes = rest;
        }
        self.carry.extend_from_slice(bytes);
        if self.carry.len() > LINE_LIMIT {
            return Err(CsvProblem::LineTooLong {
                line: self.line + 1,
                limit: LINE_LIMIT,
            });
        }
        Ok(())
    }

    /// Ends the file, and yields the names of columns that were not read.
    pub(crate) fn finish(mut self, sink: &mut Sink<'_>) -> Result<Vec<String>, CsvProblem> {
        if !self.carry.is_empty() {
            let mut line = std::mem::take(&mut self.carry);
            line.push(b'\n');
            self.line(sink, &line)?;
        }
        while self.records.open() > 0 {
            self.give_up(sink, b"")?;
            self.lines_anew(sink)?;
        }
        self.layout
            .map(|layout| layout.unread)
            .ok_or(CsvProblem::Empty)
    }

    /// Reads a line with its end.
    #[inline]
    fn line(&mut self, sink: &mut Sink<'_>, line: &[u8]) -> Result<(), CsvProblem> {
        if let Some(plain) = &mut self.plain
            && self.records.open() == 0
            && let Some((place, date, amount)) = plain.row(without_line_end(line), sink.tables)
        {
            self.line += 1;
            sink.export.add(place, date, amount);
            return Ok(());
        }
        self.by_the_rules(sink, line)?;
        self.lines_anew(sink)
    }

    /// Reads a line by the rules of CSV.
    fn by_the_rules(&mut self, sink: &mut Sink<'_>, line: &[u8]) -> Result<(), CsvProblem> {
        self.line += 1;
        if line.len() > LINE_LIMIT {
            return Err(CsvProblem::LineTooLong {
                line: self.line,
                limit: LINE_LIMIT,
            });
        }
        if self.records.open() == 0 {
            self.record_line = self.line;
        }
        let mut rest = line;
        while let Some(record) = self.records.read(&mut rest) {
            let line = std::mem::replace(&mut self.record_line, self.line);
            let Some(layout) = &self.layout else {
                let layout = read_header(record)?;
                self.plain = Plain::new(&layout);
                self.layout = Some(layout);
                continue;
            };
            let read = if swallows_a_row(record, layout) {
                Err(RowProblem::UnclosedQuote)
            } else {
                read_row(record, layout, sink)
            };
            match read {
                Ok(true) => {}
                Ok(false) => return Err(CsvProblem::TooLarge { line }),
                Err(_) if record.spans_lines() => {
                    // A quote swallowed the lines after it: only the first of them is at fault.
                    self.record_line = line;
                    return self.give_up(sink, rest);
                }
                Err(problem) => sink
                    .export
                    .rejected
                    .add(self.file, line, record.raw, problem),
            }
        }
        if self.records.open() > LINE_LIMIT {
            return self.give_up(sink, b"");
        }
        Ok(())
    }

    /// Rejects the first line of the record at hand, and has those after it read anew.
    fn give_up(&mut self, sink: &mut Sink<'_>, rest: &[u8]) -> Result<(), CsvProblem> {
        let mut lines = self.records.give_up();
        lines.extend_from_slice(rest);
        self.times_anew += 1;
        if self.layout.is_none() || self.times_anew > ANEW_LIMIT {
            return Err(CsvProblem::BrokenQuotes { line: self.line });
        }
        let end = memchr(b'\n', &lines).map_or(lines.len(), |at| at + 1);
        sink.export.rejected.add(
            self.file,
            self.record_line,
            &lines[..end],
            RowProblem::UnclosedQuote,
        );
        self.line = self.record_line;
        lines.drain(..end);
        self.anew = lines;
        Ok(())
    }

    /// Reads lines that were given up.
    fn lines_anew(&mut self, sink: &mut Sink<'_>) -> Result<(), CsvProblem> {
        while !self.anew.is_empty() {
            let lines = std::mem::take(&mut self.anew);
            let mut rest = lines.as_slice();
            while let Some(at) = memchr(b'\n', rest) {
                let (line, after) = rest.split_at(at + 1);
                self.by_the_rules(sink, line)?;
                rest = after;
                if !self.anew.is_empty() {
                    self.anew.extend_from_slice(rest);
                    break;
                }
            }
        }
        Ok(())
    }
}

fn read_header(record: Record<'_>) -> Result<Layout, CsvProblem> {
    if matches!(record.raw, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Err(CsvProblem::Utf16);
    }
    let names: Vec<String> = record
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    Layout::of(&names)
}

/// Whether a record that spans lines has a row among them: two names that begin with a quote, as the service would write
/// them, make a well-formed record of all that stands between them.
fn swallows_a_row(record: Record<'_>, layout: &Layout) -> bool {
    let is_a_row = |line: &[u8]| {
        let fields = without_line_end(line).split(|&byte| byte == b',');
        let fields: Vec<&[u8]> = fields.take(layout.fields + 1).collect();
        fields.len() == layout.fields
            && day::row_date(fields[layout.date]).is_some()
            && ipus::row_amount(fields[layout.amount]).is_ok()
    };
    let lines = record.raw.split(|&byte| byte == b'\n');
    record.spans_lines() && lines.skip(1).any(is_a_row)
}

/// Reads a row; `false` where the numbers are used up.
fn read_row(record: Record<'_>, layout: &Layout, sink: &mut Sink<'_>) -> Result<bool, RowProblem> {
    let (found, expected) = (record.len(), layout.fields);
    if found < expected {
        return Err(RowProblem::TooFewFields { found, expected });
    }
    if found > expected {
        return Err(RowProblem::TooManyFields { found, expected });
    }
    let at = day::row_date(record.get(layout.date)).ok_or(RowProblem::BadDate)?;
    let amount = ipus::row_amount(record.get(layout.amount))
        .map_err(|problem| RowProblem::BadAmount { problem })?;
    let Sink { tables, export } = sink;
    let place = layout.place(tables, |at| record.get(at));
    let (Some(place), Some(date)) = (place, tables.dates.intern(at)) else {
        return Ok(false);
    };
    export.add(place, date, amount);
    Ok(true)
}
