//! Loading the page anew: jobs and what was typed come back.

use simulator::{Call, DEMO_USERNAME, JobPlan, JobStatus};

use crate::harness::in_browser;

#[test]
fn jobs_and_what_was_typed_come_back_and_refresh_after_a_new_sign_in() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let form = page.form();
        form.field("All linked orgs").choose("TRUE").await;
        form.field("Callback URL")
            .fill("https://example.org/status")
            .await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        form.field("End date").fill("2024-09-1").await;

        page.reload().await;
        page.connection().button("Sign in").is_there().await;
        page.job(&id).shows("Created").await;
        page.jobs()
            .shows("1 job is running. Sign in to update the status.")
            .await;
        form.field("Start date").holds("2024-08-12").await;
        form.field("End date").holds("2024-09-1").await;
        form.field("All linked orgs").holds("TRUE").await;
        form.field("Callback URL")
            .holds("https://example.org/status")
            .await;
        page.connection()
            .field("User name")
            .holds(DEMO_USERNAME)
            .await;
        page.connection().field("Password").holds("").await;

        page.sim.set_job_status(&id, JobStatus::Success, None);
        page.sign_in().await;
        page.job(&id).shows("Succeeded").await;
        page.job(&id).choose_from("More", "Details").await;
        assert_eq!(page.job_fields().await.len(), 11);
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);

        page.reload().await;
        page.job(&id).shows("Succeeded").await;
        page.jobs().shows("No job is running.").await;
    });
}
