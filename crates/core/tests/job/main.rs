//! The export job and the list of jobs: reading, writing, and when a job is asked for again.
#![cfg(not(target_arch = "wasm32"))]

mod list;
mod list_changes;
mod queue;
mod read;
mod refresh;
mod schedule;
mod stored;
mod stored_tabs;

use chrono::{DateTime, Utc};
use metering_core::job::ExportJob;
use metering_core::request::date_time;

/// The documented answer, byte for byte.
const DOCUMENTED: &str = include_str!("golden/documented.json");

/// Reads a job from the body of an answer.
fn read(body: &str) -> Result<ExportJob, String> {
    ExportJob::read(body)
}

/// A job with this ID and status and nothing else.
fn job(id: &str, status: &str) -> ExportJob {
    read(&format!(r#"{{"jobId":"{id}","status":"{status}"}}"#)).expect("a job")
}

/// An instant of the tests' day.
fn at(time: &str) -> DateTime<Utc> {
    instant(&format!("2024-09-12T{time}Z"))
}

fn instant(text: &str) -> DateTime<Utc> {
    date_time::parse(text).expect("an instant")
}
