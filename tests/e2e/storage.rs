//! The browser's storage: unreadable, full, or shared by two tabs.

use serde_json::json;
use simulator::{Call, JobPlan};

use crate::harness::{Page, in_browser};

const JOBS: &str = "metering-export.jobs.v3";
const TYPED: &str = "metering-export.typed.v2";

async fn store(page: &Page, area: &str, key: &str, text: &str) {
    page.script(
        &format!("{area}.setItem(arguments[0], arguments[1])"),
        vec![json!(key), json!(text)],
    )
    .await;
}

async fn stored(page: &Page, area: &str, key: &str) -> Option<String> {
    let text = page
        .script(
            &format!("return {area}.getItem(arguments[0])"),
            vec![json!(key)],
        )
        .await;
    text.as_str().map(str::to_owned)
}

#[test]
fn unreadable_jobs_are_set_aside_and_said() {
    in_browser(async |page| {
        for unreadable in [
            "{not JSON",
            "{\"of\":\"tomorrow\"}",
            "[{\"job\":{\"status\":\"SUCCESS\"}}]",
        ] {
            store(page, "localStorage", JOBS, unreadable).await;
            page.reload().await;
            let words = format!(
                "What the browser had stored as {JOBS} cannot be read. It was set aside as {JOBS}.unreadable."
            );
            page.shows(&words).await;
            assert_eq!(
                stored(page, "localStorage", &format!("{JOBS}.unreadable"))
                    .await
                    .as_deref(),
                Some(unreadable)
            );
            page.jobs().shows("No jobs yet.").await;
        }
        // The page works as ever, and what it stores now can be read.
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).is_there().await;
        page.reload().await;
        page.job(&id).is_there().await;
    });
}

#[test]
fn what_was_typed_and_cannot_be_read_is_set_aside_and_said() {
    in_browser(async |page| {
        store(page, "sessionStorage", TYPED, "\u{0}").await;
        page.reload().await;
        page.shows(&format!(
            "What the browser had stored as {TYPED} cannot be read."
        ))
        .await;
        page.form().field("Start date").holds("").await;
        page.button("Dismiss").click().await;
        page.button("Dismiss").is_gone().await;
    });
}

#[test]
fn a_second_tab_shows_the_jobs_of_the_first_and_neither_loses_any() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let first = page.request_export().await.job_id;
        page.job(&first).is_there().await;

        let client = page.client();
        let first_tab = client.window().await.expect("a tab");
        let second_tab = client.new_window(true).await.expect("another tab").handle;
        client
            .switch_to_window(second_tab)
            .await
            .expect("the other tab");
        page.open().await;
        page.job(&first).shows("CREATED").await;
        page.sign_in().await;
        let second = page.request_export().await.job_id;
        page.job(&second).is_there().await;
        page.job(&first).is_there().await;

        client
            .switch_to_window(first_tab)
            .await
            .expect("the first tab");
        page.job(&second).shows("CREATED").await;
        page.job(&first).shows("CREATED").await;
        page.reload().await;
        page.job(&first).is_there().await;
        page.job(&second).is_there().await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 2);
    });
}
