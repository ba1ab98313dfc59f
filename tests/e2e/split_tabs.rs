//! One queue in two tabs: each window is requested once, whichever tab does it.

use std::time::Duration;

use simulator::{Call, Fault, FaultKind, JobPlan, JobStatus};

use crate::harness::{Page, Setup, in_browser};
use crate::split::{EXPORT, queue};

/// Opens the page in a second tab, signed in, and goes there.
async fn second_tab(page: &Page) {
    page.new_tab().await;
    page.open().await;
    page.sign_in().await;
}

#[test]
fn two_tabs_request_each_window_once() {
    two_tabs("");
}

#[test]
fn two_tabs_request_each_window_once_also_without_web_locks() {
    two_tabs("Object.defineProperty(navigator, 'locks', { get: () => undefined })");
}

/// Has a queue worked off in a browser with two tabs that both have run a script.
fn two_tabs(script: &str) {
    let one_at_a_time = Setup::default().config(r#"{"maxActiveJobs": 1}"#);
    one_at_a_time.run(async |page| {
        for _ in 0..3 {
            page.sim.script_next_job(JobPlan::held());
        }
        page.sign_in().await;
        let first_tab = page.client().window().await.expect("a tab");
        second_tab(page).await;
        page.script(script, Vec::new()).await;
        let second_tab = page.client().window().await.expect("a tab");
        page.client()
            .switch_to_window(first_tab)
            .await
            .expect("the first tab");
        page.script(script, Vec::new()).await;
        queue(page).await;
        for number in 0..3 {
            let id = page.created_job(number).await.job_id;
            // Both tabs see at about the same time that the job has ended.
            page.client()
                .switch_to_window(second_tab.clone())
                .await
                .expect("a tab");
            page.job(EXPORT)
                .shows(&format!("{number} of 3 ended"))
                .await;
            page.sim.set_job_status(&id, JobStatus::Success, None);
        }
        page.job(EXPORT).shows("Complete").await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 3);

        // The first tab has sent all of them, and leaves what comes now to this one.
        page.job(EXPORT).choose_from("More", "Remove").await;
        page.sim.forget_requests();
        queue(page).await;
        page.job(EXPORT).shows("Complete").await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 3);
    });
}

#[test]
fn a_tab_that_closes_leaves_the_queue_to_the_other() {
    in_browser(async |page| {
        page.sign_in().await;
        let first_tab = page.client().window().await.expect("a tab");
        second_tab(page).await;
        let second_tab = page.client().window().await.expect("a tab");
        page.client()
            .switch_to_window(first_tab)
            .await
            .expect("the first tab");
        // The answer is still out when the tab is closed: nobody knows whether there is a job.
        let late = FaultKind::latency(Duration::from_secs(20));
        page.sim.add_fault(Fault::once(Call::Submit, late));
        queue(page).await;
        page.asked(Call::Submit, 1).await;
        // Either can be the one that sends.
        if !page.jobs().text().await.contains("1 running") {
            page.client()
                .switch_to_window(second_tab)
                .await
                .expect("the second tab");
            page.jobs().shows("1 running").await;
        }
        page.client().close_window().await.expect("the tab closes");
        let windows = page.client().windows().await.expect("the other tab");
        let other = windows.into_iter().next().expect("the other tab");
        page.client()
            .switch_to_window(other)
            .await
            .expect("the other tab");
        page.jobs().shows("Parts: 2 complete, 1 unknown.").await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 3);
    });
}
