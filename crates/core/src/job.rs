//! The export job: what the service answers to a request and to each question about its status.
//!
//! Everything here is pure. Reading is lenient, because an answer that cannot be read may hold the only copy of a job ID.

mod entry;
mod list;
mod queue;
mod read;
mod refresh;
mod schedule;
mod status;
mod stored;
mod window;

pub use entry::{Entry, Key, REDACTED, Submission, Tracked};
pub use list::JobList;
pub use queue::{ACTIVE_JOBS, Refusal, Refused, Turn};

pub use read::{not_json, text};
pub use refresh::{Asked, Next, RETRY_AFTER_LIMIT, next_refresh};
pub use schedule::Schedule;
pub use status::JobStatus;
pub use stored::{Change, Record, Written};
pub use window::{Counts, Row, Split, Window};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::request::date_time;

/// Days for which the service keeps the data of an ended job (service documentation).
pub const DOWNLOAD_DAYS: i64 = 3;

/// An export job as the service describes it.
///
/// Only the ID is needed to go on; every other field is kept as the text that came, or `None` for `null` and absent.
/// Dates are left as text on purpose: they are shown, not computed with, and a format of tomorrow must not hide a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportJob {
    /// ID of the export job. Read from `jobId` or `jobID`, written as `jobId`.
    pub job_id: String,
    /// How far the job is.
    pub status: JobStatus,
    /// Organization of the user who asked.
    pub org_id: Option<String>,
    /// User who sent the request.
    pub user_id: Option<String>,
    /// Organization the export is about.
    pub selected_org_id: Option<String>,
    /// Meter ID; `null` for project-level jobs.
    pub meter_id: Option<String>,
    /// Start of the range.
    pub start_date: Option<String>,
    /// End of the range.
    pub end_date: Option<String>,
    /// Where the service posts the status, as requested.
    pub callback_url: Option<String>,
    /// When the job was created.
    pub create_time: Option<String>,
    /// When the job was last updated. Also read from `updateTIme`, the spelling of the vendor's table.
    pub update_time: Option<String>,
    /// Why a job failed; only in status answers. May hold raw HTML: text, never markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
}

impl ExportJob {
    /// A job of which only the ID is known.
    pub fn named(job_id: String) -> Self {
        Self {
            job_id,
            status: JobStatus::Unknown(String::new()),
            org_id: None,
            user_id: None,
            selected_org_id: None,
            meter_id: None,
            start_date: None,
            end_date: None,
            callback_url: None,
            create_time: None,
            update_time: None,
            error_message: None,
        }
    }

    /// The eleven documented fields under their API names, in the order of the documentation.
    pub fn fields(&self) -> [(&'static str, Option<&str>); 11] {
        [
            ("jobId", Some(&self.job_id)),
            ("status", Some(self.status.name())),
            ("orgId", self.org_id.as_deref()),
            ("userId", self.user_id.as_deref()),
            ("selectedOrgId", self.selected_org_id.as_deref()),
            ("meterId", self.meter_id.as_deref()),
            ("startDate", self.start_date.as_deref()),
            ("endDate", self.end_date.as_deref()),
            ("callbackUrl", self.callback_url.as_deref()),
            ("createTime", self.create_time.as_deref()),
            ("updateTime", self.update_time.as_deref()),
        ]
    }

    /// Every text of the service but the ID.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let Self {
            job_id: _, // whole, or it leads nowhere
            status,
            org_id,
            user_id,
            selected_org_id,
            meter_id,
            start_date,
            end_date,
            callback_url,
            create_time,
            update_time,
            error_message,
        } = self;
        let status = match status {
            JobStatus::Unknown(text) => Some(text),
            JobStatus::Created
            | JobStatus::Processing
            | JobStatus::Success
            | JobStatus::Failed
            | JobStatus::PartialSuccess => None,
        };
        let texts = [
            org_id,
            user_id,
            selected_org_id,
            meter_id,
            start_date,
            end_date,
            callback_url,
            create_time,
            update_time,
            error_message,
        ];
        texts.into_iter().flatten().chain(status)
    }

    /// This answer, with what an earlier one said of the request where this one is silent.
    ///
    /// What the service once told about a job stays visible; only the error message belongs to one answer alone.
    #[must_use]
    pub fn after(self, earlier: &ExportJob) -> ExportJob {
        let keep = |now: Option<String>, before: &Option<String>| now.or_else(|| before.clone());
        ExportJob {
            org_id: keep(self.org_id, &earlier.org_id),
            user_id: keep(self.user_id, &earlier.user_id),
            selected_org_id: keep(self.selected_org_id, &earlier.selected_org_id),
            meter_id: keep(self.meter_id, &earlier.meter_id),
            start_date: keep(self.start_date, &earlier.start_date),
            end_date: keep(self.end_date, &earlier.end_date),
            callback_url: keep(self.callback_url, &earlier.callback_url),
            create_time: keep(self.create_time, &earlier.create_time),
            update_time: keep(self.update_time, &earlier.update_time),
            ..self
        }
    }

    /// When the service deletes the data: three days after the job ended, or `None` while there is nothing to download
    /// or the end is not known. `seen_ended` stands in for an unreadable `updateTime`.
    pub fn download_until(&self, seen_ended: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if !self.status.has_data() {
            return None;
        }
        let ended = self
            .update_time
            .as_deref()
            .and_then(|text| date_time::parse(text).ok());
        ended
            .unwrap_or(seen_ended)
            .checked_add_signed(TimeDelta::days(DOWNLOAD_DAYS))
    }
}
