//! The queue in a browser without Web Locks: each tab sends the exports that were split in it.

use gloo_timers::future::TimeoutFuture;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, session_storage, until_stored};
use crate::simulator::{requests_of, set};
use crate::{simulator, spy};

/// A page without locks that has split an export into eight. Five jobs run until [`end_jobs`], so three windows are queued.
async fn queued() -> Page {
    let page = Page::new().await;
    spy::take_locks_away();
    page.connect().await;
    for _ in 0..5 {
        let held = json!({"steps": [{"afterMillis": 0, "status": "CREATED"}]});
        set("next-job", &held).await;
    }
    page.fill("Start date", "2024-01-01").await;
    page.fill("End date", "2024-08-27").await;
    page.says("Request 8 exports").await;
    page.click("Request 8 exports");
    page.says("Parts: 5 running, 3 queued.").await;
    until_stored("five jobs, and whose the export is", |stored| {
        stored.matches("\"accepted\"").count() == 5 && stored.contains("\"own\":[1")
    })
    .await;
    page
}

async fn end_jobs() {
    for job in simulator::jobs().await {
        let path = format!("jobs/{}/status", job["jobId"].as_str().expect("a job ID"));
        set(&path, &json!({"status": "SUCCESS"})).await;
    }
}

async fn sent() -> usize {
    requests_of("submit").await.len()
}

#[wasm_bindgen_test]
async fn the_tab_in_which_an_export_was_split_sends_it_also_after_a_reload() {
    queued().await.close();
    let page = Page::open().await;
    page.connect().await;
    end_jobs().await;
    page.says("All 8 parts are complete.").await;
    assert_eq!(sent().await, 8);
}

#[wasm_bindgen_test]
async fn another_tab_sends_it_when_it_is_told_to() {
    queued().await.close();
    // What another tab finds.
    session_storage().clear().expect("an empty storage");
    let page = Page::open().await;
    page.connect().await;
    page.says("The tab in which this export was split requests the rest.")
        .await;
    end_jobs().await;
    page.says("Parts: 5 complete, 3 queued.").await;
    TimeoutFuture::new(1_000).await;
    assert_eq!(sent().await, 5);
    page.choose("Cancel").await;
    page.says("Parts: 5 complete, 3 not requested.").await;
    page.click("Resume");
    page.says("All 8 parts are complete.").await;
    assert_eq!(sent().await, 8);
}
