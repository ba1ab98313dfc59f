#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! Each knows those above it and none below.

pub mod request;

pub mod job;

pub mod usage;

#[cfg(any(feature = "app", feature = "usage-worker"))]
pub mod panel;

#[cfg(feature = "app")]
pub mod service;

#[cfg(feature = "app")]
pub mod app;

#[cfg(feature = "embed")]
pub mod embed;

#[cfg(all(feature = "usage-worker", target_arch = "wasm32"))]
pub mod usage_worker;
