//! The rules of metering exports: requests, jobs and usage, without anything of the browser.
//!
//! Each module knows those above it and none below.

pub mod guard;

pub mod request;

pub mod job;

pub mod usage;
