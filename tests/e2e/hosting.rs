//! Where the page is hosted, and a network that is gone.

use simulator::{Call, JobPlan, JobStatus};

use crate::harness::{JOBS_PATH, LOGIN_PATH, Page, Reason, Setup, in_browser};

#[test]
fn the_page_runs_below_a_path_of_its_host() {
    let setup = Setup::default()
        .simulator(|options| options.sub_path = "/tools/metering/".parse().expect("a path"));
    setup
        .config(r#"{"deployment": "Below a path"}"#)
        .run(async |page| {
            assert!(page.url().ends_with("/tools/metering/"));
            // Its own `config.json` is found beside it.
            page.shows("Below a path").await;
            page.sign_in().await;
            let job = page.request_export().await;
            page.job(&job.job_id).shows("Succeeded").await;
            assert_eq!(page.sim.requests_of(Call::Submit)[0].path, JOBS_PATH);
        });
}

#[test]
fn nothing_is_asked_of_any_other_host() {
    in_browser(async |page| {
        page.sign_in().await;
        // The page forgets these when it requests an export.
        let mut loaded = asked_so_far(page).await;
        let job = page.request_export().await;
        page.job(&job.job_id).is_there().await;
        loaded.extend(asked_so_far(page).await);
        assert!(loaded.len() > 4, "{loaded:?}");
        assert!(
            loaded.iter().all(|url| url.starts_with(page.sim.url())),
            "{loaded:?}"
        );
        assert_eq!(page.script("return document.cookie", Vec::new()).await, "");
    });
}

/// The addresses that the page has asked for.
async fn asked_so_far(page: &Page) -> Vec<String> {
    let addresses = "return performance.getEntriesByType('resource').map((entry) => entry.name)";
    let addresses = page.script(addresses, Vec::new()).await;
    serde_json::from_value(addresses).expect("addresses")
}

#[test]
fn a_service_that_is_out_of_reach_is_said_and_the_job_goes_on_when_it_is_back() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        page.expect_failed_load(
            Reason::Net("ERR_CONNECTION_REFUSED"),
            &format!("{JOBS_PATH}/{id}"),
        );
        page.sim.go_offline().await;
        page.jobs()
            .shows("No answer from the service. Check the network")
            .await;
        page.job(&id).shows("Created").await;
        page.sim.go_online().await;
        page.sim.set_job_status(&id, JobStatus::Success, None);
        page.job(&id).shows("Succeeded").await;
        assert!(!page.jobs().text().await.contains("No answer"));
    });
}

#[test]
fn an_offline_computer_is_said_and_no_unknown_job_is_left() {
    in_browser(async |page| {
        page.sign_in().await;
        page.fill_range().await;
        page.expect_failed_load(Reason::Net("ERR_CONNECTION_REFUSED"), JOBS_PATH);
        page.sim.go_offline().await;
        // What the browser says of the network cannot be steered by WebDriver.
        page.script(
            "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })",
            Vec::new(),
        )
        .await;
        page.form().button("Request export").click().await;
        page.form().shows("Not requested. This computer is offline. Nothing was sent; try again when the network is back.").await;
        page.jobs().shows("No jobs yet.").await;
        page.sim.go_online().await;
        assert!(page.sim.requests_of(Call::Submit).is_empty());
        page.form().button("Request export").click().await;
        page.created_job(0).await;
    });
}

#[test]
fn a_sign_in_without_a_service_is_said() {
    in_browser(async |page| {
        page.expect_failed_load(Reason::Net("ERR_CONNECTION_REFUSED"), LOGIN_PATH);
        page.sim.go_offline().await;
        page.connection().field("User name").fill("somebody").await;
        page.connection().field("Password").fill("something").await;
        page.connection().button("Sign in").click().await;
        page.connection()
            .shows("No answer from the service. Check the network")
            .await;
        page.connection().field("Password").holds("something").await;
    });
}
