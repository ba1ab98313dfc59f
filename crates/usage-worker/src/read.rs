//! Reads a file while a second worker unpacks what comes next.
use std::cell::Cell;

use web_sys::Blob;

use super::unpacker::{Unpacker, Unpacking};
use metering_core::usage::{ExportReader, Exports, Next, Progress, Source, UsageError};

/// Milliseconds between two reports of progress.
const PROGRESS: f64 = 100.0;

/// The reading of one file.
pub(super) struct Job<'a> {
    pub(super) unpacker: &'a Unpacker,
    pub(super) cancelled: &'a Cell<bool>,
    /// Reports progress.
    pub(super) report: &'a dyn Fn(Progress),
}

impl Job<'_> {
    /// Adds what a file holds to the exports. After an error they are as they were. With `anyway` the file may become as large
    /// as it likes.
    pub(super) async fn read(
        &self,
        exports: &mut Exports,
        source: Source,
        file: &Blob,
        anyway: bool,
    ) -> Result<(), UsageError> {
        let file = self.unpacker.open(&source.name, file, anyway);
        let mut reader = std::mem::take(exports).read(source);
        let read = self.read_all(&mut reader, file).await;
        let outcome;
        (*exports, outcome) = reader.end(read);
        outcome
    }

    async fn read_all(
        &self,
        reader: &mut ExportReader,
        mut file: Unpacking,
    ) -> Result<(), UsageError> {
        let mut bytes = Vec::new();
        let mut reported = 0.0;
        loop {
            let (next, progress) = file.next(&mut bytes).await?;
            if self.cancelled.get() {
                return Err(UsageError::Cancelled);
            }
            reader.push(&bytes);
            match next {
                Next::Begin { name, modified } => reader.begin_file(&name, modified),
                Next::End => reader.end_file(),
                Next::LeftOut { name, problem } => reader.leave_out(&name, problem),
                Next::Piece | Next::Missing => {}
                Next::Nothing => return Ok(()),
            }
            let now = js_sys::Date::now();
            if now - reported >= PROGRESS {
                reported = now;
                (self.report)(Progress {
                    rows: reader.rows() as u64,
                    ..progress
                });
            }
        }
    }
}
