//! From a file in memory, a ZIP or an unpacked CSV, to its rows.
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    ExportReader, Exports, Source, UsageError,
    zip::{Directory, Entry, Limits, LooksLike, Piece, Unpack, ZipError},
};

/// How far the reading of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes read so far; of a ZIP those of its packed files.
    pub read: u64,
    /// Bytes in all.
    pub of: u64,
    /// Rows read so far.
    pub rows: u64,
}

/// Reads an export from its file piece by piece, so that others have a turn in between; [`Exports::read_file`] does all of it
/// in one call.
///
/// The file is a ZIP of CSV files and of ZIPs with CSV files, or a CSV file by itself.
pub struct Loader {
    reader: ExportReader,
    limits: Limits,
    /// The ZIP that is read, and behind it the one in it; empty for a CSV file.
    levels: Vec<Level>,
    /// The file of a ZIP that is being unpacked.
    unpack: Option<Unpack>,
    /// What was unpacked of a ZIP in the ZIP.
    inner: Option<Vec<u8>>,
    /// Unpacked bytes that the directories announce.
    announced: u64,
    /// Names of the ZIPs in the ZIP.
    zips: Vec<String>,
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
    /// The time of a ZIP in the ZIP. Files in it that have no time of their own take it.
    modified: Option<i64>,
    /// The files that are not begun.
    entries: std::vec::IntoIter<Entry>,
    /// The time of the file that is being read.
    current: Option<i64>,
}

/// What a [`Loader`] has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A piece was read.
    Read(Progress),
    /// Nothing: more of the file has to be here.
    Missing,
    /// Nothing: all is read, or cannot be read.
    End,
}

/// What happened to a piece.
enum Turn {
    Read,
    Missing,
    /// A file was begun or ended.
    Other,
}

/// Bytes of an unpacked file that are read at once.
const PIECE: usize = 128 * 1024;

impl Loader {
    /// Begins to read a file that is in memory as a whole. The loader takes the exports along and gives them back at its end.
    pub fn new(exports: Exports, source: Source, file: &[u8], limits: Limits) -> Self {
        let name = source.name.clone();
        match Directory::read(file, limits) {
            Ok(directory) => Self::zip(exports, source, directory, limits),
            Err(ZipError::NotAZip {
                looks_like: LooksLike::Text,
            }) => {
                let mut loader = Self::begin(exports, source, limits);
                loader.of = file.len();
                loader.reader.begin_file(&name, None);
                loader
            }
            Err(error) => {
                let mut loader = Self::begin(exports, source, limits);
                loader.outcome = Some(Err(error.into()));
                loader
            }
        }
    }

    /// Begins to read the files of a ZIP, of which the end may not be here yet.
    pub fn zip(exports: Exports, source: Source, directory: Directory, limits: Limits) -> Self {
        let mut loader = Self::begin(exports, source, limits);
        let sizes = directory.entries.iter().map(|entry| entry.data.len());
        loader.of = sizes.sum();
        loader.announced = directory.size();
        loader.levels.push(Level {
            bytes: None,
            prefix: String::new(),
            modified: None,
            entries: directory.entries.into_iter(),
            current: None,
        });
        loader
    }

    fn begin(exports: Exports, source: Source, limits: Limits) -> Self {
        Self {
            reader: exports.read(source),
            limits,
            levels: Vec::new(),
            unpack: None,
            inner: None,
            announced: 0,
            zips: Vec::new(),
            read: 0,
            of: 0,
            outcome: None,
        }
    }

    /// Reads the next piece of the file, of which the end may not be here yet if it is a ZIP.
    pub fn step(&mut self, file: &[u8]) -> Step {
        while self.outcome.is_none() {
            match self.piece(file) {
                Ok(Turn::Read) => {
                    return Step::Read(Progress {
                        read: self.read as u64,
                        of: self.of as u64,
                        rows: self.reader.rows() as u64,
                    });
                }
                Ok(Turn::Missing) => return Step::Missing,
                Ok(Turn::Other) => {}
                Err(error) => self.outcome = Some(Err(error.into())),
            }
        }
        Step::End
    }

    fn piece(&mut self, file: &[u8]) -> Result<Turn, ZipError> {
        let Some(level) = self.levels.last_mut() else {
            return Ok(self.piece_of_csv(file));
        };
        let Some(unpack) = &mut self.unpack else {
            let Some(entry) = level.entries.next() else {
                self.levels.pop();
                if self.levels.is_empty() {
                    self.outcome = Some(Ok(()));
                }
                return Ok(Turn::Other);
            };
            level.current = entry.modified.or(level.modified);
            if entry.is_zip {
                self.inner = Some(Vec::new());
            } else {
                let name = format!("{}{}", level.prefix, entry.name);
                self.reader.begin_file(&name, level.current);
            }
            self.unpack = Some(Unpack::new(&entry));
            return Ok(Turn::Other);
        };
        let before = unpack.bytes_read();
        match unpack.next_piece(level.bytes.as_deref().unwrap_or(file))? {
            Piece::Bytes(bytes) => {
                match &mut self.inner {
                    Some(inner) => inner.extend_from_slice(bytes),
                    // A file that is no use is unpacked to its end nevertheless, so that damage is found.
                    None => drop(self.reader.push(bytes)),
                }
                if level.bytes.is_none() {
                    self.read += unpack.bytes_read() - before;
                }
                Ok(Turn::Read)
            }
            Piece::Missing => Ok(Turn::Missing),
            Piece::End => {
                if level.bytes.is_none() {
                    self.read += unpack.bytes_read() - before;
                }
                let (name, modified) = (unpack.name().to_owned(), level.current);
                self.unpack = None;
                match self.inner.take() {
                    Some(zip) => self.enter(zip, &name, modified)?,
                    None => self.reader.end_file(),
                }
                Ok(Turn::Other)
            }
        }
    }

    fn piece_of_csv(&mut self, file: &[u8]) -> Turn {
        let piece = file.get(self.read..).unwrap_or_default();
        let piece = &piece[..piece.len().min(PIECE)];
        if piece.is_empty() || !self.reader.push(piece) {
            self.outcome = Some(Ok(()));
        }
        self.read += piece.len();
        if piece.is_empty() {
            Turn::Other
        } else {
            Turn::Read
        }
    }

    /// Goes on with the CSV files of a ZIP in the ZIP; ZIPs in that one are left out.
    fn enter(&mut self, zip: Vec<u8>, name: &str, modified: Option<i64>) -> Result<(), ZipError> {
        let mut entries = match Directory::read(&zip, self.limits) {
            Ok(directory) => directory.entries,
            Err(ZipError::NoCsv { .. }) => Vec::new(),
            Err(ZipError::NotAZip { .. }) => {
                return Err(ZipError::DamagedEntry {
                    entry: name.into(),
                    detail: "it is not a ZIP file".into(),
                });
            }
            Err(error) => return Err(error),
        };
        entries.retain(|entry| !entry.is_zip);
        let size: u64 = entries.iter().map(|entry| entry.size).sum();
        self.announced = self.announced.saturating_add(size);
        if self.announced > self.limits.total_size {
            return Err(ZipError::TooLarge {
                entry: name.into(),
                size,
                limit: self.limits.total_size,
            });
        }
        self.zips.push(name.into());
        self.levels.push(Level {
            bytes: Some(zip),
            prefix: format!("{name}/"),
            modified,
            entries: entries.into_iter(),
            current: None,
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
            Ok(()) if self.reader.files() == 0 => {
                let error = ZipError::NoCsv { found: self.zips };
                (self.reader.abandon(), Err(error.into()))
            }
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
