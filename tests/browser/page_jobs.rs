//! Requesting exports and watching their jobs.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::Page;
use crate::simulator::{self, fault, requests_of, set};
use crate::{spy, until};

/// A page with a session and a valid request in its form.
async fn ready() -> Page {
    let page = Page::new().await;
    page.connect().await;
    page.fill_range().await;
    page
}

/// The texts of the cells of the newest job.
fn cells(page: &Page) -> Vec<String> {
    page.texts("tr.job:first-child td")
}

/// The status of the newest job.
fn status(page: &Page) -> String {
    cells(page).into_iter().next().unwrap_or_default()
}

/// Requests an export whose job stays as it is until the simulator is told otherwise; returns its ID.
async fn request_held(page: &Page) -> String {
    set(
        "next-job",
        &json!({"steps": [{"afterMillis": 0, "status": "CREATED"}]}),
    )
    .await;
    page.click("Request export");
    until("the job is there", || {
        page.all("tr.job").len() == 1 && status(page) == "Created"
    })
    .await;
    page.job_ids().swap_remove(0)
}

async fn set_status(job_id: &str, status: &str) {
    set(&format!("jobs/{job_id}/status"), &json!({"status": status})).await;
}

#[wasm_bindgen_test]
async fn a_job_refreshes_by_itself_until_it_has_ended() {
    let page = ready().await;
    let job_id = request_held(&page).await;
    page.says(&format!("Export requested. Job {job_id}: Created."))
        .await;
    let sent = requests_of("submit").await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["body"].to_string(), json!({"startDate": "2024-08-12T00:00:00Z", "endDate": "2024-09-10T23:59:59Z", "jobType": "PROJECT_FOLDER"}).to_string());

    set_status(&job_id, "SUCCESS").await;
    page.says(&format!("Job {job_id}: Succeeded.")).await;
    until("its row says so", || status(&page).starts_with("Succeeded")).await;
    page.says("left to download").await;
    page.says("No job is running.").await;
}

#[wasm_bindgen_test]
async fn every_field_is_in_the_details_as_text() {
    let page = ready().await;
    let markup = "<script>alert(1)</script><b>bold</b>";
    let fields = json!({"callbackUrl": markup, "meterId": null, "userId": markup});
    set("next-job", &json!({"steps": [{"afterMillis": 0, "status": "FAILED"}], "errorMessage": markup, "fields": fields})).await;
    page.click("Request export");
    page.says("Failed").await;
    page.choose("Details").await;
    until("the details are open", || page.texts("dl dt").len() == 11).await;
    let names = [
        "jobId",
        "status",
        "orgId",
        "userId",
        "selectedOrgId",
        "meterId",
        "startDate",
        "endDate",
        "callbackUrl",
        "createTime",
        "updateTime",
    ];
    assert_eq!(page.texts("dl dt"), names);
    let values = page.texts("dl dd");
    assert_eq!(
        (values[3].as_str(), values[5].as_str(), values[8].as_str()),
        (markup, "null", markup)
    );
    assert!(page.all("script, b").is_empty());
    assert!(page.text().contains("Request as it was sent"));
    page.choose("Refresh").await;
    page.says(&format!("The service says: {markup}")).await;
    assert!(page.all("script, b").is_empty());
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_shown_and_the_request_not_repeated() {
    let page = ready().await;
    fault(&json!({"call": "submit", "kind": "dropAfter"})).await;
    page.click("Request export");
    page.says("Unknown: the service may have created this job. ")
        .await;
    assert_eq!(requests_of("submit").await.len(), 1);
    let jobs = simulator::jobs().await;
    let job_id = jobs[0]["jobId"].as_str().expect("a job ID").to_owned();

    // The administrator learns the ID from elsewhere.
    page.fill("Job ID", &format!(" {job_id} ")).await;
    page.click("Add job");
    until("the job is known", || {
        page.all("tr.job").len() == 2 && page.job_ids()[0] == job_id
    })
    .await;
    until("its fields too", || {
        ["Created", "Running", "Succeeded"]
            .iter()
            .any(|known| status(&page).starts_with(known))
    })
    .await;
    assert_eq!(page.value("Job ID"), "");
    assert_eq!(requests_of("submit").await.len(), 1);
}

#[wasm_bindgen_test]
async fn the_next_job_id_can_be_typed_while_the_service_is_asked_for_the_last() {
    let page = ready().await;
    let job_id = request_held(&page).await;
    page.choose("Remove").await;
    until("the job is removed", || page.all("tr.job").is_empty()).await;
    let late = json!({"call": "status", "kind": "latency", "millis": 400});

    fault(&late).await;
    page.fill("Job ID", &job_id).await;
    page.click("Add job");
    page.fill("Job ID", "mistyped").await;
    until("the job is there", || page.all("tr.job").len() == 1).await;
    assert_eq!(page.value("Job ID"), "mistyped");

    fault(&late).await;
    page.click("Add job");
    page.fill("Job ID", "the next").await;
    page.says("Job mistyped was not added. ").await;
    assert_eq!(page.value("Job ID"), "the next");
}

#[wasm_bindgen_test]
async fn a_refusal_stands_at_the_form() {
    let page = ready().await;
    set("active-jobs", &json!({"max": 0})).await;
    page.click("Request export");
    page.says("Not requested. The service did not accept this request: ")
        .await;
    assert!(page.all("tr.job").is_empty());
    set("active-jobs", &json!({"max": 5})).await;
    request_held(&page).await;
    assert!(!page.text().contains("Not requested."));
}

#[wasm_bindgen_test]
async fn a_second_click_is_not_a_second_job() {
    let page = ready().await;
    fault(&json!({"call": "submit", "kind": "latency", "millis": 300})).await;
    page.click("Request export");
    page.says("Sending…").await;
    page.click("Request export");
    page.says("Export requested.").await;
    assert_eq!(requests_of("submit").await.len(), 1);
    assert_eq!(page.all("tr.job").len(), 1);
}

#[wasm_bindgen_test]
async fn an_expired_session_keeps_the_job_and_a_new_one_goes_on() {
    let page = ready().await;
    let job_id = request_held(&page).await;
    simulator::expire_sessions().await;
    page.click("Refresh");
    page.says(
        "The session has expired. Sign in again: what you typed and your jobs are still here.",
    )
    .await;
    assert_eq!(
        (status(&page), page.value("Start date")),
        ("Created".into(), "2024-08-12".into())
    );
    until("nothing can be refreshed", || {
        page.button("Refresh").has_attribute("disabled")
    })
    .await;
    assert_eq!(
        page.value("Session ID"),
        "",
        "the old session has done its work"
    );

    set_status(&job_id, "PARTIAL_SUCCESS").await;
    page.connect().await;
    page.says(&format!("Job {job_id}: Partly succeeded.")).await;
    until("the trouble is over", || {
        !page.text().contains("Not refreshed.")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_failed_refresh_keeps_the_fields_and_the_next_one_mends_it() {
    let page = ready().await;
    request_held(&page).await;
    fault(&json!({"call": "status", "kind": "status", "status": 502, "body": "html"})).await;
    page.click("Refresh");
    page.says("Not refreshed. The service is not available (HTTP 502). Try again later. The last known status is shown; the page tries again.").await;
    assert_eq!(status(&page), "Created");
    page.click("Refresh");
    until("the trouble is over", || {
        !page.text().contains("Not refreshed.")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_hidden_page_asks_for_nothing_until_it_is_shown() {
    let page = ready().await;
    let job_id = request_held(&page).await;
    spy::hide_page(true);
    set_status(&job_id, "SUCCESS").await;
    let before = requests_of("status").await.len();
    gloo_timers::future::TimeoutFuture::new(2_600).await; // longer than the first step with its jitter
    assert_eq!(requests_of("status").await.len(), before);
    assert_eq!(status(&page), "Created");

    spy::hide_page(false);
    page.says(&format!("Job {job_id}: Succeeded.")).await;
}

#[wasm_bindgen_test]
async fn a_removed_job_is_no_longer_asked_for() {
    let page = ready().await;
    request_held(&page).await;
    fault(&json!({"call": "status", "kind": "latency", "millis": 400})).await;
    spy::forget_fetches();
    page.click("Refresh");
    until("the question is on its way", || spy::fetches().len() == 1).await;
    page.choose("Remove").await;
    until("it is aborted", || spy::fetches()[0]["aborted"] == true).await;
    page.says("Removed from this page. It goes on at the service. You can undo this.")
        .await;
    page.says("No jobs yet.").await;
    assert_eq!(crate::page::focused(), "jobs-title");
    assert_eq!(simulator::jobs().await.len(), 1);
}

#[wasm_bindgen_test]
async fn a_page_that_closes_aborts_what_is_under_way() {
    let page = ready().await;
    request_held(&page).await;
    fault(&json!({"call": "status", "kind": "latency", "millis": 400})).await;
    fault(&json!({"call": "submit", "kind": "latency", "millis": 400})).await;
    spy::forget_fetches();
    page.click("Refresh");
    page.click("Request export");
    until("both are on their way", || spy::fetches().len() == 2).await;
    page.close();
    until("both are aborted", || {
        spy::fetches().iter().all(|fetch| fetch["aborted"] == true)
    })
    .await;
}
