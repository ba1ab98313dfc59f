//! The 30-day rule to the second, and how longer ranges are split.
#![cfg(not(target_arch = "wasm32"))]

use chrono::{DateTime, TimeDelta, Utc};
use metering_core::request::date_time::text;
use metering_core::request::range::{days, windows};
use metering_core::request::{Code, Draft, ExportRequest, RangeLimit, Rules, split, validate};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn request(start: &str, end: &str) -> ExportRequest {
    let draft = Draft {
        start_date: start.into(),
        end_date: end.into(),
        job_type: "PROJECT_FOLDER".into(),
        all_linked_orgs: "TRUE".into(),
        callback_url: "https://MyExportJobStatus.com".into(),
        ..Draft::default()
    };
    let rules = Rules {
        range_limit: RangeLimit::Warning,
        ..Rules::default()
    };
    validate(&draft, &rules)
        .result
        .expect("valid but for its length")
}

#[rustfmt::skip] // One row a line.
#[test]
fn days_are_counted_as_they_begin() {
    let rows = [
        ("2024-08-12T00:00:00Z", "2024-08-12T00:00:01Z", 1),
        ("2024-08-12T00:00:00Z", "2024-08-12T23:59:59Z", 1),
        ("2024-08-12T00:00:00Z", "2024-08-13T00:00:00Z", 1),
        ("2024-08-12T00:00:00Z", "2024-08-13T00:00:00.000000001Z", 2),
        ("2024-08-12T00:00:00.5Z", "2024-08-13T00:00:00.4Z", 1),
        ("2024-08-12T00:00:00.5Z", "2024-08-13T00:00:00.6Z", 2),
        ("2024-08-12T12:00:00Z", "2024-08-13T12:00:01Z", 2),
        ("2024-08-12T00:00:00Z", "2024-09-10T23:59:59Z", 30),
        ("2024-08-12T00:00:00Z", "2024-09-11T00:00:00Z", 30),
        ("2024-08-12T00:00:00Z", "2024-09-11T00:00:01Z", 31),
        ("2024-08-12T00:00:00Z", "2024-09-12T00:00:00Z", 31),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", 3_652_059),
        ("2024-08-12T00:00:00Z", "2024-08-12T00:00:00Z", 0),
        ("2024-08-12T00:00:00Z", "2024-08-11T00:00:00Z", -1),
    ];
    for (start, end, count) in rows {
        assert_eq!(days(at(start), at(end)), count, "row {start} to {end}");
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn thirty_days_to_the_second_pass_and_no_more() {
    let rows = [
        ("2024-08-12T00:00:00Z", "2024-09-11T00:00:00Z", true),
        ("2024-08-12T00:00:00Z", "2024-09-11T00:00:01Z", false),
        ("2024-08-12T00:00:00Z", "2024-09-11T00:00:00.000000001Z", false),
        ("2024-08-12T00:00:00.5Z", "2024-09-11T00:00:00.5Z", true),
        ("2024-08-12T00:00:00.500Z", "2024-09-11T00:00:00.501Z", false),
        ("2024-08-12T00:00:00+02:00", "2024-09-11T00:00:00+02:00", true),
        ("2024-08-12T00:00:00+02:00", "2024-09-11T00:00:00Z", false),
        ("2024-02-01T00:00:00Z", "2024-03-02T00:00:00Z", true),
        ("2023-02-01T00:00:00Z", "2023-03-03T00:00:00Z", true),
        ("2023-02-01T00:00:00Z", "2023-03-03T00:00:01Z", false),
    ];
    for (start, end, passes) in rows {
        let draft = request("2024-08-12T00:00:00Z", "2024-08-13T00:00:00Z").to_draft();
        let draft = Draft { start_date: start.into(), end_date: end.into(), ..draft };
        let codes = match validate(&draft, &Rules::default()).result {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(|problem| problem.code).collect(),
        };
        let expected: &[Code] = if passes { &[] } else { &[Code::RangeTooLong] };
        assert_eq!(codes, expected, "row {start} to {end}");
    }
}

#[track_caller]
fn cut(start: &str, end: &str, max: TimeDelta, expected: &[(&str, &str)]) {
    let found: Vec<_> = windows(at(start), at(end), max)
        .into_iter()
        .map(|(start, end)| (text(start), text(end)))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(start, end)| ((*start).to_owned(), (*end).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn windows_end_the_second_before_midnight() {
    let max = TimeDelta::days(30);
    let cut = |start, end, expected: &[_]| cut(start, end, max, expected);
    // The documented request.
    cut(
        "2024-08-12T00:00:00Z",
        "2024-09-12T00:00:00Z",
        &[
            ("2024-08-12T00:00:00Z", "2024-09-10T23:59:59Z"),
            ("2024-09-11T00:00:00Z", "2024-09-12T00:00:00Z"),
        ],
    );
    // Nothing to cut.
    cut(
        "2024-08-12T00:00:00Z",
        "2024-09-11T00:00:00Z",
        &[("2024-08-12T00:00:00Z", "2024-09-11T00:00:00Z")],
    );
    // 60 days exactly: no window of no length at the end.
    cut(
        "2024-01-01T00:00:00Z",
        "2024-03-01T00:00:00Z",
        &[
            ("2024-01-01T00:00:00Z", "2024-01-30T23:59:59Z"),
            ("2024-01-31T00:00:00Z", "2024-03-01T00:00:00Z"),
        ],
    );
    // A second more needs a third: two windows could not avoid asking for a day twice.
    cut(
        "2024-01-01T00:00:00Z",
        "2024-03-01T00:00:01Z",
        &[
            ("2024-01-01T00:00:00Z", "2024-01-30T23:59:59Z"),
            ("2024-01-31T00:00:00Z", "2024-02-29T23:59:59Z"),
            ("2024-03-01T00:00:00Z", "2024-03-01T00:00:01Z"),
        ],
    );
    // From noon.
    cut(
        "2024-08-12T12:00:00Z",
        "2024-09-12T12:00:00Z",
        &[
            ("2024-08-12T12:00:00Z", "2024-09-10T23:59:59Z"),
            ("2024-09-11T00:00:00Z", "2024-09-12T12:00:00Z"),
        ],
    );
    // From the last second of a day, which alone would be a window of no length.
    cut(
        "2024-08-11T23:59:59Z",
        "2024-09-12T00:00:00.5Z",
        &[
            ("2024-08-11T23:59:59Z", "2024-09-10T23:59:59Z"),
            ("2024-09-11T00:00:00Z", "2024-09-12T00:00:00.500Z"),
        ],
    );
}

#[test]
fn limits_that_leave_a_window_of_no_length() {
    // A limit a second short of whole days: the last midnight that fits would leave the last window
    // nothing.
    cut(
        "2024-08-12T00:00:00Z",
        "2024-08-14T00:00:00Z",
        TimeDelta::seconds(2 * 86_400 - 1),
        &[
            ("2024-08-12T00:00:00Z", "2024-08-12T23:59:59Z"),
            ("2024-08-13T00:00:00Z", "2024-08-14T00:00:00Z"),
        ],
    );
    // Where that is the only midnight, the range is halved.
    cut(
        "2024-08-12T00:00:00Z",
        "2024-08-13T00:00:00Z",
        TimeDelta::seconds(86_399),
        &[
            ("2024-08-12T00:00:00Z", "2024-08-12T11:59:59Z"),
            ("2024-08-12T12:00:00Z", "2024-08-13T00:00:00Z"),
        ],
    );
    cut(
        "2024-08-12T00:00:00Z",
        "2024-08-12T00:00:03Z",
        TimeDelta::seconds(2),
        &[
            ("2024-08-12T00:00:00Z", "2024-08-12T00:00:01Z"),
            ("2024-08-12T00:00:02Z", "2024-08-12T00:00:03Z"),
        ],
    );
    cut(
        "2024-08-12T00:00:00Z",
        "2024-08-12T00:00:02.5Z",
        TimeDelta::seconds(2),
        &[
            ("2024-08-12T00:00:00Z", "2024-08-12T00:00:00.750Z"),
            ("2024-08-12T00:00:01.750Z", "2024-08-12T00:00:02.500Z"),
        ],
    );
}

#[test]
fn a_limit_of_less_than_a_day_still_cuts_at_midnight_where_it_can() {
    cut(
        "2024-08-12T18:00:00Z",
        "2024-08-13T12:00:00Z",
        TimeDelta::hours(10),
        &[
            ("2024-08-12T18:00:00Z", "2024-08-12T23:59:59Z"),
            ("2024-08-13T00:00:00Z", "2024-08-13T10:00:00Z"),
            ("2024-08-13T10:00:01Z", "2024-08-13T12:00:00Z"),
        ],
    );
    // The midnight a second after the start would leave the first window nothing.
    cut(
        "2024-08-12T23:59:59Z",
        "2024-08-13T12:00:00Z",
        TimeDelta::hours(10),
        &[
            ("2024-08-12T23:59:59Z", "2024-08-13T09:59:59Z"),
            ("2024-08-13T10:00:00Z", "2024-08-13T12:00:00Z"),
        ],
    );
}

#[test]
fn what_cannot_be_split() {
    let (start, end) = (at("2024-08-12T00:00:00Z"), at("2024-08-13T00:00:00Z"));
    assert_eq!(windows(end, start, TimeDelta::days(30)), []);
    assert_eq!(windows(start, start, TimeDelta::days(30)), []);
    for max in [
        TimeDelta::MIN,
        TimeDelta::zero(),
        TimeDelta::milliseconds(1999),
    ] {
        assert_eq!(windows(start, end, max), []);
    }
    assert_eq!(windows(start, end, TimeDelta::MAX), [(start, end)]);
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    assert_eq!(windows(first, last, TimeDelta::MAX), [(first, last)]);
    assert_eq!(windows(first, last, TimeDelta::days(95_000_000)).len(), 3);
}

#[test]
fn the_other_fields_are_inherited() {
    let whole = request("2024-08-12T00:00:00Z", "2024-09-12T00:00:00Z");
    let parts = split(&whole, &Rules::default());
    assert_eq!(
        parts
            .iter()
            .map(|part| serde_json::to_string(part).expect("JSON"))
            .collect::<Vec<_>>(),
        [
            r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-10T23:59:59Z","jobType":"PROJECT_FOLDER","allLinkedOrgs":"TRUE","callbackUrl":"https://MyExportJobStatus.com"}"#,
            r#"{"startDate":"2024-09-11T00:00:00Z","endDate":"2024-09-12T00:00:00Z","jobType":"PROJECT_FOLDER","allLinkedOrgs":"TRUE","callbackUrl":"https://MyExportJobStatus.com"}"#,
        ]
    );
    assert_eq!(
        parts.iter().map(ExportRequest::days).collect::<Vec<_>>(),
        [30, 1]
    );

    let short = request("2024-08-12T00:00:00Z", "2024-08-13T00:00:00Z");
    assert_eq!(split(&short, &Rules::default()), [short]);
}

#[test]
fn windows_end_with_a_month_where_any_month_fits() {
    let year = |max| {
        let windows = windows(
            at("2024-01-01T00:00:00Z"),
            at("2024-12-31T23:59:59Z"),
            TimeDelta::days(max),
        );
        windows
            .iter()
            .map(|(_, end)| text(*end))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        year(180),
        [
            "2024-05-31T23:59:59Z",
            "2024-10-31T23:59:59Z",
            "2024-12-31T23:59:59Z"
        ]
    );
    let months = year(31);
    assert_eq!(months.len(), 12);
    assert_eq!(months[1], "2024-02-29T23:59:59Z");
    assert_eq!(year(30).len(), 13);
    cut(
        "2024-08-12T00:00:00Z",
        "2025-03-03T00:00:00Z",
        TimeDelta::days(180),
        &[
            ("2024-08-12T00:00:00Z", "2025-01-31T23:59:59Z"),
            ("2025-02-01T00:00:00Z", "2025-03-03T00:00:00Z"),
        ],
    );
}
