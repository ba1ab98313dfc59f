//! The page for requesting and reading metering exports.

pub mod service;

pub mod app;
