//! Messages from and to the view: an array of the message and the files beside it.
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageEvent};

use metering_core::usage::message::{Answer, Request};

pub(super) fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Hands on every request with its files.
pub(super) fn listen(mut receive: impl FnMut(Request, Vec<Blob>) + 'static) {
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        if let Ok(request) = serde_wasm_bindgen::from_value(parts.shift()) {
            let files = parts.iter().filter_map(|part| part.dyn_into().ok());
            receive(request, files.collect());
        }
    });
    scope().set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
}

/// Answers, with a file if there is one.
pub(super) fn answer(answer: &Answer, file: Option<&Blob>) {
    let Ok(answer) = serde_wasm_bindgen::to_value(answer) else {
        return; // numbers are far below 2^53 and the rest is text: there is nothing that cannot be written
    };
    let parts = Array::of1(&answer);
    if let Some(file) = file {
        parts.push(file);
    }
    let _ = scope().post_message(&parts); // plain objects and files can always be copied
}

/// A file from its pieces; `None` where the browser has no room for it.
pub(super) fn file(pieces: &[Vec<u8>], media_type: &str) -> Option<Blob> {
    let parts: Array = pieces
        .iter()
        .map(|piece| Uint8Array::from(piece.as_slice()))
        .collect();
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}
