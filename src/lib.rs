//! Metering export.
pub mod job;
pub mod request;
pub mod usage;
#[cfg(feature = "app")]
pub mod app;
#[cfg(feature = "app")]
pub mod service;
