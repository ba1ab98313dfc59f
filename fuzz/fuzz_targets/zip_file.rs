#![no_main]
//! What `crates/core/tests/properties/zip_file.rs` says of any bytes.

#[path = "../../crates/core/tests/properties/zip_file.rs"]
mod zip_file;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = zip_file::check(data);
});
