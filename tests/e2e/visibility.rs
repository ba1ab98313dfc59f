//! A hidden page asks nothing, and asks at once when it is shown again.

use std::time::{Duration, Instant};

use simulator::{Call, JobPlan, JobStatus};

use crate::harness::{Page, in_browser, in_chromium, wait_for};

/// Waits until the page knows that it is hidden, or shown.
async fn is_hidden(page: &Page, hidden: bool) {
    wait_for(format!("document.hidden to be {hidden}"), async || {
        let found = page.script("return document.hidden", Vec::new()).await;
        if found == hidden {
            Ok(())
        } else {
            Err(found.to_string())
        }
    })
    .await;
}

#[test]
fn a_hidden_page_asks_nothing_and_asks_at_once_when_it_is_shown() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        page.asked(Call::Status, 1).await;
        let (width, height) = page
            .client()
            .get_window_size()
            .await
            .expect("the size of the window");

        page.client()
            .minimize_window()
            .await
            .expect("the window is minimized");
        is_hidden(page, true).await;
        let asked = page.sim.requests_of(Call::Status).len();
        page.sim.set_job_status(&id, JobStatus::Success, None);
        // The next question would come 3 seconds after the first.
        let start = Instant::now();
        wait_for("the next question to be overdue", async || {
            assert_eq!(
                page.sim.requests_of(Call::Status).len(),
                asked,
                "a hidden page has asked"
            );
            if start.elapsed() > Duration::from_secs(5) {
                Ok(())
            } else {
                Err("not yet".into())
            }
        })
        .await;
        page.job(&id).shows("Created").await;

        let (width, height) = (
            u32::try_from(width).expect("a width"),
            u32::try_from(height).expect("a height"),
        );
        page.client()
            .set_window_size(width, height)
            .await
            .expect("the window is restored");
        let shown = Instant::now();
        page.asked(Call::Status, asked + 1).await;
        assert!(
            shown.elapsed() < Duration::from_millis(1_500),
            "asked {:?} after it was shown",
            shown.elapsed()
        );
        page.job(&id).shows("Succeeded").await;
    });
}

#[test]
fn a_notification_tells_that_the_last_job_has_ended_while_the_page_is_hidden() {
    in_chromium(async |page| {
        // Headless browsers show none: the page's calls are noted instead.
        let note = "
            window.notes = [];
            window.Notification = class {
                static permission = 'default';
                static async requestPermission() { this.permission = 'granted'; return 'granted'; }
                constructor(title) { window.notes.push(title); }
            };";
        page.script(note, Vec::new()).await;
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        page.jobs().button("Notify me when it ends").click().await;
        wait_for("permission", async || {
            let granted = page
                .script("return Notification.permission", Vec::new())
                .await;
            (granted == "granted")
                .then_some(())
                .ok_or_else(|| granted.to_string())
        })
        .await;
        page.client()
            .minimize_window()
            .await
            .expect("the window is minimized");
        is_hidden(page, true).await;
        page.sim.set_job_status(&id, JobStatus::Success, None);
        wait_for("a notification", async || {
            let notes = page.script("return window.notes.join()", Vec::new()).await;
            (notes == "Simulated Organization, 2024-08-12 to 2024-09-10: Succeeded")
                .then_some(())
                .ok_or_else(|| notes.to_string())
        })
        .await;
    });
}
