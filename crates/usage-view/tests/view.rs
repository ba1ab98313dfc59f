//! The view without a browser and without its worker: made exports, and what people do with them.
#![cfg(not(target_arch = "wasm32"))]

mod view {
    mod address;
    mod allowance;
    mod charts;
    mod dom;
    mod findings;
    mod kept;
    mod one_zip;
    mod opening;
    mod over_time;
    mod support;
    mod tables;
}
