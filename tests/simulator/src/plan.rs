//! What becomes of a job: its statuses over time.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The status of an export job, in the service's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum JobStatus {
    /// `CREATED`: waiting for its turn.
    Created,
    /// `PROCESSING`: being exported.
    Processing,
    /// `SUCCESS`: complete.
    #[default]
    Success,
    /// `FAILED`: nothing to download.
    Failed,
    /// `PARTIAL_SUCCESS`: data of some linked organizations is missing.
    PartialSuccess,
    /// A status that the documentation does not list.
    Other(String),
}

impl JobStatus {
    /// The status as the service writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Created => "CREATED",
            Self::Processing => "PROCESSING",
            Self::Success => "SUCCESS",
            Self::Failed => "FAILED",
            Self::PartialSuccess => "PARTIAL_SUCCESS",
            Self::Other(text) => text,
        }
    }

    /// Whether the job takes one of the organization's slots.
    pub fn is_active(&self) -> bool {
        match self {
            Self::Created | Self::Processing => true,
            Self::Success | Self::Failed | Self::PartialSuccess | Self::Other(_) => false,
        }
    }

    /// Whether the job's data can be downloaded.
    pub fn has_data(&self) -> bool {
        match self {
            Self::Success | Self::PartialSuccess => true,
            Self::Created | Self::Processing | Self::Failed | Self::Other(_) => false,
        }
    }
}

impl From<String> for JobStatus {
    fn from(text: String) -> Self {
        [
            Self::Created,
            Self::Processing,
            Self::Success,
            Self::Failed,
            Self::PartialSuccess,
        ]
        .into_iter()
        .find(|status| status.as_str() == text)
        .unwrap_or(Self::Other(text))
    }
}

impl From<JobStatus> for String {
    fn from(status: JobStatus) -> Self {
        status.as_str().to_owned()
    }
}

impl fmt::Display for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A status that a job takes some time after it was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// Time since the job was created, in JSON as `afterMillis`.
    #[serde(rename = "afterMillis", with = "millis")]
    pub after: Duration,
    /// The status from then on.
    pub status: JobStatus,
}

/// What becomes of the next job that is submitted; the default is `SUCCESS` in the simulator's pace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct JobPlan {
    /// The last status, after `CREATED` and `PROCESSING` in the simulator's pace; without effect beside `steps`.
    pub ends: JobStatus,
    /// The statuses one by one, in order of time. A job is `CREATED` before the first, and keeps the last.
    pub steps: Vec<Step>,
    /// `errorMessage` of the status answers, from the last step on.
    pub error_message: Option<String>,
    /// Fields that replace or add to those of the answers, for example a `callbackUrl` that holds markup.
    /// A `jobId` given here is the job's.
    pub fields: Map<String, Value>,
}

impl JobPlan {
    /// Ends as `SUCCESS`.
    pub fn success() -> Self {
        Self::default()
    }

    /// Ends as `FAILED` for this reason.
    pub fn failed(error_message: impl Into<String>) -> Self {
        Self::ending(JobStatus::Failed, Some(error_message.into()))
    }

    /// Ends as `PARTIAL_SUCCESS` for this reason: half of the linked organizations are missing in the download.
    pub fn partial_success(error_message: impl Into<String>) -> Self {
        Self::ending(JobStatus::PartialSuccess, Some(error_message.into()))
    }

    /// Ends in a status that the documentation does not list.
    pub fn unknown(status: impl Into<String>) -> Self {
        Self::ending(JobStatus::Other(status.into()), None)
    }

    /// Takes these statuses, one after the other.
    pub fn steps(steps: impl IntoIterator<Item = (Duration, JobStatus)>) -> Self {
        let steps = steps
            .into_iter()
            .map(|(after, status)| Step { after, status })
            .collect();
        Self {
            steps,
            ..Self::default()
        }
    }

    /// Has this status from the start.
    pub fn at_once(status: JobStatus) -> Self {
        Self::steps([(Duration::ZERO, status)])
    }

    /// Stays `CREATED` until [`Simulator::set_job_status`](crate::Simulator::set_job_status) says otherwise.
    pub fn held() -> Self {
        Self::at_once(JobStatus::Created)
    }

    /// Answers with this value in this field.
    #[must_use]
    pub fn with_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    fn ending(ends: JobStatus, error_message: Option<String>) -> Self {
        Self {
            ends,
            error_message,
            ..Self::default()
        }
    }
}

impl From<Vec<(Duration, JobStatus)>> for JobPlan {
    fn from(steps: Vec<(Duration, JobStatus)>) -> Self {
        Self::steps(steps)
    }
}

/// Durations in JSON as whole milliseconds.
pub(crate) mod millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
        u64::try_from(time.as_millis())
            .unwrap_or(u64::MAX)
            .serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        u64::deserialize(from).map(Duration::from_millis)
    }
}
