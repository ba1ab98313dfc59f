#![no_main]
//! What `crates/core/tests/properties/csv_file.rs` says of any bytes.

#[path = "../../crates/core/tests/properties/csv_file.rs"]
mod csv_file;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = csv_file::check(data);
});
