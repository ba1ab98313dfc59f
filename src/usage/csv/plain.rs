//! The quick way through plain rows: no quotes, columns in the service's own order.
//!
//! It reads what nearly every row looks like and leaves all else, every error included, to the rules in `record.rs`. A row
//! that it reads means the same by those rules.
use super::header::Layout;
use crate::usage::{bytes::same, names::Names, tables::Tables};

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
const REMEMBERED: usize = 4 << 20;

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
///
/// `None` unless it is one to six digits without a needless zero, a point, and twelve decimals.
fn split_amount(text: &[u8]) -> Option<(&[u8], i64, u8)> {
    let (front, fraction) = text.split_last_chunk::<12>()?;
    let (rest, [b'.']) = front.split_last_chunk::<1>()? else {
        return None;
    };
    let (high, low) = (
        eight_digits(*fraction.first_chunk()?)?,
        eight_digits(*fraction.last_chunk()?)?,
    );
    let tail = rest.len().saturating_sub(7);
    let comma = tail + rest[tail..].iter().rposition(|&byte| byte == b',')?;
    let whole = &rest[comma + 1..];
    if whole.is_empty() || (whole.len() > 1 && whole[0] == b'0') {
        return None;
    }
    let whole = whole.iter().try_fold(0_i64, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i64::from(byte - b'0'))
    })?;
    let value = whole * 1_000_000_000_000 + i64::from(high) * 10_000 + i64::from(low % 10_000);
    Some((&rest[..comma], value, 12))
}

/// The number that eight ASCII digits write, all eight at once.
fn eight_digits(text: [u8; 8]) -> Option<u32> {
    let word = u64::from_le_bytes(text);
    let digits = word.wrapping_sub(0x3030_3030_3030_3030);
    // A byte below `0` borrows and one above `9` carries, both into the upper half of its byte.
    if (digits | digits.wrapping_add(0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    // Neighbours are joined three times: digits to pairs, pairs to fours, fours to the number.
    let pairs = (digits * 10 + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    u32::try_from((fours * 10_000 + (fours >> 32)) & 0xffff_ffff).ok()
}
