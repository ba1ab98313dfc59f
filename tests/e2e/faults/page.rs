//! What happens to the page itself: it is hidden for an hour, its storage is full or denied, there are two of it, and its
//! list is long.

use std::time::Duration;

use serde_json::Value;
use simulator::{Call, JobPlan, JobStatus};

use super::table::Table;
use crate::harness::{JOBS_PATH, Page, in_browser, wait_for};
use crate::storage::in_database;

async fn held_job(page: &Page) -> String {
    page.sim.script_next_job(JobPlan::held());
    let id = page.request_export().await.job_id;
    page.job(&id).shows("Created").await;
    id
}

fn posts(page: &Page) -> usize {
    page.sim.requests_of(Call::Submit).len()
}

#[test]
fn hidden_for_an_hour() {
    in_browser(async |page| {
        let mut table = Table::new("THE PAGE IS HIDDEN FOR AN HOUR");
        page.sign_in().await;
        let id = held_job(page).await;
        page.expect_failed_load(401, &format!("{JOBS_PATH}/{id}"));
        let client = page.client();
        let (width, height) = client.get_window_size().await.expect("a size");
        client.minimize_window().await.expect("it is minimized");
        wait_for("the page to be hidden", async || {
            match page.script("return document.hidden", Vec::new()).await {
                Value::Bool(true) => Ok(()),
                other => Err(other.to_string()),
            }
        })
        .await;
        page.sim.forget_requests();
        page.sim.advance(Duration::from_hours(1));
        page.sim.set_job_status(&id, JobStatus::Success, None);
        let size = |pixels: u64| u32::try_from(pixels).expect("a size");
        client
            .set_window_size(size(width), size(height))
            .await
            .expect("it is shown again");
        page.connection().shows("The session has expired.").await;
        page.job(&id).shows("Created").await;
        page.form().field("Start date").holds("2024-08-12").await;
        assert_eq!(page.sim.requests().len(), 1, "{:?}", page.sim.requests());
        table.row(
            "shown again",
            &page.sim.requests(),
            "“The session has expired.”; the form and the last known fields",
        );
        page.sim.forget_requests();
        page.sign_in().await;
        page.job(&id).shows("Succeeded").await;
        assert_eq!(posts(page), 0);
        table.row(
            "signed in again",
            &page.sim.requests(),
            "the job's new fields",
        );
    });
}

#[test]
fn the_storage_is_full() {
    in_browser(async |page| {
        let mut table = Table::new("THE STORAGE");
        page.sign_in().await;
        let first = held_job(page).await;
        page.script(
            "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };",
            Vec::new(),
        )
        .await;
        let second = held_job(page).await;
        let words = "The storage of this site is full: jobs are lost when the page is closed. Note the job IDs.";
        page.shows(words).await;
        page.sim.set_job_status(&second, JobStatus::Success, None);
        page.job(&second).shows("Succeeded").await;
        page.reload().await;
        page.job(&first).is_there().await;
        page.job(&second).is_gone().await;
        assert_eq!(posts(page), 2);
        table.row(
            "full",
            &page.sim.requests(),
            &format!("“{words}”; the jobs stored before"),
        );
    });
}

#[test]
fn the_storage_is_denied() {
    in_browser(async |page| {
        let mut table = Table::new("THE STORAGE");
        if !page.is_chromium() {
            table.row("not tried", &[], "only Chromium can be told to");
            return;
        }
        let deny = "for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
                      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });";
        page.with_script(deny, async || {
            let words =
                "The browser denies this page its storage: jobs are lost when the page is closed.";
            page.shows(words).await;
            page.sign_in().await;
            let id = held_job(page).await;
            page.sim.set_job_status(&id, JobStatus::Success, None);
            page.job(&id).shows("Succeeded").await;
            assert_eq!(posts(page), 1);
            table.row(
                "denied",
                &page.sim.requests(),
                &format!("“{words}”; the page works"),
            );
        })
        .await;
        page.jobs().shows("No jobs yet.").await;
    });
}

#[test]
fn two_tabs_on_the_same_jobs() {
    in_browser(async |page| {
        let mut table = Table::new("TWO TABS ON THE SAME JOBS");
        page.sign_in().await;
        let id = held_job(page).await;
        let client = page.client();
        let first = client.window().await.expect("a tab");
        page.new_tab().await;
        page.open().await;
        page.job(&id).shows("Created").await;
        page.sign_in().await;
        page.sim
            .set_job_status(&id, JobStatus::Failed, Some("a pod is gone"));
        page.sim.forget_requests();
        page.job(&id).button("Refresh").click().await;
        page.job(&id).shows("Failed").await;
        let asked = page.sim.requests();
        client.switch_to_window(first).await.expect("the first");
        page.job(&id).shows("Failed").await;
        page.jobs().shows("a pod is gone").await;
        assert_eq!(posts(page), 0);
        table.row("one refreshes", &asked, "both show it");
    });
}

#[test]
fn five_hundred_jobs() {
    in_browser(async |page| {
        let mut table = Table::new("500 JOBS IN THE LIST");
        page.sign_in().await;
        let id = held_job(page).await;
        table.row("before, typed into the form", &[], &typed(page).await);
        // Jobs of last year beside the one that goes on.
        in_database(
            page,
            "jobs.getAll().onsuccess = (event) => {
               const record = JSON.parse(event.target.result[0]);
               const { accepted } = record.entry.submission;
               for (let n = 1; n < 500; n++) {
                 const ended = { ...accepted.job, jobId: `job-${n}`, status: 'SUCCESS', updateTime: '2024-09-12T00:00:00Z' };
                 record.entry.submission = { accepted: { ...accepted, job: ended } };
                 jobs.put(JSON.stringify(record), n);
               }
             };",
        )
        .await;
        page.sim.forget_requests();
        page.reload().await;
        page.jobs().shows("1 job is running.").await;
        page.job("job-499").shows("Succeeded").await;
        page.sign_in().await;
        page.asked(Call::Status, 1).await;
        let asked = page.sim.requests();
        assert!(
            asked
                .iter()
                .all(|request| request.job_id.as_ref().is_none_or(|job| *job == id)),
            "{asked:?}"
        );
        table.row(
            "opened, signed in",
            &asked,
            "all are listed; the one that goes on is asked for",
        );

        table.row("typed into the form", &[], &typed(page).await);

        page.sim.set_job_status(&id, JobStatus::Success, None);
        // Each look at the text of so many rows keeps a slow computer from what the page does by itself.
        let asked = page.sim.requests_of(Call::Status).len();
        page.asked(Call::Status, asked + 1).await;
        page.shows("No job is running.").await;
        assert_eq!(posts(page), 0);
        let count = "jobs.count().onsuccess = (event) => { result = event.target.result; };";
        let stored = in_database(page, count).await;
        assert_eq!(stored, 500);
        table.row(
            "the last one ends",
            &page.sim.requests(),
            "all 500 are kept",
        );
    });
}

/// How long a key keeps the page busy, from the event to the next picture.
async fn typed(page: &Page) -> String {
    page.form().field("End date").fill("2024-09-1").await;
    let times = page.client().execute_async(TYPE, Vec::new()).await;
    let times = serde_json::from_value(times.expect("times"));
    let times: Vec<f64> = times.expect("numbers");
    let [.., most] = times[..] else {
        panic!("nothing was typed")
    };
    format!(
        "{:.0} ms a key, the median; {most:.0} at most",
        times[times.len() / 2]
    )
}

/// Types digits into the field with the focus, and yields how long each took, sorted.
const TYPE: &str = "
  const done = arguments[0], field = document.activeElement, times = [];
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const type = () => {
    if (times.length === 20) return done(times.sort((a, b) => a - b));
    const start = performance.now();
    set.call(field, '2024-09-1' + (times.length % 10));
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => { times.push(performance.now() - start); type(); }));
  };
  type();";
