//! The browser's storage: unreadable, full, or shared by two tabs.

use fantoccini::wd::WindowHandle;
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
        page.new_tab().await;
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

/// Leaves the page for another of its origin, and opens a second tab there; the first one's handle.
async fn leave(page: &Page) -> WindowHandle {
    page.expect_failed_load(404, "/favicon.ico"); // of a page that is not this one
    let note = "window.kept = true; addEventListener('pageshow', (event) => { window.persisted = event.persisted; });";
    page.script(note, Vec::new()).await;
    let client = page.client();
    let elsewhere = format!("{}config.json", page.url());
    client.goto(&elsewhere).await.expect("another page");
    let first_tab = client.window().await.expect("a tab");
    page.new_tab().await;
    client.goto(&elsewhere).await.expect("another page");
    first_tab
}

/// Goes back to the page in the first tab.
async fn come_back(page: &Page, first_tab: WindowHandle) {
    let client = page.client();
    client
        .switch_to_window(first_tab)
        .await
        .expect("the first tab");
    client.back().await.expect("the page before");
    page.is_live().await;
}

#[test]
fn a_page_that_back_brings_again_as_it_was_reads_what_has_changed_meanwhile() {
    in_chromium(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        let first_tab = leave(page).await;
        // Without a message to other tabs, after which Chromium would load the page anew.
        let change = "jobs.getAllKeys().onsuccess = (event) => {
            const [key] = event.target.result;
            jobs.get(key).onsuccess = (event) => {
              const record = JSON.parse(event.target.result);
              Object.assign(record.entry.submission.accepted.job, { jobId: 'another', status: 'SUCCESS' });
              jobs.put(JSON.stringify(record), key + 1);
              jobs.delete(key);
            };
          };";
        in_database(page, change).await;
        come_back(page, first_tab).await;
        let kept = page
            .script("return [window.kept, window.persisted]", Vec::new())
            .await;
        assert_eq!(kept, json!([true, true]), "it was loaded anew");
        page.job("another").is_there().await;
        page.job(&id).is_gone().await;
        page.reload().await;
        page.job("another").is_there().await;
        page.job(&id).is_gone().await;
    });
}

#[test]
fn back_brings_a_page_that_knows_what_another_tab_has_done_meanwhile() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let first = page.request_export().await.job_id;
        page.job(&first).shows("Created").await;
        let first_tab = leave(page).await;
        page.open().await;
        page.job(&first).choose_from("More", "Remove").await;
        page.job(&first).is_gone().await;
        page.sign_in().await;
        let second = page.request_export().await.job_id;
        page.job(&second).shows("Created").await;

        come_back(page, first_tab).await;
        page.job(&second).shows("Created").await;
        page.job(&first).is_gone().await;
        page.reload().await;
        page.job(&second).shows("Created").await;
        page.job(&first).is_gone().await;
    });
}
