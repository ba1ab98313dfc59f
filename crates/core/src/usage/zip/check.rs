//! Size and checksum of what is unpacked.
use rawzip::Crc32;

use super::{ActualSize, Entry, ZipError};

/// Compares what a file unpacks to with what the ZIP's directory says.
#[derive(Clone, Debug)]
pub(super) struct Check {
    name: String,
    expected: (u64, u32),
    size: u64,
    crc32: Crc32,
}

impl Check {
    /// A check of this file.
    pub(super) fn new(entry: &Entry) -> Self {
        Self {
            name: entry.name.clone(),
            expected: (entry.size, entry.crc32),
            size: 0,
            crc32: Crc32::new(),
        }
    }

    /// Takes the next unpacked bytes into account; an error as soon as there are more than expected.
    pub(super) fn update(&mut self, bytes: &[u8]) -> Result<(), ZipError> {
        self.size += bytes.len() as u64;
        if self.size > self.expected.0 {
            return Err(self.wrong_size(ActualSize::More));
        }
        self.crc32.update(bytes);
        Ok(())
    }

    /// Ends the check: whether all that was expected has come.
    pub(super) fn finish(&self) -> Result<(), ZipError> {
        if self.size != self.expected.0 {
            return Err(self.wrong_size(ActualSize::Exactly(self.size)));
        }
        if self.crc32.checksum() != self.expected.1 {
            return Err(ZipError::WrongChecksum {
                entry: self.name.clone(),
            });
        }
        Ok(())
    }

    fn wrong_size(&self, actual: ActualSize) -> ZipError {
        ZipError::WrongSize {
            entry: self.name.clone(),
            expected: self.expected.0,
            actual,
        }
    }
}
