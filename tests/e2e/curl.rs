//! "Copy as cURL": the request as a command without the secret, which really works.

use std::process::Command;

use simulator::{Call, Recorded};

use crate::harness::{Kind, Page, in_browser};

const BY_HAND: &str = "The browser does not let the page copy. Copy the command from here:";

/// Runs a command as an administrator would, in a shell, with the session ID in the variable.
fn run(command: &str, session: &str) -> String {
    let output = Command::new("sh")
        .args([
            "-c",
            &format!("set -- --silent --show-error; alias curl='curl \"$@\"'; {command}"),
        ])
        .env("INFA_SESSION_ID", session)
        .output()
        .expect("sh can be started");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "the command fails ({}). It needs curl 7.76 or later on the PATH, for example from `apt-get install curl`.\n{command}\n{error}",
        output.status
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Fills in a request with what a shell might take for its own.
async fn fill_in(page: &Page) {
    page.fill_range().await;
    page.form()
        .field("Callback URL")
        .fill("https://status.example.org/it's?a=$HOME&b=!1")
        .await;
}

/// The command runs, and the service gets the request that is shown.
async fn assert_works(page: &Page, command: &str) {
    let session = page.sim.open_session();
    assert!(command.contains("$INFA_SESSION_ID"), "{command}");
    for request in page.sim.requests() {
        let used = request.header("infa-session-id").unwrap_or("none");
        assert!(!command.contains(used), "{command}");
    }
    let answer: serde_json::Value = serde_json::from_str(&run(command, &session)).expect("JSON");
    assert_eq!(answer["status"], "CREATED");
    let request: Recorded = page.sim.requests_of(Call::Submit).pop().expect("a request");
    assert_eq!(request.header("infa-session-id"), Some(session.as_str()));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(
        String::from_utf8_lossy(&request.body),
        page.shown_body().await
    );
}

async fn copy(page: &Page) {
    let body = page.region("Request body");
    body.button("Copy as cURL").click().await;
}

#[test]
fn the_command_is_copied_and_works() {
    in_browser(async |page| {
        page.permit("clipboard-write", true).await;
        page.permit("clipboard-read", true).await;
        page.sign_in().await;
        fill_in(page).await;
        copy(page).await;
        page.announces("Copied as cURL.").await;
        let command = page
            .script("return navigator.clipboard.readText()", Vec::new())
            .await;
        assert_works(page, command.as_str().expect("a text")).await;
    });
}

#[test]
fn where_the_browser_forbids_copying_the_command_is_shown() {
    in_browser(async |page| {
        page.permit("clipboard-write", false).await;
        page.sign_in().await;
        fill_in(page).await;
        copy(page).await;
        let command = page.region("Request body").field(BY_HAND).value().await;
        assert_works(page, &command).await;
    });
}

#[test]
fn the_command_can_be_had_without_a_session_but_not_with_problems() {
    in_browser(async |page| {
        page.permit("clipboard-write", false).await;
        copy(page).await;
        page.form()
            .within(Kind::Group, "There is a problem")
            .has_focus()
            .await;
        page.region("Request body").field(BY_HAND).is_gone().await;
        fill_in(page).await;
        copy(page).await;
        let command = page.region("Request body").field(BY_HAND).value().await;
        assert_works(page, &command).await;
    });
}
