//! Reads a file, of which a second worker unpacks the next piece meanwhile.
use std::cell::Cell;

use web_sys::Blob;

use super::unpacker::Unpacker;
use metering_core::usage::{Content, ExportReader, Exports, Progress, Source, UsageError};

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
    /// Adds what a file holds to the exports, which an error leaves as they were. It is read however large it becomes where
    /// `anyway` says so.
    pub(super) async fn read(
        &self,
        exports: &mut Exports,
        source: Source,
        file: &Blob,
        anyway: bool,
    ) -> Result<(), UsageError> {
        let name = source.name.clone();
        let mut reader = std::mem::take(exports).read(source);
        let read = self.read_all(&mut reader, &name, file, anyway).await;
        let outcome;
        (*exports, outcome) = match read {
            Ok(()) => reader.finish(),
            Err(error) => (reader.abandon(), Err(error)),
        };
        outcome
    }

    async fn read_all(
        &self,
        reader: &mut ExportReader,
        name: &str,
        file: &Blob,
        anyway: bool,
    ) -> Result<(), UsageError> {
        let mut file = self.unpacker.open(name, file, anyway);
        let mut bytes = Vec::new();
        let mut reported = js_sys::Date::now();
        loop {
            let (content, progress) = file.next(&mut bytes).await?;
            if self.cancelled.get() {
                return Err(UsageError::Cancelled);
            }
            reader.push(&bytes);
            match content {
                Content::Begin { name, modified } => reader.begin_file(&name, modified),
                Content::End => reader.end_file(),
                Content::Piece | Content::Missing => {}
                Content::Nothing => return Ok(()),
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
