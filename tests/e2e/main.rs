//! End-to-end tests: the built page in a real browser, before the simulator, used as a person would.
//!
//! Everything on the page is found by its role and accessible name, as the browser computes them for assistive technology.
//! `cargo xtask test e2e` builds the page and runs them; `cargo test` alone leaves them out.

mod accessible;
mod answers;
mod config;
mod credentials;
mod curl;
mod deploy;
mod download;
mod embed_page;
mod faults;
mod flags;
mod happy_path;
mod harness;
mod hosting;
mod job_list;
mod keyboard;
mod killed;
mod loading;
mod lost_answers;
mod markup;
mod meters;
mod policy;
mod problems;
mod range;
mod refresh;
mod refresh_errors;
mod reload;
mod session;
mod split;
mod split_tabs;
mod storage;
mod usage_kept;
mod usage_made;
mod usage_open;
mod usage_over_time;
mod usage_reading;
mod usage_report;
mod usage_tables;
mod visibility;
