//! Typing an export request.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, focused, type_into};
use crate::renders::renders;
use crate::{simulator, spy, until};

const BODY: &str = r#"{
  "startDate": "2024-08-12T00:00:00Z",
  "endDate": "2024-09-10T23:59:59Z",
  "jobType": "PROJECT_FOLDER"
}"#;

#[wasm_bindgen_test]
async fn the_body_follows_what_is_typed() {
    let page = Page::new().await;
    assert_eq!(page.body(), "{\n  \"jobType\": \"PROJECT_FOLDER\"\n}");
    page.fill("Start date", " 2024-08-12").await;
    page.fill("End date", "2024-09-10").await;
    until("the dates are completed", || page.body() == BODY).await;
    assert!(page.text().contains("30 days: 1 export"));

    page.fill("Combined meter usage", "TRUE").await;
    page.fill("All linked orgs", "FALSE").await;
    page.fill("Callback URL", "https://MyExportJobStatus.com ")
        .await;
    let more = BODY.replace("FOLDER\"", "FOLDER\",\n  \"combinedMeterUsage\": \"TRUE\",\n  \"allLinkedOrgs\": \"FALSE\",\n  \"callbackUrl\": \"https://MyExportJobStatus.com\"");
    until("the other fields are there", || page.body() == more).await;

    page.fill("Combined meter usage", "").await;
    page.fill("All linked orgs", "").await;
    page.fill("Callback URL", "").await;
    until("they are left out again", || page.body() == BODY).await;
}

#[wasm_bindgen_test]
async fn a_day_from_the_calendar_is_typed_into_the_field() {
    let page = Page::new().await;
    let calendars = || page.all("input[type=date]");
    until("the calendars are there", || !calendars().is_empty()).await;
    type_into(&calendars()[0], "2024-08-12");
    until("the field holds it", || {
        page.value("Start date") == "2024-08-12"
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_preset_fills_in_both_dates() {
    let page = Page::new().await;
    page.click("Last 30 days");
    page.says("30 days: 1 export").await;
    let yesterday = js_sys::Date::new(&(js_sys::Date::now() - 86_400_000.0).into());
    let yesterday: String = yesterday.to_iso_string().into();
    assert_eq!(
        Some(page.value("End date").as_str()),
        yesterday.split('T').next()
    );
}

#[wasm_bindgen_test]
async fn a_problem_waits_until_the_field_is_left_for_another() {
    let page = Page::new().await;
    let invalid = |label| page.field(label).get_attribute("aria-invalid");
    page.field("Start date").focus().expect("focus");
    page.fill("Start date", "2024-02-30").await;
    assert_eq!(invalid("Start date"), None);
    page.field("End date").focus().expect("focus");
    until("the problem is said", || invalid("Start date").is_some()).await;
    assert_eq!(
        page.descriptions("Start date").len(),
        2,
        "the problem, then the hint"
    );

    // An empty field that is only passed by is not yet a mistake, nor does a way to a button move that button.
    page.field("Callback URL").focus().expect("focus");
    page.fill("Callback URL", "x").await;
    page.button("Request export").focus().expect("focus");
    page.field("Start date").focus().expect("focus");
    page.fill("Start date", "2024-02-29").await;
    until("the problem is mended", || invalid("Start date").is_none()).await;
    assert_eq!((invalid("End date"), invalid("Callback URL")), (None, None));
}

#[wasm_bindgen_test]
async fn the_summary_takes_the_focus_and_leads_to_the_fields() {
    let page = Page::new().await;
    page.connect().await;
    page.click("Request export");
    until("the summary has the focus", || {
        focused() == "problem-summary"
    })
    .await;
    let links = page.texts("#problem-summary a");
    assert_eq!(links.len(), 2, "{links:?}");
    assert!(
        links[0].starts_with("Start date: ") && links[1].starts_with("End date: "),
        "{links:?}"
    );

    let address = || gloo_utils::window().location().href().expect("an address");
    let before = address();
    page.all("#problem-summary a")[1].click();
    assert_eq!(focused(), "endDate");
    assert_eq!(address(), before, "no step for \"back\"");

    page.fill_range().await;
    until("nothing is left to mend", || {
        page.all("#problem-summary").is_empty()
    })
    .await;

    page.fill("End date", "2024-08-11").await;
    until("it comes back", || {
        page.texts("#problem-summary a").len() == 1
    })
    .await;
    page.click("Request export");
    until("it takes the focus again", || {
        focused() == "problem-summary"
    })
    .await;
    assert_eq!(simulator::requests_of("submit").await.len(), 0);
}

#[wasm_bindgen_test]
async fn enter_in_a_field_asks_for_the_export() {
    let page = Page::new().await;
    let form = page
        .field("Start date")
        .closest("form")
        .ok()
        .flatten()
        .expect("a form");
    let form: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(form);
    let submit = form
        .query_selector("button[type=submit]")
        .ok()
        .flatten()
        .expect("a button");
    assert_eq!(submit.text_content().as_deref(), Some("Request export"));
    wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(submit).click();
    page.says("Sign in first.").await;
    assert_eq!(page.all("#problem-summary a").len(), 3);
}

#[wasm_bindgen_test]
async fn the_command_is_copied_without_the_session() {
    let page = Page::new().await;
    page.connect().await;
    page.fill_range().await;
    spy::lend_clipboard();
    page.click("Copy as cURL");
    until("it is copied", || spy::copied().is_some()).await;
    let command = spy::copied().expect("a command");
    spy::undo_all();
    let url = format!(
        "'{}/public/core/v3/license/metering/ExportMeteringData'",
        simulator::base()
    );
    assert!(command.contains(&url), "{command}");
    assert!(
        command.contains("\"INFA-SESSION-ID: $INFA_SESSION_ID\""),
        "{command}"
    );
    assert!(command.contains(&format!("'{BODY}'")), "{command}");
    page.says("Copied as cURL.").await;
}

#[wasm_bindgen_test]
async fn a_browser_that_denies_the_clipboard_gets_the_command_to_copy_by_hand() {
    let page = Page::new().await;
    page.fill_range().await;
    spy::deny_clipboard();
    page.click("Copy as cURL");
    page.says("The browser does not let the page copy. Copy the commands from here:")
        .await;
    spy::undo_all();
    let command = page.all("#curl-command");
    assert!(command[0].get_attribute("readonly").is_some());
}

#[wasm_bindgen_test]
async fn an_invalid_request_is_not_copied() {
    let page = Page::new().await;
    spy::lend_clipboard();
    page.click("Copy as cURL");
    page.says("There is a problem").await;
    assert_eq!(spy::copied(), None);
    spy::undo_all();
}

/// How many components a key renders that is typed into the form above so many jobs.
async fn renders_of_a_key(jobs: u32) -> usize {
    Page::new().await.close();
    for number in 0..jobs {
        let job = json!({"jobId": format!("J{number}"), "status": "SUCCESS"});
        let submission = json!({"accepted": {"job": job, "refreshedAt": 1_726_142_400_000_i64}});
        let entry = json!({"window": null, "body": null, "sentAt": null, "refusals": 0, "submission": submission});
        let record = json!({"revision": 1, "entry": entry}).to_string();
        spy::put_job((number + 1).into(), Some(record), false).await;
    }
    renders();
    let page = Page::open().await;
    until("the jobs are there", || {
        page.all("tr.job").len() == jobs as usize
    })
    .await;
    assert!(renders() > jobs as usize, "each row was rendered once");
    page.fill("Start date", "2024-08-1").await;
    let mut fewest = usize::MAX;
    // More than once: meanwhile the page's clock may tick.
    for day in ["2024-08-12", "2024-08-13", "2024-08-14"] {
        let before = renders();
        page.fill("Start date", day).await;
        until("the key is understood", || page.body().contains(day)).await;
        fewest = fewest.min(renders() - before);
    }
    fewest
}

#[wasm_bindgen_test]
async fn a_key_renders_the_form_and_no_row_of_500_jobs() {
    let (few, many) = (renders_of_a_key(1).await, renders_of_a_key(500).await);
    assert!(few > 0);
    assert_eq!(many, few);
}
