//! What comes from the page and goes to it: an array of a JSON text and files.
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageEvent};

use usage_view::message::{Reply, Request};

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Hands on every request with its files, as long as the worker lives.
pub(super) fn listen(mut hear: impl FnMut(Request, Vec<Blob>) + 'static) {
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        let request = parts.shift().as_string();
        if let Some(request) = request.and_then(|json| serde_json::from_str(&json).ok()) {
            hear(
                request,
                parts
                    .iter()
                    .filter_map(|part| part.dyn_into().ok())
                    .collect(),
            );
        }
    });
    scope().set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
}

/// Answers, with a file if there is one.
pub(super) fn answer(reply: &Reply, file: Option<&Blob>) {
    let Ok(json) = serde_json::to_string(reply) else {
        return; // keys are texts, so there is nothing that JSON could not hold
    };
    let parts = Array::of1(&json.into());
    if let Some(file) = file {
        parts.push(file);
    }
    let _ = scope().post_message(&parts); // texts and files can always be copied
}

/// A CSV file from its pieces; `None` where the browser has no room for it.
pub(super) fn file(pieces: &[Vec<u8>]) -> Option<Blob> {
    let parts: Array = pieces
        .iter()
        .map(|piece| Uint8Array::from(piece.as_slice()))
        .collect();
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}
