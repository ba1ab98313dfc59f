//! Requests whose answer is lost: the service may have created a job, so they are shown as unknown and never repeated.

use std::time::Duration;

use serde_json::Value;
use simulator::{Call, Fault, FaultKind};

use crate::harness::{JOBS_PATH, Page, Reason, in_browser};

const UNKNOWN: &str = "Unknown: the service may have created this job.";

/// Requests an export whose answer is lost in this way, and waits until the page says so.
async fn lose(page: &Page, fault: FaultKind, words: &str) {
    page.sim.add_fault(Fault::once(Call::Submit, fault));
    page.fill_range().await;
    page.form().button("Request export").click().await;
    page.jobs().shows(words).await;
    page.jobs().shows(UNKNOWN).await;
    page.announces("The answer was lost: the service may have created this job.")
        .await;
}

#[test]
fn a_lost_answer_is_unknown_and_the_request_is_not_repeated_not_even_after_a_reload() {
    in_browser(async |page| {
        page.expect_failed_load(Reason::Net("ERR_CONNECTION_RESET"), JOBS_PATH);
        page.sign_in().await;
        lose(page, FaultKind::DropAfter, "No answer from the service.").await;
        page.job("none yet").shows("Unknown").await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
        assert_eq!(page.sim.jobs().len(), 1, "the service has created the job");

        page.reload().await;
        page.jobs().shows(UNKNOWN).await;
        page.sign_in().await;
        page.jobs().shows(UNKNOWN).await;
        // What was asked for is still to be seen.
        page.job("none yet").choose_from("More", "Details").await;
        page.jobs()
            .shows("\"startDate\": \"2024-08-12T00:00:00Z\"")
            .await;
        assert_eq!(
            page.sim.requests_of(Call::Submit).len(),
            1,
            "the request was sent once"
        );

        // The administrator learned the ID, for example from the callback.
        let id = page.sim.jobs()[0].job_id.clone();
        page.jobs().field("Job ID").fill(&id).await;
        page.jobs().button("Add job").click().await;
        page.job(&id).shows("Succeeded").await;
        page.job("none yet").choose_from("More", "Remove").await;
        page.job("none yet").is_gone().await;
        assert_eq!(
            page.sim.requests_of(Call::Submit).len(),
            1,
            "the request was sent once"
        );
    });
}

#[test]
fn closing_the_page_before_the_answer_leaves_an_unknown_job() {
    in_browser(async |page| {
        page.sign_in().await;
        page.sim.add_fault(Fault::once(
            Call::Submit,
            FaultKind::latency(Duration::from_secs(20)),
        ));
        page.fill_range().await;
        page.form().button("Request export").click().await;
        page.job("none yet").shows("Sending…").await;
        page.asked(Call::Submit, 1).await;
        page.reload().await;
        // Why differs: a browser may end the request before it ends the page.
        page.jobs().shows(UNKNOWN).await;
        let body: Value = page.sim.requests_of(Call::Submit)[0].json().expect("JSON");
        assert_eq!(body["endDate"], "2024-09-10T23:59:59Z");
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
    });
}
