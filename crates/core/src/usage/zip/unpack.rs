//! Unpacking with a crate, natively and in a worker.
use std::ops::Range;

use zlib_rs::{Inflate, InflateFlush, Status};

use super::{Check, Entry, Method, ZipError};

/// Unpacks a file of a ZIP piece by piece and checks it at its end.
///
/// With a crate, since that is faster than the browser's own `DecompressionStream`, whose pieces have to be waited for and
/// copied in: see `benches/usage.md`, “unzipping alone”.
pub struct Unpack {
    name: String,
    /// Where its compressed bytes that were not read yet lie in the ZIP.
    packed: Range<usize>,
    /// How many were read.
    read: usize,
    /// `None` for a stored file.
    inflate: Option<Inflate>,
    buffer: Box<[u8]>,
    check: Check,
    ended: bool,
}

/// What comes next of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Unpacked bytes.
    Bytes(&'a [u8]),
    /// Nothing until more of the ZIP is here.
    Missing,
    /// Nothing: all of it was unpacked, and size and checksum are right.
    End,
}

impl Unpack {
    /// Bytes unpacked at once, at most: more is not faster.
    pub const PIECE: usize = 128 * 1024;

    /// Begins to unpack an entry.
    pub fn new(entry: &Entry) -> Self {
        Self {
            name: entry.name.clone(),
            packed: entry.data.clone(),
            read: 0,
            inflate: match entry.method {
                Method::Stored => None,
                Method::Deflated => Some(Inflate::new(false, 15)),
            },
            buffer: vec![0; Self::PIECE].into_boxed_slice(),
            check: Check::new(entry),
            ended: false,
        }
    }

    /// The next piece of the file in this ZIP, of which the end may not be here yet.
    ///
    /// # Errors
    /// [`ZipError::DamagedEntry`], [`ZipError::WrongSize`] or [`ZipError::WrongChecksum`]: nothing read of the file counts.
    pub fn next_piece(&mut self, zip: &[u8]) -> Result<Piece<'_>, ZipError> {
        while !self.ended {
            let Some(written) = self.step(zip)? else {
                return Ok(Piece::Missing);
            };
            self.check.update(&self.buffer[..written])?;
            if written > 0 {
                return Ok(Piece::Bytes(&self.buffer[..written]));
            }
        }
        if !self.packed.is_empty() {
            return Err(self.damaged("there are bytes behind its compressed data"));
        }
        self.check.finish()?;
        Ok(Piece::End)
    }

    /// Unpacks into the buffer, and yields how many bytes; `None` where the compressed bytes for it are missing.
    fn step(&mut self, zip: &[u8]) -> Result<Option<usize>, ZipError> {
        let here = self.packed.start..self.packed.end.min(zip.len());
        let is_whole = here.end == self.packed.end;
        let packed = zip.get(here).unwrap_or_default();
        let Some(inflate) = &mut self.inflate else {
            let piece = &packed[..packed.len().min(Self::PIECE)];
            self.buffer[..piece.len()].copy_from_slice(piece);
            self.ended = piece.is_empty() && is_whole;
            self.advance(piece.len());
            return Ok((!piece.is_empty() || is_whole).then_some(piece.len()));
        };
        let (in_before, out_before) = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(packed, &mut self.buffer, InflateFlush::NoFlush);
        let step = |total: u64, before: u64| usize::try_from(total - before).unwrap_or(usize::MAX);
        let (read, written) = (
            step(inflate.total_in(), in_before),
            step(inflate.total_out(), out_before),
        );
        self.advance(read);
        match status {
            Ok(Status::StreamEnd) => self.ended = true,
            Ok(Status::Ok) if read > 0 || written > 0 => {}
            Ok(Status::Ok | Status::BufError) if !is_whole => return Ok(None),
            Ok(Status::Ok | Status::BufError) => {
                return Err(self.damaged("its compressed data is cut off"));
            }
            Err(_) => return Err(self.damaged("its compressed data makes no sense")),
        }
        Ok(Some(written))
    }

    fn advance(&mut self, read: usize) {
        self.packed.start += read;
        self.read += read;
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Bytes of the compressed data that were read, for a progress bar.
    pub fn bytes_read(&self) -> usize {
        self.read
    }

    fn damaged(&self, detail: &str) -> ZipError {
        ZipError::DamagedEntry {
            entry: self.name.clone(),
            detail: detail.into(),
        }
    }
}
