#![no_main]
//! What `crates/core/tests/properties/draft.rs` says of any bytes.

#[path = "../../crates/core/tests/properties/draft.rs"]
mod draft;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = draft::check(data);
});
