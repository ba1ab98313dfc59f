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
        Code::UnsupportedJobType => "not `PROJECT_FOLDER`, `SUMMARY`, `ASSET` or `JOB_LEVEL`",
        Code::NotAFlag => "neither `TRUE` nor `FALSE`",
        Code::NotAMeterId => "a meter ID with white space or what is invisible",
        Code::NotAUrl => {
            "not an absolute URL, or one with characters that have to be percent-encoded"
        }
        Code::UrlNotHttp => "neither https nor http",
        Code::UrlNotPublic => "a host that no public service can reach, or credentials in the URL",
        Code::NotJson => {
            "not JSON, in the words of the engine; with line, column and offset where it says them"
        }
        Code::NotApplicable => "warning: a field that this job type does not have",
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
        Code::UnsupportedJobType => r#"{"jobType":"PROJECT"}"#,
        Code::NotAFlag => r#"{"allLinkedOrgs":"yes"}"#,
        Code::NotAMeterId => r#"{"jobType":"ASSET","meterId":"Data Integration"}"#,
        Code::NotAUrl => r#"{"callbackUrl":"MyExportJobStatus.com"}"#,
        Code::UrlNotHttp => r#"{"callbackUrl":"ftp://MyExportJobStatus.com"}"#,
        Code::UrlNotPublic => r#"{"callbackUrl":"https://localhost/status"}"#,
        Code::NotJson | Code::EndInFuture => "{}",
        Code::NotApplicable => r#"{"meterId":"a2nB20h1o0lc7k3P9xtWS8"}"#,
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
    assert_eq!(union("JobType"), JobType::ALL.map(name));
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
        .split_once("interface ExportRequestInput {")
        .expect("what a request is made from")
        .1;
    let request = request.split_once("\n}").expect("an end").0;
    let fields: Vec<(&str, bool)> = request
        .lines()
        .filter(|line| !line.trim().starts_with("/**"))
        .filter_map(|line| line.trim().split_once(':'))
        .map(|(name, _)| (name.trim_end_matches('?'), !name.ends_with('?')))
        .collect();
    assert_eq!(
        fields,
        Field::ALL.map(|field| (field.name(), field.is_required()))
    );
}

#[test]
fn the_schema_has_the_fields_of_the_code() {
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("JSON");
    let branches = schema["oneOf"].as_array().expect("branches");
    let properties = |schema: &serde_json::Value| schema["properties"].as_object().cloned();
    let all = properties(&schema).expect("properties");
    for job_type in JobType::ALL {
        let is_it = |branch: &&serde_json::Value| {
            let types = &branch["properties"]["jobType"];
            types["const"] == job_type.name()
                || types["enum"]
                    .as_array()
                    .is_some_and(|types| types.iter().any(|name| name == job_type.name()))
        };
        let branch = branches.iter().find(is_it).expect("a branch");
        let mut names: Vec<String> = properties(branch)
            .expect("properties")
            .into_iter()
            .chain(all.clone())
            .map(|(name, _)| name)
            .collect();
        names.sort_unstable();
        names.dedup();
        let mut fields: Vec<_> = Field::ALL
            .into_iter()
            .filter(|field| job_type.takes(*field))
            .map(Field::name)
            .collect();
        fields.sort_unstable();
        assert_eq!(names, fields, "{job_type:?}");
    }
    let required = Field::ALL.into_iter().filter(|field| field.is_required());
    let required: Vec<_> = required.map(Field::name).collect();
    assert_eq!(schema["required"], serde_json::json!(required));
    assert_eq!(
        all["jobType"]["enum"],
        serde_json::json!(JobType::ALL.map(JobType::name))
    );
}
