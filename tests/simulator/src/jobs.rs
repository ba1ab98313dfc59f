//! Export jobs: what was asked, what becomes of each, and how it is answered at a given time.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::dataset::Dataset;
use crate::dataset::export::{Export, Kind};
use crate::options::Options;
use crate::service::Asked;

/// The status of an export job, in the service's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobStatus {
    /// Waiting for its turn.
    Created,
    /// Being exported.
    Processing,
    /// Complete.
    #[default]
    Success,
    /// Nothing to download.
    Failed,
    /// Data of some linked organizations is missing.
    PartialSuccess,
    /// A status that the documentation does not list.
    #[serde(untagged)]
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
    pub(crate) fn is_active(&self) -> bool {
        match self {
            Self::Created | Self::Processing => true,
            Self::Success | Self::Failed | Self::PartialSuccess | Self::Other(_) => false,
        }
    }

    /// Whether the job's data can be downloaded.
    pub(crate) fn has_data(&self) -> bool {
        match self {
            Self::Success | Self::PartialSuccess => true,
            Self::Created | Self::Processing | Self::Failed | Self::Other(_) => false,
        }
    }
}

impl fmt::Display for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A status that a job takes some time after it was created.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// Milliseconds since the job was created.
    pub after_millis: u64,
    /// The status from then on.
    pub status: JobStatus,
}

/// What becomes of the next job that is submitted; the default is `SUCCESS` in the simulator's pace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
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
        let step = |(after, status): (Duration, _)| Step {
            after_millis: u64::try_from(after.as_millis()).unwrap_or(u64::MAX),
            status,
        };
        Self {
            steps: steps.into_iter().map(step).collect(),
            ..Self::default()
        }
    }

    /// Has this status from the start.
    pub fn at_once(status: JobStatus) -> Self {
        Self::steps([(Duration::ZERO, status)])
    }

    /// Stays `CREATED` until [`World::set_job_status`](crate::World::set_job_status) says otherwise.
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

/// An export job.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) id: String,
    asked: Asked,
    created: DateTime<Utc>,
    /// Since when it has each status; `CREATED` first.
    statuses: Vec<(DateTime<Utc>, JobStatus)>,
    error_message: Option<String>,
    fields: Map<String, Value>,
}

impl Job {
    /// A job created `now`, going the way of `plan`.
    pub(crate) fn new(
        id: String,
        asked: Asked,
        mut plan: JobPlan,
        options: &Options,
        now: DateTime<Utc>,
    ) -> Self {
        if plan.steps.is_empty() {
            plan.steps = JobPlan::steps([
                (options.pace, JobStatus::Processing),
                (options.pace * 2, plan.ends),
            ])
            .steps;
        }
        let step = |step: Step| {
            let after = TimeDelta::milliseconds(step.after_millis.try_into().unwrap_or_default());
            (now + after, step.status)
        };
        let mut statuses = vec![(now, JobStatus::Created)];
        statuses.extend(plan.steps.into_iter().map(step));
        Self {
            id: plan
                .fields
                .get("jobId")
                .and_then(Value::as_str)
                .map_or(id, str::to_owned),
            asked,
            created: now,
            statuses,
            error_message: plan.error_message,
            fields: plan.fields,
        }
    }

    /// The status, and since when it has been that.
    pub(crate) fn status(&self, now: DateTime<Utc>) -> (&JobStatus, DateTime<Utc>) {
        let taken = self.statuses.iter().rev().find(|(since, _)| *since <= now);
        let (since, status) = taken.unwrap_or(&self.statuses[0]);
        (status, *since)
    }

    /// Takes this status now, and none of those that were to come.
    pub(crate) fn set_status(
        &mut self,
        status: JobStatus,
        error_message: Option<&str>,
        now: DateTime<Utc>,
    ) {
        self.statuses.retain(|(since, _)| *since <= now);
        self.statuses.push((now, status));
        self.error_message = error_message.map(str::to_owned);
    }

    fn error_message(&self, now: DateTime<Utc>) -> Option<&str> {
        let (last, _) = self.statuses.last()?;
        self.error_message.as_deref().filter(|_| *last <= now)
    }

    /// The job as the answer to its submission shows it.
    pub(crate) fn answer(&self, dataset: &Dataset, now: DateTime<Utc>) -> Map<String, Value> {
        let (status, since) = self.status(now);
        let org_id = dataset.org_id(0);
        let Value::Object(mut answer) = json!({
            "jobId": self.id,
            "status": status,
            "orgId": org_id,
            "userId": dataset.user_id(),
            "selectedOrgId": org_id,
            "meterId": self.asked.meter.map(|meter| meter.id),
            "startDate": self.asked.start_date,
            "endDate": self.asked.end_date,
            "callbackUrl": self.asked.callback_url,
            "createTime": wire_time(self.created),
            "updateTime": wire_time(since),
        }) else {
            return Map::new();
        };
        if self.asked.kind == Kind::JobLevel {
            let flag = if self.asked.all_meters {
                "TRUE"
            } else {
                "FALSE"
            };
            answer.insert("allMeters".to_owned(), flag.into());
        }
        answer.extend(self.fields.clone());
        answer
    }

    /// The job as a status answer shows it: with `errorMessage`.
    pub(crate) fn status_answer(
        &self,
        dataset: &Dataset,
        now: DateTime<Utc>,
    ) -> Map<String, Value> {
        let mut answer = self.answer(dataset, now);
        answer
            .entry("errorMessage")
            .or_insert_with(|| self.error_message(now).into());
        answer
    }

    /// What tests are told of the job.
    pub(crate) fn record(&self, now: DateTime<Utc>) -> JobRecord {
        JobRecord {
            job_id: self.id.clone(),
            kind: self.asked.kind,
            status: self.status(now).0.clone(),
            start_date: self.asked.start_date.clone(),
            end_date: self.asked.end_date.clone(),
            combined_meter_usage: self.asked.combined_meter_usage,
            all_linked_orgs: self.asked.all_linked_orgs,
            meter_id: self.asked.meter.map(|meter| meter.id.to_owned()),
        }
    }

    /// What its download holds.
    pub(crate) fn export(&self, dataset: &Dataset, now: DateTime<Utc>) -> Export {
        let linked = if self.asked.all_linked_orgs {
            dataset.linked_orgs
        } else {
            0
        };
        let present = match self.status(now).0 {
            JobStatus::PartialSuccess => linked / 2,
            JobStatus::Created
            | JobStatus::Processing
            | JobStatus::Success
            | JobStatus::Failed
            | JobStatus::Other(_) => linked,
        };
        Export::new(
            dataset,
            (self.asked.kind, self.asked.meter),
            (0..=present).map(|index| dataset.org(index)).collect(),
            (self.asked.start, self.asked.end),
            self.asked.combined_meter_usage,
            self.created,
        )
    }
}

/// A job that the simulator holds, as it is at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JobRecord {
    /// Identifier of the job.
    pub job_id: String,
    /// What it exports; in JSON as `kind`, and `JOB_LEVEL` where the service has no `jobType`.
    pub kind: Kind,
    /// Status by the simulator's clock.
    pub status: JobStatus,
    /// Start of the range, as asked.
    pub start_date: String,
    /// End of the range, as asked.
    pub end_date: String,
    /// Whether all organizations are in one CSV file.
    pub combined_meter_usage: bool,
    /// Whether linked organizations are included.
    pub all_linked_orgs: bool,
    /// The only meter, if there is only one.
    pub meter_id: Option<String>,
}

/// A point in time as the service writes it: `2024-09-12T23:21:19Z`.
pub(crate) fn wire_time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
