//! `config.json`: what a deployment says about itself, and what happens if it says it wrongly.

use serde_json::{Value, json};
use simulator::{Call, DEMO_PASSWORD};

use crate::harness::{Setup, in_browser};

#[test]
fn the_deployment_s_name_note_and_addresses_are_used() {
    let config = json!({
        "deployment": "Acme production",
        "note": "Ask platform@acme.example for access.",
        "loginUrl": "/saas/elsewhere/login",
        "apiBaseUrl": "/saas/elsewhere",
    });
    Setup::default()
        .config(config.to_string())
        .run(async |page| {
            page.shows("Acme production").await;
            page.connection()
                .shows("Ask platform@acme.example for access.")
                .await;
            let login_url = page.connection().field("Login URL");
            login_url.holds("/saas/elsewhere/login").await;
            page.fill_credentials().await;
            page.connection().button("Sign in").click().await;
            page.connection()
                .shows("The service has no such address. Check the login URL and the API base URL.")
                .await;
            page.expect_failed_load(404, "/saas/elsewhere/login");
            assert!(
                page.sim
                    .requests()
                    .iter()
                    .any(|request| request.path == "/saas/elsewhere/login")
            );

            // What is typed counts more than what is configured, and outlives a reload.
            login_url.fill("/saas/public/core/v3/login").await;
            page.reload().await;
            page.connection()
                .field("Login URL")
                .holds("/saas/public/core/v3/login")
                .await;
            page.connection()
                .field("Password")
                .fill(DEMO_PASSWORD)
                .await;
            page.connection().button("Sign in").click().await;
            page.connection().shows("/saas/elsewhere").await;
        });
}

#[test]
fn the_range_limit_can_be_left_to_the_service() {
    Setup::default()
        .config(r#"{"rangeLimit": "warning"}"#)
        .run(async |page| {
            page.sign_in().await;
            page.form().field("Start date").fill("2024-08-12").await;
            page.form().field("End date").fill("2024-09-12").await;
            page.form()
                .shows("The range is 32 days; the service allows at most 30.")
                .await;
            page.form().button("Request export").click().await;
            page.form()
                .shows("Not requested. The service did not accept this request:")
                .await;
            page.form().shows("(code SIM_RANGE").await;
            page.expect_failed_load(400, crate::harness::JOBS_PATH);
            let body: Value = page.sim.requests_of(Call::Submit)[0].json().expect("JSON");
            assert_eq!(body["endDate"], "2024-09-12T23:59:59Z");
        });
}

#[test]
fn the_base_url_that_sign_in_returns_is_used_where_it_is_asked_for() {
    Setup::default()
        .config(r#"{"useReturnedBaseUrl": true}"#)
        .run(async |page| {
            page.sign_in().await;
            page.connection()
                .shows(&format!("{}/saas", page.sim.url()))
                .await;
            let job = page.request_export().await;
            page.job(&job.job_id).shows("Succeeded").await;
        });
}

/// The page says what is wrong with its `config.json`, and goes on with the defaults.
fn assert_defaults(config: &str, words: &str) {
    Setup::default().config(config).run(async |page| {
        page.shows("config.json").await;
        page.shows(words).await;
        page.connection()
            .field("Login URL")
            .holds("/saas/public/core/v3/login")
            .await;
        page.sign_in().await;
        let job = page.request_export().await;
        page.job(&job.job_id).is_there().await;
    });
}

#[test]
fn a_broken_configuration_is_said_and_its_defaults_are_used() {
    assert_defaults("{\"deployment\": \"Acme\"", "it is not JSON at line 1");
}

#[test]
fn a_misspelt_field_of_the_configuration_is_said() {
    assert_defaults(
        "{\"loginURL\": \"/saas/elsewhere/login\"}",
        "loginURL: there is no such field.",
    );
}

#[test]
fn without_any_configuration_the_page_says_nothing() {
    Setup::default().config("{}").run(async |page| {
        page.connection()
            .field("Login URL")
            .holds("/saas/public/core/v3/login")
            .await;
        page.button("Dismiss").is_gone().await;
    });
    in_browser(async |page| {
        page.connection()
            .field("Login URL")
            .holds("/saas/public/core/v3/login")
            .await;
        page.button("Dismiss").is_gone().await;
    });
}
