//! Metering export.
pub mod request;
