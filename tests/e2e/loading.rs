//! The page before its program is there: it can be read and not used, and it says what is missing.

use serde_json::json;

use crate::harness::{Page, Reason, TAB, in_browser, in_chromium};

/// What is said of a page that is not complete.
const NOT_LOADED: &str = "The page did not load completely";

/// Loads the page anew, without its program.
async fn open_without_program(page: &Page) {
    page.sim.hold_files("_bg.wasm");
    page.open_inert().await;
    page.shows("Request export").await;
}

/// Whether anything can have the focus.
async fn is_usable(page: &Page) -> bool {
    page.press([TAB]).await;
    let script = "document.getElementById('startDate').focus(); return document.activeElement !== document.body";
    page.script(script, Vec::new()).await == json!(true)
}

/// Whether a file with this beginning has been asked for.
async fn was_asked_for(page: &Page, start: &str) -> bool {
    let script = "return performance.getEntriesByType('resource').some(({ name }) => name.includes('/' + arguments[0]))";
    page.script(script, vec![start.into()]).await == json!(true)
}

#[test]
fn the_page_can_be_read_at_once_and_used_when_its_program_is_there() {
    in_browser(async |page| {
        open_without_program(page).await;
        assert!(!is_usable(page).await);
        let body = page.script("return document.body.innerText", Vec::new());
        assert!(!body.await.as_str().expect("a text").contains(NOT_LOADED));

        page.sim.release_files();
        page.is_live().await;
        assert!(is_usable(page).await);
        page.fill_range().await;
        page.form().shows("30 days: 1 export").await;
    });
}

#[test]
fn what_the_first_visit_can_do_without_is_asked_for_last() {
    in_browser(async |page| {
        open_without_program(page).await;
        assert!(was_asked_for(page, "style-").await);
        assert!(!was_asked_for(page, "later-").await);
        page.sim.release_files();
        page.is_live().await;
        assert!(was_asked_for(page, "later-").await);
        assert!(!was_asked_for(page, "usage-").await);
    });
}

#[test]
fn a_program_that_does_not_arrive_is_said() {
    in_browser(async |page| {
        open_without_program(page).await;
        let program = "return document.getElementById('wasm').getAttribute('href').slice(1)";
        let program = page.script(program, Vec::new()).await;
        let program = program.as_str().expect("an address");
        page.expect_failed_load(Reason::Net("ERR_EMPTY_RESPONSE"), program);
        page.expect_line("Failed to fetch");
        page.sim.go_offline().await;
        page.shows(NOT_LOADED).await;
        assert!(!is_usable(page).await);
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
