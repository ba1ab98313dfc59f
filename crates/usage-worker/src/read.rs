//! Reads a file in steps of a few hundredths of a second, so that "Cancel" is heard in between.
use std::cell::Cell;

use web_sys::Blob;

use super::incoming::Incoming;
use super::pause::Pause;
use metering_core::usage::zip::{Directory, Limits};
use metering_core::usage::{Exports, Progress, Source, Step, UsageError, ZipReader};

/// Milliseconds between two pauses, and between two reports of progress.
const STEP: f64 = 20.0;
const PROGRESS: f64 = 100.0;

/// The reading of one file.
pub(super) struct Job<'a> {
    pub(super) pause: &'a Pause,
    pub(super) cancelled: &'a Cell<bool>,
    /// Reports progress.
    pub(super) report: &'a dyn Fn(Progress),
}

impl Job<'_> {
    /// Adds what a ZIP holds to the exports, which an error leaves as they were.
    pub(super) async fn read(
        &self,
        exports: &mut Exports,
        source: Source,
        file: &Blob,
    ) -> Result<(), UsageError> {
        let mut zip = Incoming::open(file).await?;
        let directory = if let Some(early) = zip.early_directory() {
            early
        } else {
            while !zip.is_whole() {
                zip.more().await?;
                self.pause().await?;
            }
            Directory::read(zip.here(), Limits::default())?
        };
        let mut reader = ZipReader::new(std::mem::take(exports), source, directory);
        let stepped = self.step_through(&mut reader, &mut zip).await;
        let outcome;
        (*exports, outcome) = reader.finish();
        stepped.and(outcome)
    }

    /// Parses what has arrived, while the browser reads on.
    async fn step_through(
        &self,
        reader: &mut ZipReader,
        zip: &mut Incoming,
    ) -> Result<(), UsageError> {
        let mut paused = now();
        let mut reported = paused;
        loop {
            match reader.step(zip.here()) {
                Step::Read(progress) if now() - reported >= PROGRESS => {
                    (self.report)(progress);
                    reported = now();
                }
                Step::Read(_) => {}
                Step::Missing => zip.more().await?,
                Step::End => return Ok(()),
            }
            if now() - paused >= STEP {
                self.pause().await?;
                paused = now();
            }
        }
    }

    /// Handles pending messages.
    async fn pause(&self) -> Result<(), UsageError> {
        self.pause.take().await;
        if self.cancelled.get() {
            return Err(UsageError::Cancelled);
        }
        Ok(())
    }
}

fn now() -> f64 {
    js_sys::Date::now()
}
