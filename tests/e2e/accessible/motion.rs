//! Nothing moves, so there is nothing to switch off for those who prefer that.

use serde_json::Value;
use simulator::{JobPlan, JobStatus};

use crate::harness::{Page, in_chromium};

/// How many animations and transitions run or are about to.
async fn animations(page: &Page) -> Value {
    page.script("return document.getAnimations().length", Vec::new())
        .await
}

#[test]
fn nothing_moves_while_a_job_runs() {
    in_chromium(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.sim.set_job_status(&id, JobStatus::Processing, None);
        page.job(&id).shows("Running").await;
        page.allow_motion().await;
        assert_eq!(animations(page).await, 0);
        let smooth = "return getComputedStyle(document.documentElement).scrollBehavior";
        assert_eq!(page.script(smooth, Vec::new()).await, "auto");
        page.usual_look().await;
    });
}
