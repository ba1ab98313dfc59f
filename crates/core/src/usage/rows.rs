//! The rows of an export, sixteen bytes each.
use super::{
    Ipus,
    ipus::{Written, write_again},
};

/// A row: its place, date and amount, and how the amount was written.
///
/// The date's number has the lower 24 bits of `date_and_form`, the form the upper eight: the number of decimals, or
/// [`VERBATIM`], with [`WIDE`] added where the amount stands in [`Rows::wide`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Number of the place.
    pub(crate) place: u32,
    date_and_form: u32,
    amount: i64,
}

const DATE_BITS: u32 = 24;
const DATE_MASK: u32 = (1 << DATE_BITS) - 1;
const FORM_MASK: u8 = 0x0f;
const VERBATIM: u8 = 0x0f;
const WIDE: u8 = 0x10;

/// Rows in one block. Blocks instead of one growing array: growing would need twice the memory while it copies, and
/// WebAssembly memory never shrinks.
const BLOCK: usize = 1 << 16;

/// Blocks that an export can have: 134 million rows, two gigabytes, half of what WebAssembly can address.
const BLOCKS: usize = 1 << 11;

// Amounts of as many rows as can be numbered never overflow a sum.
const _: () = assert!(Ipus::MAX_ROW.checked_mul(u32::MAX as i128).is_some());

impl Row {
    /// Number of the date.
    pub(crate) fn date(self) -> u32 {
        self.date_and_form & DATE_MASK
    }

    fn form(self) -> u8 {
        (self.date_and_form >> DATE_BITS) as u8
    }
}

/// The rows of an export in the order in which they were read.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    blocks: Vec<Vec<Row>>,
    /// Amounts beyond an `i64` of trillionths (nine million IPUs) by row.
    wide: Vec<(u32, i128)>,
    /// Amounts written in an unusual way: row, and where the text ends in `texts`.
    verbatim: Vec<(u32, u32)>,
    texts: Vec<u8>,
}

impl Rows {
    /// Adds a row whose amount is written with `decimals` (0 to 12) decimals; `false` where the numbers are used up.
    #[inline]
    pub(crate) fn push_plain(
        &mut self,
        place: u32,
        date: u32,
        trillionths: i64,
        decimals: u8,
    ) -> bool {
        self.push_row(Row {
            place,
            date_and_form: date | u32::from(decimals) << DATE_BITS,
            amount: trillionths,
        })
    }

    /// Adds a row; `text` is its amount as written. `false` where the numbers are used up.
    pub(crate) fn push(
        &mut self,
        place: u32,
        date: u32,
        amount: Ipus,
        written: Written,
        text: &[u8],
    ) -> bool {
        let (Ok(index), Ok(end)) = (
            u32::try_from(self.len()),
            u32::try_from(self.texts.len() + text.len()),
        ) else {
            return false;
        };
        let mut form = match written {
            Written::Decimals(decimals) => decimals,
            Written::Verbatim => {
                self.texts.extend_from_slice(text);
                self.verbatim.push((index, end));
                VERBATIM
            }
        };
        let amount = i64::try_from(amount.trillionths()).unwrap_or_else(|_| {
            self.wide.push((index, amount.trillionths()));
            form |= WIDE;
            0
        });
        self.push_row(Row {
            place,
            date_and_form: date | u32::from(form) << DATE_BITS,
            amount,
        })
    }

    #[inline]
    fn push_row(&mut self, row: Row) -> bool {
        match self.blocks.last_mut() {
            Some(block) if block.len() < BLOCK => block.push(row),
            _ => return self.push_block(row),
        }
        true
    }

    #[cold]
    fn push_block(&mut self, row: Row) -> bool {
        // The first block grows as it needs; later ones will be filled.
        let mut block = if self.blocks.is_empty() {
            Vec::new()
        } else {
            Vec::with_capacity(BLOCK)
        };
        block.push(row);
        self.blocks.push(block);
        self.blocks.len() <= BLOCKS
    }

    /// How many rows there are; their numbers are below it.
    pub(crate) fn len(&self) -> usize {
        self.blocks
            .last()
            .map_or(0, |last| (self.blocks.len() - 1) * BLOCK + last.len())
    }

    /// Drops the rows from this number on.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.blocks.truncate(len.div_ceil(BLOCK));
        if let Some(last) = self.blocks.last_mut() {
            last.truncate(len - (len.div_ceil(BLOCK) - 1) * BLOCK);
        }
        let kept = |row: u32| (row as usize) < len;
        self.wide
            .truncate(self.wide.partition_point(|&(row, _)| kept(row)));
        self.verbatim
            .truncate(self.verbatim.partition_point(|&(row, _)| kept(row)));
        self.texts
            .truncate(self.verbatim.last().map_or(0, |&(_, end)| end as usize));
    }

    /// The row with this number.
    pub(crate) fn get(&self, index: u32) -> Row {
        self.blocks[index as usize / BLOCK][index as usize % BLOCK]
    }

    /// All rows with their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, Row)> {
        (0..).zip(self.blocks.iter().flatten().copied())
    }

    /// The amount of a row in trillionths.
    #[inline]
    pub(crate) fn amount(&self, index: u32, row: Row) -> i128 {
        if row.form() & WIDE == 0 {
            i128::from(row.amount)
        } else {
            self.wide_amount(index)
        }
    }

    #[cold]
    fn wide_amount(&self, index: u32) -> i128 {
        self.wide
            .binary_search_by_key(&index, |&(row, _)| row)
            .map_or(0, |at| self.wide[at].1)
    }

    /// The amount of a row as it was written.
    pub(crate) fn amount_text(&self, index: u32, row: Row) -> Vec<u8> {
        match (
            row.form() & FORM_MASK,
            self.verbatim.binary_search_by_key(&index, |&(row, _)| row),
        ) {
            (VERBATIM, Ok(at)) => {
                let start = at
                    .checked_sub(1)
                    .map_or(0, |before| self.verbatim[before].1 as usize);
                self.texts[start..self.verbatim[at].1 as usize].to_vec()
            }
            (decimals, _) => {
                write_again(Ipus::from_trillionths(self.amount(index, row)), decimals).into_bytes()
            }
        }
    }
}
