//! From a ZIP file in memory to its rows.
use std::ops::ControlFlow;

use super::{
    ExportReader, Exports, Source, UsageError,
    zip::{Directory, Limits, Unpack},
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

impl Exports {
    /// Reads an export from its ZIP file, unpacking and parsing in turns, in bounded memory.
    ///
    /// `progress` is called after every 64 KiB of CSV; with [`ControlFlow::Break`] it cancels. All of it is one call: who has
    /// to listen to something in between does the same with [`Directory`], [`Unpack`] and [`ExportReader`].
    ///
    /// # Errors
    /// A ZIP that is none, is damaged or is refused; no file in it that could be read; cancelled. The exports are then as
    /// they were before.
    pub fn read_zip(
        &mut self,
        source: Source,
        zip: &[u8],
        limits: Limits,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), UsageError> {
        let directory = Directory::read(zip, limits)?;
        let mut reader = std::mem::take(self).read(source);
        let outcome = read_files(&mut reader, zip, &directory, progress);
        let finished;
        (*self, finished) = match outcome {
            Ok(()) => reader.finish(),
            Err(error) => (reader.abandon(), Err(error)),
        };
        finished
    }
}

fn read_files(
    reader: &mut ExportReader,
    zip: &[u8],
    directory: &Directory,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), UsageError> {
    let of = directory
        .entries
        .iter()
        .map(|entry| entry.data.len() as u64)
        .sum();
    let mut before = 0;
    for entry in &directory.entries {
        let mut unpack = Unpack::new(zip, entry);
        reader.begin_file(&entry.name);
        let mut readable = true;
        while let Some(piece) = unpack.next_piece()? {
            // A file that is no use is unpacked to its end nevertheless: what is damaged must not pass.
            readable = readable && reader.push(piece);
            let read = before + unpack.bytes_read() as u64;
            if progress(Progress {
                read,
                of,
                rows: reader.rows() as u64,
            })
            .is_break()
            {
                return Err(UsageError::Cancelled);
            }
        }
        reader.end_file();
        before += entry.data.len() as u64;
    }
    Ok(())
}
