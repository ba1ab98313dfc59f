//! One queue and several tabs in a browser without Web Locks: a claim in the storage says which of them sends.

use gloo_timers::future::TimeoutFuture;
use metering_export::app::CLAIM_KEY;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, local_storage};
use crate::simulator::{self, requests_of, set};
use crate::{spy, until};

/// A page with a session in a browser without locks.
async fn without_locks() -> Page {
    let page = Page::new().await;
    spy::take_locks_away();
    page.connect().await;
    page
}

/// Queues the three requests of ninety days.
async fn queue(page: &Page) {
    page.fill("Start date", "2024-08-12").await;
    page.fill("End date", "2024-11-09").await;
    page.says("Split into 3 exports").await;
    page.click("Split into 3 exports");
    page.says("Request 3 exports").await;
    page.click("Request 3 exports");
    page.says("3 exports are queued.").await;
}

async fn sent() -> usize {
    requests_of("submit").await.len()
}

/// Waits until every window has been sent, and panics if one was sent twice.
async fn all_are_sent_once(page: &Page) {
    until("the queue is empty", || {
        !page.texts("tr.words").concat().contains("queued")
    })
    .await;
    page.says("Windows: 3 with all data.").await;
    assert_eq!(sent().await, 3);
}

fn claim() -> Option<String> {
    local_storage()
        .get_item(CLAIM_KEY)
        .expect("a storage that can be read")
}

/// Claims the queue as another tab that did so this many milliseconds ago.
fn claim_as_another(ago: f64) {
    let at = js_sys::Date::now() - ago;
    local_storage()
        .set_item(CLAIM_KEY, &format!("another {at}"))
        .expect("room");
}

fn is_claimed_here() -> bool {
    claim().is_some_and(|claim| !claim.starts_with("another "))
}

#[wasm_bindgen_test]
async fn a_tab_claims_the_queue_and_gives_it_up_when_it_is_empty() {
    let page = without_locks().await;
    queue(&page).await;
    until("the queue is claimed", is_claimed_here).await;
    assert_eq!(sent().await, 0, "another tab has a second to object");
    all_are_sent_once(&page).await;
    until("the claim is given up", || claim().is_none()).await;
}

#[wasm_bindgen_test]
async fn the_claim_of_another_tab_counts_until_it_is_abandoned() {
    let page = without_locks().await;
    claim_as_another(17_000.0);
    queue(&page).await;
    until("it is taken over", is_claimed_here).await;
    assert_eq!(sent().await, 0, "not before");
    all_are_sent_once(&page).await;
}

#[wasm_bindgen_test]
async fn of_two_tabs_that_claim_at_the_same_instant_one_sends() {
    let page = without_locks().await;
    queue(&page).await;
    until("the queue is claimed", is_claimed_here).await;
    claim_as_another(0.0);
    TimeoutFuture::new(2_500).await;
    assert_eq!(sent().await, 0, "the other one sends");
    assert!(!is_claimed_here());
    local_storage()
        .remove_item(CLAIM_KEY)
        .expect("the other tab gives up its claim");
    until("the queue is claimed", is_claimed_here).await;
    all_are_sent_once(&page).await;
}

#[wasm_bindgen_test]
async fn a_tab_whose_claim_another_has_taken_sends_no_more() {
    let page = without_locks().await;
    set("active-jobs", &json!({"max": 1})).await;
    set(
        "next-job",
        &json!({"steps": [{"afterMillis": 0, "status": "CREATED"}]}),
    )
    .await;
    queue(&page).await;
    page.says("Refused, and still queued. ").await;
    // It was asleep for longer than a claim lasts.
    claim_as_another(0.0);
    set("active-jobs", &json!({"max": 5})).await;
    let job = simulator::jobs().await[0]["jobId"].clone();
    let job = job.as_str().expect("a job ID");
    set(&format!("jobs/{job}/status"), &json!({"status": "SUCCESS"})).await;
    page.says("1 of 3 ended").await;
    TimeoutFuture::new(1_000).await;
    assert_eq!(
        sent().await,
        2,
        "the first, and the second that was refused"
    );
    assert!(!is_claimed_here(), "and it leaves the claim to the other");
}

#[wasm_bindgen_test]
async fn without_any_storage_no_other_tab_knows_of_the_queue() {
    let page = without_locks().await;
    spy::deny_storage();
    queue(&page).await;
    all_are_sent_once(&page).await;
}
