#![doc = include_str!("../README.md")]

pub mod guard;

pub mod request;

pub mod job;

pub mod usage;
