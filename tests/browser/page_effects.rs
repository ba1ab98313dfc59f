//! What the page does by itself: its title, its clock, and the session of a page that nobody uses.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, document};
use crate::simulator::{requests_of, set};
use crate::{simulator, spy, until};

/// Requests an export whose job goes on until the simulator is told otherwise.
async fn request(page: &Page) {
    page.connect().await;
    page.fill_range().await;
    let held = json!({"steps": [{"afterMillis": 0, "status": "CREATED"}]});
    set("next-job", &held).await;
    page.click("Request export");
    page.says("Export requested.").await;
}

#[wasm_bindgen_test]
async fn the_title_tells_that_a_job_runs_and_that_it_ended_out_of_sight() {
    let page = Page::new().await;
    assert_eq!(document().title(), "Metering export");
    request(&page).await;
    until("a job runs", || {
        document().title() == "1 running · Metering export"
    })
    .await;
    let job = simulator::jobs().await[0]["jobId"].clone();
    let path = format!("jobs/{}/status", job.as_str().expect("a job ID"));
    set(&path, &json!({"status": "SUCCESS"})).await;
    // The answer arrives after the page was hidden.
    simulator::fault(&json!({"call": "status", "kind": "latency", "millis": 300})).await;
    let before = spy::fetches().len();
    page.click("Refresh");
    until("the refresh is under way", || spy::fetches().len() > before).await;
    spy::hide_page(true);
    until("it has ended", || {
        document().title() == "Done · Metering export"
    })
    .await;
    spy::hide_page(false);
    until("it was seen", || document().title() == "Metering export").await;
}

#[wasm_bindgen_test]
async fn a_session_that_nobody_uses_ends_here_and_at_the_service() {
    let page = Page::new().await;
    page.fill("User name", simulator::USER_NAME).await;
    page.fill("Password", simulator::PASSWORD).await;
    page.click("Sign in");
    page.says("Signed in as").await;
    spy::advance_clock(29.0 * 60_000.0);
    document()
        .dispatch_event(&web_sys::Event::new("visibilitychange").expect("an event"))
        .expect("a listener");
    gloo_timers::future::TimeoutFuture::new(50).await;
    assert!(page.text().contains("Signed in as"));
    spy::advance_clock(31.0 * 60_000.0);
    document()
        .dispatch_event(&web_sys::Event::new("visibilitychange").expect("an event"))
        .expect("a listener");
    page.says("You were signed out after 30 minutes of inactivity.")
        .await;
    for _ in 0..100 {
        if requests_of("signOut").await.len() == 1 {
            return;
        }
        gloo_timers::future::TimeoutFuture::new(20).await;
    }
    panic!("the session goes on at the service");
}
