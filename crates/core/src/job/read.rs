//! Reading a job from an answer, leniently: an answer that cannot be read may hold the only copy of a job ID.

use serde::Deserialize as _;
use serde_json::{Deserializer, Map, Value};

use super::{ExportJob, JobStatus};

impl ExportJob {
    /// Reads a job from the body of an answer: unknown fields, `null`s, both spellings, values of the wrong type.
    ///
    /// If the body is not JSON as a whole (a number that is too large, half of a surrogate pair, something behind the
    /// end), or names no job at its top, each field is looked for by its name.
    ///
    /// # Errors
    /// What stands in the way, in words that complete "The answer is not an export job: …".
    pub fn read(body: &str) -> Result<Self, String> {
        let whole = serde_json::from_str::<Map<String, Value>>(body);
        let read = whole
            .as_ref()
            .ok()
            .map(|fields| Self::from_fields(|name| fields.get(name).and_then(text)));
        read.flatten()
            .or_else(|| Self::from_fields(|name| find(body, name)))
            .ok_or_else(|| match whole {
                Ok(_) => "it has no jobId".to_owned(),
                Err(error) if error.is_data() => "it is not an object".to_owned(),
                Err(error) => not_json(body, &error),
            })
    }

    /// A job from its fields; `None` without an ID. `null` says nothing, and never wipes what another spelling said.
    fn from_fields(field: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let is_id = |id: &String| !id.trim().is_empty();
        let either = |one, other| field(one).or_else(|| field(other));
        Some(Self {
            job_id: field("jobId")
                .filter(is_id)
                .or_else(|| field("jobID").filter(is_id))?,
            status: JobStatus::read(&field("status").unwrap_or_default()),
            org_id: field("orgId"),
            user_id: field("userId"),
            selected_org_id: field("selectedOrgId"),
            meter_id: field("meterId"),
            start_date: field("startDate"),
            end_date: field("endDate"),
            callback_url: field("callbackUrl"),
            create_time: field("createTime"),
            update_time: either("updateTime", "updateTIme"),
            error_message: field("errorMessage"),
        })
    }
}

/// The first readable value that follows this name in a text that is not JSON as a whole.
fn find(body: &str, name: &str) -> Option<String> {
    body.split(&format!("\"{name}\"")).skip(1).find_map(|rest| {
        let rest = rest.trim_start().strip_prefix(':')?;
        // Reads one value and leaves what follows.
        text(&Value::deserialize(&mut Deserializer::from_str(rest)).ok()?)
    })
}

/// Why a text is not JSON, in words that complete "The answer is not …: ".
pub fn not_json(body: &str, error: &serde_json::Error) -> String {
    if body.trim().is_empty() {
        "it is empty".to_owned()
    } else if error.is_eof() {
        format!("it breaks off after {} characters", body.chars().count())
    } else {
        let (line, column) = (error.line(), error.column());
        format!("it is not JSON (line {line}, column {column})")
    }
}

/// A string, or a number or Boolean as its text; `None` for `null` and for what has no place in a line of text.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
