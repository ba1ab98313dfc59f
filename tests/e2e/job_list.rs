//! The list of jobs: adding one by its ID, and forgetting one.

use simulator::{Call, JobPlan, JobStatus};

use crate::harness::{JOBS_PATH, Kind, in_browser};

#[test]
fn a_job_that_was_removed_goes_on_and_can_be_added_by_its_id() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        page.job(&id).choose_from("More", "Remove").await;
        page.job(&id).is_gone().await;
        page.announces("Removed from this page. It goes on at the service. You can undo this.")
            .await;
        page.jobs()
            .within(Kind::Heading, "Export jobs")
            .has_focus()
            .await;
        page.jobs().shows("No jobs yet.").await;
        page.jobs().button("Undo").click().await;
        page.job(&id).shows("Created").await;
        page.jobs()
            .within(Kind::Heading, "Export jobs")
            .has_focus()
            .await;

        // A reload loses nothing.
        page.job(&id).choose_from("More", "Remove").await;
        page.jobs().shows("No jobs yet.").await;
        page.reload().await;
        page.jobs().shows("No jobs yet.").await;
        page.jobs().button("Undo").click().await;
        page.job(&id).shows("Created").await;
        page.job(&id).choose_from("More", "Remove").await;
        page.jobs().button("Undo").is_gone().await;
        page.reload().await;
        page.jobs().button("Undo").is_gone().await;
        page.jobs().shows("No jobs yet.").await;

        page.sim.set_job_status(&id, JobStatus::Processing, None);
        page.jobs().field("Job ID").fill(&format!(" {id} ")).await;
        page.jobs().button("Add job").click().await;
        page.job(&id).shows("Not known yet").await;
        page.jobs().field("Job ID").holds("").await;
        page.sign_in().await;
        page.job(&id).shows("Running").await;
        page.job(&id).choose_from("More", "Details").await;
        let fields = page.job_fields().await;
        assert!(
            fields.contains(&("startDate".into(), "2024-08-12T00:00:00Z".into())),
            "{fields:?}"
        );
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
    });
}

#[test]
fn a_job_that_the_service_does_not_know_is_said() {
    in_browser(async |page| {
        page.expect_failed_load(404, &format!("{JOBS_PATH}/nobody's%20job"));
        page.sign_in().await;
        page.jobs().field("Job ID").fill("nobody's job").await;
        page.jobs().button("Add job").click().await;
        page.jobs()
            .shows("The service does not know this job in this organization.")
            .await;
        page.jobs().field("Job ID").holds("nobody's job").await;
        page.jobs().shows("No jobs yet.").await;
        assert_eq!(page.sim.requests_of(Call::Status).len(), 1, "asked once");
    });
}

#[test]
fn a_job_is_not_listed_twice() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).is_there().await;
        let asked = page.sim.requests_of(Call::Status).len();
        page.jobs().field("Job ID").fill(&id).await;
        page.jobs().button("Add job").click().await;
        page.asked(Call::Status, asked + 1).await;
        // The row is looked for by its ID: two of them would be an error of the search.
        page.job(&id).is_there().await;
        page.jobs().shows("1 job is running").await;
    });
}

#[test]
fn adding_nothing_is_said_at_the_field() {
    in_browser(async |page| {
        page.jobs().button("Add job").click().await;
        let field = page.jobs().field("Job ID");
        assert_eq!(
            field.described_by().await.first().map(String::as_str),
            Some("Enter the ID of a job.")
        );
        assert_eq!(
            field.attribute("aria-invalid").await.as_deref(),
            Some("true")
        );
        page.jobs().shows("No jobs yet.").await;
    });
}
