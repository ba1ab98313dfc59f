//! The rows of an export.
use super::Ipus;

/// A row: the numbers of its place and its date, and its amount.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Number of the place.
    pub(crate) place: u32,
    /// Number of the date.
    pub(crate) date: u32,
    /// Trillionths, as bytes: an aligned `i128` makes a row 32 bytes long instead of 24.
    amount: [u8; 16],
}

// Sums of as many rows as can be numbered never overflow.
const _: () = assert!(Ipus::MAX_ROW.checked_mul(u32::MAX as i128).is_some());

impl Row {
    pub(crate) fn new(place: u32, date: u32, trillionths: i128) -> Self {
        Self {
            place,
            date,
            amount: trillionths.to_ne_bytes(),
        }
    }

    /// The amount in trillionths.
    pub(crate) fn trillionths(&self) -> i128 {
        i128::from_ne_bytes(self.amount)
    }
}
