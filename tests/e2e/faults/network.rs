//! The network goes and comes back, and the clocks disagree.

use serde_json::json;
use simulator::{Call, ErrorBody, Fault, FaultKind, JobPlan, JobStatus, RetryAfter};

use super::table::Table;
use crate::harness::{JOBS_PATH, Page, Reason, in_browser};

const HOUR: i64 = 3600;

/// Takes this computer's network away, or gives it back.
async fn offline(page: &Page, offline: bool) {
    page.chromium("Network.enable", json!({})).await;
    let conditions =
        json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    page.chromium("Network.emulateNetworkConditions", conditions)
        .await;
}

/// A job that stays CREATED until the test says otherwise, and the path at which it is asked for.
async fn held_job(page: &Page) -> (String, String) {
    page.sim.script_next_job(JobPlan::held());
    page.sign_in().await;
    let id = page.request_export().await.job_id;
    page.job(&id).shows("Created").await;
    let path = format!("{JOBS_PATH}/{id}");
    (id, path)
}

/// The calls that have arrived, without questions about jobs, of which there may be any number while one has not ended.
fn sent(page: &Page) -> Vec<Call> {
    let calls = page
        .sim
        .requests()
        .into_iter()
        .filter_map(|request| request.call);
    calls.filter(|call| *call != Call::Status).collect()
}

#[test]
fn this_computer_is_offline_and_back() {
    in_browser(async |page| {
        let mut table = Table::new("THIS COMPUTER IS OFFLINE");
        if !page.is_chromium() {
            table.row("not tried", &[], "only Chromium can be told to");
            return;
        }
        let (id, path) = held_job(page).await;
        for path in [JOBS_PATH, &path] {
            page.expect_failed_load(Reason::Net("ERR_INTERNET_DISCONNECTED"), path);
        }
        let words =
            "This computer is offline. Nothing was sent; try again when the network is back.";
        page.sim.forget_requests();
        offline(page, true).await;
        page.form().button("Request export").click().await;
        page.form().shows(&format!("Not requested. {words}")).await;
        page.form().field("End date").holds("2024-09-10").await;
        page.job(&id).button("Refresh").click().await;
        page.jobs()
            .shows("Not refreshed. This computer is offline. The last known status is shown")
            .await;
        page.job(&id).shows("Created").await;
        assert!(page.sim.requests().is_empty(), "{:?}", page.sim.requests());
        table.row(
            "requested, refreshed",
            &[],
            &format!("“{words}”; the form and the last known fields"),
        );

        page.sim.set_job_status(&id, JobStatus::Success, None);
        offline(page, false).await;
        page.job(&id).shows("Succeeded").await;
        assert!(sent(page).is_empty(), "{:?}", sent(page));
        table.row(
            "and back",
            &page.sim.requests(),
            "the job by itself; the request waits for the person",
        );
    });
}

#[test]
fn the_service_is_away_and_back() {
    in_browser(async |page| {
        let mut table = Table::new("THE SERVICE IS AWAY");
        let (id, path) = held_job(page).await;
        page.expect_failed_load(Reason::Net("ERR_CONNECTION_REFUSED"), &path);
        page.sim.forget_requests();
        page.sim.go_offline().await;
        let words = "Not refreshed. No answer from the service.";
        page.jobs().shows(words).await;
        page.jobs()
            .shows("The last known status is shown; the page tries again.")
            .await;
        page.job(&id).shows("Created").await;
        table.row(
            "while a job is not ended",
            &page.sim.requests(),
            &format!("“{words} …; the page tries again.”"),
        );

        page.sim.set_job_status(&id, JobStatus::Success, None);
        page.sim.go_online().await;
        page.job(&id).shows("Succeeded").await;
        assert!(sent(page).is_empty(), "{:?}", sent(page));
        table.row(
            "and back",
            &page.sim.requests(),
            "the job's new fields by themselves",
        );
    });
}

#[test]
fn a_clock_is_an_hour_off() {
    in_browser(async |page| {
        let mut table = Table::new("THIS COMPUTER'S CLOCK IS AN HOUR OFF");
        for (what, offset, left) in [
            ("behind the service's", HOUR, "3 days 0 h left to download"),
            (
                "ahead of the service's",
                -HOUR,
                "2 days 22 h left to download",
            ),
        ] {
            page.sim.forget_requests();
            page.sim.set_clock_offset(offset);
            let (id, path) = held_job(page).await;
            page.expect_failed_load(503, &path);
            let busy = FaultKind::Status {
                status: 503,
                body: ErrorBody::V3,
                message: None,
                retry_after: Some(RetryAfter::DateInSeconds(600)),
                taken: false,
            };
            // The next refresh by itself meets it. One by a click could be the one after that, and clear the words away.
            page.sim.add_fault(Fault::once(Call::Status, busy));
            let wait = "The service is not available (HTTP 503). It asks to wait 10 minutes.";
            page.jobs().shows(wait).await;
            page.sim.set_job_status(&id, JobStatus::Success, None);
            page.job(&id).button("Refresh").click().await;
            page.job(&id).shows("Succeeded").await;
            page.job(&id).shows("just now").await;
            page.job(&id).shows(left).await;
            let outcome = format!("“{wait}”, “just now”, “{left}”");
            table.row(what, &page.sim.requests(), &outcome);
            page.connection().button("Sign out").click().await;
        }
    });
}
