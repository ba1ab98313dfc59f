//! What screen readers are told of changes that one sees, in the order in which they are told.

use simulator::{Call, Fault, FaultKind, JobPlan, JobStatus};

use crate::harness::{JOBS_PATH, LOGIN_PATH, Page, Reason, in_browser};

/// Panics unless these have been announced since the page was loaded, each by its beginning, and nothing else.
async fn told(page: &Page, expected: &[&str]) {
    if let Some(last) = expected.last() {
        page.announces(last).await;
    }
    let said = page.announcements().await;
    let is_told = said.len() == expected.len()
        && said
            .iter()
            .zip(expected)
            .all(|(said, start)| said.starts_with(start));
    assert!(is_told, "{said:#?} instead of {expected:#?}");
}

#[test]
fn sessions_are_announced() {
    in_browser(async |page| {
        page.expect_failed_load(401, LOGIN_PATH);
        let connection = page.connection();
        connection.field("User name").fill("somebody").await;
        connection.field("Password").fill("wrong").await;
        connection.button("Sign in").click().await;
        let refused = "The user name or the password is wrong.";
        told(page, &[refused]).await;
        page.sign_in().await;
        told(page, &[refused, "Signed in."]).await;

        page.expect_failed_load(503, "/saas/public/core/v3/logout");
        page.sim
            .add_fault(Fault::once(Call::SignOut, FaultKind::status(503)));
        connection.button("Sign out").click().await;
        let unconfirmed = "Signed out here, but the service did not confirm it:";
        told(page, &[refused, "Signed in.", "Signed out.", unconfirmed]).await;
    });
}

#[test]
fn requests_and_jobs_are_announced() {
    in_browser(async |page| {
        page.sign_in().await;
        page.fill_range().await;
        page.expect_failed_load(403, JOBS_PATH);
        page.sim
            .add_fault(Fault::once(Call::Submit, FaultKind::status(403)));
        page.form().button("Request export").click().await;
        let refused = "Not requested. This user may not export metering data.";
        told(page, &["Signed in.", refused]).await;

        page.sim.script_next_job(JobPlan::held());
        let id = page.request_export().await.job_id;
        let requested = format!("Export requested. Job {id}: Created.");
        page.announces(&requested).await;
        page.sim.set_job_status(&id, JobStatus::Processing, None);
        let processing = format!("Job {id}: Running.");
        page.announces(&processing).await;
        page.sim
            .set_job_status(&id, JobStatus::PartialSuccess, None);
        let partly = format!("Job {id}: Partly succeeded.");
        told(
            page,
            &["Signed in.", refused, &requested, &processing, &partly],
        )
        .await;

        page.expect_failed_load(Reason::Net("ERR_CONNECTION_RESET"), JOBS_PATH);
        page.sim
            .add_fault(Fault::once(Call::Submit, FaultKind::DropAfter));
        page.form().button("Request export").click().await;
        page.announces("The answer was lost: the service may have created this job.")
            .await;
        page.job(&id).choose_from("More", "Remove").await;
        page.announces("Removed from this page. It goes on at the service. You can undo this.")
            .await;
        let added = page.sim.jobs()[1].job_id.clone();
        page.jobs().field("Job ID").fill(&added).await;
        page.jobs().button("Add job").click().await;
        page.announces(&format!("Job {added}: Succeeded.")).await;
    });
}

#[test]
fn a_notice_is_announced() {
    in_browser(async |page| {
        page.script(
            "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }",
            Vec::new(),
        )
        .await;
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.announces(&format!("Export requested. Job {id}: Created."))
            .await;
        page.announces("The storage of this site is full: jobs are lost when the page is closed.")
            .await;
    });
}
