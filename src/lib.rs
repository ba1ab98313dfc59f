//! Metering export.
pub mod job;
pub mod request;
#[cfg(feature = "app")]
pub mod app;
#[cfg(feature = "app")]
pub mod service;
