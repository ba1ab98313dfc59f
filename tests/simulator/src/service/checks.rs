//! The service's checks of an export request: its own code, so that it and the product's validator check each other.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use url::Url;

use super::{Endpoint, ServiceError};
use crate::dataset::export::Kind;
use crate::dataset::meters::{METERS, Meter};
use crate::options::RangeRule;

/// An export request that the service accepts.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) kind: Kind,
    /// As it was written.
    pub(crate) start_date: String,
    /// As it was written.
    pub(crate) end_date: String,
    pub(crate) start: DateTime<Utc>,
    pub(crate) end: DateTime<Utc>,
    pub(crate) combined_meter_usage: bool,
    pub(crate) all_linked_orgs: bool,
    /// Of a job-level export.
    pub(crate) all_meters: bool,
    pub(crate) meter: Option<&'static Meter>,
    pub(crate) callback_url: Option<String>,
}

impl Asked {
    /// Reads a request and refuses everything that the documentation does not allow; the first problem is the answer.
    pub(super) fn read(
        endpoint: Endpoint,
        headers: &HeaderMap,
        body: &[u8],
        rule: RangeRule,
    ) -> Result<Self, ServiceError> {
        let object = json_object(headers, body)?;
        let kind = match endpoint {
            Endpoint::JobLevel => Kind::JobLevel,
            Endpoint::Export => match required(&object, "jobType")? {
                "PROJECT_FOLDER" => Kind::ProjectFolder,
                "SUMMARY" => Kind::Summary,
                "ASSET" => Kind::Asset,
                other => {
                    let message = format!(
                        "The field jobType must be PROJECT_FOLDER, SUMMARY or ASSET, not {other}."
                    );
                    return Err(ServiceError::bad_request("SIM_JOB_TYPE", message));
                }
            },
        };
        let (days, own): (_, &[&str]) = match kind {
            Kind::ProjectFolder => (30, &["jobType", "combinedMeterUsage", "allLinkedOrgs"]),
            Kind::Summary => (180, &["jobType", "combinedMeterUsage", "allLinkedOrgs"]),
            Kind::Asset => (30, &["jobType", "meterId"]),
            Kind::JobLevel => (180, &["allMeters", "meterId"]),
        };
        let is_known = |name: &&String| {
            ["startDate", "endDate", "callbackUrl"].contains(&name.as_str())
                || own.contains(&name.as_str())
        };
        if let Some(unknown) = object.keys().find(|name| !is_known(name)) {
            let message = format!("There is no field {unknown}.");
            return Err(ServiceError::bad_request("SIM_FIELDS", message));
        }
        let start_date = required(&object, "startDate")?;
        let start = date_time("startDate", start_date)?;
        let end_date = required(&object, "endDate")?;
        let end = date_time("endDate", end_date)?;
        let days = match rule {
            RangeRule::Strict => days,
            RangeRule::Lenient31 => days + 1,
        };
        check_range(start, end, days)?;
        let all_meters = flag(&object, "allMeters")?;
        let meter = meter(&object)?;
        if kind == Kind::JobLevel {
            let message = match meter {
                None if !all_meters => {
                    Some("The field meterId is required unless allMeters is TRUE.".to_owned())
                }
                Some(meter) if !meter.has_jobs() => Some(format!(
                    "There is no job-level data of the meter {}.",
                    meter.id
                )),
                Some(_) | None => None,
            };
            if let Some(message) = message {
                return Err(ServiceError::bad_request("SIM_METER", message));
            }
        }
        Ok(Self {
            kind,
            start_date: start_date.to_owned(),
            end_date: end_date.to_owned(),
            start,
            end,
            combined_meter_usage: flag(&object, "combinedMeterUsage")?,
            all_linked_orgs: flag(&object, "allLinkedOrgs")?,
            all_meters,
            meter: meter.filter(|_| !all_meters),
            callback_url: callback_url(&object)?,
        })
    }
}

/// The meter that a request names.
fn meter(object: &Map<String, Value>) -> Result<Option<&'static Meter>, ServiceError> {
    let Some(id) = text(object, "meterId")? else {
        return Ok(None);
    };
    let meter = METERS.iter().find(|meter| meter.id == id);
    let unknown = || ServiceError::bad_request("SIM_METER", format!("There is no meter {id}."));
    meter.map(Some).ok_or_else(unknown)
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

fn check_range(start: DateTime<Utc>, end: DateTime<Utc>, days: i64) -> Result<(), ServiceError> {
    let message = if end <= start {
        "The field endDate must be after startDate.".to_owned()
    } else if end - start > TimeDelta::days(days) {
        format!("The range from startDate to endDate must be at most {days} days.")
    } else {
        return Ok(());
    };
    Err(ServiceError::bad_request("SIM_RANGE", message))
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
