//! States of the region "Export jobs".

use simulator::{Call, Fault, FaultKind, JobPlan, JobStatus};

use crate::harness::{JOBS_PATH, Page, Reason, in_browser};

/// Requests a job, and waits until its row shows this.
async fn job(page: &Page, plan: JobPlan, shows: &str) -> String {
    page.sim.script_next_job(plan);
    let id = page.request_export().await.job_id;
    page.job(&id).shows(shows).await;
    id
}

/// Requests a job of every status.
pub(super) async fn every_status(page: &Page) {
    job(page, JobPlan::held(), "Created").await;
    let processing = job(page, JobPlan::held(), "Created").await;
    page.sim
        .set_job_status(&processing, JobStatus::Processing, None);
    page.job(&processing).shows("Running").await;
    job(page, JobPlan::success(), "Succeeded").await;
    let raw = "<html><head><title>502 Bad Gateway</title></head><body><center>https://a-very-long-name-of-a-host.dm-us.informaticacloud.com/saas</center></body></html>";
    job(page, JobPlan::failed(raw), "Failed").await;
    let missing = "2 of 4 organizations did not answer.";
    job(page, JobPlan::partial_success(missing), "Partly succeeded").await;
    let unheard = "WAITING_FOR_AN_EXTERNAL_SYSTEM_TO_ANSWER";
    job(page, JobPlan::unknown(unheard), unheard).await;
}

#[test]
fn jobs_of_every_status() {
    in_browser(async |page| {
        page.sign_in().await;
        every_status(page).await;
        page.is_accessible("every status").await;

        page.connection().button("Sign out").click().await;
        page.jobs().shows("Sign in to update the status").await;
        page.is_accessible("jobs without a session").await;
    });
}

#[test]
fn the_details_of_a_job() {
    in_browser(async |page| {
        page.sign_in().await;
        let address = "https://metering.acme.example.com/a/very/long/address/without/any/blank?that=has&to=be&shown=whole";
        page.form().field("Callback URL").fill(address).await;
        let id = job(page, JobPlan::success(), "Succeeded").await;
        page.job(&id).choose_from("More", "Details").await;
        page.jobs().shows("Request as it was sent").await;
        page.is_accessible("details").await;
    });
}

#[test]
fn jobs_in_trouble() {
    in_browser(async |page| {
        page.sign_in().await;
        page.expect_failed_load(Reason::Net("ERR_CONNECTION_RESET"), JOBS_PATH);
        page.sim
            .add_fault(Fault::once(Call::Submit, FaultKind::DropAfter));
        page.fill_range().await;
        page.form().button("Request export").click().await;
        page.job("none yet").shows("Unknown").await;

        let id = job(page, JobPlan::held(), "Created").await;
        page.expect_failed_load(502, &format!("{JOBS_PATH}/{id}"));
        page.sim
            .add_fault(Fault::always(Call::Status, FaultKind::html(502)));
        page.job(&id).button("Refresh").click().await;
        page.jobs().shows("Not refreshed.").await;

        page.jobs().button("Add job").click().await;
        page.jobs().shows("Enter the ID of a job.").await;
        page.is_accessible("a lost answer, and a job that cannot be refreshed")
            .await;
    });
}

#[test]
fn a_job_whose_data_is_gone() {
    in_browser(async |page| {
        page.sign_in().await;
        page.sim.set_clock_offset(-4 * 86_400);
        let id = job(page, JobPlan::success(), "Succeeded").await;
        page.job(&id).shows("download expired").await;
        page.is_accessible("expired download").await;
    });
}
