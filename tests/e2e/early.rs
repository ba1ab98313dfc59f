//! Before the page is live: its program is held back, and the form is there to be read, typed into and pressed.

use serde_json::json;
use simulator::{Call, DEMO_PASSWORD, DEMO_USERNAME};

use crate::harness::{Kind, LEFT, LOGIN_PATH, Page, Reason, in_browser, in_chromium};

/// Loads the page anew, without its program.
async fn reload_without_program(page: &Page) {
    page.sim.hold_files("_bg.wasm");
    page.open_early().await;
}

/// The program arrives.
async fn program_arrives(page: &Page) {
    page.sim.release_files();
    page.is_live().await;
}

/// Where the caret is in the field that has the focus.
async fn caret(page: &Page) -> serde_json::Value {
    let script = "const { selectionStart, selectionEnd } = document.activeElement; return [selectionStart, selectionEnd]";
    page.script(script, Vec::new()).await
}

#[test]
fn what_is_typed_early_stays_and_so_do_focus_and_caret() {
    in_browser(async |page| {
        reload_without_program(page).await;
        let (connection, form) = (page.connection(), page.form());
        connection.field("User name").type_text(DEMO_USERNAME).await;
        connection.field("Password").type_text(DEMO_PASSWORD).await;
        connection.field("Login URL").fill(LOGIN_PATH).await;
        form.field("All linked orgs").choose("TRUE").await;
        form.field("Start date").type_text("2024-08-12").await;
        form.field("End date").type_text("2024-0-10").await;
        page.press([LEFT, LEFT, LEFT]).await;
        page.jobs().field("Job ID").is_there().await;

        program_arrives(page).await;
        form.field("End date").has_focus().await;
        assert_eq!(caret(page).await, json!([6, 6]));
        page.press(['9']).await;
        form.field("End date").holds("2024-09-10").await;
        assert_eq!(caret(page).await, json!([7, 7]));
        form.shows("30 of 30 days").await;
        form.field("Start date").holds("2024-08-12").await;
        assert!(
            page.shown_body()
                .await
                .contains("\"allLinkedOrgs\": \"TRUE\"")
        );

        connection.button("Sign in").click().await;
        connection.button("Sign out").is_there().await;
        assert_eq!(page.sim.requests_of(Call::SignIn).len(), 1);
    });
}

#[test]
fn a_caret_in_an_address_stays_too() {
    in_browser(async |page| {
        reload_without_program(page).await;
        let address = page.connection().field("Login URL");
        address.fill("/saas/public/core/v3/logn").await;
        page.press([LEFT]).await;
        program_arrives(page).await;
        assert_eq!(caret(page).await, json!([24, 24]));
        page.press(['i']).await;
        address.holds(LOGIN_PATH).await;
    });
}

#[test]
fn an_export_that_is_requested_early_yields_the_problems_and_nothing_else() {
    in_browser(async |page| {
        reload_without_program(page).await;
        page.form()
            .field("Start date")
            .type_text("2024-08-12")
            .await;
        page.form().button("Request export").click().await;
        // Pressing a button neither leaves the page nor writes what is typed into its address.
        page.form().field("Start date").holds("2024-08-12").await;
        let address = page.script("return location.href", Vec::new()).await;
        assert_eq!(address, page.url());

        program_arrives(page).await;
        let summary = page.find(Kind::Group, "There is a problem");
        summary.has_focus().await;
        let problems = [
            "Connection: sign in or paste a session ID first.",
            "End date: A value is required: the instant the range ends, such as 2024-09-10T23:59:59Z.",
        ];
        assert_eq!(summary.link_names().await, problems);
        assert!(page.sim.requests_of(Call::Submit).is_empty());
    });
}

#[test]
fn buttons_that_are_pressed_early_act_in_their_order() {
    in_browser(async |page| {
        reload_without_program(page).await;
        page.find(Kind::Radio, "Session ID").click_label().await;
        page.button("Last 30 days").click().await;
        page.button("Last 7 days").click().await;
        page.button("Last 7 days").click().await;
        program_arrives(page).await;
        page.form().shows("7 of 30 days").await;
        page.connection().field("Session ID").is_there().await;
    });
}

#[test]
fn whoever_signs_in_early_is_signed_in_once_and_at_the_right_address() {
    in_browser(async |page| {
        reload_without_program(page).await;
        let connection = page.connection();
        connection.field("User name").type_text(DEMO_USERNAME).await;
        connection.field("Password").type_text(DEMO_PASSWORD).await;
        connection.button("Sign in").click().await;
        connection.button("Sign in").click().await;
        // The page is live, and where the service is, is not known yet.
        page.sim.hold_files("config.json");
        page.is_live().await;
        connection.button("Sign in").click().await;
        let kept =
            "return JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }])";
        let kept = page.script(kept, Vec::new()).await;
        let kept = kept.as_str().expect("a text");
        assert!(kept.contains(DEMO_USERNAME), "{kept}");
        assert!(!kept.contains(DEMO_PASSWORD), "{kept}");
        assert!(page.sim.requests_of(Call::SignIn).is_empty());

        page.sim.release_files();
        connection.button("Sign out").is_there().await;
        assert_eq!(page.sim.requests_of(Call::SignIn).len(), 1);
    });
}

#[test]
fn what_is_typed_early_is_newer_than_what_was_stored() {
    in_browser(async |page| {
        page.fill_range().await;
        page.form()
            .field("Callback URL")
            .fill("https://example.org/")
            .await;
        page.connection().field("User name").fill("someone").await;
        page.form().field("Start date").holds("2024-08-12").await;
        reload_without_program(page).await;
        page.form()
            .field("Start date")
            .type_text("2024-08-20")
            .await;
        program_arrives(page).await;
        page.form().field("Start date").holds("2024-08-20").await;
        page.form().field("End date").holds("2024-09-10").await;
        page.form()
            .field("Callback URL")
            .holds("https://example.org/")
            .await;
        page.connection().field("User name").holds("someone").await;
        page.form().shows("22 of 30 days").await;
    });
}

#[test]
fn a_program_that_does_not_arrive_is_said() {
    in_browser(async |page| {
        reload_without_program(page).await;
        let words = "The page was not loaded completely";
        let body = page
            .script("return document.body.innerText", Vec::new())
            .await;
        assert!(!body.as_str().expect("a text").contains(words));
        let program = "return document.querySelector('link[href$=\"_bg.wasm\"]').getAttribute('href').slice(1)";
        let program = page.script(program, Vec::new()).await;
        let program = program.as_str().expect("an address");
        page.expect_failed_load(Reason::Net("ERR_CONNECTION_REFUSED"), program);
        page.expect_line("Failed to fetch");
        page.sim.go_offline().await;
        page.shows(words).await;
        page.script("window.failures = []", Vec::new()).await;
        page.sim.go_online().await;
    });
}

#[test]
fn without_scripts_the_page_says_what_it_needs() {
    in_chromium(async |page| {
        let command = "Emulation.setScriptExecutionDisabled";
        page.chromium(command, json!({"value": true})).await;
        page.client()
            .goto(page.url())
            .await
            .expect("the page opens");
        page.shows("This page needs JavaScript and WebAssembly")
            .await;
        page.shows("Request export").await;
        page.chromium(command, json!({"value": false})).await;
        page.open().await;
        let body = page
            .script("return document.body.innerText", Vec::new())
            .await;
        assert!(!body.as_str().expect("a text").contains("needs JavaScript"));
    });
}
