//! Loading the page anew: jobs and what was typed come back, credentials do not.

use simulator::{Call, DEMO_PASSWORD, DEMO_USERNAME, JobPlan, JobStatus};

use crate::harness::{Page, in_browser};

/// Every place of the browser in which a page can leave something, and the page itself.
const EVERYTHING_KEPT: &str = "
    const entries = (storage) => Object.entries({ ...storage }).flat().join('\\n');
    return [
      location.href, document.cookie, window.name, document.title, JSON.stringify(history.state),
      entries(localStorage), entries(sessionStorage), document.documentElement.outerHTML,
      performance.getEntries().map((entry) => entry.name).join('\\n'),
    ].join('\\n');";

async fn assert_no_secret(page: &Page, secrets: &[&str]) {
    let kept = page.script(EVERYTHING_KEPT, Vec::new()).await;
    let kept = kept.as_str().expect("a text");
    assert!(
        kept.contains("metering-export"),
        "the storage was looked at: {kept}"
    );
    for secret in secrets {
        assert!(!kept.contains(secret), "a secret is kept: {kept}");
    }
}

#[test]
fn jobs_and_what_was_typed_come_back_and_refresh_after_a_new_sign_in() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let form = page.form();
        form.field("All linked orgs").choose("TRUE").await;
        form.field("Callback URL")
            .fill("https://example.org/status")
            .await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("CREATED").await;
        form.field("End date").fill("2024-09-1").await;

        page.reload().await;
        page.connection().button("Sign in").is_there().await;
        page.job(&id).shows("CREATED").await;
        page.jobs()
            .shows("1 job has not ended. Sign in to refresh it.")
            .await;
        form.field("Start date").holds("2024-08-12").await;
        form.field("End date").holds("2024-09-1").await;
        form.field("All linked orgs").holds("TRUE").await;
        form.field("Callback URL")
            .holds("https://example.org/status")
            .await;
        page.connection()
            .field("User name")
            .holds(DEMO_USERNAME)
            .await;
        page.connection().field("Password").holds("").await;

        page.sim.set_job_status(&id, JobStatus::Success, None);
        page.sign_in().await;
        page.job(&id).shows("SUCCESS").await;
        page.job(&id).button("Details").click().await;
        assert_eq!(page.job_fields().await.len(), 11);
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);

        page.reload().await;
        page.job(&id).shows("SUCCESS").await;
        page.jobs().shows("All jobs have ended.").await;
    });
}

#[test]
fn no_credential_is_kept_anywhere() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.connection()
            .field("User name")
            .fill(DEMO_USERNAME)
            .await;
        page.connection()
            .field("Password")
            .fill(DEMO_PASSWORD)
            .await;
        assert_no_secret(page, &[DEMO_PASSWORD]).await;
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).is_there().await;
        page.job(&id).button("Details").click().await;
        let session = page.sim.requests_of(Call::Submit)[0]
            .header("infa-session-id")
            .expect("a session")
            .to_owned();
        assert_no_secret(page, &[DEMO_PASSWORD, &session]).await;
        page.reload().await;
        page.job(&id).is_there().await;
        assert_no_secret(page, &[DEMO_PASSWORD, &session]).await;
    });
}

#[test]
fn a_pasted_session_and_a_password_in_a_callback_url_are_not_kept_either() {
    in_browser(async |page| {
        let session = page.sim.open_session();
        page.find(crate::harness::Kind::Radio, "Session ID")
            .click_label()
            .await;
        page.connection().field("Session ID").fill(&session).await;
        assert_no_secret(page, &[&session]).await;
        page.connection().button("Connect").click().await;
        page.connection().button("Sign out").is_there().await;
        page.form()
            .field("Callback URL")
            .fill("https://me:s3cr3t-in-url@example.org/")
            .await;
        page.form().field("Start date").fill("2024-08-12").await;
        let stored = page
            .script(
                "return JSON.stringify({ ...localStorage, ...sessionStorage })",
                Vec::new(),
            )
            .await;
        let stored = stored.as_str().expect("a text");
        assert!(stored.contains("2024-08-12"), "{stored}");
        assert!(
            !stored.contains("s3cr3t-in-url") && !stored.contains(&session),
            "{stored}"
        );
        // Whether the way to connect comes back or not: the session does not.
        page.reload().await;
        page.connection().field("Session ID").holds("").await;
    });
}
