//! Tests that run inside a browser: the client against the simulator, the page with its effects.
//!
//! `cargo xtask test browser` starts the simulator and says where it is in `METERING_EXPORT_SIMULATOR`.
#![cfg(target_arch = "wasm32")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
