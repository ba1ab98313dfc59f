//! Reading a job leniently: unknown fields, `null`s, both spellings, values of the wrong type.

use serde_json::Value;

use super::{ExportJob, JobStatus};

impl ExportJob {
    /// Reads a job from the service's JSON.
    ///
    /// # Errors
    /// What stands in the way, in words that complete "The answer is not an export job: …".
    pub fn read(value: &Value) -> Result<Self, &'static str> {
        let Value::Object(fields) = value else {
            return Err("it is not an object");
        };
        let mut job = Self::named(String::new());
        for (name, value) in fields {
            // `null` says nothing, and never wipes what another spelling of the same field said.
            let Some(text) = text(value) else { continue };
            match name.as_str() {
                "jobId" | "jobID" => job.job_id = text,
                "status" => job.status = JobStatus::read(&text),
                "orgId" => job.org_id = Some(text),
                "userId" => job.user_id = Some(text),
                "selectedOrgId" => job.selected_org_id = Some(text),
                "meterId" => job.meter_id = Some(text),
                "startDate" => job.start_date = Some(text),
                "endDate" => job.end_date = Some(text),
                "callbackUrl" => job.callback_url = Some(text),
                "createTime" => job.create_time = Some(text),
                "updateTime" | "updateTIme" => job.update_time = Some(text),
                "errorMessage" => job.error_message = Some(text),
                _ => {} // the service may add fields; they are none of ours
            }
        }
        if job.job_id.trim().is_empty() {
            Err("it has no jobId")
        } else {
            Ok(job)
        }
    }
}

/// A string, or a number or Boolean as its text; `None` for `null` and for what has no place in a line of text.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("true".to_owned()),
        Value::Bool(false) => Some("false".to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
