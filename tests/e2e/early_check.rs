//! The export request is checked before the page is live, by the validator for other pages, which gives way to the program.

use std::fs;
use std::path::Path;

use serde_json::json;
use simulator::Call;

use crate::harness::{
    Kind, LEFT, Locator, Page, Setup, TAB, dist, in_browser, in_chromium, wait_for,
};

const NO_START: &str =
    "A value is required: the instant the range starts, such as 2024-08-12T00:00:00Z.";
const NO_END: &str =
    "A value is required: the instant the range ends, such as 2024-09-10T23:59:59Z.";
const NO_SESSION: &str = "Connection: sign in or paste a session ID first.";

/// Opens the page as in a tab that is new, without its program.
async fn open_without_program(page: &Page) {
    page.script("sessionStorage.clear()", Vec::new()).await;
    page.sim.hold_files("_bg.wasm");
    page.open_early().await;
    wait_for("the form to be checked", async || {
        is_checked_early(page)
            .await
            .then_some(())
            .ok_or_else(|| "it is not".to_owned())
    })
    .await;
}

async fn is_checked_early(page: &Page) -> bool {
    let found = "return document.querySelector('p[data-problem]') !== null";
    page.script(found, Vec::new()).await == json!(true)
}

/// The program arrives, and has found the form as it is in the HTML: otherwise it stops.
async fn program_arrives(page: &Page) {
    page.sim.release_files();
    page.is_live().await;
    assert!(!is_checked_early(page).await);
}

fn summary(page: &Page) -> Locator<'_> {
    page.find(Kind::Group, "There is a problem")
}

fn submit(page: &Page) -> Locator<'_> {
    page.form().button("Request export")
}

/// A field says that it is wrong, and why.
async fn complains(page: &Page, field: &str, words: &str) {
    let field = page.form().field(field);
    assert_eq!(
        field.attribute("aria-invalid").await.as_deref(),
        Some("true")
    );
    let described = field.described_by().await;
    assert!(described.iter().any(|text| text == words), "{described:?}");
}

/// The request waits for the program, and nothing is wrong with it.
async fn waits(page: &Page) {
    assert_eq!(
        submit(page).attribute("aria-busy").await.as_deref(),
        Some("true")
    );
    let invalid = "return document.querySelectorAll('[aria-invalid]').length";
    assert_eq!(page.script(invalid, Vec::new()).await, json!(0));
}

#[test]
fn an_untouched_page_comes_to_life_as_it_was() {
    in_browser(async |page| {
        open_without_program(page).await;
        program_arrives(page).await;
        summary(page).is_gone().await;
        assert_eq!(
            page.form()
                .field("Start date")
                .attribute("aria-invalid")
                .await,
            None
        );
    });
}

#[test]
fn problems_are_said_early_and_stay() {
    in_browser(async |page| {
        open_without_program(page).await;
        let form = page.form();
        form.field("Callback URL")
            .type_text("http://localhost/")
            .await;
        submit(page).click().await;
        form.field("Start date").has_focus().await;
        let local = "“localhost” is a name for the machine itself, which the service cannot reach. Write a host that is public.";
        complains(page, "Start date", NO_START).await;
        complains(page, "End date", NO_END).await;
        complains(page, "Callback URL", local).await;
        assert_eq!(submit(page).attribute("aria-busy").await, None);

        // The program answers the same request once more, and has more to say.
        program_arrives(page).await;
        summary(page).has_focus().await;
        let problems = [
            NO_SESSION.to_owned(),
            format!("Start date: {NO_START}"),
            format!("End date: {NO_END}"),
            format!("Callback URL: {local}"),
        ];
        assert_eq!(summary(page).link_names().await, problems);
        complains(page, "Start date", NO_START).await;
        form.field("Callback URL").holds("http://localhost/").await;
        assert!(page.sim.requests_of(Call::Submit).is_empty());
    });
}

#[test]
fn who_is_mending_is_not_interrupted() {
    in_browser(async |page| {
        open_without_program(page).await;
        let form = page.form();
        submit(page).click().await;
        form.field("Start date").has_focus().await;
        form.field("Start date").type_text("2024-08-2").await;
        form.shows("The day is missing.").await;
        page.press([LEFT]).await;

        program_arrives(page).await;
        form.field("Start date").has_focus().await;
        summary(page).is_gone().await;
        complains(page, "End date", NO_END).await;
        page.press(['1']).await;
        form.field("Start date").holds("2024-08-12").await;
        assert_eq!(
            form.field("Start date").attribute("aria-invalid").await,
            None
        );
    });
}

#[test]
fn a_field_that_is_left_says_what_is_wrong_and_is_mended() {
    in_browser(async |page| {
        open_without_program(page).await;
        let end = page.form().field("End date");
        end.type_text("2024-02-30").await;
        assert_eq!(end.attribute("aria-invalid").await, None);
        page.press([TAB]).await;
        page.form().shows("There is no day 30").await;
        program_arrives(page).await;
        page.form().shows("There is no day 30").await;
        end.fill("2024-02-29").await;
        assert_eq!(end.attribute("aria-invalid").await, None);
        summary(page).is_gone().await;
    });
}

#[test]
fn a_valid_request_waits_for_the_program() {
    in_browser(async |page| {
        open_without_program(page).await;
        page.fill_range().await;
        submit(page).click().await;
        waits(page).await;
        program_arrives(page).await;
        summary(page).has_focus().await;
        assert_eq!(summary(page).link_names().await, [NO_SESSION]);
        assert_eq!(submit(page).attribute("aria-busy").await, None);
        assert!(page.sim.requests_of(Call::Submit).is_empty());
    });
}

#[test]
fn what_only_the_program_can_fill_in_is_waited_for() {
    in_browser(async |page| {
        open_without_program(page).await;
        page.form().button("Last 7 days").click().await;
        submit(page).click().await;
        waits(page).await;
        program_arrives(page).await;
        summary(page).has_focus().await;
        assert_eq!(summary(page).link_names().await, [NO_SESSION]);
        page.form().shows("7 of 30 days").await;
    });
}

#[test]
fn the_rules_of_the_deployment_hold_early() {
    let config = json!({ "rangeLimit": "warning" });
    Setup::default()
        .config(config.to_string())
        .run(async |page| {
            open_without_program(page).await;
            let form = page.form();
            form.field("Start date").type_text("2024-08-12").await;
            form.field("End date").type_text("2024-09-11").await;
            submit(page).click().await;
            waits(page).await;
            program_arrives(page).await;
            assert_eq!(summary(page).link_names().await, [NO_SESSION]);
        });
}

#[test]
fn what_comes_back_after_a_reload_is_not_complained_of() {
    in_browser(async |page| {
        page.fill_range().await;
        page.form().field("End date").holds("2024-09-10").await;
        page.sim.hold_files("_bg.wasm");
        page.open_early().await;
        submit(page).click().await;
        waits(page).await;
        program_arrives(page).await;
        assert_eq!(summary(page).link_names().await, [NO_SESSION]);
        page.form().field("Start date").holds("2024-08-12").await;
    });
}

/// The name of the validator's Wasm.
fn validator() -> String {
    let files = fs::read_dir(dist()).expect("the page");
    let mut names = files.map(|file| file.expect("a file").file_name().display().to_string());
    names
        .find(|name| {
            // Not the compressed copies of it.
            let ending = Path::new(name).extension();
            name.starts_with("validator-") && ending.is_some_and(|ending| ending == "wasm")
        })
        .expect("a validator")
}

#[test]
fn a_validator_that_is_missing_is_said_until_the_page_is_live() {
    let validator = validator();
    let path = format!("/{validator}");
    Setup::default().without(validator).run(async |page| {
        page.expect_failed_load(404, &path);
        page.expect_line("The validator could not be loaded");
        page.script("sessionStorage.clear()", Vec::new()).await;
        page.sim.hold_files("_bg.wasm");
        page.open_early().await;
        let words = "The page was not loaded completely";
        page.shows(words).await;
        submit(page).click().await;
        waits(page).await;

        program_arrives(page).await;
        let said = page
            .script("return document.body.innerText", Vec::new())
            .await;
        assert!(!said.as_str().expect("a text").contains(words));
        summary(page).has_focus().await;
        complains(page, "Start date", NO_START).await;
    });
}

#[test]
fn a_validator_that_arrives_too_late_changes_nothing() {
    in_browser(async |page| {
        let validator = validator();
        page.script("sessionStorage.clear()", Vec::new()).await;
        page.sim.hold_files(&validator);
        page.open().await;
        page.sim.release_files();
        wait_for("the validator to arrive", async || {
            let arrived =
                format!("return performance.getEntriesByType('resource').some(({{ name, responseEnd }}) => name.endsWith('{validator}') && responseEnd > 0)");
            let arrived = page.script(&arrived, Vec::new()).await;
            (arrived == json!(true)).then_some(()).ok_or_else(|| "it has not".to_owned())
        })
        .await;
        submit(page).click().await;
        summary(page).has_focus().await;
        assert!(!is_checked_early(page).await);
        complains(page, "Start date", NO_START).await;
    });
}

#[test]
fn without_storage_it_is_the_same() {
    in_chromium(async |page| {
        let deny = "for (const name of ['localStorage', 'sessionStorage'])
                      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });";
        let command = "Page.addScriptToEvaluateOnNewDocument";
        page.sim.hold_files("_bg.wasm");
        let script = page.chromium(command, json!({ "source": deny })).await;
        page.open_early().await;
        submit(page).click().await;
        page.form().shows(NO_START).await;
        program_arrives(page).await;
        page.shows("The browser denies this page its storage").await;
        summary(page).has_focus().await;
        complains(page, "Start date", NO_START).await;
        let identifier = json!({ "identifier": script["identifier"] });
        page.chromium("Page.removeScriptToEvaluateOnNewDocument", identifier)
            .await;
    });
}
