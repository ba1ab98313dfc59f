//! What is filled in while somebody types.
#![cfg(not(target_arch = "wasm32"))]

use metering_core::request::{
    Code, Draft, Input, JsonType, Rules, Side, complete, complete_date, validate,
};

#[rustfmt::skip] // One row a line.
#[test]
fn what_can_mean_only_one_instant_is_completed_and_all_else_left_as_it_is() {
    let rows = [
        ("2024-08-12", "2024-08-12T00:00:00Z", "2024-08-12T23:59:59Z"),
        (" \t2024-08-12\u{A0}\n", "2024-08-12T00:00:00Z", "2024-08-12T23:59:59Z"),
        ("2023-02-30", "2023-02-30T00:00:00Z", "2023-02-30T23:59:59Z"),
        ("  2024-08-12T06:00:00+02:00 ", "2024-08-12T06:00:00+02:00", "2024-08-12T06:00:00+02:00"),
        ("2024-08-12T", "2024-08-12T", "2024-08-12T"),
        ("2024-8-1", "2024-08-01T00:00:00Z", "2024-08-01T23:59:59Z"),
        ("2024/08/12", "2024-08-12T00:00:00Z", "2024-08-12T23:59:59Z"),
        ("2024.8.12", "2024-08-12T00:00:00Z", "2024-08-12T23:59:59Z"),
        ("2024-08-12 10:00", "2024-08-12T10:00:00Z", "2024-08-12T10:00:00Z"),
        ("2024-08-12  9:30:05.5", "2024-08-12T09:30:05.5Z", "2024-08-12T09:30:05.5Z"),
        ("2024-08-12T10:00+02:00", "2024-08-12T10:00:00+02:00", "2024-08-12T10:00:00+02:00"),
        ("2024-08-12 10:00 -0500", "2024-08-12T10:00:00-0500", "2024-08-12T10:00:00-0500"),
        ("2024-08-12T10:00:00", "2024-08-12T10:00:00Z", "2024-08-12T10:00:00Z"),
        ("2024-08-12 10:00 30", "2024-08-12 10:00 30", "2024-08-12 10:00 30"),
        ("2024-08-12 10", "2024-08-12 10", "2024-08-12 10"),
        ("2024-08-12 ten", "2024-08-12 ten", "2024-08-12 ten"),
        ("2024-08/12", "2024-08/12", "2024-08/12"),
        ("2024-08", "2024-08", "2024-08"),
        ("2024-08-012", "2024-08-012", "2024-08-012"),
        ("2024-08-12-05:00", "2024-08-12-05:00", "2024-08-12-05:00"),
        ("12/08/2024", "12/08/2024", "12/08/2024"),
        ("24-08-12", "24-08-12", "24-08-12"),
        ("20240812", "20240812", "20240812"),
        ("2024-08-1٢", "2024-08-1٢", "2024-08-1٢"),
        ("2024-08-é", "2024-08-é", "2024-08-é"),
        ("", "", ""),
        ("  ", "", ""),
    ];
    for (typed, start, end) in rows {
        assert_eq!(complete_date(typed, Side::Start), start, "row {typed:?}");
        assert_eq!(complete_date(typed, Side::End), end, "row {typed:?}");
    }
}

#[test]
fn a_draft_is_completed_as_a_whole() {
    let typed = Draft {
        start_date: " 2024-08-12 ".into(),
        end_date: "2024-08-12".into(),
        job_type: " PROJECT_FOLDER ".into(),
        combined_meter_usage: " ".into(),
        all_linked_orgs: "TRUE\n".into(),
        meter_id: " a2nB20h1o0lc7k3P9xtWS8".into(),
        all_meters: "\t".into(),
        callback_url: "".into(),
        unknown: vec!["zone".to_owned()],
    };
    let completed = Draft {
        start_date: "2024-08-12T00:00:00Z".into(),
        end_date: "2024-08-12T23:59:59Z".into(),
        job_type: "PROJECT_FOLDER".into(),
        combined_meter_usage: Input::Absent,
        all_linked_orgs: "TRUE".into(),
        meter_id: "a2nB20h1o0lc7k3P9xtWS8".into(),
        all_meters: Input::Absent,
        callback_url: Input::Absent,
        unknown: vec!["zone".to_owned()],
    };
    assert_eq!(complete(&typed), completed);
    assert_eq!(
        complete(&completed),
        completed,
        "completing twice changes nothing"
    );
    assert!(validate(&completed, &Rules::default()).result.is_ok());
}

#[test]
fn what_is_no_text_stays_and_is_reported() {
    let typed = Draft {
        callback_url: Input::WrongType(JsonType::Array),
        start_date: " ".into(),
        ..Draft::default()
    };
    let problems = validate(&complete(&typed), &Rules::default())
        .result
        .expect_err("three fields are missing");
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(
        codes,
        [
            Code::Required,
            Code::Required,
            Code::Required,
            Code::WrongType
        ]
    );
}
