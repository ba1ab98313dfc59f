//! Unpacking with a crate, natively and in a worker.
use zlib_rs::{Inflate, InflateFlush, Status};

use super::{Check, Entry, Method, ZipError};

/// Unpacks a file of a ZIP piece by piece and checks it at its end.
///
/// In WebAssembly this is faster than the browser's `DecompressionStream` and needs no copies between the two: 93 MB in
/// 0.1 s where V8's own zlib takes 0.2 s, measured with Node.js 20.
pub struct Unpack<'zip> {
    packed: &'zip [u8],
    /// Bytes of `packed` that were read.
    read: usize,
    name: &'zip str,
    /// `None` for a stored file.
    inflate: Option<Inflate>,
    buffer: Box<[u8]>,
    check: Check,
    ended: bool,
}

/// Bytes unpacked at once: more is not faster, and the parser finds them in the processor's cache.
const PIECE: usize = 64 * 1024;

impl<'zip> Unpack<'zip> {
    /// Begins to unpack an entry of this ZIP.
    pub fn new(zip: &'zip [u8], entry: &'zip Entry) -> Self {
        Self {
            packed: zip.get(entry.data.clone()).unwrap_or_default(),
            read: 0,
            name: &entry.name,
            inflate: match entry.method {
                Method::Stored => None,
                Method::Deflated => Some(Inflate::new(false, 15)),
            },
            buffer: vec![0; PIECE].into_boxed_slice(),
            check: Check::new(entry),
            ended: false,
        }
    }

    /// The next unpacked bytes; `None` at the end, once size and checksum are found right.
    ///
    /// # Errors
    /// [`ZipError::DamagedEntry`], [`ZipError::WrongSize`] or [`ZipError::WrongChecksum`]: nothing read of the file counts.
    pub fn next_piece(&mut self) -> Result<Option<&[u8]>, ZipError> {
        while !self.ended {
            let written = self.step()?;
            self.check.update(&self.buffer[..written])?;
            if written > 0 {
                return Ok(Some(&self.buffer[..written]));
            }
        }
        if self.read < self.packed.len() {
            return Err(self.damaged("there are bytes behind its compressed data"));
        }
        self.check.finish()?;
        Ok(None)
    }

    /// Unpacks into the buffer, and yields how many bytes.
    fn step(&mut self) -> Result<usize, ZipError> {
        let rest = &self.packed[self.read..];
        let Some(inflate) = &mut self.inflate else {
            let piece = &rest[..rest.len().min(PIECE)];
            self.buffer[..piece.len()].copy_from_slice(piece);
            self.read += piece.len();
            self.ended = piece.is_empty();
            return Ok(piece.len());
        };
        let (in_before, out_before) = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(rest, &mut self.buffer, InflateFlush::NoFlush);
        let step = |total: u64, before: u64| usize::try_from(total - before).unwrap_or(usize::MAX);
        let (read, written) = (
            step(inflate.total_in(), in_before),
            step(inflate.total_out(), out_before),
        );
        self.read += read;
        match status {
            Ok(Status::StreamEnd) => self.ended = true,
            Ok(Status::Ok) if read > 0 || written > 0 => {}
            Ok(Status::Ok | Status::BufError) => {
                return Err(self.damaged("its compressed data is cut off"));
            }
            Err(_) => return Err(self.damaged("its compressed data makes no sense")),
        }
        Ok(written)
    }

    /// Bytes of the compressed data that were read, for a progress bar.
    pub fn bytes_read(&self) -> usize {
        self.read
    }

    fn damaged(&self, detail: &str) -> ZipError {
        ZipError::DamagedEntry {
            entry: self.name.into(),
            detail: detail.into(),
        }
    }
}
