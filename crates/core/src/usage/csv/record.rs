//! Records by the rules of CSV: quotes, doubled quotes, line breaks within quotes.
use csv_core::ReadRecordResult;

/// Assembles records from lines with the `csv-core` parser.
pub(crate) struct Records {
    parser: csv_core::Reader,
    fields: Vec<u8>,
    /// Where each field ends in `fields`.
    ends: Vec<usize>,
    field_bytes: usize,
    field_count: usize,
    /// What the record was read from, line ends included.
    raw: Vec<u8>,
    complete: bool,
}

/// The fields of a record, unquoted.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    fields: &'a [u8],
    ends: &'a [usize],
    /// What it was read from, line ends included.
    pub(crate) raw: &'a [u8],
}

impl<'a> Record<'a> {
    /// How many fields there are.
    pub(crate) fn len(self) -> usize {
        self.ends.len()
    }

    /// A field by its place, counted from zero.
    pub(crate) fn get(self, at: usize) -> &'a [u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.fields[start..self.ends[at]]
    }

    /// All fields in order.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        (0..self.len()).map(move |at| self.get(at))
    }
}

impl Records {
    pub(crate) fn new(separator: u8) -> Self {
        Self {
            parser: csv_core::ReaderBuilder::new().delimiter(separator).build(),
            fields: vec![0; 1024],
            ends: vec![0; 32],
            field_bytes: 0,
            field_count: 0,
            raw: Vec::new(),
            complete: true,
        }
    }

    /// How many bytes of a record were read that a quote keeps open, so that the next line belongs to it; 0 if none is.
    pub(crate) fn open(&self) -> usize {
        if self.complete { 0 } else { self.raw.len() }
    }

    /// Forgets the record at hand, and yields what it was read from.
    pub(crate) fn give_up(&mut self) -> Vec<u8> {
        self.parser.reset();
        self.complete = true;
        std::mem::take(&mut self.raw)
    }

    /// Reads from a line with its end until a record ends or nothing is left.
    ///
    /// A line holds more than one record where a lone `\r` stands in it, which ends a record too.
    pub(crate) fn read(&mut self, line: &mut &[u8]) -> Option<Record<'_>> {
        if self.complete {
            (self.field_bytes, self.field_count) = (0, 0);
            self.raw.clear();
        }
        self.complete = false;
        while !line.is_empty() && !self.complete {
            let (result, read, bytes, fields) = self.parser.read_record(
                line,
                &mut self.fields[self.field_bytes..],
                &mut self.ends[self.field_count..],
            );
            self.raw.extend_from_slice(&line[..read]);
            *line = &line[read..];
            self.field_bytes += bytes;
            self.field_count += fields;
            match result {
                ReadRecordResult::Record => self.complete = true,
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
            }
        }
        if !self.complete {
            // Nothing put out and no field ended: what was read is an empty line, or the line feed of `\r\n`.
            self.complete = self.field_bytes == 0 && self.field_count == 0;
            return None;
        }
        Some(Record {
            fields: &self.fields[..self.field_bytes],
            ends: &self.ends[..self.field_count],
            raw: &self.raw,
        })
    }
}
