//! What holds for any input at all. Each property is written once, as a function of bytes: here it meets made-up inputs
//! and the kept corpus, in `fuzz/` it meets the fuzzer.
#![cfg(not(target_arch = "wasm32"))]

mod callback_url;
mod csv_file;
mod date_time;
mod draft;
mod public;
mod zip_file;

mod corpus;
mod differences;
mod made_up;
