#![no_main]
//! What `tests/properties/answer.rs` says of any bytes.

#[path = "../../tests/properties/answer.rs"]
mod answer;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = answer::check(data);
});
