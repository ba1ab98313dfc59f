//! Tests that run inside a browser: the client against the simulator, the page with its effects.
//!
//! `cargo xtask test browser` starts the simulator and says where it is in `METERING_EXPORT_SIMULATOR`.
#![cfg(target_arch = "wasm32")]

mod client;
mod client_download;
mod client_drops;
mod client_errors;
mod page;
mod page_configuration;
mod page_connection;
mod page_effects;
mod page_form;
mod page_jobs;
mod page_queue;
mod page_storage;
mod renders;
mod simulator;
mod spy;

use gloo_timers::future::TimeoutFuture;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Waits until something is so, at most a minute: a busy computer fails no test.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..6_000 {
        if is_so() {
            return;
        }
        TimeoutFuture::new(10).await;
    }
    panic!("not within a minute: {what}");
}
