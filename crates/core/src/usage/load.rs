//! From a ZIP file in memory to its rows.
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    ExportReader, Exports, Source, UsageError,
    zip::{Directory, Entry, Limits, Piece, Unpack},
};

/// How far the reading of a ZIP is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
/// For who has to do something in between, such as listening, or waiting for the rest of the ZIP; [`Exports::read_zip`]
/// does all of it in one call.
pub struct ZipReader {
    reader: ExportReader,
    /// The files that are not begun.
    entries: std::vec::IntoIter<Entry>,
    /// The file at hand.
    file: Option<Unpack>,
    /// Compressed bytes of the files before it, and of all.
    before: u64,
    of: u64,
    /// How the reading has ended.
    outcome: Option<Result<(), UsageError>>,
}

/// What a [`ZipReader`] has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A piece was read.
    Read(Progress),
    /// Nothing: more of the ZIP has to be here.
    Missing,
    /// Nothing: all is read, or cannot be read.
    End,
}

impl ZipReader {
    /// Begins to read the files of a directory. The reader takes the exports along and gives them back at its end.
    pub fn new(exports: Exports, source: Source, directory: Directory) -> Self {
        let sizes = directory.entries.iter().map(|entry| entry.data.len());
        Self {
            reader: exports.read(source),
            of: sizes.map(|size| size as u64).sum(),
            entries: directory.entries.into_iter(),
            file: None,
            before: 0,
            outcome: None,
        }
    }

    /// Reads the next piece of the directory's ZIP, of which the end may not be here yet.
    pub fn step(&mut self, zip: &[u8]) -> Step {
        loop {
            let Some(file) = &mut self.file else {
                let Some(entry) = self.entries.next() else {
                    self.outcome.get_or_insert(Ok(()));
                    return Step::End;
                };
                self.reader.begin_file(&entry.name);
                self.file = Some(Unpack::new(&entry));
                continue;
            };
            match file.next_piece(zip) {
                Ok(Piece::Bytes(bytes)) => {
                    // A file that is no use is unpacked to its end nevertheless: what is damaged must not pass.
                    self.reader.push(bytes);
                    return Step::Read(Progress {
                        read: self.before + file.bytes_read() as u64,
                        of: self.of,
                        rows: self.reader.rows() as u64,
                    });
                }
                Ok(Piece::Missing) => return Step::Missing,
                Ok(Piece::End) => {
                    self.before += file.bytes_read() as u64;
                    self.reader.end_file();
                    self.file = None;
                }
                Err(error) => {
                    self.outcome = Some(Err(error.into()));
                    self.entries = Vec::new().into_iter();
                    self.file = None;
                }
            }
        }
    }

    /// Ends the reading and gives the exports back, with this one if all of it was read.
    ///
    /// # Errors
    /// A file that is damaged; no file that could be read; [`UsageError::Cancelled`] before [`Step::End`]. The exports are
    /// then as they were before.
    pub fn finish(self) -> (Exports, Result<(), UsageError>) {
        match self.outcome.unwrap_or(Err(UsageError::Cancelled)) {
            Ok(()) => self.reader.finish(),
            Err(error) => (self.reader.abandon(), Err(error)),
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
        let mut reader = ZipReader::new(std::mem::take(self), source, directory);
        while let Step::Read(now) = reader.step(zip)
            && progress(now).is_continue()
        {}
        let outcome;
        (*self, outcome) = reader.finish();
        outcome
    }
}
