//! How much of a file has arrived.

use std::fmt;

/// A number of bytes, of a whole whose length is known or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bytes {
    /// How many have arrived.
    pub received: u64,
    /// How many there are in all, if the service said so.
    pub whole: Option<u64>,
}

impl fmt::Display for Bytes {
    /// `0.8 MB`, or `0.8 of 15.4 MB`: millions of bytes, as browsers count downloads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let megabytes = |bytes: u64| {
            let tenths = bytes / 100_000;
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        match self.whole {
            Some(whole) => write!(f, "{} of {} MB", megabytes(self.received), megabytes(whole)),
            None => write!(f, "{} MB", megabytes(self.received)),
        }
    }
}
