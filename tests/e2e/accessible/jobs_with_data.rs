//! States of jobs that have ended with data, and of exports in several windows.

use std::time::Duration;

use simulator::{Call, Fault, FaultKind, JobPlan, JobStatus};

use crate::harness::{JOBS_PATH, in_browser};
use crate::split::{EXPORT, queue};

#[test]
fn downloads() {
    in_browser(async |page| {
        page.sim
            .script_next_job(JobPlan::at_once(JobStatus::Success));
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        let slow = FaultKind::SlowDrip {
            bytes: 2_000,
            every: Duration::from_secs(10),
        };
        page.sim.add_fault(Fault::once(Call::Download, slow));
        page.job(&id).choose_from("More", "Download").await;
        page.jobs().shows("0.0 of 0.0 MB downloaded").await;
        page.is_accessible("download under way").await;
        page.jobs().button("Cancel").click().await;
        page.jobs().button("Cancel").is_gone().await;

        page.sim.advance(Duration::from_hours(73));
        page.expect_failed_load(404, &format!("{JOBS_PATH}/{id}/download"));
        page.sim.clear_faults();
        page.sim.expire_sessions();
        page.expect_failed_load(401, &format!("{JOBS_PATH}/{id}/download"));
        page.job(&id).choose_from("More", "Download").await;
        page.jobs()
            .shows("Sign in again to continue the download.")
            .await;
        page.is_accessible("download that waits for a session")
            .await;
        page.sign_in().await;
        page.jobs().shows("Not downloaded.").await;
        page.is_accessible("data that the service has no more")
            .await;
    });
}

#[test]
fn an_export_in_windows() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sim
            .script_next_job(JobPlan::at_once(JobStatus::Failed));
        page.sim
            .script_next_job(JobPlan::at_once(JobStatus::PartialSuccess));
        page.sign_in().await;
        let form = page.form();
        form.field("Start date").fill("2024-08-12").await;
        form.field("End date").fill("2024-11-09").await;
        form.button("Show the plan").click().await;
        page.region("Plan: 3 exports").is_there().await;
        page.is_accessible("plan of three exports").await;
        form.button("Show the plan").click().await;

        queue(page).await;
        page.job(EXPORT).shows("of 3").await;
        page.job(EXPORT).button("Parts").click().await;
        page.jobs().shows("1 failed").await;
        page.is_accessible("export in three windows").await;
        page.connection().button("Sign out").click().await;
        page.connection().button("Sign in").is_there().await;
        page.is_accessible("export in windows without a session")
            .await;
    });
}
