//! What is written about the validator for other pages, compared to the code.
#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write as _;

use metering_core::request::date_time::Part;
use metering_core::request::{
    Code, Draft, Field, Flag, Input, JobType, JsonType, Problem, Rules, validate,
};
use serde::Serialize;

const README: &str = include_str!("../../../README.md");
const TYPES: &str = include_str!("../index.d.ts");
const SCHEMA: &str = include_str!("../src/schema.json");

/// What the table says of a code.
const fn meaning(code: Code) -> &'static str {
    match code {
        Code::Required => "a required field is missing, null, empty or blank",
        Code::WrongType => "a value that is not a string, or a request that is not an object",
        Code::NotADateTime => "not an ISO 8601 date-time",
        Code::NoTimeZone => "a date-time without `Z` or an offset",
        Code::ImpossibleDate => "a date or time that no calendar or clock shows",
        Code::EndNotAfterStart => "the end is not after the start",
        Code::RangeTooLong => {
            "a longer range than allowed; a warning with `rangeLimit: \"warning\"`"
        }
        Code::UnsupportedJobType => "not `PROJECT_FOLDER`",
        Code::NotAFlag => "neither `TRUE` nor `FALSE`",
        Code::NotAUrl => {
            "not an absolute URL, or one with characters that have to be percent-encoded"
        }
        Code::UrlNotHttp => "neither https nor http",
        Code::UrlNotPublic => "a host that no public service can reach, or credentials in the URL",
        Code::NotJson => {
            "not JSON, in the words of the engine; with line, column and offset where it says them"
        }
        Code::EndInFuture => "warning: the end has not come yet",
        Code::InsecureCallback => "warning: the job status would travel unencrypted",
        Code::UnknownField => "warning: a field that the service does not know",
    }
}

/// Changes to a valid request that have this code.
fn example(code: Code) -> &'static str {
    match code {
        Code::Required => r#"{"startDate":""}"#,
        Code::WrongType => r#"{"allLinkedOrgs":true}"#,
        Code::NotADateTime => r#"{"startDate":"12 August 2024"}"#,
        Code::NoTimeZone => r#"{"startDate":"2024-08-12T00:00:00"}"#,
        Code::ImpossibleDate => r#"{"endDate":"2024-09-31T00:00:00Z"}"#,
        Code::EndNotAfterStart => r#"{"endDate":"2024-08-12T00:00:00Z"}"#,
        Code::RangeTooLong => r#"{"endDate":"2024-09-12T00:00:00Z"}"#,
        Code::UnsupportedJobType => r#"{"jobType":"SUMMARY"}"#,
        Code::NotAFlag => r#"{"allLinkedOrgs":"yes"}"#,
        Code::NotAUrl => r#"{"callbackUrl":"MyExportJobStatus.com"}"#,
        Code::UrlNotHttp => r#"{"callbackUrl":"ftp://MyExportJobStatus.com"}"#,
        Code::UrlNotPublic => r#"{"callbackUrl":"https://localhost/status"}"#,
        Code::NotJson | Code::EndInFuture => "{}",
        Code::InsecureCallback => r#"{"callbackUrl":"http://MyExportJobStatus.com"}"#,
        Code::UnknownField => r#"{"callbackURL":"https://MyExportJobStatus.com"}"#,
    }
}

fn problem(code: Code) -> Problem {
    if code == Code::NotJson {
        return Problem::not_json("Unexpected end of JSON input", None);
    }
    let changes: Draft = serde_json::from_str(example(code)).expect("an object");
    let mut draft = Draft {
        start_date: "2024-08-12T00:00:00Z".into(),
        end_date: "2024-09-10T23:59:59Z".into(),
        job_type: "PROJECT_FOLDER".into(),
        unknown: changes.unknown.clone(),
        ..Draft::default()
    };
    for field in Field::ALL {
        if *changes.get(field) != Input::Absent {
            *draft.get_mut(field) = changes.get(field).clone();
        }
    }
    let mut rules = Rules::default();
    if code == Code::EndInFuture {
        rules.now = Some("2024-09-01T00:00:00Z".parse().expect("an instant"));
    }
    let checked = validate(&draft, &rules);
    let mut found = checked.result.err().unwrap_or_default();
    found.extend(checked.warnings);
    assert_eq!(found.len(), 1, "{code:?}: {found:?}");
    found.remove(0)
}

/// The name of a value in what is serialized.
fn name(value: impl Serialize) -> String {
    let name = serde_json::to_value(value).expect("JSON");
    name.as_str().expect("a name").to_owned()
}

#[test]
fn the_table_of_codes_in_the_readme_is_that_of_the_code() {
    let mut table = "| code | when | for example |\n|---|---|---|\n".to_owned();
    for code in Code::ALL {
        let problem = problem(code);
        assert_eq!(problem.code, code);
        let (name, meaning) = (name(code), meaning(code));
        writeln!(table, "| `{name}` | {meaning} | `{problem}` |").expect("a text");
    }
    assert!(
        README.contains(&table),
        "put this table into README.md:\n\n{table}"
    );
}

#[test]
fn the_declared_types_name_what_the_code_names() {
    let params = TYPES
        .split_once("interface Params {")
        .expect("the parameters")
        .1;
    let params = params.split_once("\n}").expect("an end").0;
    let declared: Vec<&str> = params
        .lines()
        .filter_map(|line| line.trim().strip_prefix("readonly ")?.split_once(':'))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(declared, Code::ALL.map(name));

    let union = |name: &str| {
        let start = format!("export type {name} =");
        let (_, rest) = TYPES.split_once(&start).expect(name);
        let (union, _) = rest.split_once(';').expect(name);
        union
            .split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(union("Flag"), Flag::ALL.map(name));
    let types = [
        JsonType::Boolean,
        JsonType::Number,
        JsonType::Array,
        JsonType::Object,
        JsonType::Null,
        JsonType::String,
        JsonType::Other,
    ];
    assert_eq!(union("JsonType"), types.map(name));
    let parts = [
        Part::Year,
        Part::DateSeparator,
        Part::Month,
        Part::Day,
        Part::TimeMarker,
        Part::Time,
        Part::Hour,
        Part::TimeSeparator,
        Part::Minute,
        Part::Second,
        Part::Fraction,
        Part::TimeZone,
        Part::OffsetHour,
        Part::OffsetMinute,
        Part::End,
    ];
    assert_eq!(union("Part"), parts.map(name));

    let request = TYPES
        .split_once("interface ExportRequest {")
        .expect("a request")
        .1;
    let request = request.split_once("\n}").expect("an end").0;
    let fields: Vec<(&str, bool)> = request
        .lines()
        .filter_map(|line| line.trim().split_once(':'))
        .map(|(name, _)| (name.trim_end_matches('?'), !name.ends_with('?')))
        .collect();
    assert_eq!(
        fields,
        Field::ALL.map(|field| (field.name(), field.is_required()))
    );
    assert!(request.contains(&format!("jobType: \"{}\"", JobType::ProjectFolder.name())));
}

#[test]
fn the_schema_has_the_fields_of_the_code() {
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("JSON");
    let properties = schema["properties"].as_object().expect("properties");
    let mut names = Field::ALL.map(Field::name);
    names.sort_unstable();
    assert!(properties.keys().map(String::as_str).eq(names));
    let required = Field::ALL.into_iter().filter(|field| field.is_required());
    let required: Vec<_> = required.map(Field::name).collect();
    assert_eq!(schema["required"], serde_json::json!(required));
    assert_eq!(
        properties["jobType"]["enum"],
        serde_json::json!(JobType::ALL.map(JobType::name))
    );
}
