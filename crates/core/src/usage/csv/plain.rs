//! The quick way through plain rows: no quotes, columns in the service's own order.
//!
//! It reads what nearly every row looks like and leaves all else, every error included, to the rules in `record.rs`. A row
//! that it reads means the same by those rules.
use super::header::Layout;
use crate::usage::{bytes::same, ipus::plain_amount, names::Names, tables::Tables};

/// A reader of plain rows that remembers what rows repeat.
pub(crate) struct Plain {
    layout: Layout,
    /// The last date with the comma after it, and its number. Rows stand together by date.
    date: (Vec<u8>, u32),
    /// What stands between the first and the last field, known from rows before.
    middles: Names,
    /// The place that each of `middles` names.
    places: Vec<u32>,
    /// The number of the last row's in `middles`.
    last: u32,
}

/// A row that was read.
pub(crate) struct PlainRow {
    pub(crate) place: u32,
    pub(crate) date: u32,
    pub(crate) trillionths: i64,
    pub(crate) decimals: u8,
}

/// Bytes of `middles` beyond which no more are remembered: a bound to the memory, beyond which rows only take longer.
/// Enough for some 250,000 places: eight million rows of a month.
const REMEMBERED: usize = 16 << 20;

/// The longest middle part that is read here, far below the limit of a line.
const MIDDLE: usize = 4096;

impl Plain {
    /// A reader for this layout; `None` unless the date comes first and the consumption last.
    pub(crate) fn new(layout: &Layout) -> Option<Self> {
        (layout.date == 0 && layout.amount + 1 == layout.fields).then(|| Self {
            layout: layout.clone(),
            date: (Vec::new(), 0),
            middles: Names::default(),
            places: Vec::new(),
            last: 0,
        })
    }

    /// Remembers the date of a row that was read by the rules.
    pub(crate) fn remember_date(&mut self, text: &[u8], date: u32) {
        self.date.0.clear();
        self.date.0.extend_from_slice(text);
        self.date.0.push(b',');
        self.date.1 = date;
    }

    /// Reads a line without its end; `None` where it is to be read by the rules.
    #[inline]
    pub(crate) fn row(&mut self, line: &[u8], tables: &mut Tables) -> Option<PlainRow> {
        let head = self.date.0.len();
        if head == 0 || !same(line.get(..head)?, &self.date.0) {
            return None;
        }
        let (rest, trillionths, decimals) = split_amount(&line[head..])?;
        // Dates mostly list the same places in the same order: what followed last time is tried first.
        let next = self.last.wrapping_add(1);
        let known = if self.middles.is(next, rest) {
            Some(next)
        } else {
            self.middles.get(rest)
        };
        let place = match known {
            Some(known) => {
                self.last = known;
                self.places[known as usize]
            }
            None => self.new_middle(rest, tables)?,
        };
        Some(PlainRow {
            place,
            date: self.date.1,
            trillionths,
            decimals,
        })
    }

    #[cold]
    fn new_middle(&mut self, middle: &[u8], tables: &mut Tables) -> Option<u32> {
        if middle.len() > MIDDLE || memchr::memchr2(b'"', b'\r', middle).is_some() {
            return None;
        }
        let mut columns: [&[u8]; 4] = [b""; 4];
        let wanted = [
            Some(self.layout.project),
            Some(self.layout.folder),
            Some(self.layout.org_id),
            self.layout.org_type,
        ];
        let mut count = 1;
        for field in middle.split(|&byte| byte == b',') {
            for (column, at) in columns.iter_mut().zip(wanted) {
                if at == Some(count) {
                    *column = field;
                }
            }
            count += 1;
        }
        if count + 1 != self.layout.fields {
            return None;
        }
        let [project, folder, org_id, org_type] = columns;
        let place = tables.place(project, folder, org_id, org_type)?;
        if self.middles.bytes_held() < REMEMBERED && self.middles.intern(middle).is_some() {
            self.places.push(place);
        }
        Some(place)
    }
}

/// Splits `…,0.079470080000` into what stands before the last comma, the amount in trillionths and its decimals.
fn split_amount(text: &[u8]) -> Option<(&[u8], i64, u8)> {
    // With the usual twelve decimals, the comma stands a few digits before the point.
    let point = text.len().saturating_sub(13);
    let end = if text.get(point) == Some(&b'.') {
        point
    } else {
        text.len()
    };
    let start = end.saturating_sub(PLAIN_AMOUNT);
    let comma = start + text[start..end].iter().rposition(|&byte| byte == b',')?;
    let (trillionths, decimals) = plain_amount(&text[comma + 1..])?;
    Some((&text[..comma], trillionths, decimals))
}

/// The longest plain amount with the comma before it: six digits, the point, twelve decimals.
const PLAIN_AMOUNT: usize = 20;
