#![no_main]
//! What `crates/core/tests/properties/date_time.rs` says of any bytes.

#[path = "../../crates/core/tests/properties/date_time.rs"]
mod date_time;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = date_time::check(data);
});
