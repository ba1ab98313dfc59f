//! A browser that is killed in the middle of a split, again and again, with the same profile.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use simulator::{Call, Fault, FaultKind};
use tokio::time::sleep;

use crate::harness::{Browser, Page, Setup, wait_for};

/// How many windows the range has.
const WINDOWS: usize = 13;

/// The row of the export.
const EXPORT: &str = "13 parts";

/// When the browser is killed: whether after the next request has arrived or after the sign-in, and how many milliseconds.
const MOMENTS: [(bool, u64); 10] = [
    (true, 0),
    (true, 15),
    (false, 0),
    (true, 40),
    (false, 60),
    (true, 90),
    (true, 160),
    (false, 150),
    (true, 300),
    (true, 1_200),
];

/// How often each window was requested, by its start.
fn posts(page: &Page) -> BTreeMap<String, usize> {
    let mut posts = BTreeMap::new();
    for request in page.sim.requests_of(Call::Submit) {
        let body: Value = request.json().expect("JSON");
        let start = body["startDate"].as_str().expect("a text").to_owned();
        *posts.entry(start).or_default() += 1;
    }
    posts
}

#[test]
fn no_window_is_sent_twice_and_no_job_is_lost_however_often_the_browser_is_killed() {
    if Browser::current() == Browser::Firefox {
        return; // its driver makes a new profile each time
    }
    Setup::default().run_with_restarts(async |page| {
        // Answers take a while, so that some of them are on their way when the browser is killed.
        let late = FaultKind::Latency {
            time: Duration::from_millis(120),
            taken: true,
        };
        page.sim.add_fault(Fault::always(Call::Submit, late));
        page.sign_in().await;
        let form = page.form();
        form.field("Start date").fill("2024-08-12").await;
        form.field("End date").fill("2025-08-11").await;
        form.button("Request 13 exports").click().await;

        let mut before = 0;
        for (after_a_request, millis) in MOMENTS {
            if after_a_request {
                // The last intents may have been stored without a request: then none follows.
                wait_for("another request, or none left", async || {
                    let is_sent = page.sim.requests_of(Call::Submit).len() > before;
                    if is_sent || !page.jobs().text().await.contains("queued") {
                        Ok(())
                    } else {
                        Err(format!("{before} requests"))
                    }
                })
                .await;
            }
            sleep(Duration::from_millis(millis)).await;
            page.kill_browser().await;
            before = page.sim.requests_of(Call::Submit).len();
            println!("· killed after {before} requests, {millis} ms");
            page.start_again().await;
            page.job(EXPORT).is_there().await;
            page.sign_in().await;
        }

        // The rest is requested, and each job is followed to its end.
        page.job(EXPORT).button("Parts").click().await;
        wait_for("the split to be worked off", async || {
            let text = page.jobs().text().await;
            let line = text.lines().find(|line| line.starts_with("Parts: "));
            match line {
                Some(line) if line.contains("queued") || line.contains("running") => {
                    Err(line.to_owned())
                }
                _ => Ok(()),
            }
        })
        .await;
        let posts = posts(page);
        println!("· {posts:?}");
        assert!(
            posts.values().all(|times| *times == 1),
            "a window was sent again: {posts:?}"
        );
        // A window of which nobody knows whether it was sent is one that was being sent at a kill, with its job or without.
        let text = page.jobs().text().await;
        let unknown = text.matches("Unknown: the service may have").count();
        assert!(unknown <= MOMENTS.len(), "{text}");
        // A row has the ID of its job in a tooltip.
        let rows = page
            .script("return document.body.innerHTML", Vec::new())
            .await;
        let rows = rows.as_str().expect("HTML");
        let jobs = page.sim.jobs();
        let unseen = jobs
            .iter()
            .filter(|job| !rows.contains(&job.job_id))
            .count();
        let never_sent = WINDOWS - posts.len();
        assert_eq!(unseen + never_sent, unknown, "a job was lost: {text}");
        assert_eq!(jobs.len(), posts.len());
    });
}
