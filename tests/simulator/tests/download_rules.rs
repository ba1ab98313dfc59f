//! When a download can be had, and under which headers.

mod common;

use std::time::Duration;

use common::{Admin, JOBS, assert_error, ended, slow, week};
use reqwest::StatusCode;
use simulator::JobPlan;

#[tokio::test]
async fn headers_say_what_it_is() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = ended(&sim, &admin, &week()).await;
    let answer = admin.download(&job_id).await;
    let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(header("content-type"), "application/zip");
    assert_eq!(
        header("content-disposition"),
        format!("attachment; filename=\"{job_id}.zip\"")
    );
    let length = header("content-length");
    assert_eq!(
        answer.bytes().await.expect("a body").len().to_string(),
        length
    );
}

#[tokio::test]
async fn is_refused_before_the_end_after_three_days_and_for_unknown_jobs() {
    let sim = slow().await;
    let mut admin = Admin::sign_in(&sim).await;
    let job_id = admin.job(&week()).await;
    let message =
        format!("The export job {job_id} has no data to download; its status is CREATED.");
    assert_error(
        admin.download(&job_id).await,
        StatusCode::BAD_REQUEST,
        "SIM_NOT_READY",
        &message,
    )
    .await;
    sim.advance(Duration::from_mins(10 + 3 * 24 * 60 - 1));
    admin.session = sim.open_session();
    assert_eq!(admin.download(&job_id).await.status(), StatusCode::OK);
    sim.advance(Duration::from_mins(1));
    let message = format!("The data of export job {job_id} is no longer available.");
    assert_error(
        admin.download(&job_id).await,
        StatusCode::NOT_FOUND,
        "SIM_EXPIRED",
        &message,
    )
    .await;
    let answer = admin
        .get(&format!("{JOBS}/nope/download"))
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
    sim.script_next_job(JobPlan::failed("no"));
    let failed = ended(&sim, &admin, &week()).await;
    let message = format!("The export job {failed} has no data to download; its status is FAILED.");
    assert_error(
        admin.download(&failed).await,
        StatusCode::BAD_REQUEST,
        "SIM_NOT_READY",
        &message,
    )
    .await;
}
