//! States of the region "Connection", and of the page around it.

use std::time::Duration;

use simulator::{Call, Fault, FaultKind};

use crate::harness::{Kind, LOGIN_PATH, Setup, in_browser};

#[test]
fn the_page_before_a_session() {
    in_browser(async |page| {
        page.is_accessible("first view").await;
        let connection = page.connection();
        connection.button("Sign in").click().await;
        connection.shows("Enter the password.").await;
        page.is_accessible("nothing to sign in with").await;

        page.expect_failed_load(401, LOGIN_PATH);
        connection.field("User name").fill("somebody").await;
        connection.field("Password").fill("wrong").await;
        connection.button("Sign in").click().await;
        connection
            .shows("The user name or the password is wrong.")
            .await;
        page.is_accessible("refused credentials").await;

        page.find(Kind::Radio, "Session ID").click_label().await;
        connection.button("Connect").click().await;
        connection.shows("Session ID").await;
        page.is_accessible("nothing to connect with").await;
    });
}

#[test]
fn the_page_with_a_session() {
    in_browser(async |page| {
        let late = FaultKind::latency(Duration::from_mins(1));
        page.sim.add_fault(Fault::once(Call::SignIn, late));
        let connection = page.connection();
        connection.field("User name").fill("somebody").await;
        connection.field("Password").fill("something").await;
        connection.button("Sign in").click().await;
        page.asked(Call::SignIn, 1).await;
        page.is_accessible("sign-in under way").await;
        page.reload().await;

        page.sign_in().await;
        page.is_accessible("signed in").await;
        page.sim.expire_sessions();
        page.expect_failed_load(401, crate::harness::JOBS_PATH);
        page.fill_range().await;
        page.form().button("Request export").click().await;
        connection.shows("The session has expired.").await;
        page.is_accessible("expired session").await;
    });
}

#[test]
fn a_deployment_with_a_name_and_a_note() {
    let config = r#"{"deployment": "Acme production, Europe", "note": "Ask platform-and-licences@acme.example.com for access."}"#;
    Setup::default().config(config).run(async |page| {
        page.shows("Acme production").await;
        page.is_accessible("name and note").await;
    });
}

#[test]
fn a_notice() {
    let config = r#"{"loginURL": "/saas/elsewhere/login"}"#;
    Setup::default().config(config).run(async |page| {
        page.button("Dismiss").is_there().await;
        page.is_accessible("notice").await;
    });
}
