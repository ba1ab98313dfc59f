//! The service's checks of an export request: its own code, so that it and the product's validator check each other.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use url::Url;

use super::ServiceError;
use crate::options::RangeRule;

/// An export request that the service accepts.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// As it was written.
    pub(crate) start_date: String,
    /// As it was written.
    pub(crate) end_date: String,
    pub(crate) start: DateTime<Utc>,
    pub(crate) end: DateTime<Utc>,
    pub(crate) combined_meter_usage: bool,
    pub(crate) all_linked_orgs: bool,
    pub(crate) callback_url: Option<String>,
}

const FIELDS: [&str; 6] = [
    "startDate",
    "endDate",
    "jobType",
    "combinedMeterUsage",
    "allLinkedOrgs",
    "callbackUrl",
];

impl Asked {
    /// Reads a request and refuses everything that the documentation does not allow; the first problem is the answer.
    pub(super) fn read(
        headers: &HeaderMap,
        body: &[u8],
        rule: RangeRule,
    ) -> Result<Self, ServiceError> {
        let object = json_object(headers, body)?;
        if let Some(unknown) = object.keys().find(|name| !FIELDS.contains(&name.as_str())) {
            return Err(ServiceError::bad_request(
                "SIM_FIELDS",
                format!("There is no field {unknown}."),
            ));
        }
        let start_date = required(&object, "startDate")?;
        let start = date_time("startDate", start_date)?;
        let end_date = required(&object, "endDate")?;
        let end = date_time("endDate", end_date)?;
        check_range(start, end, rule)?;
        let job_type = required(&object, "jobType")?;
        if job_type != "PROJECT_FOLDER" {
            let message = format!("The field jobType must be PROJECT_FOLDER, not {job_type}.");
            return Err(ServiceError::bad_request("SIM_JOB_TYPE", message));
        }
        Ok(Self {
            start_date: start_date.to_owned(),
            end_date: end_date.to_owned(),
            start,
            end,
            combined_meter_usage: flag(&object, "combinedMeterUsage")?,
            all_linked_orgs: flag(&object, "allLinkedOrgs")?,
            callback_url: callback_url(&object)?,
        })
    }
}

/// The JSON object in a body that says it is JSON.
pub(super) fn json_object(
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Map<String, Value>, ServiceError> {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        let message = format!("The Content-Type must be application/json, not {content_type:?}.");
        return Err(ServiceError::bad_request("SIM_CONTENT_TYPE", message));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(ServiceError::bad_request(
            "SIM_JSON",
            "The body must be a JSON object.",
        )),
        Err(error) => Err(ServiceError::bad_request(
            "SIM_JSON",
            format!("The body is not JSON: {error}."),
        )),
    }
}

fn text<'a>(object: &'a Map<String, Value>, field: &str) -> Result<Option<&'a str>, ServiceError> {
    match object.get(field) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => {
            let message = format!("The field {field} must be a string, not {other}.");
            Err(ServiceError::bad_request("SIM_TYPE", message))
        }
    }
}

fn required<'a>(object: &'a Map<String, Value>, field: &str) -> Result<&'a str, ServiceError> {
    text(object, field)?
        .filter(|text| !text.is_empty())
        .ok_or_else(|| {
            ServiceError::bad_request("SIM_REQUIRED", format!("The field {field} is required."))
        })
}

/// ISO 8601 as the documentation shows it: date, `T`, time with seconds, and `Z` or an offset.
fn date_time(field: &str, text: &str) -> Result<DateTime<Utc>, ServiceError> {
    let refuse = || {
        let message =
            format!("The field {field} must be a time as in 2022-08-12T00:00:00Z, not {text}.");
        ServiceError::bad_request("SIM_DATE", message)
    };
    // The parser also takes a blank or `t` for `T`, and `z` for `Z`; whether the service does is not known.
    let bytes = text.as_bytes();
    if bytes.get(10) != Some(&b'T') || bytes.contains(&b'z') {
        return Err(refuse());
    }
    let time = DateTime::parse_from_rfc3339(text).map_err(|_| refuse())?;
    Ok(time.with_timezone(&Utc))
}

fn check_range(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    rule: RangeRule,
) -> Result<(), ServiceError> {
    if end <= start {
        return Err(ServiceError::bad_request(
            "SIM_RANGE",
            "The field endDate must be after startDate.",
        ));
    }
    let days = match rule {
        RangeRule::Strict => 30,
        RangeRule::Lenient31 => 31,
    };
    if end - start > TimeDelta::days(days) {
        let message = format!("The range from startDate to endDate must be at most {days} days.");
        return Err(ServiceError::bad_request("SIM_RANGE", message));
    }
    Ok(())
}

fn flag(object: &Map<String, Value>, field: &str) -> Result<bool, ServiceError> {
    match text(object, field)? {
        None | Some("FALSE") => Ok(false),
        Some("TRUE") => Ok(true),
        Some(other) => {
            let message = format!("The field {field} must be TRUE or FALSE, not {other}.");
            Err(ServiceError::bad_request("SIM_FLAG", message))
        }
    }
}

fn callback_url(object: &Map<String, Value>) -> Result<Option<String>, ServiceError> {
    let Some(text) = text(object, "callbackUrl")? else {
        return Ok(None);
    };
    let is_web_address = Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    // The parser drops blanks around the address and line ends within it.
    let has_blanks = text.chars().any(|c| c.is_whitespace() || c.is_control());
    if is_web_address && !has_blanks {
        return Ok(Some(text.to_owned()));
    }
    let message = format!("The field callbackUrl must be a valid URL, not {text}.");
    Err(ServiceError::bad_request("SIM_URL", message))
}
