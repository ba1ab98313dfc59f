//! Jobs: their fields, their statuses over time, and how many may be active.

mod common;

use std::collections::HashSet;
use std::time::Duration;

use common::{Admin, JOBS, assert_error, slow, start, week};
use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::{BusyAnswer, JobPlan, JobStatus, Options};

#[tokio::test]
async fn answers_with_the_documented_fields() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let mut body = week();
    body["callbackUrl"] = "https://MyExportJobStatus.com".into();
    let job: Value = admin.submit(&body).await.json().await.expect("JSON");
    let text = |field: &str| job[field].as_str().unwrap_or_default().to_owned();
    let mut expected = json!({
        "jobId": text("jobId"), "status": "CREATED", "orgId": text("orgId"), "userId": text("userId"),
        "selectedOrgId": text("orgId"), "meterId": null, "startDate": "2024-08-12T00:00:00Z",
        "endDate": "2024-08-18T23:59:59Z", "callbackUrl": "https://MyExportJobStatus.com",
        "createTime": text("createTime"), "updateTime": text("createTime"),
    });
    assert_eq!(job, expected);
    for field in ["jobId", "orgId", "userId"] {
        assert_eq!(text(field).len(), 22, "{field}");
    }
    assert_eq!(text("createTime").len(), "2024-09-12T23:21:19Z".len());
    // The status answer holds `errorMessage` besides.
    expected["errorMessage"] = Value::Null;
    assert_eq!(admin.status(&text("jobId")).await, expected);
}

#[tokio::test]
async fn goes_through_its_statuses() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    for (plan, last, error) in [
        (JobPlan::success(), "SUCCESS", Value::Null),
        (
            JobPlan::failed("<html>502</html>"),
            "FAILED",
            "<html>502</html>".into(),
        ),
        (
            JobPlan::partial_success("one is missing"),
            "PARTIAL_SUCCESS",
            "one is missing".into(),
        ),
        (
            JobPlan::unknown("QUEUED_ELSEWHERE"),
            "QUEUED_ELSEWHERE",
            Value::Null,
        ),
    ] {
        sim.script_next_job(plan);
        let job_id = admin.job(&week()).await;
        let mut times = HashSet::new();
        for (wait, status, error) in [
            (0, "CREATED", &Value::Null),
            (5, "PROCESSING", &Value::Null),
            (5, last, &error),
        ] {
            sim.advance(Duration::from_mins(wait));
            let job = admin.status(&job_id).await;
            assert_eq!(
                (&job["status"], &job["errorMessage"]),
                (&json!(status), error),
                "{job}"
            );
            assert!(
                times.insert(job["updateTime"].to_string()),
                "updateTime has moved"
            );
        }
        sim.advance(Duration::from_mins(20));
        assert_eq!(
            admin.status(&job_id).await["status"],
            last,
            "the last status stays"
        );
    }
}

#[tokio::test]
async fn goes_through_scripted_steps_or_waits_to_be_told() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    sim.script_next_job(vec![
        (Duration::ZERO, JobStatus::Other("QUEUED".to_owned())),
        (Duration::from_mins(1), JobStatus::Failed),
    ]);
    sim.script_next_job(JobPlan::held());
    let (scripted, held) = (admin.job(&week()).await, admin.job(&week()).await);
    assert_eq!(admin.status(&scripted).await["status"], "QUEUED");
    sim.advance(Duration::from_mins(20));
    assert_eq!(admin.status(&scripted).await["status"], "FAILED");
    assert_eq!(admin.status(&held).await["status"], "CREATED");
    for (status, error) in [
        (JobStatus::Processing, None),
        (JobStatus::PartialSuccess, Some("half")),
    ] {
        assert!(sim.set_job_status(&held, status.clone(), error));
        let job = admin.status(&held).await;
        assert_eq!(
            (&job["status"], &job["errorMessage"]),
            (&json!(status), &json!(error))
        );
    }
    assert!(!sim.set_job_status("nope", JobStatus::Success, None));
    assert_eq!(sim.jobs()[1].status, JobStatus::PartialSuccess);
}

#[tokio::test]
async fn holds_any_fields_that_a_plan_gives_it() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let markup = "<img src=x onerror=alert(1)>";
    let plan = JobPlan::failed(markup)
        .with_field("userId", markup)
        .with_field("jobId", "odd")
        .with_field("extra", 1);
    sim.script_next_job(plan);
    assert_eq!(admin.job(&week()).await, "odd");
    sim.advance(Duration::from_mins(10));
    let job = admin.status("odd").await;
    assert_eq!(
        (&job["userId"], &job["errorMessage"], &job["extra"]),
        (&json!(markup), &json!(markup), &json!(1))
    );
}

#[tokio::test]
async fn a_sixth_active_job_is_refused() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let mut ids = HashSet::new();
    for _ in 0..5 {
        assert!(ids.insert(admin.job(&week()).await));
    }
    let message = |limit: usize| {
        format!(
            "The organization has {limit} active export jobs already. Wait until one of them has ended."
        )
    };
    let refused = admin.submit(&week()).await;
    assert_error(
        refused,
        StatusCode::BAD_REQUEST,
        "SIM_ACTIVE_JOBS",
        &message(5),
    )
    .await;
    sim.set_job_status(&sim.jobs()[2].job_id, JobStatus::Failed, None);
    admin.job(&week()).await;
    sim.advance(Duration::from_mins(10));
    sim.set_max_active_jobs(1);
    admin.job(&week()).await;
    let refused = admin.submit(&week()).await;
    assert_error(
        refused,
        StatusCode::BAD_REQUEST,
        "SIM_ACTIVE_JOBS",
        &message(1),
    )
    .await;
    assert_eq!(sim.jobs().len(), 7);
}

#[tokio::test]
async fn a_job_too_many_can_be_too_many_requests() {
    let busy_answer = BusyAnswer::TooManyRequests {
        retry_after: Some(7),
    };
    let sim = start(Options {
        max_active_jobs: 0,
        busy_answer,
        ..Options::default()
    })
    .await;
    let refused = Admin::sign_in(&sim).await.submit(&week()).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()["retry-after"], "7");
}

#[tokio::test]
async fn an_unknown_job_is_not_found() {
    let sim = slow().await;
    let answer = Admin::sign_in(&sim)
        .await
        .get(&format!("{JOBS}/nope"))
        .send()
        .await
        .expect("an answer");
    assert_error(
        answer,
        StatusCode::NOT_FOUND,
        "SIM_NO_JOB",
        "There is no export job nope.",
    )
    .await;
}

#[tokio::test]
async fn the_clock_is_the_simulators_own() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    sim.set_clock_offset(-3600);
    let before = chrono::Utc::now() - chrono::TimeDelta::hours(1);
    let answer = admin.submit(&week()).await;
    let date = httpdate::parse_http_date(answer.headers()["date"].to_str().expect("text"))
        .expect("a date");
    let job: Value = answer.json().await.expect("JSON");
    let created: chrono::DateTime<chrono::Utc> = job["createTime"]
        .as_str()
        .expect("text")
        .parse()
        .expect("a time");
    for time in [created, date.into()] {
        assert!((time - before).num_seconds().abs() <= 5, "{time}");
    }
}
