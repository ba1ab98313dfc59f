//! The fast path for rows without quotes.
//!
//! It reads what nearly every row looks like and leaves the rest, errors included, to the rules in `record.rs`. Both read
//! such a row alike. Gain: see `benches/usage.md`; by the rules a million rows take 1.5 s in Chromium's engine.
use chrono::{DateTime, Utc};
use memchr::{memchr, memchr2, memchr3_iter, memrchr};

use super::header::Layout;
use crate::usage::{
    Kind,
    bytes::same,
    day::row_date,
    ipus::{Amount, row_amount},
    names::Names,
    tables::Tables,
};

/// Reads plain rows and remembers what rows repeat.
pub(crate) struct Plain {
    layout: Layout,
    /// Whether the date comes first and the consumption last, as in the service's own project-level files.
    names_between: bool,
    /// The last date as it was written, and its number. Rows are mostly sorted by date.
    date: (Vec<u8>, u32),
    /// The names of earlier rows, all of a row in one text.
    known: Names,
    /// The place that each of `known` names.
    places: Vec<u32>,
    /// The number in `known` of the last row's names.
    last: u32,
    /// Where each field of the line at hand begins, and its names in one text. Kept, so that no row allocates memory.
    starts: Vec<usize>,
    names: Vec<u8>,
}

/// Bytes of `known` beyond which no more are remembered, which bounds the memory. Enough for 250,000 places: eight million
/// rows of a month.
const REMEMBERED: usize = 16 << 20;

/// The longest names of a row that are read here, far below the limit of a line.
const LONGEST: usize = 4096;

impl Plain {
    /// A reader for this layout; `None` for job-level data, which has no known columns.
    pub(crate) fn new(layout: &Layout) -> Option<Self> {
        (layout.kind != Kind::Job).then(|| Self {
            layout: layout.clone(),
            names_between: layout.date == 0 && layout.amount + 1 == layout.all_fields,
            date: (Vec::new(), 0),
            known: Names::default(),
            places: Vec::new(),
            last: 0,
            starts: Vec::new(),
            names: Vec::new(),
        })
    }

    /// Reads a line without its end as place, date and amount; `None` where it has to be read by the rules.
    #[inline]
    pub(crate) fn row(&mut self, line: &[u8], tables: &mut Tables) -> Option<(u32, u32, Amount)> {
        let separator = self.layout.separator;
        if self.names_between {
            // Gain over looking at each field: half the time of reading a million rows.
            let (date, rest) = line.split_at(memchr(separator, line)?);
            let (names, amount) = rest.split_at(memrchr(separator, rest)?);
            return self.read(line, date, names, &amount[1..], tables);
        }
        self.starts.clear();
        self.starts.push(0);
        for at in memchr3_iter(separator, b'"', b'\r', line) {
            if line[at] != separator {
                return None;
            }
            self.starts.push(at + 1);
        }
        if self.starts.len() != self.layout.all_fields {
            return None;
        }
        self.starts.push(line.len() + 1);
        let field = |at: usize| &line[self.starts[at]..self.starts[at + 1] - 1];
        // Text under no name: a comma that is not in quotes may have moved it there.
        let mut unnamed = self.layout.fields..self.layout.all_fields;
        if unnamed.any(|at| !field(at).is_empty()) {
            return None;
        }
        let mut names = std::mem::take(&mut self.names);
        names.clear();
        for (at, _) in &self.layout.dimensions {
            names.extend_from_slice(field(*at));
            names.push(separator);
        }
        let (date, amount) = (field(self.layout.date), field(self.layout.amount));
        let row = self.read(line, date, &names, amount, tables);
        self.names = names;
        row
    }

    #[inline]
    fn read(
        &mut self,
        line: &[u8],
        date: &[u8],
        names: &[u8],
        amount: &[u8],
        tables: &mut Tables,
    ) -> Option<(u32, u32, Amount)> {
        if date.is_empty() || !same(date, &self.date.0) {
            self.new_date(date, tables)?;
        }
        let amount = row_amount(amount).ok()?;
        // Most dates list the same places in the same order, so the one that followed last time is tried first. Gain:
        // 25 % of reading a million rows.
        let next = self.last.wrapping_add(1);
        let known = if self.known.is(next, names) {
            Some(next)
        } else {
            self.known.get(names)
        };
        let place = match known {
            Some(known) => {
                self.last = known;
                self.places[known as usize]
            }
            None => self.new_names(line, names, tables)?,
        };
        Some((place, self.date.1, amount))
    }

    #[cold]
    fn new_date(&mut self, text: &[u8], tables: &mut Tables) -> Option<()> {
        let at: DateTime<Utc> = row_date(text).ok()?;
        self.date = (text.to_vec(), tables.dates.intern(at)?);
        Some(())
    }

    /// Reads the names of a line.
    #[cold]
    fn new_names(&mut self, line: &[u8], names: &[u8], tables: &mut Tables) -> Option<u32> {
        if names.len() > LONGEST || memchr2(b'"', b'\r', line).is_some() {
            return None;
        }
        let fields: Vec<&[u8]> = line.split(|&byte| byte == self.layout.separator).collect();
        if fields.len() != self.layout.all_fields {
            return None;
        }
        let place = self.layout.place(tables, |at| fields[at])?;
        if self.known.bytes_held() < REMEMBERED && self.known.intern(names).is_some() {
            self.places.push(place);
        }
        Some(place)
    }
}
