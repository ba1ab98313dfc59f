//! From a ZIP file in memory to its rows.
use std::ops::ControlFlow;

use super::{
    ExportReader, Exports, Source, UsageError,
    zip::{Directory, Entry, Limits, Unpack},
};

/// How far the reading of a ZIP is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Compressed bytes read so far.
    pub read: u64,
    /// Compressed bytes of all CSV files.
    pub of: u64,
    /// Rows read so far.
    pub rows: u64,
}

/// Reads an export from its ZIP file piece by piece, unpacking and parsing in turns, in bounded memory.
///
/// For who has to listen to something in between; [`Exports::read_zip`] does all of it in one call.
pub struct ZipReader<'zip> {
    reader: ExportReader,
    zip: &'zip [u8],
    /// The files that are not begun.
    entries: std::slice::Iter<'zip, Entry>,
    /// The file at hand.
    file: Option<Unpack<'zip>>,
    /// Compressed bytes of the files before it, and of all.
    before: u64,
    of: u64,
    /// Why reading has ended before the last file's end.
    stopped: Option<UsageError>,
}

impl<'zip> ZipReader<'zip> {
    /// Begins to read the files of this directory, which is the ZIP's. The reader takes the exports along and gives them
    /// back at its end.
    pub fn new(
        exports: Exports,
        source: Source,
        zip: &'zip [u8],
        directory: &'zip Directory,
    ) -> Self {
        let entries = directory.entries.iter();
        Self {
            reader: exports.read(source),
            zip,
            of: entries.clone().map(|entry| entry.data.len() as u64).sum(),
            entries,
            file: None,
            before: 0,
            stopped: None,
        }
    }

    /// Reads the next piece, at most 64 KiB of CSV; `None` where nothing is left to read, or reading has been stopped.
    pub fn step(&mut self) -> Option<Progress> {
        while self.stopped.is_none() {
            let Some(file) = &mut self.file else {
                let entry = self.entries.next()?;
                self.reader.begin_file(&entry.name);
                self.file = Some(Unpack::new(self.zip, entry));
                continue;
            };
            match file.next_piece() {
                Ok(Some(piece)) => {
                    // A file that is no use is unpacked to its end nevertheless: what is damaged must not pass.
                    self.reader.push(piece);
                    return Some(Progress {
                        read: self.before + file.bytes_read() as u64,
                        of: self.of,
                        rows: self.reader.rows() as u64,
                    });
                }
                Ok(None) => {
                    self.before += file.bytes_read() as u64;
                    self.reader.end_file();
                    self.file = None;
                }
                Err(error) => self.stopped = Some(error.into()),
            }
        }
        None
    }

    /// Stops the reading: what was read of this export will not count.
    pub fn cancel(&mut self) {
        self.stopped = Some(UsageError::Cancelled);
    }

    /// Ends the reading and gives the exports back, with this one if it was read to its end.
    ///
    /// # Errors
    /// A file that is damaged; no file that could be read; cancelled. The exports are then as they were before.
    pub fn finish(mut self) -> (Exports, Result<(), UsageError>) {
        while self.step().is_some() {}
        match self.stopped {
            None => self.reader.finish(),
            Some(error) => (self.reader.abandon(), Err(error)),
        }
    }
}

impl Exports {
    /// Reads an export from its ZIP file in one call.
    ///
    /// `progress` is called after every piece, see [`ZipReader::step`]; with [`ControlFlow::Break`] it cancels.
    ///
    /// # Errors
    /// A ZIP that is none, is damaged or is refused; no file in it that could be read; cancelled. The exports are then as
    /// they were before.
    pub fn read_zip(
        &mut self,
        source: Source,
        zip: &[u8],
        limits: Limits,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), UsageError> {
        let directory = Directory::read(zip, limits)?;
        let mut reader = ZipReader::new(std::mem::take(self), source, zip, &directory);
        while let Some(now) = reader.step() {
            if progress(now).is_break() {
                reader.cancel();
            }
        }
        let outcome;
        (*self, outcome) = reader.finish();
        outcome
    }
}
