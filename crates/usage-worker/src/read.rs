//! Reads a file in steps of a few hundredths of a second, so that "Cancel" is heard in between.
use std::cell::Cell;

use web_sys::Blob;

use super::incoming::Incoming;
use super::pause::Pause;
use metering_core::usage::zip::Limits;
use metering_core::usage::{Exports, Loader, Progress, Source, Step, UsageError};

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
    /// Adds what a file holds to the exports, which an error leaves as they were.
    pub(super) async fn read(
        &self,
        exports: &mut Exports,
        source: Source,
        file: &Blob,
        limits: Limits,
    ) -> Result<(), UsageError> {
        let mut file = Incoming::open(file).await?;
        let mut loader = if let Some(directory) = file.early_directory(limits) {
            Loader::zip(std::mem::take(exports), source, directory, limits)
        } else {
            while !file.is_whole() {
                file.more().await?;
                self.pause().await?;
            }
            Loader::new(std::mem::take(exports), source, file.here(), limits)
        };
        let stepped = self.step_through(&mut loader, &mut file).await;
        let outcome;
        (*exports, outcome) = loader.finish();
        stepped.and(outcome)
    }

    /// Parses what has arrived, while the browser reads on.
    async fn step_through(
        &self,
        loader: &mut Loader,
        file: &mut Incoming,
    ) -> Result<(), UsageError> {
        let mut paused = now();
        let mut reported = paused;
        loop {
            match loader.step(file.here()) {
                Step::Read(progress) if now() - reported >= PROGRESS => {
                    (self.report)(progress);
                    reported = now();
                }
                Step::Read(_) => {}
                Step::Missing => file.more().await?,
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
