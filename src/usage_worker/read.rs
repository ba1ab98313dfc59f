//! Reading a ZIP in steps of a few hundredths of a second.
use std::cell::Cell;

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::pause::Pause;
use crate::usage::zip::{Directory, Limits};
use crate::usage::{Exports, Progress, Source, UsageError, ZipReader};

/// Milliseconds between two pauses, and between two answers about progress.
const STEP: f64 = 20.0;
const PROGRESS: f64 = 100.0;

/// Bytes of the file that are copied at once.
const PIECE: usize = 4 << 20;

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
        let zip = self.load(file).await?;
        let directory = Directory::read(&zip, Limits::default())?;
        let mut reader = ZipReader::new(std::mem::take(exports), source, &zip, &directory);
        let mut paused = now();
        let mut told = paused;
        while let Some(progress) = reader.step() {
            if now() - paused < STEP {
                continue;
            }
            if now() - told >= PROGRESS {
                (self.progress)(progress);
                told = now();
            }
            if self.breathe().await.is_err() {
                reader.cancel();
            }
            paused = now();
        }
        let outcome;
        (*exports, outcome) = reader.finish();
        outcome
    }

    /// The file's bytes, copied piece by piece: the browser never has to hold all of it beside.
    async fn load(&self, file: &Blob) -> Result<Vec<u8>, UsageError> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a whole number
        let size = file.size() as usize;
        let mut zip = Vec::new();
        zip.try_reserve_exact(size)
            .map_err(|_| UsageError::Unreadable {
                reason: "it does not fit into memory".into(),
            })?;
        zip.resize(size, 0);
        for (index, piece) in zip.chunks_mut(PIECE).enumerate() {
            let from = index * PIECE;
            let copied = copy(file, from, piece).await;
            copied.map_err(|error| UsageError::Unreadable {
                reason: words(&error),
            })?;
            self.breathe().await?;
        }
        Ok(zip)
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

async fn copy(file: &Blob, from: usize, to: &mut [u8]) -> Result<(), JsValue> {
    #[allow(clippy::cast_precision_loss)] // files are smaller than 2^53 bytes
    let (start, end) = (from as f64, (from + to.len()) as f64);
    let slice = file.slice_with_f64_and_f64(start, end)?;
    let bytes = Uint8Array::new(&JsFuture::from(slice.array_buffer()).await?);
    if bytes.length() as usize != to.len() {
        return Err("it is shorter than it was".into());
    }
    bytes.copy_to(to);
    Ok(())
}

/// The browser's own words.
fn words(error: &JsValue) -> String {
    error
        .as_string()
        .or_else(|| {
            js_sys::Reflect::get(error, &"message".into())
                .ok()?
                .as_string()
        })
        .unwrap_or_else(|| "the browser does not say why".into())
}

fn now() -> f64 {
    js_sys::Date::now()
}
