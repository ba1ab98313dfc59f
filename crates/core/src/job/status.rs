//! How far a job is.

use serde::{Deserialize, Serialize};

/// Status of an export job. A value that is not documented keeps its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum JobStatus {
    /// Accepted, not yet begun.
    Created,
    /// Being worked on.
    Processing,
    /// Ended; the data can be downloaded for three days.
    Success,
    /// Ended without data; `errorMessage` says why.
    Failed,
    /// Ended; the data can be downloaded, but that of some linked organizations is missing.
    PartialSuccess,
    /// Not documented, or missing (then the text is empty).
    Unknown(String),
}

/// Words for an end, in the names of statuses.
const ENDS: [&str; 14] = [
    "ABORTED",
    "CANCELED",
    "CANCELLED",
    "COMPLETE",
    "COMPLETED",
    "DELETED",
    "ERROR",
    "EXPIRED",
    "FAILED",
    "FINISHED",
    "REJECTED",
    "STOPPED",
    "TERMINATED",
    "TIMEOUT",
];

impl JobStatus {
    /// Reads a status; anything that is not documented becomes [`JobStatus::Unknown`].
    pub fn read(text: &str) -> Self {
        match text {
            "CREATED" => Self::Created,
            "PROCESSING" => Self::Processing,
            "SUCCESS" => Self::Success,
            "FAILED" => Self::Failed,
            "PARTIAL_SUCCESS" => Self::PartialSuccess,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// The service's own name of the status.
    pub fn name(&self) -> &str {
        match self {
            Self::Created => "CREATED",
            Self::Processing => "PROCESSING",
            Self::Success => "SUCCESS",
            Self::Failed => "FAILED",
            Self::PartialSuccess => "PARTIAL_SUCCESS",
            Self::Unknown(text) => text,
        }
    }

    /// What people call the status. One that is not documented keeps its text.
    pub fn label(&self) -> &str {
        match self {
            Self::Created => "Created",
            Self::Processing => "Running",
            Self::Success => "Succeeded",
            Self::Failed => "Failed",
            Self::PartialSuccess => "Partly succeeded",
            Self::Unknown(text) if text.is_empty() => "Not known yet",
            Self::Unknown(text) => text,
        }
    }

    /// Whether the job will not change any more. A status that is not documented has ended if its name says so.
    pub fn has_ended(&self) -> bool {
        match self {
            Self::Success | Self::Failed | Self::PartialSuccess => true,
            Self::Created | Self::Processing => false,
            Self::Unknown(text) => text
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| ENDS.iter().any(|end| word.eq_ignore_ascii_case(end))),
        }
    }

    /// Whether the job has data to download.
    pub fn has_data(&self) -> bool {
        match self {
            Self::Success | Self::PartialSuccess => true,
            Self::Created | Self::Processing | Self::Failed | Self::Unknown(_) => false,
        }
    }
}

impl From<String> for JobStatus {
    fn from(text: String) -> Self {
        Self::read(&text)
    }
}

impl From<JobStatus> for String {
    fn from(status: JobStatus) -> Self {
        status.name().to_owned()
    }
}
