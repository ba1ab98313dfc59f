//! The validator for other pages: `metering_core::request` for JavaScript.
//!
//! `index.js` is the public side, and `index.d.ts` has its types: it loads the Wasm, reads the fields of a value, and binds
//! forms. Here these fields become a draft, and what is found in it becomes a JavaScript object.

use chrono::{DateTime, TimeDelta, Utc};
use metering_core::request::{
    Checked, Draft, ExportRequest, Field, Input, JobType, JsonType, Place, Problem, RangeLimit,
    Rules, Side, complete, range,
};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// An allocator a fifth of the size of the default one, and as fast.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Checks the fields of an object: their values in the order of [`Field::ALL`], then the names of others.
///
/// `typed` says that somebody types them: dates are completed and blanks around a text dropped. `max_range` is in seconds,
/// or not a number for that of the job type; `now` is in milliseconds since 1970, or not a number to leave it out. The answer
/// is `undefined` where the request is valid exactly as it is given, which is what most calls are about.
#[wasm_bindgen]
pub fn validate(
    fields: Vec<JsValue>,
    typed: bool,
    max_range: f64,
    lenient: bool,
    now: f64,
) -> JsValue {
    let given = draft(fields);
    let rules = rules(max_range, lenient, now);
    let Checked { result, warnings } = if typed {
        metering_core::request::validate(&complete(&given), &rules)
    } else {
        metering_core::request::validate(&given, &rules)
    };
    match result {
        Ok(request) if warnings.is_empty() && is_exactly(&request, &given) => JsValue::UNDEFINED,
        Ok(request) => to_js(&Outcome {
            request: Some(request),
            ..Outcome::valid(warnings)
        }),
        Err(problems) => to_js(&Outcome::invalid(problems, warnings)),
    }
}

/// The problem of a value that is no object.
#[wasm_bindgen(js_name = notAnObject)]
pub fn not_an_object(value: &JsValue) -> JsValue {
    let problem = Problem::not_an_object(json_type(value));
    to_js(&Outcome::invalid(vec![problem], Vec::new()))
}

/// The problem of a text that is not JSON, in the words of the engine that refused it; its place, if it said where.
#[wasm_bindgen(js_name = notJson)]
pub fn not_json(
    reason: &str,
    line: Option<u32>,
    column: Option<u32>,
    offset: Option<u32>,
) -> JsValue {
    let place = match (line, column, offset) {
        (Some(line), Some(column), Some(offset)) => Some(Place {
            line,
            column,
            offset,
        }),
        _ => None,
    };
    let problem = Problem::not_json(reason, place);
    to_js(&Outcome::invalid(vec![problem], Vec::new()))
}

/// Cuts the range of a request, which is as for [`validate`], into windows.
#[wasm_bindgen(js_name = splitRange)]
pub fn split_range(fields: Vec<JsValue>, max_range: f64, now: f64) -> JsValue {
    let draft = draft(fields);
    let job_type = draft.job_type.as_text().and_then(JobType::from_name);
    let rules = rules(max_range, true, now);
    let max_range = rules.max_range(job_type.unwrap_or_default());
    // Only the range is asked about: any type will do, and any length.
    let draft = Draft {
        job_type: JobType::default().name().into(),
        ..draft
    };
    let rules = Rules {
        max_range: Some(TimeDelta::MAX),
        ..rules
    };
    let Checked { result, warnings } = metering_core::request::validate(&draft, &rules);
    match result {
        Ok(request) => {
            let windows = range::windows(request.start_date(), request.end_date(), max_range)
                .into_iter()
                .map(|(start_date, end_date)| Window {
                    start_date,
                    end_date,
                })
                .collect();
            to_js(&Outcome {
                windows: Some(windows),
                ..Outcome::valid(warnings)
            })
        }
        Err(problems) => to_js(&Outcome::invalid(problems, warnings)),
    }
}

/// Completes a date as people write it, of the end of a range or of its start.
#[wasm_bindgen(js_name = completeDate)]
pub fn complete_date(text: &str, end: bool) -> String {
    metering_core::request::complete_date(text, if end { Side::End } else { Side::Start })
}

/// The JSON Schema of a request, as JSON.
#[wasm_bindgen(js_name = jsonSchema)]
pub fn json_schema() -> String {
    include_str!("schema.json").to_owned()
}

/// What a check found, or a split.
#[derive(Default, Serialize)]
struct Outcome {
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<ExportRequest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    windows: Option<Vec<Window>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<Vec<Problem>>,
    warnings: Vec<Problem>,
}

impl Outcome {
    fn valid(warnings: Vec<Problem>) -> Self {
        Self {
            valid: true,
            warnings,
            ..Self::default()
        }
    }

    fn invalid(problems: Vec<Problem>, warnings: Vec<Problem>) -> Self {
        Self {
            problems: Some(problems),
            warnings,
            ..Self::default()
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Window {
    start_date: DateTime<Utc>,
    end_date: DateTime<Utc>,
}

/// Whether a request is sent with the fields of a draft and no others.
fn is_exactly(request: &ExportRequest, draft: &Draft) -> bool {
    request.job_type().is_sent() && request.to_draft() == *draft
}

fn to_js(outcome: &Outcome) -> JsValue {
    // Nothing in it can fail to serialize.
    outcome
        .serialize(&Serializer::json_compatible())
        .unwrap_or_default()
}

#[allow(clippy::cast_possible_truncation)] // What is out of bounds saturates.
fn rules(max_range: f64, lenient: bool, now: f64) -> Rules {
    Rules {
        max_range: (!max_range.is_nan())
            .then(|| TimeDelta::try_seconds(max_range as i64).unwrap_or(TimeDelta::MAX)),
        range_limit: if lenient {
            RangeLimit::Warning
        } else {
            RangeLimit::Error
        },
        now: (!now.is_nan())
            .then(|| DateTime::from_timestamp_millis(now as i64))
            .flatten(),
    }
}

fn draft(fields: Vec<JsValue>) -> Draft {
    let mut draft = Draft::default();
    let mut values = fields.into_iter();
    for (field, value) in Field::ALL.into_iter().zip(&mut values) {
        *draft.get_mut(field) = if let Some(text) = value.as_string() {
            Input::Text(text)
        } else if value.is_null() || value.is_undefined() {
            Input::Absent
        } else {
            Input::WrongType(json_type(&value))
        };
    }
    draft.unknown = values.filter_map(|name| name.as_string()).collect();
    draft
}

fn json_type(value: &JsValue) -> JsonType {
    match value.js_typeof().as_string().as_deref() {
        Some("boolean") => JsonType::Boolean,
        Some("number") => JsonType::Number,
        Some("string") => JsonType::String,
        Some("object") if value.is_null() => JsonType::Null,
        Some("object") => match is_array(value) {
            Ok(true) => JsonType::Array,
            Ok(false) => JsonType::Object,
            // A proxy that was revoked.
            Err(_) => JsonType::Other,
        },
        _ => JsonType::Other,
    }
}

#[wasm_bindgen]
extern "C" {
    /// Throws for a proxy that was revoked, which js-sys does not expect.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}
