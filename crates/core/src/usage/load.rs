//! From a file in memory, a ZIP or an unpacked CSV, to its rows.
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    ExportReader, Exports, Source, UsageError,
    zip::{Directory, Entry, Limits, Piece, Unpack, ZipError},
};

/// How far the reading of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes read so far, in a ZIP those of the packed files.
    pub read: u64,
    /// Bytes in all.
    pub of: u64,
    /// Rows read so far.
    pub rows: u64,
}

/// Reads an export from its file piece by piece, so that others have a turn in between; [`Exports::read_file`] does all of it
/// in one call.
///
/// The file is a ZIP of CSV files, and of ZIPs of CSV files, or a CSV file by itself.
pub struct Loader {
    reader: ExportReader,
    limits: Limits,
    /// The ZIP that is read, and behind it the one in it; empty for a CSV file.
    levels: Vec<Level>,
    /// The file of a ZIP that is being unpacked.
    unpack: Option<Unpack>,
    /// What was unpacked of a ZIP in the ZIP.
    inner: Option<Vec<u8>>,
    /// Bytes read of the file itself, and of all.
    read: usize,
    of: usize,
    /// How the reading has ended.
    outcome: Option<Result<(), UsageError>>,
}

struct Level {
    /// The bytes of a ZIP in the ZIP; `None` for the file itself.
    bytes: Option<Vec<u8>>,
    /// What stands before the names of its files.
    prefix: String,
    /// The files that are not begun.
    entries: std::vec::IntoIter<Entry>,
}

/// What a [`Loader`] has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A piece was read.
    Read(Progress),
    /// Nothing: all is read, or cannot be read.
    End,
}

/// Bytes of an unpacked file that are read at once.
const PIECE: usize = 128 * 1024;

impl Loader {
    /// Begins to read a file. The loader takes the exports along and gives them back at its end.
    pub fn new(exports: Exports, source: Source, file: &[u8], limits: Limits) -> Self {
        let name = source.name.clone();
        let mut loader = Self {
            reader: exports.read(source),
            limits,
            levels: Vec::new(),
            unpack: None,
            inner: None,
            read: 0,
            of: file.len(),
            outcome: None,
        };
        match Directory::read(file, limits) {
            Ok(directory) => {
                loader.of = directory.packed();
                loader.levels.push(Level {
                    bytes: None,
                    prefix: String::new(),
                    entries: directory.entries.into_iter(),
                });
            }
            Err(ZipError::NotAZip { looks_like: None }) => loader.reader.begin_file(&name, None),
            Err(error) => loader.outcome = Some(Err(error.into())),
        }
        loader
    }

    /// Reads the next piece of the file.
    pub fn step(&mut self, file: &[u8]) -> Step {
        while self.outcome.is_none() {
            match self.piece(file) {
                Ok(true) => {
                    return Step::Read(Progress {
                        read: self.read as u64,
                        of: self.of as u64,
                        rows: self.reader.rows() as u64,
                    });
                }
                Ok(false) => {}
                Err(error) => self.outcome = Some(Err(error.into())),
            }
        }
        Step::End
    }

    /// Reads a piece, or begins or ends a file; `true` if something was read.
    fn piece(&mut self, file: &[u8]) -> Result<bool, ZipError> {
        let Some(level) = self.levels.last_mut() else {
            let piece = file.get(self.read..).unwrap_or_default();
            let piece = &piece[..piece.len().min(PIECE)];
            if piece.is_empty() || !self.reader.push(piece) {
                self.outcome = Some(Ok(()));
            }
            self.read += piece.len();
            return Ok(!piece.is_empty());
        };
        let Some(unpack) = &mut self.unpack else {
            let Some(entry) = level.entries.next() else {
                self.levels.pop();
                if self.levels.is_empty() {
                    self.outcome = Some(Ok(()));
                }
                return Ok(false);
            };
            if entry.is_zip {
                self.inner = Some(Vec::new());
            } else {
                let name = format!("{}{}", level.prefix, entry.name);
                self.reader.begin_file(&name, entry.modified);
            }
            self.unpack = Some(Unpack::new(&entry));
            return Ok(false);
        };
        let is_inside = level.bytes.is_some();
        let zip = level.bytes.as_deref().unwrap_or(file);
        let before = unpack.bytes_read();
        match unpack.next_piece(zip)? {
            Piece::Bytes(bytes) => {
                match &mut self.inner {
                    Some(inner) => inner.extend_from_slice(bytes),
                    // A file that is no use is unpacked to its end nevertheless, so that damage is found.
                    None => drop(self.reader.push(bytes)),
                }
                if !is_inside {
                    self.read += unpack.bytes_read() - before;
                }
                Ok(true)
            }
            Piece::End => {
                let prefix = format!("{}/", unpack.name());
                self.unpack = None;
                match self.inner.take() {
                    Some(zip) => self.enter(zip, prefix)?,
                    None => self.reader.end_file(),
                }
                Ok(false)
            }
        }
    }

    /// Goes on with the files of a ZIP in the ZIP; ZIPs in that one are left out.
    fn enter(&mut self, zip: Vec<u8>, prefix: String) -> Result<(), ZipError> {
        let mut entries = match Directory::read(&zip, self.limits) {
            Ok(directory) => directory.entries,
            Err(ZipError::NoCsv { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        entries.retain(|entry| !entry.is_zip);
        self.levels.push(Level {
            bytes: Some(zip),
            prefix,
            entries: entries.into_iter(),
        });
        Ok(())
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
    /// Reads an export from its file in one call.
    ///
    /// `progress` is called after every piece, see [`Loader::step`]; with [`ControlFlow::Break`] it cancels.
    ///
    /// # Errors
    /// A file that is neither ZIP nor CSV, or is damaged, or is refused; no file in it that could be read; cancelled. The
    /// exports are then as they were before.
    pub fn read_file(
        &mut self,
        source: Source,
        file: &[u8],
        limits: Limits,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), UsageError> {
        let mut loader = Loader::new(std::mem::take(self), source, file, limits);
        while let Step::Read(now) = loader.step(file)
            && progress(now).is_continue()
        {}
        let outcome;
        (*self, outcome) = loader.finish();
        outcome
    }
}
