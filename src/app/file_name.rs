//! What a download is called, on disk and in what is shown of it.

use chrono::{DateTime, Utc};

use metering_core::job::{ExportJob, JobStatus};
use metering_core::request::{ExportRequest, date_time};
use metering_core::usage::{Day, DayRange, Kind, Source};

/// A name that tells organization, days and job: `metering_<orgId>_2024-08-12_2024-09-10_<jobId>.zip`.
///
/// What the service did not say is left out, and no text of the service can name another directory.
pub fn file_name(job: &ExportJob) -> String {
    let day = |text| Some(instant(text)?.date_naive().to_string());
    let parts = [
        Some("metering".to_owned()),
        job.selected_org_id.clone().or_else(|| job.org_id.clone()),
        day(job.start_date.as_deref()),
        day(job.end_date.as_deref()),
        Some(job.job_id.clone()),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(|part| plain(&part))
        .collect();
    format!("{}.zip", parts.join("_"))
}

/// The name of the data of several jobs, the parts of one export: `metering_<orgId>_2024-08-01_2024-12-31_5-parts.zip`.
pub fn file_name_of_parts(jobs: &[&ExportJob]) -> String {
    let Some((first, last)) = jobs.first().zip(jobs.last()) else {
        return "metering.zip".to_owned();
    };
    let whole = ExportJob {
        job_id: format!("{}-parts", jobs.len()),
        end_date: last.end_date.clone(),
        ..(*first).clone()
    };
    file_name(&whole)
}

/// A text with nothing in it that means something to a file system.
fn plain(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c
        } else {
            '-'
        }
    };
    text.chars().take(64).map(plain).collect()
}

/// Where the data of a job comes from, for what is shown of it; `request` as far as it is known.
pub fn source(job: &ExportJob, request: Option<&ExportRequest>) -> Source {
    Source {
        name: job.job_id.clone(),
        kind: request.map(|request| Kind::of(request.job_type())),
        meter: request.and_then(|request| request.meter_id().map(str::to_owned)),
        created: instant(job.create_time.as_deref()).map(|at| at.timestamp_millis()),
        window: days_between(job.start_date.as_deref(), job.end_date.as_deref()),
        partial: job.status == JobStatus::PartialSuccess,
        ..Source::default()
    }
}

/// The days from one instant to another, of which the data holds all.
pub fn days_between(start: Option<&str>, end: Option<&str>) -> Option<DayRange> {
    let day = |text| Some(Day::new(instant(text)?.date_naive()));
    let (first, last) = (day(start)?, day(end)?);
    Some(DayRange { first, last })
}

fn instant(text: Option<&str>) -> Option<DateTime<Utc>> {
    date_time::parse(text?).ok()
}
