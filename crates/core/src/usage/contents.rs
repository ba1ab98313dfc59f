//! What is in a file: the CSV files of a ZIP, or one CSV file by itself.
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    Exports, Source, UsageError,
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

/// Unpacks a file piece by piece, for an [`ExportReader`](super::ExportReader) here or in another worker;
/// [`Exports::read_file`] does all of it in one call.
///
/// The file is a ZIP of CSV files and of ZIPs with CSV files, or a CSV file by itself.
pub struct Contents {
    limits: Limits,
    /// The ZIP that is read, and behind it the one in it; empty for a CSV file.
    levels: Vec<Level>,
    /// The file of a ZIP that is being unpacked.
    unpack: Option<Unpack>,
    /// What was unpacked of a ZIP in the ZIP.
    inner: Option<Vec<u8>>,
    /// The CSV file by itself.
    csv: Csv,
    /// Unpacked bytes that the directories announce.
    announced: u64,
    /// Whether a CSV file was found, or a ZIP that is left out.
    has_files: bool,
    /// Names of the ZIPs in the ZIP.
    zips: Vec<String>,
    /// Files in the ZIP that are not opened, and why; the next one at the end.
    left_out: Vec<(String, ZipError)>,
    /// Bytes read of the file itself, and of all.
    read: usize,
    of: usize,
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

enum Csv {
    Named(String),
    Begun,
    /// It is read, or there is none.
    Over,
}

/// What comes next in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Next {
    /// A CSV file begins.
    Begin {
        /// Its name; in a ZIP with folders.
        name: String,
        /// Its time in the ZIP, in milliseconds since 1970.
        modified: Option<i64>,
    },
    /// A piece of the CSV file, or of a ZIP in the ZIP.
    Piece,
    /// The CSV file ends. In a ZIP, its size and checksum are right.
    End,
    /// A ZIP in the ZIP is not opened.
    LeftOut {
        /// Its name, with folders.
        name: String,
        /// Why.
        problem: ZipError,
    },
    /// Nothing until more of the file is here.
    Missing,
    /// Nothing: that was all.
    Nothing,
}

impl Contents {
    /// Bytes in a piece, at most.
    pub const PIECE: usize = Unpack::PIECE;

    /// Looks at a file that is in memory as a whole.
    ///
    /// # Errors
    /// A file that is neither ZIP nor text, or is damaged, or is refused.
    pub fn new(name: &str, file: &[u8], limits: Limits) -> Result<Self, ZipError> {
        match Directory::read(file, limits) {
            Ok(directory) => Ok(Self::zip(directory, limits)),
            Err(ZipError::NotAZip {
                looks_like: LooksLike::Text,
            }) => Ok(Self {
                csv: Csv::Named(name.into()),
                of: file.len(),
                ..Self::empty(limits)
            }),
            Err(error) => Err(error),
        }
    }

    /// The files of a ZIP, of which the end may not be here yet.
    pub fn zip(directory: Directory, limits: Limits) -> Self {
        let sizes = directory.entries.iter().map(|entry| entry.data.len());
        Self {
            of: sizes.sum(),
            announced: directory.size(),
            levels: vec![Level {
                bytes: None,
                prefix: String::new(),
                modified: None,
                entries: directory.entries.into_iter(),
                current: None,
            }],
            ..Self::empty(limits)
        }
    }

    fn empty(limits: Limits) -> Self {
        Self {
            limits,
            levels: Vec::new(),
            unpack: None,
            inner: None,
            csv: Csv::Over,
            announced: 0,
            has_files: false,
            zips: Vec::new(),
            left_out: Vec::new(),
            read: 0,
            of: 0,
        }
    }

    /// How far the reading is; the rows are the reader's.
    pub fn progress(&self, rows: usize) -> Progress {
        Progress {
            read: self.read as u64,
            of: self.of as u64,
            rows: rows as u64,
        }
    }

    /// What comes next in the file. Of a ZIP, the end need not be here yet. `take` gets the bytes of a CSV file.
    ///
    /// # Errors
    /// A file that is damaged or too large; a ZIP without a CSV file. Nothing more can be read then.
    pub fn next(&mut self, file: &[u8], mut take: impl FnMut(&[u8])) -> Result<Next, ZipError> {
        loop {
            if let Some((name, problem)) = self.left_out.pop() {
                return Ok(Next::LeftOut { name, problem });
            }
            let Some(level) = self.levels.last_mut() else {
                return Ok(self.next_of_csv(file, take));
            };
            let Some(unpack) = &mut self.unpack else {
                let Some(entry) = level.entries.next() else {
                    self.levels.pop();
                    if self.levels.is_empty() && !self.has_files {
                        let found = std::mem::take(&mut self.zips);
                        return Err(ZipError::NoCsv { found });
                    }
                    continue;
                };
                level.current = entry.modified.or(level.modified);
                self.unpack = Some(Unpack::new(&entry));
                if entry.is_zip {
                    self.inner = Some(Vec::new());
                    continue;
                }
                self.has_files = true;
                return Ok(Next::Begin {
                    name: format!("{}{}", level.prefix, entry.name),
                    modified: level.current,
                });
            };
            let before = unpack.bytes_read();
            let piece = unpack.next_piece(level.bytes.as_deref().unwrap_or(file))?;
            let is_end = match piece {
                Piece::Missing => return Ok(Next::Missing),
                Piece::Bytes(bytes) => {
                    match &mut self.inner {
                        Some(inner) => inner.extend_from_slice(bytes),
                        None => take(bytes),
                    }
                    false
                }
                Piece::End => true,
            };
            if level.bytes.is_none() {
                self.read += unpack.bytes_read() - before;
            }
            if !is_end {
                return Ok(Next::Piece);
            }
            let (name, modified) = (unpack.name().to_owned(), level.current);
            self.unpack = None;
            match self.inner.take() {
                Some(zip) => self.enter(zip, &name, modified)?,
                None => return Ok(Next::End),
            }
        }
    }

    fn leave_out(&mut self, name: String, problem: ZipError) {
        self.has_files = true;
        self.left_out.push((name, problem));
    }

    fn next_of_csv(&mut self, file: &[u8], mut take: impl FnMut(&[u8])) -> Next {
        match &mut self.csv {
            Csv::Named(name) => {
                let name = std::mem::take(name);
                self.csv = Csv::Begun;
                Next::Begin {
                    name,
                    modified: None,
                }
            }
            Csv::Begun => {
                let piece = file.get(self.read..).unwrap_or_default();
                let piece = &piece[..piece.len().min(Self::PIECE)];
                if piece.is_empty() {
                    self.csv = Csv::Over;
                    return Next::End;
                }
                self.read += piece.len();
                take(piece);
                Next::Piece
            }
            Csv::Over => Next::Nothing,
        }
    }

    /// Goes on with the CSV files of a ZIP in the ZIP. It is left out if it is none or damaged, as ZIPs in it are.
    fn enter(&mut self, zip: Vec<u8>, name: &str, modified: Option<i64>) -> Result<(), ZipError> {
        self.zips.push(name.into());
        let entries = match Directory::read(&zip, self.limits) {
            Ok(directory) => directory.entries,
            Err(ZipError::NoCsv { .. }) => Vec::new(),
            Err(error) if error.is_limit() => return Err(error),
            Err(error) => {
                self.leave_out(name.into(), error);
                return Ok(());
            }
        };
        let (zips, entries): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.is_zip);
        for zip in zips.into_iter().rev() {
            self.leave_out(format!("{name}/{}", zip.name), ZipError::TooDeep);
        }
        let size: u64 = entries.iter().map(|entry| entry.size).sum();
        self.announced = self.announced.saturating_add(size);
        if self.announced > self.limits.total_size {
            return Err(ZipError::TooLarge {
                entry: name.into(),
                size,
                limit: self.limits.total_size,
            });
        }
        self.levels.push(Level {
            bytes: Some(zip),
            prefix: format!("{name}/"),
            modified,
            entries: entries.into_iter(),
            current: None,
        });
        Ok(())
    }
}

impl Exports {
    /// Reads an export from its file in one call.
    ///
    /// `progress` is called after every piece; with [`ControlFlow::Break`] it cancels.
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
        let mut contents = Contents::new(&source.name, file, limits)?;
        let mut reader = std::mem::take(self).read(source);
        let read = loop {
            // What follows what is no use is unpacked nevertheless: in a ZIP, damage there is still found.
            match contents.next(file, |bytes| {
                reader.push(bytes);
            }) {
                Ok(Next::Begin { name, modified }) => reader.begin_file(&name, modified),
                Ok(Next::Piece) => {
                    if progress(contents.progress(reader.rows())).is_break() {
                        break Err(UsageError::Cancelled);
                    }
                }
                Ok(Next::End) => reader.end_file(),
                Ok(Next::LeftOut { name, problem }) => reader.leave_out(&name, problem),
                Ok(Next::Missing) => break Err(ZipError::CutOff.into()),
                Ok(Next::Nothing) => break Ok(()),
                Err(error) => break Err(error.into()),
            }
        };
        let outcome;
        (*self, outcome) = reader.end(read);
        outcome
    }
}
