//! A host that keeps its connections, unlike the configurations of `deploy/`: there a browser repeats a request by itself.

use std::time::Duration;

use simulator::{Call, Fault, FaultKind, JobPlan};

use super::table::Table;
use crate::harness::Setup;

#[test]
fn on_a_host_that_keeps_its_connections() {
    let keeping = Setup::default().simulator(|options| options.keep_alive = true);
    keeping.run(async |page| {
        let mut table = Table::new("THE BROWSER REPEATS A REQUEST");
        if !page.is_chromium() {
            table.row("not tried", &[], "measured in Chromium");
            return;
        }
        page.sign_in().await;
        page.sim.script_next_job(JobPlan::held());
        let first = page.request_export().await.job_id;
        page.job(&first).shows("Created").await;
        page.sim.forget_requests();
        let twice = "the browser may have sent the request twice: there may be a second job.";

        let time = Duration::from_secs(1);
        page.sim
            .add_fault(Fault::once(Call::Submit, FaultKind::CloseAfter { time }));
        page.fill_range().await;
        page.form().button("Request export").click().await;
        page.asked(Call::Submit, 2).await;
        page.shows(twice).await;
        let jobs = page.sim.jobs();
        assert_eq!(jobs.len(), 3, "one click, two jobs");
        page.job(&jobs[2].job_id).is_there().await;
        let posts = page.sim.requests_of(Call::Submit);
        table.row("the connection is closed", &posts, &format!("“{twice}”"));
    });
}
