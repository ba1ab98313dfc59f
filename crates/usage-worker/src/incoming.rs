//! A file on its way into memory.
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader};

use metering_core::usage::zip::{Directory, Limits};
use metering_core::usage::{Progress, UsageError};

/// Bytes at the end of a file that are read first: there lies the directory, of at least a hundred files.
const TAIL: usize = 64 * 1024;

/// The bytes of a file, read from the beginning on; the browser reads ahead while those that are here are worked on.
pub(super) struct Incoming {
    /// As many as the file has, zeros where they are not here yet.
    bytes: Vec<u8>,
    /// How many of them are here, from the first on.
    here: usize,
    /// The position from which the end of the file is here, too.
    tail: usize,
    stream: ReadableStreamDefaultReader,
}

impl Incoming {
    /// Reads the end of a file, and the first bytes.
    pub(super) async fn open(file: &Blob) -> Result<Self, UsageError> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a whole number
        let size = file.size() as usize;
        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(size)
            .map_err(|_| unreadable("it does not fit into memory"))?;
        bytes.resize(size, 0);
        let tail = size.saturating_sub(TAIL);
        copy(
            &end_of(file, tail).await.map_err(|error| refused(&error))?,
            &mut bytes[tail..],
        )?;
        let mut incoming = Self {
            bytes,
            here: 0,
            tail,
            stream: file.stream().get_reader().unchecked_into(),
        };
        if size > 0 {
            incoming.more().await?;
        }
        Ok(incoming)
    }

    /// What is here from the beginning on.
    pub(super) fn here(&self) -> &[u8] {
        &self.bytes[..self.here]
    }

    /// Whether all of it is here.
    pub(super) fn is_whole(&self) -> bool {
        self.here == self.bytes.len()
    }

    /// How far it is while nothing of it is unpacked.
    pub(super) fn progress(&self) -> Progress {
        Progress {
            read: 0,
            of: self.bytes.len() as u64,
            rows: 0,
        }
    }

    /// The directory, if the end and what is here are enough: an export has one file, whose own header is at the beginning.
    pub(super) fn early_directory(&self, limits: Limits) -> Option<Directory> {
        Directory::read_early(&self.bytes, self.tail, limits)
    }

    /// Waits for further bytes.
    pub(super) async fn more(&mut self) -> Result<(), UsageError> {
        let piece = JsFuture::from(self.stream.read())
            .await
            .map_err(|error| refused(&error))?;
        let piece = Reflect::get(&piece, &"value".into()).map_err(|error| refused(&error))?;
        let piece: Uint8Array = piece
            .dyn_into()
            .map_err(|_| unreadable("it is shorter than it was"))?;
        let end = self.here + piece.length() as usize;
        let to = self.bytes.get_mut(self.here..end);
        copy(&piece, to.unwrap_or_default())?;
        self.here = end;
        Ok(())
    }
}

async fn end_of(file: &Blob, from: usize) -> Result<Uint8Array, JsValue> {
    #[allow(clippy::cast_precision_loss)] // files are smaller than 2^53 bytes
    let slice = file.slice_with_f64(from as f64)?;
    Ok(Uint8Array::new(
        &JsFuture::from(slice.array_buffer()).await?,
    ))
}

fn copy(from: &Uint8Array, to: &mut [u8]) -> Result<(), UsageError> {
    if from.length() as usize != to.len() {
        return Err(unreadable("it is not as long as it was"));
    }
    from.copy_to(to);
    Ok(())
}

fn unreadable(reason: &str) -> UsageError {
    UsageError::Unreadable {
        reason: reason.into(),
    }
}

/// In the browser's own words.
fn refused(error: &JsValue) -> UsageError {
    let message = || Reflect::get(error, &"message".into()).ok()?.as_string();
    let words = error.as_string().or_else(message);
    unreadable(&words.unwrap_or_else(|| "the browser does not say why".into()))
}
