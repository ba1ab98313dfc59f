//! Signing in and out, a pasted session, and a session that ends.

use serde_json::Value;
use simulator::{Call, DEMO_PASSWORD, DEMO_USERNAME, JobPlan, JobStatus, WrongPassword};

use crate::harness::{JOBS_PATH, Kind, LOGIN_PATH, Page, Setup, in_browser};

async fn try_to_sign_in(page: &Page, user_name: &str, password: &str) {
    page.connection().field("User name").fill(user_name).await;
    page.connection().field("Password").fill(password).await;
    page.connection().button("Sign in").click().await;
}

#[test]
fn signing_in_sends_the_credentials_once_and_says_who_is_signed_in() {
    in_browser(async |page| {
        page.sign_in().await;
        page.connection()
            .shows(&format!(
                "Signed in as {DEMO_USERNAME} · Simulated Organization"
            ))
            .await;
        page.connection()
            .within(Kind::Heading, "Connection")
            .has_focus()
            .await;
        page.announces("Signed in.").await;
        let requests = page.sim.requests_of(Call::SignIn);
        assert_eq!(requests.len(), 1);
        let body: Value = requests[0].json().expect("JSON");
        assert_eq!(
            body,
            serde_json::json!({"username": DEMO_USERNAME, "password": DEMO_PASSWORD})
        );
        assert_eq!(requests[0].path, LOGIN_PATH);
    });
}

#[test]
fn a_wrong_password_is_said_and_what_was_typed_stays() {
    in_browser(async |page| {
        page.expect_failed_load(401, LOGIN_PATH);
        page.fill_range().await;
        try_to_sign_in(page, DEMO_USERNAME, "wrong").await;
        let words = "The user name or the password is wrong. The service says: “The user name or the password is not right.”";
        page.connection().shows(words).await;
        page.announces(words).await;
        page.connection()
            .field("User name")
            .holds(DEMO_USERNAME)
            .await;
        page.connection().field("Password").holds("wrong").await;
        page.form().field("Start date").holds("2024-08-12").await;
        assert_eq!(
            page.sim.requests_of(Call::SignIn).len(),
            1,
            "nothing is tried again by itself"
        );
        page.connection()
            .field("Password")
            .fill(DEMO_PASSWORD)
            .await;
        page.connection().button("Sign in").click().await;
        page.connection().button("Sign out").is_there().await;
    });
}

#[test]
fn a_wrong_password_can_also_be_a_bad_request() {
    Setup::default()
        .simulator(|options| options.wrong_password = WrongPassword::BadRequest)
        .run(async |page| {
            page.expect_failed_load(400, LOGIN_PATH);
            try_to_sign_in(page, DEMO_USERNAME, "wrong").await;
            page.connection()
                .shows("Check the user name and the password.")
                .await;
            page.connection().shows("(code SIM_LOGIN").await;
        });
}

#[test]
fn missing_credentials_are_said_at_their_fields_and_nothing_is_sent() {
    in_browser(async |page| {
        page.connection().button("Sign in").click().await;
        let user_name = page.connection().field("User name");
        user_name.has_focus().await;
        assert_eq!(
            user_name.attribute("aria-invalid").await.as_deref(),
            Some("true")
        );
        assert_eq!(
            user_name.described_by().await.first().map(String::as_str),
            Some("Enter the user name.")
        );
        let password = page.connection().field("Password");
        assert_eq!(
            password.described_by().await.first().map(String::as_str),
            Some("Enter the password.")
        );
        assert!(page.sim.requests_of(Call::SignIn).is_empty());
    });
}

#[test]
fn a_pasted_session_is_used_as_it_is() {
    Setup::default()
        .simulator(|options| options.jwt_sessions = true)
        .run(async |page| {
            let session = page.sim.open_session();
            page.find(Kind::Radio, "Session ID").click_label().await;
            page.connection()
                .field("Session ID")
                .fill(&format!(" {session} "))
                .await;
            page.connection().field("API base URL").holds("/saas").await;
            page.connection().button("Connect").click().await;
            page.connection()
                .shows("Connected with a pasted session")
                .await;
            let job = page.request_export().await;
            page.job(&job.job_id).shows("Created").await;
            assert!(page.sim.requests_of(Call::SignIn).is_empty());
            let request = &page.sim.requests_of(Call::Submit)[0];
            assert_eq!(request.header("infa-session-id"), Some(session.as_str()));
        });
}

#[test]
fn signing_out_ends_the_session_at_the_service() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).is_there().await;
        let session = page.sim.requests_of(Call::Submit)[0]
            .header("infa-session-id")
            .map(str::to_owned);
        page.connection().button("Sign out").click().await;
        page.connection().button("Sign in").is_there().await;
        page.announces("Signed out.").await;
        let calls = page.asked(Call::SignOut, 1).await;
        assert_eq!(
            calls[0].header("infa-session-id").map(str::to_owned),
            session
        );
        page.connection().field("Password").holds("").await;
        // The jobs stay, and wait for a session.
        page.job(&id).shows("Created").await;
        page.jobs()
            .shows("1 job is running. Sign in to update the status.")
            .await;
        assert!(!page.job(&id).button("Refresh").is_enabled().await);
    });
}

#[test]
fn a_session_that_expires_while_a_job_is_watched_asks_to_sign_in_and_goes_on() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        page.form()
            .field("Callback URL")
            .fill("https://example.org/status")
            .await;
        page.sim.expire_sessions();
        page.expect_failed_load(401, &format!("{JOBS_PATH}/{id}"));

        let words =
            "The session has expired. Sign in again: what you typed and your jobs are still here.";
        page.connection().shows(words).await;
        page.announces("The session has expired. Sign in again.")
            .await;
        page.job(&id).shows("Created").await;
        page.form().field("Start date").holds("2024-08-12").await;
        page.form()
            .field("Callback URL")
            .holds("https://example.org/status")
            .await;
        page.connection()
            .field("User name")
            .holds(DEMO_USERNAME)
            .await;
        page.connection().field("Password").holds("").await;
        let asked = page.sim.requests_of(Call::Status).len();

        page.sim.set_job_status(&id, JobStatus::Processing, None);
        page.connection()
            .field("Password")
            .fill(DEMO_PASSWORD)
            .await;
        page.connection().button("Sign in").click().await;
        page.job(&id).shows("Running").await;
        page.sim.set_job_status(&id, JobStatus::Success, None);
        page.job(&id).shows("Succeeded").await;
        let questions = page.sim.requests_of(Call::Status);
        assert_eq!(
            questions[asked].answered,
            Some(200),
            "no question was asked before the new session"
        );
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
    });
}
