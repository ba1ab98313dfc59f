//! Reading a ZIP in steps of a few hundredths of a second.
use std::cell::Cell;

use web_sys::Blob;

use super::incoming::Incoming;
use super::pause::Pause;
use metering_core::usage::zip::{Directory, Limits};
use metering_core::usage::{Exports, Progress, Source, Step, UsageError, ZipReader};

/// Milliseconds between two pauses, and between two answers about progress.
const STEP: f64 = 20.0;
const PROGRESS: f64 = 100.0;

/// Reads one ZIP.
pub(super) struct Job<'a> {
    pub(super) pause: &'a Pause,
    pub(super) cancelled: &'a Cell<bool>,
    pub(super) progress: &'a dyn Fn(Progress),
}

impl Job<'_> {
    /// Adds what a ZIP holds to the exports; after an error they are as before.
    pub(super) async fn read(
        &self,
        exports: &mut Exports,
        source: Source,
        file: &Blob,
    ) -> Result<(), UsageError> {
        (self.progress)(Progress {
            read: 0,
            of: 0,
            rows: 0,
        });
        let mut zip = Incoming::open(file).await?;
        let directory = if let Some(early) = zip.early_directory() {
            early
        } else {
            while !zip.is_whole() {
                zip.more().await?;
                self.breathe().await?;
            }
            Directory::read(zip.here(), Limits::default())?
        };
        let mut reader = ZipReader::new(std::mem::take(exports), source, directory);
        let stepped = self.step_through(&mut reader, &mut zip).await;
        let outcome;
        (*exports, outcome) = reader.finish();
        stepped.and(outcome)
    }

    /// Reads what is here, while the browser reads on.
    async fn step_through(
        &self,
        reader: &mut ZipReader,
        zip: &mut Incoming,
    ) -> Result<(), UsageError> {
        let mut paused = now();
        let mut told = paused;
        loop {
            match reader.step(zip.here()) {
                Step::Read(progress) if now() - told >= PROGRESS => {
                    (self.progress)(progress);
                    told = now();
                }
                Step::Read(_) => {}
                Step::Missing => zip.more().await?,
                Step::End => return Ok(()),
            }
            if now() - paused >= STEP {
                self.breathe().await?;
                paused = now();
            }
        }
    }

    /// Hears what has come meanwhile.
    async fn breathe(&self) -> Result<(), UsageError> {
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
