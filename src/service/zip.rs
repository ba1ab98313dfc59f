//! Whether a download is a whole ZIP, by its ends alone: what is in it is read later, or never.

use js_sys::Uint8Array;
use memchr::memmem;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// The signature of the record that ends a ZIP. That record may hold a comment of at most 65,535 bytes.
const END: &[u8] = b"PK\x05\x06";
const LONGEST_END: f64 = 65_557.0;

/// Why a download is not a whole ZIP, in words that complete "The answer is not a ZIP: …".
///
/// Whoever saves it would notice weeks later, when the service has deleted the data.
pub(super) async fn fault(file: &Blob) -> Option<&'static str> {
    let head = piece(file, 0.0, 4.0).await;
    let tail = piece(file, (file.size() - LONGEST_END).max(0.0), file.size()).await;
    if file.size() == 0.0 {
        Some("it is empty")
    } else if head != b"PK\x03\x04" && head != END {
        Some("it does not begin like one")
    } else if memmem::rfind(&tail, END).is_none() {
        Some("its end is missing")
    } else {
        None
    }
}

/// The beginning of a file as text, for the words of whatever came instead of a ZIP.
pub(super) async fn text(file: &Blob) -> String {
    String::from_utf8_lossy(&piece(file, 0.0, 65_536.0).await).into_owned()
}

/// Some bytes of a file; none if the browser cannot give them back.
async fn piece(file: &Blob, start: f64, end: f64) -> Vec<u8> {
    let Ok(piece) = file.slice_with_f64_and_f64(start, end) else {
        return Vec::new();
    };
    JsFuture::from(piece.array_buffer())
        .await
        .map(|buffer| Uint8Array::new(&buffer).to_vec())
        .unwrap_or_default()
}
