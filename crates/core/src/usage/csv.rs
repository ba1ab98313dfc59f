//! Reading the CSV files of an export.
//!
//! [`Reader`] takes the bytes in pieces of any size and finds out what form the file has: encoding, line ends, separator, and
//! whether lines are in quotes as a whole. Most rows are read by a fast path (`plain.rs`), the others by the rules of CSV
//! (`record.rs`).
mod error;
mod header;
mod plain;
mod record;
mod rejected;
mod text;
mod unclear;

pub use error::{CsvProblem, RowProblem};
pub use rejected::{Rejected, RejectedRow};

use std::borrow::Cow;

use header::{Layout, is_empty_row, separator_line, whole_line};
use memchr::{memchr, memchr2};
use plain::Plain;
use record::{Record, Records};
use rejected::without_line_end;
use text::{Decoder, Encoding, without_marks};

use super::{
    Kind,
    day::{DateProblem, row_date},
    exports::File,
    ipus::{Amount, AmountProblem, row_amount},
    listing::Listing,
    names::{is_missing, trimmed},
    tables::Tables,
};

/// Bytes that a line, or a row with quoted line breaks, can have. Rows of the service have about a hundred.
const LINE_LIMIT: usize = 64 * 1024;

/// Bytes that may be read again because of unclosed quotes, beyond twice the bytes read so far. This keeps the time
/// proportional to the size of the file.
const REREAD_LIMIT: u64 = 1 << 20;

/// Where the rows of a file go.
pub(crate) struct Sink<'a> {
    pub(crate) tables: &'a mut Tables,
    pub(crate) file: &'a mut File,
}

/// Reads one CSV file, in bounded memory.
pub(crate) struct Reader {
    is_job_level: bool,
    decoder: Decoder,
    /// The last byte of a line: `\n`, or `\r` in files of old spreadsheets. `None` before a line has ended.
    line_end: Option<u8>,
    /// The part of a line whose end has not come yet.
    carry: Vec<u8>,
    records: Records,
    /// Reads what lines hold that are in quotes as a whole. Kept, because a parser takes 50 µs to make.
    inner: Records,
    /// What a `sep=` line says.
    separator: Option<u8>,
    layout: Option<Layout>,
    plain: Option<Plain>,
    /// The current line, and the one in which the current record began; counted from 1.
    line: u64,
    record_line: u64,
    /// Lines to be read again, behind one whose quote is not closed.
    again: Vec<u8>,
    /// Bytes read so far, and bytes read again.
    read: u64,
    reread: u64,
    form: Form,
}

/// What differs from the form of the service, apart from what the layout tells.
#[derive(Default)]
struct Form {
    quoted_lines: bool,
    decimal_commas: bool,
}

/// Why a row cannot be read: for a reason of its own, or for one that concerns the whole file.
enum Refused {
    Row(RowProblem),
    File(CsvProblem),
}

impl From<RowProblem> for Refused {
    fn from(problem: RowProblem) -> Self {
        Self::Row(problem)
    }
}

impl Reader {
    /// A reader for a file that is known to be job level, or of which nothing is known.
    pub(crate) fn new(is_job_level: bool) -> Self {
        Self {
            is_job_level,
            decoder: Decoder::default(),
            line_end: None,
            carry: Vec::new(),
            records: Records::new(b','),
            inner: Records::new(b','),
            separator: None,
            layout: None,
            plain: None,
            line: 0,
            record_line: 0,
            again: Vec::new(),
            read: 0,
            reread: 0,
            form: Form::default(),
        }
    }

    /// Reads the next bytes of the file.
    pub(crate) fn push(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) -> Result<(), CsvProblem> {
        self.read += bytes.len() as u64;
        let text = self.decoder.decode(bytes, false);
        self.text(sink, &text)
    }

    /// Ends the file.
    pub(crate) fn finish(mut self, sink: &mut Sink<'_>) -> Result<(), CsvProblem> {
        let text = self.decoder.decode(&[], true).into_owned();
        self.text(sink, &text)?;
        self.line_end.get_or_insert(b'\n');
        if !self.carry.is_empty() {
            let mut line = std::mem::take(&mut self.carry);
            line.push(b'\n');
            self.line(sink, &line)?;
        }
        while self.records.open() > 0 {
            self.give_up(sink, b"");
            self.lines_again(sink)?;
        }
        let layout = self.layout.as_ref().ok_or(CsvProblem::Empty)?;
        sink.file.form = self.form(layout);
        sink.file.unread_columns.clone_from(&layout.unread);
        Ok(())
    }

    /// Reads text in UTF-8.
    fn text(&mut self, sink: &mut Sink<'_>, text: &[u8]) -> Result<(), CsvProblem> {
        let begun;
        let mut text = text;
        if self.layout.is_none() {
            self.carry.extend_from_slice(text);
            begun = std::mem::take(&mut self.carry);
            text = &begun;
            // The header tells how lines end. A line before it, which a program has added, may end in another way.
            while self.layout.is_none() {
                let Some((end, line_end)) = end_of_first_line(text) else {
                    self.carry.extend_from_slice(text);
                    return check_length(text, self.line + 1);
                };
                self.line_end = Some(line_end);
                let (line, rest) = text.split_at(end);
                self.line(sink, line)?;
                text = rest;
            }
        }
        let line_end = self.line_end.unwrap_or(b'\n');
        if !self.carry.is_empty() {
            let end = memchr(line_end, text).map_or(text.len(), |at| at + 1);
            let (rest_of_line, rest) = text.split_at(end);
            self.carry.extend_from_slice(rest_of_line);
            text = rest;
            if self.carry.ends_with(&[line_end]) {
                let mut line = std::mem::take(&mut self.carry);
                self.line(sink, &line)?;
                line.clear();
                self.carry = line;
            }
        }
        while let Some(at) = memchr(line_end, text) {
            let (line, rest) = text.split_at(at + 1);
            self.line(sink, line)?;
            text = rest;
        }
        self.carry.extend_from_slice(text);
        check_length(&self.carry, self.line + 1)
    }

    /// Reads a line with its end.
    #[inline]
    fn line(&mut self, sink: &mut Sink<'_>, line: &[u8]) -> Result<(), CsvProblem> {
        if let Some(plain) = &mut self.plain
            && self.records.open() == 0
            && let Some((place, date, amount)) = plain.row(without_line_end(line), sink.tables)
        {
            self.line += 1;
            sink.file.add(place, date, amount);
            return Ok(());
        }
        if self.layout.is_none() {
            return self.before_header(sink, line);
        }
        self.by_the_rules(sink, line)?;
        self.lines_again(sink)
    }

    /// Reads the first lines: blank ones, one that names the separator, the header.
    fn before_header(&mut self, sink: &mut Sink<'_>, line: &[u8]) -> Result<(), CsvProblem> {
        self.line += 1;
        check_length(line, self.line)?;
        let line = without_marks(without_line_end(line));
        if is_empty_row(line) {
            return Ok(());
        }
        if self.separator.is_none() {
            self.separator = separator_line(line);
            if self.separator.is_some() {
                return Ok(());
            }
        }
        let layout = Layout::of_line(line, self.separator, self.is_job_level)?;
        self.records = Records::new(layout.separator);
        self.inner = Records::new(layout.separator);
        self.plain = Plain::new(&layout);
        sink.file.kind = Some(layout.kind);
        if layout.kind == Kind::Job {
            sink.file.listing = Some(Listing::new(layout.header.clone()));
        }
        self.layout = Some(layout);
        Ok(())
    }

    /// Reads a line by the rules of CSV.
    fn by_the_rules(&mut self, sink: &mut Sink<'_>, line: &[u8]) -> Result<(), CsvProblem> {
        self.line += 1;
        check_length(line, self.line)?;
        let Some(layout) = &self.layout else {
            return Ok(());
        };
        if self.records.open() == 0 {
            self.record_line = self.line;
        } else if is_a_row(line, layout) {
            // A quote is not closed in a line before. Two names that begin with a quote, as the service would write them,
            // make a well-formed record of all that stands between them.
            self.give_up(sink, line);
            return Ok(());
        }
        let mut rest = line;
        while let Some(record) = self.records.read(&mut rest) {
            let line = std::mem::replace(&mut self.record_line, self.line);
            let (inner, form) = (&mut self.inner, &mut self.form);
            match read_record(record, inner, line, layout, form, sink) {
                Ok(()) => {}
                Err(Refused::File(problem)) => return Err(problem),
                Err(Refused::Row(_)) if line < self.line => {
                    // A quote swallowed the lines after it: only the first of them is at fault.
                    self.record_line = line;
                    self.give_up(sink, rest);
                    return Ok(());
                }
                Err(Refused::Row(problem)) => sink.file.rejected.add(line, record.raw, problem),
            }
        }
        if self.records.open() > LINE_LIMIT {
            self.give_up(sink, b"");
        }
        Ok(())
    }

    /// Rejects the first line of the current record, and has those after it read again.
    fn give_up(&mut self, sink: &mut Sink<'_>, rest: &[u8]) {
        let mut lines = self.records.give_up();
        lines.extend_from_slice(rest);
        let end = self.end_of_line(&lines);
        let problem = RowProblem::UnclosedQuote;
        sink.file
            .rejected
            .add(self.record_line, &lines[..end], problem);
        self.line = self.record_line;
        lines.drain(..end);
        self.again = lines;
    }

    /// Where the first line ends.
    fn end_of_line(&self, text: &[u8]) -> usize {
        let at = self.line_end.and_then(|line_end| memchr(line_end, text));
        at.map_or(text.len(), |at| at + 1)
    }

    /// Reads lines that were given up.
    fn lines_again(&mut self, sink: &mut Sink<'_>) -> Result<(), CsvProblem> {
        while !self.again.is_empty() {
            let lines = std::mem::take(&mut self.again);
            self.reread += lines.len() as u64;
            if self.reread > REREAD_LIMIT + 2 * self.read {
                return Err(CsvProblem::BrokenQuotes { line: self.line });
            }
            let mut rest = lines.as_slice();
            while !rest.is_empty() && self.again.is_empty() {
                let (line, after) = rest.split_at(self.end_of_line(rest));
                self.by_the_rules(sink, line)?;
                rest = after;
            }
            self.again.extend_from_slice(rest);
        }
        Ok(())
    }

    /// How the file differs from those of the service, in words; empty if it does not.
    fn form(&self, layout: &Layout) -> String {
        let mut form = Vec::new();
        if self.decoder.encoding() == Some(Encoding::Utf16) {
            form.push("UTF-16".to_owned());
        }
        match layout.separator {
            b',' => {}
            b'\t' => form.push("separated by tabs".into()),
            other => form.push(format!("separated by “{}”", char::from(other))),
        }
        if self.form.decimal_commas {
            form.push("decimal commas".into());
        }
        if layout.quoted || self.form.quoted_lines {
            form.push("whole lines in quotes".into());
        }
        if self.line_end == Some(b'\r') {
            form.push("lines end with CR".into());
        }
        form.join(", ")
    }
}

/// Where the first line ends, and the last byte of its end; `None` while that is not known.
fn end_of_first_line(text: &[u8]) -> Option<(usize, u8)> {
    let at = memchr2(b'\n', b'\r', text)?;
    // Some programs write `\r\r\n`. The line feed may come with the next piece.
    let after = at + text[at..].iter().position(|&byte| byte != b'\r')?;
    Some(match text[after] {
        b'\n' => (after + 1, b'\n'),
        _ => (at + 1, b'\r'),
    })
}

fn check_length(text: &[u8], line: u64) -> Result<(), CsvProblem> {
    if text.len() > LINE_LIMIT {
        let limit = LINE_LIMIT;
        return Err(CsvProblem::LineTooLong { line, limit });
    }
    Ok(())
}

/// Whether a line looks like a row by itself.
fn is_a_row(line: &[u8], layout: &Layout) -> bool {
    let fields = without_line_end(line).split(|&byte| byte == layout.separator);
    let fields: Vec<&[u8]> = fields.take(layout.all_fields + 1).collect();
    let unquoted = |at: usize| {
        let field = fields[at];
        let field = field.strip_prefix(b"\"").unwrap_or(field);
        field.strip_suffix(b"\"").unwrap_or(field)
    };
    fields.len() == layout.all_fields
        && row_date(unquoted(layout.date)).is_ok()
        && amount_of(unquoted(layout.amount), layout).is_ok()
}

/// Reads a record, which may be a line that is in quotes as a whole.
fn read_record(
    record: Record<'_>,
    records: &mut Records,
    line: u64,
    layout: &Layout,
    form: &mut Form,
    sink: &mut Sink<'_>,
) -> Result<(), Refused> {
    let Some(inner) = whole_line(record, layout) else {
        return read_row(record, line, layout, form, sink);
    };
    form.quoted_lines = true;
    let inner = [inner, b"\n"].concat();
    if let Some(record) = records.read(&mut inner.as_slice()) {
        return read_row(record, line, layout, form, sink);
    }
    records.give_up();
    Err(RowProblem::UnclosedQuote.into())
}

/// Reads a row.
fn read_row(
    record: Record<'_>,
    line: u64,
    layout: &Layout,
    form: &mut Form,
    sink: &mut Sink<'_>,
) -> Result<(), Refused> {
    if record.iter().all(|field| trimmed(field).is_empty()) {
        return Ok(()); // spreadsheets save empty rows behind the last one
    }
    let expected = layout.fields;
    // Columns without a name at the end may be there or not; mostly there is nothing in them.
    let found = (expected..record.len())
        .rfind(|&at| !record.get(at).is_empty())
        .map_or(record.len().min(expected), |last| last + 1);
    if found < expected && !layout.may_end_after(found) {
        return Err(RowProblem::TooFewFields { found, expected }.into());
    }
    if let Some(listing) = &mut sink.file.listing {
        if found > expected {
            return Err(RowProblem::TooManyFields { found, expected }.into());
        }
        return listed(record, line, layout, form, listing, &mut sink.file.rounded);
    }
    // As many blank fields as there are columns without a name are theirs. One more may be a name that is missing.
    let unnamed = layout.all_fields - expected;
    let fields = found.max(record.len().saturating_sub(unnamed));
    let unclear = if fields > expected {
        unclear::split(record, layout, fields)
    } else {
        None
    };
    if unclear.is_none() && found > expected {
        return Err(RowProblem::TooManyFields { found, expected }.into());
    }
    let column = |at: usize| unclear.as_ref().map_or(at, |unclear| unclear.start(at));
    let date = record.get(column(layout.date)).trim_ascii();
    let at = row_date(date).map_err(|problem| match problem {
        DateProblem::NotADate => Refused::Row(RowProblem::BadDate),
        DateProblem::Ambiguous { one, other } => Refused::File(CsvProblem::AmbiguousDates {
            line,
            text: String::from_utf8_lossy(&date[..date.len().min(40)]).into_owned(),
            one,
            other,
        }),
    })?;
    let text = record.get(column(layout.amount));
    let amount = amount_of(text, layout).map_err(|problem| RowProblem::BadAmount { problem })?;
    form.decimal_commas |= memchr(b',', text).is_some();
    let Sink { tables, file } = sink;
    let place = match &unclear {
        None => layout.place(tables, |at| record.get(at)),
        Some(unclear) => unclear.place(tables, record, layout),
    };
    let (Some(place), Some(date)) = (place, tables.dates.intern(at)) else {
        return Err(Refused::File(CsvProblem::TooLarge { line }));
    };
    file.unclear += u64::from(unclear.is_some_and(|unclear| unclear.has_unclear_names()));
    file.add(place, date, amount);
    Ok(())
}

/// Reads a row of a job-level file.
fn listed(
    record: Record<'_>,
    line: u64,
    layout: &Layout,
    form: &mut Form,
    listing: &mut Listing,
    rounded: &mut u64,
) -> Result<(), Refused> {
    let mut trillionths = 0;
    if listing.has_amounts() {
        let text = record.get(layout.amount);
        // A run that has not ended has consumed nothing yet.
        if !is_missing(text) {
            let amount =
                amount_of(text, layout).map_err(|problem| RowProblem::BadAmount { problem })?;
            form.decimal_commas |= memchr(b',', text).is_some();
            *rounded += u64::from(amount.rounded);
            trillionths = amount.trillionths;
        }
    }
    let added = listing.add(record.iter().take(layout.fields), trillionths);
    added.ok_or(Refused::File(CsvProblem::TooLarge { line }))
}

/// Reads an amount, without blanks around it. Where no comma separates fields, a comma may stand in place of the point.
fn amount_of(text: &[u8], layout: &Layout) -> Result<Amount, AmountProblem> {
    let text = text.trim_ascii();
    let text = match memchr(b',', text) {
        Some(at) if layout.separator != b',' && memchr(b'.', text).is_none() => {
            let mut text = text.to_vec();
            text[at] = b'.';
            Cow::Owned(text)
        }
        _ => Cow::Borrowed(text),
    };
    row_amount(&text)
}
