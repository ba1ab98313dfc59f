#![no_main]
//! What `crates/core/tests/properties/callback_url.rs` says of any bytes.

#[path = "../../crates/core/tests/properties/callback_url.rs"]
mod callback_url;
#[path = "../../crates/core/tests/properties/public.rs"]
mod public;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = callback_url::check(data);
});
