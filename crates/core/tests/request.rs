//! The request as a whole: the documented one, its JSON both ways, and everything that is reported
//! at once.
#![cfg(not(target_arch = "wasm32"))]

use chrono::TimeDelta;
use metering_core::request::{
    CallbackUrl, Checked, Code, Draft, Field, Flag, Input, JobType, JsonType, Problem, RangeLimit,
    Rules, date_time, split, validate,
};

const DOCUMENTED: &str = r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-12T00:00:00Z","jobType":"PROJECT_FOLDER",
 "combinedMeterUsage":"TRUE","allLinkedOrgs":"TRUE","callbackUrl":"https://MyExportJobStatus.com"}"#;

fn draft(json: &str) -> Draft {
    serde_json::from_str(json).expect("an object")
}

#[rustfmt::skip] // One row a line.
#[test]
fn the_documented_request_has_one_problem_31_of_30_days() {
    let text = "The range is 31 days; the service allows at most 30. End it by 2024-09-11T00:00:00Z, or split it.";
    let rules = Rules::default();
    let Checked { result, warnings } = validate(&draft(DOCUMENTED), &rules);
    let problems = result.expect_err("31 days");
    assert_eq!(said(&problems), [(Some(Field::EndDate), Code::RangeTooLong, text.to_owned())]);
    assert_eq!(warnings, []);
    assert_eq!(
        serde_json::to_value(&problems[0]).expect("JSON"),
        serde_json::json!({
            "field": "endDate",
            "path": ["endDate"],
            "code": "rangeTooLong",
            "params": { "days": 31, "limit": 30, "latestEnd": "2024-09-11T00:00:00Z" },
            "message": text,
        })
    );

    let left_to_the_service = Rules { range_limit: RangeLimit::Warning, ..rules };
    let checked = validate(&draft(DOCUMENTED), &left_to_the_service);
    assert_eq!(checked.result.map(|request| request.days()), Ok(31));
    assert_eq!(checked.warnings, problems, "the same problem, as a warning");

    let longer = Rules { max_range: Some(TimeDelta::days(31)), ..Rules::default() };
    assert_eq!(validate(&draft(DOCUMENTED), &longer).warnings, []);
    assert!(validate(&draft(DOCUMENTED), &longer).result.is_ok());
}

fn said(problems: &[Problem]) -> Vec<(Option<Field>, Code, String)> {
    problems
        .iter()
        .map(|problem| (problem.field(), problem.code, problem.message.clone()))
        .collect()
}

#[rustfmt::skip] // One row a line.
#[test]
fn everything_is_reported_at_once_in_field_order() {
    let json = r#"{"callbackUrl":"x","zone":"UTC","allLinkedOrgs":"no","combinedMeterUsage":"1","jobType":"X","endDate":"y","startDate":null}"#;
    let checked = validate(
        &serde_json::from_str(json).expect("an object"),
        &Rules::default(),
    );
    let found = checked.result.expect_err("nothing is right");
    let found: Vec<_> = found
        .iter()
        .map(|p| (p.subject.name().unwrap_or_default(), p.code))
        .collect();
    assert_eq!(
        found,
        [
            ("startDate", Code::Required),
            ("endDate", Code::NotADateTime),
            ("jobType", Code::UnsupportedJobType),
            ("combinedMeterUsage", Code::NotAFlag),
            ("allLinkedOrgs", Code::NotAFlag),
            ("callbackUrl", Code::NotAUrl),
        ]
    );
    assert_eq!(
        checked.warnings.iter().map(|p| p.code).collect::<Vec<_>>(),
        [Code::UnknownField]
    );
}

#[test]
fn the_body_has_the_documented_fields_in_the_documented_order() {
    let rules = Rules {
        range_limit: RangeLimit::Warning,
        ..Rules::default()
    };
    let request = validate(&draft(DOCUMENTED), &rules).result.expect("valid");
    let compact = DOCUMENTED.replace(['\n', ' '], "");
    assert_eq!(serde_json::to_string(&request).expect("JSON"), compact);
    assert_eq!(request.to_draft(), draft(DOCUMENTED));

    assert_eq!(request.start_date().timestamp(), 1_723_420_800);
    assert_eq!(request.end_date().timestamp(), 1_726_099_200);
    assert_eq!(request.job_type(), JobType::ProjectFolder);
    assert_eq!(request.combined_meter_usage(), Some(Flag::True));
    assert_eq!(request.all_linked_orgs(), Some(Flag::True));
    assert_eq!(
        request.callback_url().map(CallbackUrl::as_str),
        Some("https://MyExportJobStatus.com")
    );
}

#[test]
fn absent_optional_fields_are_left_out_and_instants_are_normalized() {
    let json = r#"{"startDate":"2024-08-12T02:00:00.000+02:00","endDate":"2024-08-12T23:59:59,999z","jobType":"PROJECT_FOLDER",
        "combinedMeterUsage":null,"allLinkedOrgs":"FALSE"}"#;
    let request = validate(&draft(json), &Rules::default())
        .result
        .expect("valid");
    assert_eq!(
        serde_json::to_string(&request).expect("JSON"),
        r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-08-12T23:59:59.999Z","jobType":"PROJECT_FOLDER","allLinkedOrgs":"FALSE"}"#
    );
}

#[test]
fn any_value_can_be_read_into_a_draft() {
    let rows = [
        ("null", Input::Absent),
        (r#""""#, Input::Text(String::new())),
        (r#""\u0041 ""#, Input::Text("A ".to_owned())),
        ("true", Input::WrongType(JsonType::Boolean)),
        ("0", Input::WrongType(JsonType::Number)),
        ("-1.5e300", Input::WrongType(JsonType::Number)),
        ("18446744073709551615", Input::WrongType(JsonType::Number)),
        (
            r#"[1,[2,{"a":[]}],null]"#,
            Input::WrongType(JsonType::Array),
        ),
        (
            r#"{"startDate":{"b":[1]},"c":null}"#,
            Input::WrongType(JsonType::Object),
        ),
    ];
    for (value, input) in rows {
        let read = draft(&format!(r#"{{"jobType":{value},"endDate":"x"}}"#));
        assert_eq!(
            read,
            Draft {
                job_type: input,
                end_date: "x".into(),
                ..Draft::default()
            },
            "row {value}"
        );
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(
        draft(&format!(r#"{{"startDate":{deep}}}"#)).start_date,
        Input::WrongType(JsonType::Array)
    );
}

#[test]
fn of_a_field_that_is_there_twice_the_last_counts() {
    assert_eq!(
        draft(r#"{"jobType":1,"jobType":"a","jobType":"b"}"#).job_type,
        Input::from("b")
    );
    assert_eq!(
        draft(r#"{"jobType":"a","jobType":null}"#).job_type,
        Input::Absent
    );
}

#[test]
fn unknown_names_are_kept_in_their_order_and_are_case_sensitive() {
    let read = draft(r#"{"zone":[{"x":1}],"STARTDATE":"a","":null,"zone":2}"#);
    assert_eq!(
        read,
        Draft {
            unknown: ["zone", "STARTDATE", "", "zone"]
                .map(str::to_owned)
                .to_vec(),
            ..Draft::default()
        }
    );
}

#[test]
fn only_an_object_is_a_draft() {
    for json in ["[]", "null", "1", "\"\"", "true", "[[\"a\"]]"] {
        let error = serde_json::from_str::<Draft>(json)
            .expect_err(json)
            .to_string();
        assert!(
            error.contains("expected an export request as an object"),
            "{error}"
        );
    }
}

#[test]
fn a_draft_is_written_as_typed() {
    let typed = Draft {
        start_date: " 2024-08-12".into(),
        job_type: String::new().into(),
        combined_meter_usage: Input::WrongType(JsonType::Boolean),
        unknown: vec!["zone".to_owned()],
        ..Draft::default()
    };
    assert_eq!(
        serde_json::to_string(&typed).expect("JSON"),
        r#"{"startDate":" 2024-08-12","jobType":""}"#
    );
    assert_eq!(
        draft(r#"{"startDate":" 2024-08-12","jobType":""}"#)
            .get(Field::JobType)
            .as_text(),
        Some("")
    );
}

#[test]
fn optional_fields_that_are_blank_are_left_out() {
    let json = r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-01T00:00:00Z","jobType":"PROJECT_FOLDER","combinedMeterUsage":"","allLinkedOrgs":"","callbackUrl":"  "}"#;
    let checked = validate(&draft(json), &Rules::default());
    assert_eq!(
        serde_json::to_string(&checked.result.expect("valid")).expect("JSON"),
        r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-01T00:00:00Z","jobType":"PROJECT_FOLDER"}"#
    );
    assert_eq!(checked.warnings, []);
}

/// The request of each type as the service documents it, its longest range, and its path.
const DOCUMENTED_TYPES: [(&str, &str, i64, &str); 4] = [
    (
        "PROJECT_FOLDER",
        r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-12T00:00:00Z","jobType":"PROJECT_FOLDER","combinedMeterUsage":"TRUE","allLinkedOrgs":"TRUE","callbackUrl":"https://MyExportJobStatus.com"}"#,
        30,
        "ExportMeteringData",
    ),
    (
        "SUMMARY",
        r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-12T00:00:00Z","jobType":"SUMMARY","combinedMeterUsage":"TRUE","allLinkedOrgs":"TRUE","callbackUrl":"https://MyExportJobStatus.com"}"#,
        180,
        "ExportMeteringData",
    ),
    (
        "ASSET",
        r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-12T00:00:00Z","jobType":"ASSET","meterId":"a2nB20h1o0lc7k3P9xtWS8","callbackUrl":"https://MyExportJobStatus.com"}"#,
        30,
        "ExportMeteringData",
    ),
    (
        "JOB_LEVEL",
        r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-12T00:00:00Z","meterId":"a2nB20h1o0lc7k3P9xtWS8","allMeters":"FALSE","callbackUrl":"https://MyExportJobStatus.com"}"#,
        180,
        "ExportServiceJobLevelMeteringData",
    ),
];

#[test]
fn the_documented_request_of_each_type() {
    let rules = Rules {
        range_limit: RangeLimit::Warning,
        ..Rules::default()
    };
    for (name, body, limit, path) in DOCUMENTED_TYPES {
        // The service takes no type where each path has its own; drafts name it.
        let typed = Draft {
            job_type: name.into(),
            ..draft(body)
        };
        let Checked { result, warnings } = validate(&typed, &rules);
        let request = result.expect(name);
        assert_eq!(serde_json::to_string(&request).expect("JSON"), body);
        assert_eq!((request.path(), request.to_draft()), (path, typed.clone()));
        let codes: Vec<_> = warnings.iter().map(|warning| warning.code).collect();
        let expected: &[Code] = if limit == 30 {
            &[Code::RangeTooLong]
        } else {
            &[]
        };
        assert_eq!(codes, expected, "31 days of {name}");
        assert_eq!(
            split(&request, &rules).len(),
            if limit == 30 { 2 } else { 1 }
        );
        for (days, is_valid) in [(limit, true), (limit + 1, false)] {
            let end = request.start_date() + TimeDelta::days(days);
            let longer = Draft {
                end_date: date_time::text(end).into(),
                ..typed.clone()
            };
            let checked = validate(&longer, &Rules::default());
            assert_eq!(checked.result.is_ok(), is_valid, "{days} days of {name}");
        }
    }
}

#[test]
fn optional_fields_of_the_types() {
    let rules = Rules::default();
    let asset = r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-08-13T00:00:00Z","jobType":"ASSET"}"#;
    let all = r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-08-13T00:00:00Z","allMeters":"TRUE"}"#;
    for (name, body) in [("ASSET", asset), ("JOB_LEVEL", all)] {
        let typed = Draft {
            job_type: name.into(),
            ..draft(body)
        };
        let request = validate(&typed, &rules).result.expect(name);
        assert_eq!(serde_json::to_string(&request).expect("JSON"), body);
    }
}
