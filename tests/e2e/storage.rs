//! The browser's storage: unreadable, full, or shared by two tabs.

use serde_json::{Value, json};
use simulator::{Call, JobPlan};

use crate::harness::{Page, in_browser, in_chromium};

const TYPED: &str = "metering-export.typed.v2";

async fn store(page: &Page, area: &str, key: &str, text: &str) {
    page.script(
        &format!("{area}.setItem(arguments[0], arguments[1])"),
        vec![json!(key), json!(text)],
    )
    .await;
}

/// Runs a script on the stores of the page's database, and gives what it leaves in `result`.
pub(crate) async fn in_database(page: &Page, script: &str) -> Value {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const request = indexedDB.open('metering-export', 1);
         request.onsuccess = () => {{
           const transaction = request.result.transaction(['jobs', 'unreadable'], 'readwrite');
           const jobs = transaction.objectStore('jobs'), unreadable = transaction.objectStore('unreadable');
           let result = null;
           transaction.oncomplete = () => {{ request.result.close(); done(result); }};
           {script}
         }};"
    );
    page.async_script(&script).await
}

#[test]
fn unreadable_jobs_are_set_aside_and_said_and_the_others_stay() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        in_database(
            page,
            "jobs.put('{not JSON', 1); jobs.put('{\"of\":\"tomorrow\"}', 2); jobs.put({ of: 'tomorrow' }, 3);",
        )
        .await;
        page.reload().await;
        page.shows(
            "3 stored jobs cannot be read. They were set aside, and nothing is sent for them.",
        )
        .await;
        page.job(&id).is_there().await;
        let aside = "unreadable.getAll().onsuccess = (event) => { result = event.target.result; };";
        let aside = in_database(page, aside).await;
        assert_eq!(
            aside,
            json!(["{not JSON", "{\"of\":\"tomorrow\"}", {"of": "tomorrow"}])
        );
        page.reload().await;
        page.job(&id).is_there().await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
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
        page.job(&first).shows("Created").await;
        page.sign_in().await;
        let second = page.request_export().await.job_id;
        page.job(&second).is_there().await;
        page.job(&first).is_there().await;

        client
            .switch_to_window(first_tab)
            .await
            .expect("the first tab");
        page.job(&second).shows("Created").await;
        page.job(&first).shows("Created").await;
        page.reload().await;
        page.job(&first).is_there().await;
        page.job(&second).is_there().await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 2);
    });
}

/// Back brings a page again as it was left, with a list that is old by then.
#[test]
fn a_page_that_back_brings_again_knows_what_another_tab_has_changed_meanwhile() {
    in_chromium(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let first = page.request_export().await.job_id;
        page.job(&first).shows("Created").await;
        let note = "window.kept = 'the very page'; addEventListener('pageshow', (event) => { window.persisted = event.persisted; });";
        page.script(note, Vec::new()).await;
        let client = page.client();
        let elsewhere = format!("{}config.json", page.url());
        client.goto(&elsewhere).await.expect("another page");

        let first_tab = client.window().await.expect("a tab");
        let second_tab = client.new_window(true).await.expect("another tab").handle;
        client
            .switch_to_window(second_tab)
            .await
            .expect("the other tab");
        page.open().await;
        page.job(&first).choose_from("More", "Remove").await;
        page.job(&first).is_gone().await;
        page.sign_in().await;
        let second = page.request_export().await.job_id;
        page.job(&second).shows("Created").await;

        client
            .switch_to_window(first_tab)
            .await
            .expect("the first tab");
        client.back().await.expect("the page before");
        page.is_live().await;
        let kept = page
            .script("return [window.kept, window.persisted]", Vec::new())
            .await;
        assert_eq!(kept, json!(["the very page", true]), "it was loaded anew");
        page.job(&second).shows("Created").await;
        page.job(&first).is_gone().await;
        page.reload().await;
        page.job(&second).shows("Created").await;
        page.job(&first).is_gone().await;
    });
}
