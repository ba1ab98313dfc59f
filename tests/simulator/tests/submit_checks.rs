//! The service's own checks of an export request.

mod common;

use common::{Admin, JOBS, assert_error, slow, start, week};
use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::{Options, RangeRule};

/// The documented request, but for its range.
fn documented(end: &str) -> Value {
    json!({
        "startDate": "2024-08-12T00:00:00Z", "endDate": end, "jobType": "PROJECT_FOLDER",
        "combinedMeterUsage": "TRUE", "allLinkedOrgs": "TRUE", "callbackUrl": "https://MyExportJobStatus.com",
    })
}

/// A week, with this field set to this value.
fn with(field: &str, value: impl Into<Value>) -> Value {
    let mut body = week();
    body[field] = value.into();
    body
}

fn without(field: &str) -> Value {
    let mut body = week();
    body.as_object_mut().expect("an object").remove(field);
    body
}

#[tokio::test]
async fn accepts_what_is_documented() {
    let sim = start(Options {
        max_active_jobs: 100,
        ..Options::default()
    })
    .await;
    let admin = Admin::sign_in(&sim).await;
    for body in [
        week(),
        documented("2024-09-11T00:00:00Z"),
        with("combinedMeterUsage", "FALSE"),
        with("allLinkedOrgs", "TRUE"),
        with("callbackUrl", "http://hooks.example.com:8080/a/b?c=d"),
        with("startDate", "2024-08-12T02:00:00+02:00"),
        with("startDate", "2024-08-12T00:00:00.250Z"),
    ] {
        assert_eq!(admin.submit(&body).await.status(), StatusCode::OK, "{body}");
    }
}

/// Field, its value as JSON (none: left out), code and message of the refusal.
const REFUSED: [(&str, &str, &str, &str); 15] = [
    (
        "startDate",
        "",
        "SIM_REQUIRED",
        "The field startDate is required.",
    ),
    (
        "endDate",
        "",
        "SIM_REQUIRED",
        "The field endDate is required.",
    ),
    (
        "jobType",
        "",
        "SIM_REQUIRED",
        "The field jobType is required.",
    ),
    (
        "startDate",
        "\"\"",
        "SIM_REQUIRED",
        "The field startDate is required.",
    ),
    (
        "startDate",
        "null",
        "SIM_TYPE",
        "The field startDate must be a string, not null.",
    ),
    (
        "endDate",
        "20240818",
        "SIM_TYPE",
        "The field endDate must be a string, not 20240818.",
    ),
    (
        "jobType",
        "[\"x\"]",
        "SIM_TYPE",
        "The field jobType must be a string, not [\"x\"].",
    ),
    (
        "combinedMeterUsage",
        "true",
        "SIM_TYPE",
        "The field combinedMeterUsage must be a string, not true.",
    ),
    (
        "callbackUrl",
        "null",
        "SIM_TYPE",
        "The field callbackUrl must be a string, not null.",
    ),
    (
        "jobType",
        "\"SUMMARY\"",
        "SIM_JOB_TYPE",
        "The field jobType must be PROJECT_FOLDER, not SUMMARY.",
    ),
    (
        "jobType",
        "\"Project_Folder\"",
        "SIM_JOB_TYPE",
        "The field jobType must be PROJECT_FOLDER, not Project_Folder.",
    ),
    (
        "allLinkedOrgs",
        "\"true\"",
        "SIM_FLAG",
        "The field allLinkedOrgs must be TRUE or FALSE, not true.",
    ),
    (
        "combinedMeterUsage",
        "\"\"",
        "SIM_FLAG",
        "The field combinedMeterUsage must be TRUE or FALSE, not .",
    ),
    (
        "callbackURL",
        "\"https://x.example.com\"",
        "SIM_FIELDS",
        "There is no field callbackURL.",
    ),
    (
        "endDate",
        "\"2024-08-12T00:00:00Z\"",
        "SIM_RANGE",
        "The field endDate must be after startDate.",
    ),
];

#[tokio::test]
async fn refuses_what_is_not_documented() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    for (field, value, code, message) in REFUSED {
        let body = match serde_json::from_str::<Value>(value) {
            Ok(value) => with(field, value),
            Err(_) => without(field),
        };
        assert_error(
            admin.submit(&body).await,
            StatusCode::BAD_REQUEST,
            code,
            message,
        )
        .await;
    }
    assert_eq!(sim.jobs(), []);
}

#[tokio::test]
async fn refuses_dates_in_any_other_form() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    for text in [
        "2024-08-12",
        "2024-08-12T00:00:00",
        "2024-08-12T00:00Z",
        "2024-08-12 00:00:00Z",
        "2024-08-12t00:00:00Z",
        "2024-08-12T00:00:00z",
        "20240812T000000Z",
        "2024-02-30T00:00:00Z",
        "2024-08-12T25:00:00Z",
        "12.08.2024",
        " 2024-08-12T00:00:00Z",
        "2024-08-12T00:00:00Z ",
        "2024-08-12T00:00:00+0200",
        "２０２４-08-12T00:00:00Z",
    ] {
        for field in ["startDate", "endDate"] {
            let message =
                format!("The field {field} must be a time as in 2022-08-12T00:00:00Z, not {text}.");
            let answer = admin.submit(&with(field, text)).await;
            assert_error(answer, StatusCode::BAD_REQUEST, "SIM_DATE", &message).await;
        }
    }
    assert_eq!(sim.jobs(), []);
}

#[tokio::test]
async fn refuses_what_is_no_web_address() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    for text in [
        "",
        "example.com",
        "ftp://example.com",
        "https://",
        "https://a b.com",
        " https://x.com",
        "https://x\n.com",
    ] {
        let message = format!("The field callbackUrl must be a valid URL, not {text}.");
        let answer = admin.submit(&with("callbackUrl", text)).await;
        assert_error(answer, StatusCode::BAD_REQUEST, "SIM_URL", &message).await;
    }
    assert_eq!(sim.jobs(), []);
}

#[tokio::test]
async fn thirty_days_are_the_limit_to_the_second() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    assert_eq!(
        admin
            .submit(&documented("2024-09-11T00:00:00Z"))
            .await
            .status(),
        StatusCode::OK
    );
    let message = "The range from startDate to endDate must be at most 30 days.";
    for end in ["2024-09-11T00:00:01Z", "2024-09-12T00:00:00Z"] {
        assert_error(
            admin.submit(&documented(end)).await,
            StatusCode::BAD_REQUEST,
            "SIM_RANGE",
            message,
        )
        .await;
    }
    let sim = start(Options {
        range_rule: RangeRule::Lenient31,
        ..Options::default()
    })
    .await;
    let admin = Admin::sign_in(&sim).await;
    assert_eq!(
        admin
            .submit(&documented("2024-09-12T00:00:00Z"))
            .await
            .status(),
        StatusCode::OK
    );
    let message = "The range from startDate to endDate must be at most 31 days.";
    let answer = admin.submit(&documented("2024-09-12T00:00:01Z")).await;
    assert_error(answer, StatusCode::BAD_REQUEST, "SIM_RANGE", message).await;
}

#[tokio::test]
async fn needs_json_that_says_so() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let answer = admin
        .post(JOBS)
        .body(week().to_string())
        .send()
        .await
        .expect("an answer");
    let message = "The Content-Type must be application/json, not \"\".";
    assert_error(answer, StatusCode::BAD_REQUEST, "SIM_CONTENT_TYPE", message).await;
    let answer = admin
        .post(&format!("{JOBS}/"))
        .json(&week())
        .send()
        .await
        .expect("an answer");
    let message = format!("There is no resource {JOBS}/.");
    assert_error(answer, StatusCode::NOT_FOUND, "SIM_NO_RESOURCE", &message).await;
}
