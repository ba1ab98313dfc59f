//! What outlives a reload, and browsers that store nothing or something else.

use metering_export::app::{ASIDE, JOBS_KEY, TYPED_KEY};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, local_storage, session_storage, stored};
use crate::simulator::{fault, set};
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
    until("the job is stored", || stored().contains(&job_id)).await;
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
    assert_eq!(page.texts("tr.job .job-id"), [job_id.as_str()]);
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
    page.says(&format!("Job {job_id}: SUCCESS.")).await;
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
    until("the request is stored", || {
        get(&local_storage(), JOBS_KEY).is_some_and(|jobs| jobs.len() > 2)
    })
    .await;
    page.close();
    let page = Page::open().await;
    page.says("Unknown: the service may have created this job. The page was closed before the answer arrived. The request was not sent again").await;
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_set_aside_and_said() {
    for text in [
        "not JSON",
        "{}",
        "17",
        r#"[{"job":{"status":"CREATED"}}]"#,
        r#"[{"job":"A"}]"#,
    ] {
        Page::new().await.close();
        local_storage().set_item(JOBS_KEY, text).expect("room");
        let page = Page::open().await;
        let notice = format!(
            "What the browser had stored as {JOBS_KEY} cannot be read. It was set aside as {JOBS_KEY}{ASIDE}."
        );
        page.says(&notice).await;
        assert_eq!(
            get(&local_storage(), &format!("{JOBS_KEY}{ASIDE}")).as_deref(),
            Some(text)
        );
        page.says("No jobs yet.").await;
        page.click("Dismiss");
        until("the notice is gone", || {
            // The live region still holds what it said of it.
            page.all(".notice").is_empty()
        })
        .await;
        // The page works, and stores again.
        page.fill("Job ID", "A").await;
        page.click("Add job");
        until("the new job is stored", || {
            get(&local_storage(), JOBS_KEY).is_some_and(|jobs| jobs.contains("\"A\""))
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn two_notices_at_once_are_both_announced() {
    Page::new().await.close();
    local_storage().set_item(JOBS_KEY, "{").expect("room");
    session_storage().set_item(TYPED_KEY, "[]").expect("room");
    let page = Page::open().await;
    let notices = [JOBS_KEY, TYPED_KEY].map(|key| {
        format!(
            "What the browser had stored as {key} cannot be read. It was set aside as {key}{ASIDE}."
        )
    });
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
    assert_eq!(
        get(&local_storage(), JOBS_KEY).unwrap_or_else(|| "[]".into()),
        "[]"
    );
}

#[wasm_bindgen_test]
async fn a_full_storage_is_said_once() {
    Page::new().await.close();
    spy::fill_storage();
    let page = Page::open().await;
    let notice = "The browser does not store the jobs: they are lost when this page is closed.";
    page.says(notice).await;
    for id in ["A", "B"] {
        page.fill("Job ID", id).await;
        page.click("Add job");
    }
    until("both are there", || page.all("tr.job").len() == 2).await;
    spy::undo_all();
    assert_eq!(page.texts(".notice").concat().matches(notice).count(), 1);
}

#[wasm_bindgen_test]
async fn a_password_in_a_callback_url_is_never_stored() {
    let page = Page::new().await;
    page.fill("Callback URL", "https://user:hunter2@example.com/")
        .await;
    page.fill("Start date", "2024-08-12").await;
    until("what was typed is stored", || {
        stored().contains("2024-08-12")
    })
    .await;
    assert!(!stored().contains("hunter2"), "{}", stored());
    page.fill("Callback URL", "https://example.com/").await;
    until("a harmless one is", || {
        stored().contains("https://example.com/")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_job_of_another_tab_appears_and_what_is_removed_there_goes() {
    let page = Page::new().await;
    let job = |id: &str| json!({"sentAt": null, "refusals": 0, "submission": {"accepted": {"job": {"jobId": id, "status": "SUCCESS"}, "refreshedAt": 1_726_142_400_000_i64}}});
    let store =
        |jobs: &[Value]| spy::store_from_other_tab(JOBS_KEY, &Value::from(jobs).to_string());
    let ids = || page.texts("tr.job .job-id");
    store(&[job("B"), job("A")]);
    until("both are there", || ids() == ["B", "A"]).await;
    store(&[job("A")]);
    until("one is gone", || ids() == ["A"]).await;
    spy::store_from_other_tab(JOBS_KEY, "not JSON");
    spy::store_from_other_tab("another.key", "[]");
    page.fill("Start date", "2024").await;
    assert_eq!(ids(), ["A"]);
}
