//! The export jobs and what they are at a given time.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::clock::wire_time;
use crate::dataset::Dataset;
use crate::options::Pace;
use crate::plan::{JobPlan, JobStatus, Step};
use crate::service::Asked;

/// An export job.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) asked: Asked,
    pub(crate) created: DateTime<Utc>,
    org_id: String,
    user_id: String,
    steps: Vec<Step>,
    error_message: Option<String>,
    fields: Map<String, Value>,
}

impl Job {
    /// A job created `now` for the organization of `dataset`, going the way of `plan`.
    pub(crate) fn new(
        id: String,
        asked: Asked,
        plan: JobPlan,
        pace: Pace,
        dataset: &Dataset,
        now: DateTime<Utc>,
    ) -> Self {
        let id = plan
            .fields
            .get("jobId")
            .and_then(Value::as_str)
            .map_or(id, str::to_owned);
        let steps = if plan.steps.is_empty() {
            vec![
                Step {
                    after: pace.created,
                    status: JobStatus::Processing,
                },
                Step {
                    after: pace.created + pace.processing,
                    status: plan.ends,
                },
            ]
        } else {
            plan.steps
        };
        Self {
            id,
            asked,
            created: now,
            org_id: dataset.org_id(0),
            user_id: dataset.user_id(),
            steps,
            error_message: plan.error_message,
            fields: plan.fields,
        }
    }

    /// When the step is taken.
    fn time_of(&self, step: &Step) -> DateTime<Utc> {
        TimeDelta::from_std(step.after)
            .ok()
            .and_then(|after| self.created.checked_add_signed(after))
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// How many steps have been taken by this time.
    pub(crate) fn steps_taken(&self, now: DateTime<Utc>) -> usize {
        self.steps
            .iter()
            .take_while(|step| self.time_of(step) <= now)
            .count()
    }

    /// When the status changed, of the steps from number `seen` to the last one taken.
    pub(crate) fn changes(&self, seen: usize, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let taken = self
            .steps
            .iter()
            .take(self.steps_taken(now))
            .enumerate()
            .skip(seen);
        let before = |index: usize| {
            index
                .checked_sub(1)
                .map_or(&JobStatus::Created, |index| &self.steps[index].status)
        };
        taken
            .filter(|(index, step)| step.status != *before(*index))
            .map(|(_, step)| self.time_of(step))
            .collect()
    }

    /// When the next step is taken, if there is one.
    pub(crate) fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.steps
            .get(self.steps_taken(now))
            .map(|step| self.time_of(step))
    }

    /// The status, and since when it has been that.
    pub(crate) fn status(&self, now: DateTime<Utc>) -> (JobStatus, DateTime<Utc>) {
        match self
            .steps_taken(now)
            .checked_sub(1)
            .and_then(|last| self.steps.get(last))
        {
            Some(step) => (step.status.clone(), self.time_of(step)),
            None => (JobStatus::Created, self.created),
        }
    }

    /// Takes this status now, and none of the steps that were to come.
    pub(crate) fn set_status(
        &mut self,
        status: JobStatus,
        error_message: Option<String>,
        now: DateTime<Utc>,
    ) {
        let taken = self.steps_taken(now);
        self.steps.truncate(taken);
        let after = (now - self.created).to_std().unwrap_or_default();
        self.steps.push(Step { after, status });
        self.error_message = error_message;
    }

    /// The job as the answer to its submission shows it.
    pub(crate) fn answer(&self, now: DateTime<Utc>) -> Value {
        let (status, since) = self.status(now);
        let fields = JobFields {
            job_id: &self.id,
            status: status.as_str(),
            org_id: &self.org_id,
            user_id: &self.user_id,
            selected_org_id: &self.org_id,
            meter_id: None,
            start_date: &self.asked.start_date,
            end_date: &self.asked.end_date,
            callback_url: self.asked.callback_url.as_deref(),
            create_time: wire_time(self.created),
            update_time: wire_time(since),
        };
        let mut answer = serde_json::to_value(fields).unwrap_or_default();
        if let Value::Object(object) = &mut answer {
            object.extend(self.fields.clone());
        }
        answer
    }

    /// The job as a status answer and a callback show it: with `errorMessage`.
    pub(crate) fn status_answer(&self, now: DateTime<Utc>) -> Value {
        let mut answer = self.answer(now);
        if let Value::Object(object) = &mut answer
            && !self.fields.contains_key("errorMessage")
        {
            object.insert("errorMessage".to_owned(), self.error_message(now).into());
        }
        answer
    }

    fn error_message(&self, now: DateTime<Utc>) -> Option<&str> {
        let ended = self.steps_taken(now) == self.steps.len();
        self.error_message.as_deref().filter(|_| ended)
    }

    /// What tests are told of the job.
    pub(crate) fn record(&self, now: DateTime<Utc>) -> JobRecord {
        let (status, since) = self.status(now);
        JobRecord {
            job_id: self.id.clone(),
            status,
            start_date: self.asked.start_date.clone(),
            end_date: self.asked.end_date.clone(),
            combined_meter_usage: self.asked.combined_meter_usage,
            all_linked_orgs: self.asked.all_linked_orgs,
            callback_url: self.asked.callback_url.clone(),
            create_time: wire_time(self.created),
            update_time: wire_time(since),
            error_message: self.error_message(now).map(str::to_owned),
        }
    }
}

/// The documented fields of the answer to a submission.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JobFields<'a> {
    job_id: &'a str,
    status: &'a str,
    org_id: &'a str,
    user_id: &'a str,
    selected_org_id: &'a str,
    meter_id: Option<&'a str>,
    start_date: &'a str,
    end_date: &'a str,
    callback_url: Option<&'a str>,
    create_time: String,
    update_time: String,
}

/// A job that the simulator holds, as it is at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JobRecord {
    /// Identifier of the job.
    pub job_id: String,
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
    /// Where the status is posted, as asked.
    pub callback_url: Option<String>,
    /// When the job was created, by the simulator's clock.
    pub create_time: String,
    /// When the status last changed, by the simulator's clock.
    pub update_time: String,
    /// Why the job failed or is incomplete.
    pub error_message: Option<String>,
}
