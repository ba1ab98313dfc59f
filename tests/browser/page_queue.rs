//! The queue in a browser without Web Locks: each tab sends the exports that were split in it.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, session_storage};
use crate::simulator::requests_of;
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

#[wasm_bindgen_test]
async fn the_tab_in_which_an_export_was_split_sends_it_also_after_a_reload() {
    let page = without_locks().await;
    page.click("Sign out");
    queue(&page).await;
    until("what belongs to this tab is stored", || {
        crate::page::stored().contains("\"own\":[1")
    })
    .await;
    page.close();
    let page = Page::open().await;
    page.connect().await;
    page.says("Windows: 3 with all data.").await;
    assert_eq!(sent().await, 3);
}

#[wasm_bindgen_test]
async fn another_tab_sends_it_when_it_is_told_to() {
    let page = without_locks().await;
    page.click("Sign out");
    queue(&page).await;
    until("the jobs are stored", || {
        crate::page::stored().contains("queued")
    })
    .await;
    page.close();
    // What another tab finds.
    session_storage().clear().expect("an empty storage");
    let page = Page::open().await;
    page.connect().await;
    page.says("The queue waits for the tab in which this export was split.")
        .await;
    TimeoutFuture::new(1_000).await;
    assert_eq!(sent().await, 0);
    page.click("Cancel");
    page.says("Windows: 3 not requested.").await;
    page.click("Resume");
    page.says("Windows: 3 with all data.").await;
    assert_eq!(sent().await, 3);
}
