//! The service's own checks: what it accepts and what it refuses. A check that lets everything pass would go unnoticed by
//! the tests of the page.

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use simulator::{DEMO_PASSWORD, DEMO_USERNAME, Options, RangeRule, Simulator};

const JOBS: &str = "/saas/public/core/v3/license/metering/ExportMeteringData";
const JOB_LEVEL: &str = "/saas/public/core/v3/license/metering/ExportServiceJobLevelMeteringData";
const LOGIN: &str = "/saas/public/core/v3/login";

async fn start(range_rule: RangeRule) -> Simulator {
    // An error says that a simulator of this process has chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sim = Simulator::start(Options {
        range_rule,
        ..Options::default()
    });
    let sim = sim.await.expect("a free port");
    sim.set_max_active_jobs(100);
    sim
}

/// The status of an answer, and the code and message of its error.
async fn post(sim: &Simulator, path: &str, content_type: &str, body: String) -> (u16, String) {
    let client = Client::builder().no_proxy().build().expect("a client");
    let request = client
        .post(format!("{}{path}", sim.url()))
        .header("infa-session-id", sim.open_session())
        .header("content-type", content_type)
        .body(body);
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.expect("JSON");
    let error = |name: &str| body["error"][name].as_str().unwrap_or_default().to_owned();
    (status, format!("{} {}", error("code"), error("message")))
}

async fn submit(sim: &Simulator, body: &Value) -> (u16, String) {
    post(sim, JOBS, "application/json", body.to_string()).await
}

/// A week, with this field set to this value; without it if the value is `Null` and the field is there.
fn with(field: &str, value: impl Into<Value>) -> Value {
    let mut body = json!({
        "startDate": "2024-08-12T00:00:00Z", "endDate": "2024-08-18T23:59:59Z", "jobType": "PROJECT_FOLDER",
    });
    body[field] = value.into();
    body
}

#[tokio::test]
async fn accepts_what_is_documented() {
    let sim = start(RangeRule::Strict).await;
    for (field, value) in [
        ("endDate", "2024-09-11T00:00:00Z"),
        ("combinedMeterUsage", "FALSE"),
        ("allLinkedOrgs", "TRUE"),
        ("callbackUrl", "http://hooks.example.com:8080/a/b?c=d"),
        ("startDate", "2024-08-12T02:00:00+02:00"),
        ("startDate", "2024-08-12T00:00:00.250Z"),
    ] {
        let (status, error) = submit(&sim, &with(field, value)).await;
        assert_eq!(status, 200, "{field} {value}: {error}");
    }
}

#[tokio::test]
async fn refuses_what_is_not_documented() {
    let sim = start(RangeRule::Strict).await;
    let form = "must be a time as in 2022-08-12T00:00:00Z, not";
    for (field, value, error) in [
        (
            "startDate",
            json!(""),
            "SIM_REQUIRED The field startDate is required.",
        ),
        (
            "startDate",
            json!(null),
            "SIM_TYPE The field startDate must be a string, not null.",
        ),
        (
            "endDate",
            json!(20_240_818),
            "SIM_TYPE The field endDate must be a string, not 20240818.",
        ),
        (
            "combinedMeterUsage",
            json!(true),
            "SIM_TYPE The field combinedMeterUsage must be a string, not true.",
        ),
        (
            "callbackUrl",
            json!(null),
            "SIM_TYPE The field callbackUrl must be a string, not null.",
        ),
        (
            "jobType",
            json!("Project_Folder"),
            "SIM_JOB_TYPE The field jobType must be PROJECT_FOLDER, SUMMARY or ASSET, not Project_Folder.",
        ),
        (
            "allLinkedOrgs",
            json!("true"),
            "SIM_FLAG The field allLinkedOrgs must be TRUE or FALSE, not true.",
        ),
        (
            "combinedMeterUsage",
            json!(""),
            "SIM_FLAG The field combinedMeterUsage must be TRUE or FALSE, not .",
        ),
        (
            "callbackURL",
            json!("https://x.example.com"),
            "SIM_FIELDS There is no field callbackURL.",
        ),
        (
            "endDate",
            json!("2024-08-12T00:00:00Z"),
            "SIM_RANGE The field endDate must be after startDate.",
        ),
        (
            "endDate",
            json!("2024-09-11T00:00:01Z"),
            "SIM_RANGE The range from startDate to endDate must be at most 30 days.",
        ),
    ] {
        let refused = submit(&sim, &with(field, value.clone())).await;
        assert_eq!(refused, (400, error.to_owned()), "{field} {value}");
    }
    for text in [
        "2024-08-12",
        "2024-08-12T00:00:00",
        "2024-08-12T00:00Z",
        "2024-08-12 00:00:00Z",
        "2024-08-12t00:00:00Z",
        "2024-08-12T00:00:00z",
        "2024-02-30T00:00:00Z",
        "2024-08-12T25:00:00Z",
        " 2024-08-12T00:00:00Z",
        "2024-08-12T00:00:00+0200",
        "２０２４-08-12T00:00:00Z",
    ] {
        let error = format!("SIM_DATE The field startDate {form} {text}.");
        assert_eq!(submit(&sim, &with("startDate", text)).await, (400, error));
    }
    for text in [
        "",
        "nonsense",
        "ftp://x.example.com/",
        "https://",
        " https://x.example.com",
        "https://x.example.com/a b",
    ] {
        let error = format!("SIM_URL The field callbackUrl must be a valid URL, not {text}.");
        assert_eq!(submit(&sim, &with("callbackUrl", text)).await, (400, error));
    }
    assert_eq!(sim.jobs(), []);
}

#[tokio::test]
async fn each_kind_has_its_own_fields_and_limit() {
    let sim = start(RangeRule::Strict).await;
    let meter = "a2nB20h1o0lc7k3P9xtWS8";
    let export = |job_type: &str, end: &str, field: &str, value: &str| json!({"startDate": "2024-01-01T00:00:00Z", "endDate": end, "jobType": job_type, field: value});
    let job_level = |end: &str, all: &str, meter: &str| json!({"startDate": "2024-01-01T00:00:00Z", "endDate": end, "allMeters": all, "meterId": meter});
    let (days_30, days_180) = ("2024-01-31T00:00:00Z", "2024-06-29T00:00:00Z");
    let too_long = |days: u32| {
        format!("SIM_RANGE The range from startDate to endDate must be at most {days} days.")
    };
    for (path, body, refusal) in [
        (
            JOBS,
            export("SUMMARY", days_180, "allLinkedOrgs", "TRUE"),
            None,
        ),
        (
            JOBS,
            export("SUMMARY", "2024-06-29T00:00:01Z", "allLinkedOrgs", "TRUE"),
            Some(too_long(180)),
        ),
        (
            JOBS,
            export("SUMMARY", days_30, "meterId", meter),
            Some("SIM_FIELDS There is no field meterId.".to_owned()),
        ),
        (JOBS, export("ASSET", days_30, "meterId", meter), None),
        (
            JOBS,
            export("ASSET", days_180, "meterId", meter),
            Some(too_long(30)),
        ),
        (
            JOBS,
            export("ASSET", days_30, "meterId", "none"),
            Some("SIM_METER There is no meter none.".to_owned()),
        ),
        (
            JOBS,
            export("ASSET", days_30, "allLinkedOrgs", "TRUE"),
            Some("SIM_FIELDS There is no field allLinkedOrgs.".to_owned()),
        ),
        (
            JOBS,
            export("PROJECT_FOLDER", days_180, "allLinkedOrgs", "TRUE"),
            Some(too_long(30)),
        ),
        (JOB_LEVEL, job_level(days_180, "FALSE", meter), None),
        (JOB_LEVEL, job_level(days_180, "TRUE", meter), None),
        (
            JOB_LEVEL,
            job_level(days_30, "FALSE", "0aB1cD2eF3gH4iJ5kL6mN7"),
            Some(
                "SIM_METER There is no job-level data of the meter 0aB1cD2eF3gH4iJ5kL6mN7."
                    .to_owned(),
            ),
        ),
        (
            JOB_LEVEL,
            json!({"startDate": "2024-01-01T00:00:00Z", "endDate": days_30}),
            Some("SIM_METER The field meterId is required unless allMeters is TRUE.".to_owned()),
        ),
        (
            JOB_LEVEL,
            export("PROJECT_FOLDER", days_30, "meterId", meter),
            Some("SIM_FIELDS There is no field jobType.".to_owned()),
        ),
    ] {
        let (status, error) = post(&sim, path, "application/json", body.to_string()).await;
        match refusal {
            Some(refusal) => assert_eq!((status, error), (400, refusal), "{body}"),
            None => assert_eq!(status, 200, "{body}: {error}"),
        }
    }
}

#[tokio::test]
async fn the_documented_example_is_accepted_by_the_lenient_rule() {
    let sim = start(RangeRule::Lenient31).await;
    let (status, _) = submit(&sim, &with("endDate", "2024-09-12T00:00:00Z")).await;
    assert_eq!(status, 200);
    let (status, _) = submit(&sim, &with("endDate", "2024-09-12T00:00:01Z")).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn sign_in_takes_the_documented_credentials_only() {
    let sim = start(RangeRule::Strict).await;
    let long = "x".repeat(256);
    let wrong = "SIM_LOGIN The user name or the password is not right.";
    for (content_type, body, status, error) in [
        (
            "application/json",
            json!({"username": DEMO_USERNAME, "password": DEMO_PASSWORD}),
            200,
            " ",
        ),
        (
            "application/json",
            json!({"username": DEMO_USERNAME, "password": "wrong"}),
            401,
            wrong,
        ),
        (
            "application/json",
            json!({"username": "someone", "password": DEMO_PASSWORD}),
            401,
            wrong,
        ),
        (
            "application/json",
            json!({"username": long, "password": "x"}),
            400,
            "SIM_LENGTH The field username needs 1 to 255 characters.",
        ),
        (
            "application/json",
            json!({"username": "x", "password": ""}),
            400,
            "SIM_LENGTH The field password needs 1 to 255 characters.",
        ),
        (
            "application/json",
            json!({"username": DEMO_USERNAME}),
            400,
            "SIM_FIELDS The login cannot be read: missing field `password`.",
        ),
        (
            "application/json",
            json!([]),
            400,
            "SIM_JSON The body must be a JSON object.",
        ),
        (
            "text/plain",
            json!({"username": DEMO_USERNAME, "password": DEMO_PASSWORD}),
            400,
            "SIM_CONTENT_TYPE The Content-Type must be application/json, not \"text/plain\".",
        ),
    ] {
        let answer = post(&sim, LOGIN, content_type, body.to_string()).await;
        assert_eq!(answer, (status, error.to_owned()), "{body}");
    }
}

#[tokio::test]
async fn every_other_call_needs_a_session() {
    let sim = start(RangeRule::Strict).await;
    submit(&sim, &with("allLinkedOrgs", "TRUE")).await;
    let job = format!("{JOBS}/{}", sim.jobs()[0].job_id);
    let client = Client::builder().no_proxy().build().expect("a client");
    for (method, path) in [
        ("POST", "/saas/public/core/v3/logout"),
        ("POST", JOBS),
        ("GET", &job),
        ("GET", &format!("{job}/download")),
    ] {
        let method = method.parse().expect("a method");
        let request = client.request(method, format!("{}{path}", sim.url()));
        let answer = request
            .header("infa-session-id", "6hgJKxDRzArRE7hUEl1BdX")
            .send()
            .await;
        assert_eq!(
            answer.expect("an answer").status(),
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    assert_eq!(sim.jobs().len(), 1);
}
