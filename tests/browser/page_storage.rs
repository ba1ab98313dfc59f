//! What outlives a reload, and browsers that store nothing or something else.

use metering_export::app::{ASIDE, TYPED_KEY};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, session_storage, stored, until_stored};
use crate::simulator::{fault, requests_of, set};
use crate::{spy, until};

fn get(storage: &web_sys::Storage, key: &str) -> Option<String> {
    storage.get_item(key).expect("a storage that can be read")
}

#[wasm_bindgen_test]
async fn jobs_and_what_was_typed_survive_a_reload_and_the_session_does_not() {
    let page = Page::new().await;
    page.fill("User name", "somebody").await;
    page.connect().await;
    page.fill_range().await;
    page.fill("All linked orgs", "TRUE").await;
    set(
        "next-job",
        &json!({"steps": [{"afterMillis": 0, "status": "CREATED"}]}),
    )
    .await;
    page.click("Request export");
    let job_id = || page.texts("tr.job .job-id").concat();
    until("the job is there", || {
        !["", "none yet"].contains(&job_id().as_str())
    })
    .await;
    let job_id = job_id();
    until_stored("the job", |stored| stored.contains(&job_id)).await;
    page.close();

    let page = Page::open().await;
    assert_eq!(
        (page.value("Start date"), page.value("End date")),
        ("2024-08-12".into(), "2024-09-10".into())
    );
    assert_eq!(page.value("All linked orgs"), "TRUE");
    assert_eq!(
        page.value("Session ID"),
        "",
        "the way to connect is kept, the session is not"
    );
    until("the job is back", || {
        page.texts("tr.job .job-id") == [job_id.as_str()]
    })
    .await;
    page.says("1 job is running. Sign in to update the status.")
        .await;
    page.way("password");
    until("the other way", || {
        page.texts("label").contains(&"User name".into())
    })
    .await;
    assert_eq!(page.value("User name"), "somebody");

    // A new session goes on with the job.
    set(
        &format!("jobs/{job_id}/status"),
        &json!({"status": "SUCCESS"}),
    )
    .await;
    page.connect().await;
    page.says(&format!("Job {job_id}: Succeeded.")).await;
    page.choose("Details").await;
    page.says("Request as it was sent").await;
}

#[wasm_bindgen_test]
async fn a_request_whose_page_was_closed_is_unknown_afterwards() {
    let page = Page::new().await;
    page.connect().await;
    page.fill_range().await;
    fault(&json!({"call": "submit", "kind": "latency", "millis": 400, "taken": true})).await;
    page.click("Request export");
    page.says("Sending…").await;
    until_stored("the request", |stored| stored.contains("\"sending\"")).await;
    page.close();
    let page = Page::open().await;
    page.says("Unknown: the service may have created this job. The page that sent it was closed before the answer arrived, or still waits for it. The request was not sent again").await;
}

/// A record of a job with this status.
fn job(id: &str, status: &str, revision: u32) -> String {
    record(
        revision,
        &json!({"accepted": {"job": {"jobId": id, "status": status}, "refreshedAt": 1_726_142_400_000_i64}}),
        &Value::Null,
    )
}

/// The record of a window that waits for its turn.
fn queued(number: u32, body: &Value) -> String {
    let window = json!({"export": 1_726_142_400_000_i64, "number": number, "of": 2, "round": 0});
    let body = json!({"window": window, "body": body.to_string()});
    record(1, &json!({"queued": {"refusal": null}}), &body)
}

fn record(revision: u32, submission: &Value, more: &Value) -> String {
    let mut entry = json!({"window": null, "body": null, "sentAt": null, "refusals": 0, "submission": submission});
    for (name, value) in more.as_object().into_iter().flatten() {
        entry[name] = value.clone();
    }
    json!({"revision": revision, "entry": entry}).to_string()
}

/// Stores a record before the page is opened, or where no other tab tells of it.
async fn put(key: u32, text: &str) {
    spy::put_job(key.into(), Some(text.to_owned()), false).await;
}

/// What another tab stores, or removes.
async fn told(key: u32, text: Option<&str>) {
    spy::put_job(key.into(), text.map(str::to_owned), true).await;
}

#[wasm_bindgen_test]
async fn each_record_that_cannot_be_read_is_set_aside_and_the_others_stay() {
    Page::new().await.close();
    let rubbish = [
        "not JSON",
        "{}",
        "17",
        r#"{"revision":1,"entry":{"job":"A"}}"#,
        &record(1, &Value::Null, &Value::Null),
        &record(
            1,
            &json!({"accepted": {"job": {"jobId": " ", "status": "CREATED"}}}),
            &Value::Null,
        ),
    ];
    for (key, text) in (1..).zip(rubbish) {
        put(key, text).await;
    }
    put(100, &job("A", "SUCCESS", 1)).await;
    let page = Page::open().await;
    page.says("6 stored jobs cannot be read. They were set aside, and nothing is sent for them.")
        .await;
    assert_eq!(page.texts("tr.job .job-id"), ["A"]);
    page.close();

    // What is set aside later stands beside it.
    put(1, "more rubbish").await;
    let page = Page::open().await;
    page.says("A stored job cannot be read. It was set aside, and nothing is sent for it.")
        .await;
    let aside = spy::unreadable().await;
    for text in rubbish.into_iter().chain(["more rubbish"]) {
        assert!(aside.lines().any(|line| line == text), "{text}: {aside}");
    }
    // The page works, and stores again.
    page.fill("Job ID", "B").await;
    page.click("Add job");
    until_stored("the new job", |stored| stored.contains("\"B\"")).await;
    page.connect().await;
    assert_eq!(requests_of("submit").await.len(), 0);
}

#[wasm_bindgen_test]
async fn two_notices_at_once_are_both_announced() {
    Page::new().await.close();
    put(1, "{").await;
    session_storage().set_item(TYPED_KEY, "[]").expect("room");
    let page = Page::open().await;
    let notices = [
        format!(
            "What the browser had stored as {TYPED_KEY} cannot be read. It was set aside as {TYPED_KEY}{ASIDE}."
        ),
        "A stored job cannot be read. It was set aside, and nothing is sent for it.".to_owned(),
    ];
    until("both are announced", || {
        page.texts("[role=status][aria-live=polite] p") == notices
    })
    .await;
}

#[wasm_bindgen_test]
async fn what_was_typed_can_be_unreadable_too() {
    Page::new().await.close();
    session_storage().set_item(TYPED_KEY, "[]").expect("room");
    let page = Page::open().await;
    page.says(&format!(
        "What the browser had stored as {TYPED_KEY} cannot be read."
    ))
    .await;
    assert_eq!(
        get(&session_storage(), &format!("{TYPED_KEY}{ASIDE}")).as_deref(),
        Some("[]")
    );
}

#[wasm_bindgen_test]
async fn a_browser_that_denies_its_storage_has_a_page_that_works() {
    Page::new().await.close();
    spy::deny_storage();
    let page = Page::open().await;
    page.says("The browser denies this page its storage: jobs are lost when the page is closed.")
        .await;
    page.connect().await;
    page.fill_range().await;
    page.click("Request export");
    page.says("Export requested.").await;
    spy::undo_all();
    assert_eq!(spy::jobs().await, "");
}

#[wasm_bindgen_test]
async fn a_full_storage_is_said_once() {
    let page = Page::new().await;
    spy::fill_storage();
    for id in ["A", "B"] {
        page.fill("Job ID", id).await;
        page.click("Add job");
    }
    until("both are there", || page.all("tr.job").len() == 2).await;
    let notice = "The storage of this site is full: jobs are lost when the page is closed. Note the job IDs.";
    page.says(notice).await;
    spy::undo_all();
    assert_eq!(page.texts(".notice").concat().matches(notice).count(), 1);
    // With room again everything is stored, with the next change at the latest.
    page.fill("Job ID", "C").await;
    page.click("Add job");
    until_all_three_are_stored().await;
}

#[wasm_bindgen_test]
async fn what_cannot_be_stored_is_not_sent_by_itself() {
    let page = Page::new().await;
    page.connect().await;
    page.fill("Start date", "2024-08-12").await;
    page.fill("End date", "2024-11-09").await;
    page.says("Request 3 exports").await;
    spy::fill_storage();
    page.click("Request 3 exports");
    page.says("Parts: 3 not requested.").await;
    page.says("The storage of this site is full. What cannot be stored is not sent by itself.")
        .await;
    assert_eq!(requests_of("submit").await.len(), 0);

    // With room again it goes on when it is told to.
    spy::undo_all();
    page.click("Resume");
    page.says("All 3 parts are complete.").await;
    assert_eq!(requests_of("submit").await.len(), 3);
}

#[wasm_bindgen_test]
async fn a_request_is_stored_for_good_before_it_leaves() {
    let page = Page::new().await;
    page.connect().await;
    page.fill("Start date", "2024-08-12").await;
    page.fill("End date", "2024-10-10").await;
    page.says("Request 2 exports").await;
    spy::watch_order();
    page.click("Request 2 exports");
    page.says("All 2 parts are complete.").await;
    let once = "stored strict, sent";
    assert_eq!(spy::seen_order(), [once; 2].join(", "));

    page.fill("End date", "2024-09-10").await;
    page.says("Request export").await;
    page.click("Request export");
    page.says("Export requested.").await;
    until("a third is sent", || {
        spy::seen_order() == [once; 3].join(", ")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_request_of_another_type_finds_its_path_after_a_reload() {
    Page::new().await.close();
    let body = json!({"startDate": "2024-08-12T00:00:00Z", "endDate": "2024-09-10T23:59:59Z", "jobType": "JOB_LEVEL", "allMeters": "TRUE"});
    put(1, &queued(1, &body)).await;
    put(2, &queued(2, &json!(["no request"]))).await;
    let page = Page::open().await;
    page.connect().await;
    page.says("What the browser has stored of this request is not valid.")
        .await;
    let sent = requests_of("submit").await;
    assert_eq!(sent.len(), 1);
    let path = sent[0]["path"].as_str().expect("a path");
    assert!(
        path.ends_with("/ExportServiceJobLevelMeteringData"),
        "{path}"
    );
    assert_eq!(
        sent[0]["body"],
        json!({"startDate": "2024-08-12T00:00:00Z", "endDate": "2024-09-10T23:59:59Z", "allMeters": "TRUE"})
    );
}

#[wasm_bindgen_test]
async fn a_password_in_a_callback_url_is_never_stored() {
    let page = Page::new().await;
    page.fill("Callback URL", "https://user:hunter2@example.com/")
        .await;
    page.fill("Start date", "2024-08-12").await;
    until_stored("what was typed", |stored| stored.contains("2024-08-12")).await;
    let stored = stored().await;
    assert!(!stored.contains("hunter2"), "{stored}");
    page.fill("Callback URL", "https://example.com/").await;
    until_stored("a harmless one", |stored| {
        stored.contains("https://example.com/")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_job_of_another_tab_appears_and_what_is_removed_there_goes() {
    let page = Page::new().await;
    let ids = || page.texts("tr.job .job-id");
    told(1, Some(&job("A", "SUCCESS", 1))).await;
    told(2, Some(&job("B", "SUCCESS", 1))).await;
    until("both are there", || ids() == ["B", "A"]).await;
    told(2, None).await;
    until("one is gone", || ids() == ["A"]).await;
    told(1, Some(&job("A", "FAILED", 2))).await;
    page.says("Failed").await;
}

#[wasm_bindgen_test]
async fn a_page_that_back_brings_again_takes_over_what_was_stored_meanwhile() {
    let page = Page::new().await;
    page.fill("Job ID", "A").await;
    page.click("Add job");
    until_stored("the first", |stored| stored.contains("\"A\"")).await;
    // While it lay in the browser's cache nobody told it anything.
    put(1, &job("B", "SUCCESS", 1)).await;
    spy::show_from_cache();
    until("both are there", || {
        page.texts("tr.job .job-id") == ["A", "B"]
    })
    .await;
    // What it writes now overwrites nothing.
    page.fill("Job ID", "C").await;
    page.click("Add job");
    until_all_three_are_stored().await;
}

async fn until_all_three_are_stored() {
    until_stored("all three", |stored| {
        ["A", "B", "C"]
            .iter()
            .all(|id| stored.contains(&format!("\"jobId\":\"{id}\"")))
    })
    .await;
}
