//! "Copy as cURL": request, status and download as a script without the secret, which really works.

use std::process::Command;

use simulator::{Call, Recorded};
use tempfile::TempDir;

use crate::harness::{Kind, Page, in_browser};

const BY_HAND: &str = "The browser does not let the page copy. Copy the commands from here:";

/// Runs a script as an administrator would, in a shell, with the session ID in the variable. What it says, and the files that
/// it leaves.
fn run(script: &str, session: &str) -> (String, TempDir) {
    let directory = tempfile::tempdir().expect("a directory");
    let output = Command::new("sh")
        .args(["-c", script])
        .env("INFA_SESSION_ID", session)
        .current_dir(directory.path())
        .output()
        .expect("sh can be started");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "the script fails ({}). It needs curl 7.76 or later on the PATH, for example from `apt-get install curl`.\n{script}\n{error}",
        output.status
    );
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    (said, directory)
}

/// Fills in a request with what a shell might take for its own.
async fn fill_in(page: &Page) {
    page.fill_range().await;
    page.form()
        .field("Callback URL")
        .fill("https://status.example.org/it's?a=$HOME&b=!1")
        .await;
}

/// The script runs to the end of the job, and the service gets the request that is shown.
async fn assert_works(page: &Page, command: &str) {
    let session = page.sim.open_session();
    assert!(command.contains("$INFA_SESSION_ID"), "{command}");
    for request in page.sim.requests() {
        let used = request.header("infa-session-id").unwrap_or("none");
        assert!(!command.contains(used), "{command}");
    }
    let (said, files) = run(command, &session);
    let job = page.sim.jobs().pop().expect("a job");
    assert!(
        said.ends_with(&format!("{}: SUCCESS\n", job.job_id)),
        "{said}"
    );
    let zip = std::fs::read(files.path().join(format!("{}.zip", job.job_id))).expect("a file");
    assert!(zip.starts_with(b"PK"), "{} bytes", zip.len());
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
        page.unfold_body().await;
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
        page.unfold_body().await;
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
        page.unfold_body().await;
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
