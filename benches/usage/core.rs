//! Reading of usage without the worker: bytes in, sums out. Only `cargo xtask bench usage` builds it.
#![cfg(target_arch = "wasm32")]

use std::ops::ControlFlow;

use metering_core::usage::zip::{Directory, Limits, Piece, Unpack};
use metering_core::usage::{ExportReader, Exports, Filter, Grain, GroupBy, Source, UsageError};
use serde_json::json;
use wasm_bindgen::prelude::*;

/// Reads CSV in pieces.
#[wasm_bindgen]
pub struct Csv(ExportReader);

#[wasm_bindgen]
impl Csv {
    /// Begins a file.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // a constructor for JavaScript
    pub fn new() -> Self {
        let mut reader = Exports::new().read(source());
        reader.begin_file("bench.csv", None);
        Self(reader)
    }

    /// Reads the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// The sums, as JSON.
    ///
    /// # Errors
    /// The file cannot be read; in words.
    pub fn finish(self) -> Result<String, String> {
        let (exports, outcome) = self.0.finish();
        sums(exports, outcome)
    }
}

/// The sums of a ZIP, as JSON.
///
/// # Errors
/// The ZIP cannot be read; in words.
#[wasm_bindgen]
pub fn zip(bytes: &[u8]) -> Result<String, String> {
    let mut exports = Exports::new();
    let outcome = exports.read_file(source(), bytes, Limits::default(), |_| {
        ControlFlow::Continue(())
    });
    sums(exports, outcome)
}

/// How many bytes a ZIP holds, unpacked and compared with their checksums.
///
/// # Errors
/// The ZIP cannot be read; in words.
#[wasm_bindgen]
pub fn unzip(bytes: &[u8]) -> Result<f64, String> {
    let text = |error: metering_core::usage::zip::ZipError| error.to_string();
    let directory = Directory::read(bytes, Limits::default()).map_err(text)?;
    let mut size = 0.0;
    for entry in &directory.entries {
        let mut unpack = Unpack::new(entry);
        while let Piece::Bytes(piece) = unpack.next_piece(bytes).map_err(text)? {
            #[allow(clippy::cast_precision_loss)] // pieces are small
            let length = piece.len() as f64;
            size += length;
        }
    }
    Ok(size)
}

fn source() -> Source {
    Source {
        name: "bench".into(),
        ..Source::default()
    }
}

fn sums(exports: Exports, outcome: Result<(), UsageError>) -> Result<String, String> {
    outcome.map_err(|error| error.to_string())?;
    let mut usage = exports.merge(None);
    let view = usage.view(Filter::default());
    let total = view.totals().consumption;
    let list = |by| view.top(by, usize::MAX).rows;
    let days = list(GroupBy::Period(Grain::Day));
    let projects = list(GroupBy::Project);
    Ok(json!({ "total": total, "days": days, "projects": projects }).to_string())
}
