//! Answers that refuse: the words of the page, those of the service, and that nothing is lost by it.

use simulator::{Call, ErrorBody, Fault, FaultKind, JobPlan};

use crate::harness::{JOBS_PATH, Page, in_browser};

fn saying(status: u16, body: ErrorBody, message: &str) -> FaultKind {
    FaultKind::Status {
        status,
        body,
        message: Some(message.into()),
        retry_after: None,
        taken: false,
    }
}

/// Requests an export that is refused in this way, and checks that it is said and that nothing typed is gone.
async fn refuse(page: &Page, fault: FaultKind, words: &str) {
    page.sim.add_fault(Fault::once(Call::Submit, fault));
    page.form().button("Request export").click().await;
    page.form().shows(&format!("Not requested. {words}")).await;
    page.announces(&format!("Not requested. {words}")).await;
    page.form().field("Start date").holds("2024-08-12").await;
    page.form().field("End date").holds("2024-09-10").await;
    page.jobs().shows("No jobs yet.").await;
}

#[test]
fn a_refused_request_is_said_in_the_service_s_words_and_leaves_no_job() {
    in_browser(async |page| {
        for status in [400, 403, 404, 429] {
            page.expect_failed_load(status, JOBS_PATH);
        }
        page.sign_in().await;
        page.fill_range().await;
        let cases = [
            (
                saying(400, ErrorBody::V3, "endDate lies in the future"),
                "The service did not accept this request: endDate lies in the future (code ",
            ),
            (
                saying(400, ErrorBody::V2, "no such org"),
                "The service did not accept this request: no such org (code ",
            ),
            (
                FaultKind::html(400),
                "The service did not accept this request.",
            ),
            (
                FaultKind::status(403),
                "This user may not export metering data.",
            ),
            (FaultKind::status(404), "The service has no such address."),
            (
                FaultKind::too_many_requests(None),
                "Too many requests. Wait a minute and try again.",
            ),
        ];
        let refused = cases.len();
        for (fault, words) in cases {
            refuse(page, fault, words).await;
        }
        assert_eq!(
            page.sim.requests_of(Call::Submit).len(),
            refused,
            "nothing is tried again by itself"
        );

        // The next request starts from a clean slate.
        let job = page.request_export().await;
        page.job(&job.job_id).is_there().await;
        assert!(!page.form().text().await.contains("Not requested."));
    });
}

#[test]
fn a_sixth_active_job_is_refused_in_the_service_s_words() {
    in_browser(async |page| {
        page.sign_in().await;
        page.sim.set_max_active_jobs(1);
        page.sim.script_next_job(JobPlan::held());
        let first = page.request_export().await.job_id;
        page.job(&first).is_there().await;
        page.expect_failed_load(400, JOBS_PATH);
        page.form().button("Request export").click().await;
        page.form()
            .shows(
                "did not accept this request: The organization has 1 active export jobs already.",
            )
            .await;
        page.job(&first).shows("Created").await;
        assert_eq!(page.sim.jobs().len(), 1);
    });
}

#[test]
fn a_session_that_is_gone_at_the_request_asks_to_sign_in_and_keeps_the_form() {
    in_browser(async |page| {
        page.expect_failed_load(401, JOBS_PATH);
        page.sign_in().await;
        page.fill_range().await;
        page.form().field("All linked orgs").choose("TRUE").await;
        page.sim.expire_sessions();
        page.form().button("Request export").click().await;
        page.connection().shows("The session has expired.").await;
        page.form().field("All linked orgs").holds("TRUE").await;
        page.jobs().shows("No jobs yet.").await;
        page.sign_in().await;
        assert_eq!(
            page.sim.requests_of(Call::Submit).len(),
            1,
            "the request waits for the administrator"
        );
        page.form().button("Request export").click().await;
        let job = page.created_job(0).await;
        assert!(job.all_linked_orgs);
    });
}
