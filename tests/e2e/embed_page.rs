//! The page that shows the validator in another page, which is not the app.

use crate::harness::{Kind, Locator, Page, in_browser};

pub(crate) async fn open(page: &Page) {
    let url = format!("{}embed/", page.url());
    page.client().goto(&url).await.expect("the page opens");
    page.find(Kind::Heading, "The validator in another page")
        .is_there()
        .await;
    // Something was judged: the Wasm is loaded.
    json(page).shows("3 problems").await;
}

fn form(page: &Page) -> Locator<'_> {
    page.region("In a form")
}

fn json(page: &Page) -> Locator<'_> {
    page.region("In JSON")
}

async fn assert_invalid(field: &Locator<'_>, words: &str) {
    let invalid = field.attribute("aria-invalid").await;
    assert_eq!(invalid.as_deref(), Some("true"), "{words}");
    let described = field.described_by().await;
    assert!(
        described.iter().any(|text| text.contains(words)),
        "{described:?}"
    );
}

#[test]
fn a_plain_form_is_told_what_is_wrong_with_it() {
    in_browser(async |page| {
        open(page).await;
        let (start, end) = (form(page).field("Start date"), form(page).field("End date"));
        // Nothing is said before anything is typed.
        assert_eq!(start.attribute("aria-invalid").await, None);
        start.fill("2024-02-30").await;
        end.fill("2024-03-31").await;
        assert_invalid(&start, "There is no day 30: February 2024 has 29 days.").await;
        start.fill("2024-02-29").await;
        form(page)
            .field("Callback URL")
            .fill("http://localhost/")
            .await;
        assert_invalid(&end, "The range is 32 days; the service allows at most 30.").await;
        assert_eq!(start.attribute("aria-invalid").await, None);
        assert!(start.described_by().await.is_empty());

        form(page).button("Check").click().await;
        end.has_focus().await;
        assert_invalid(
            &form(page).field("Callback URL"),
            "a name for the machine itself",
        )
        .await;

        end.fill("2024-03-15").await;
        form(page).field("Callback URL").fill("").await;
        form(page).button("Check").click().await;
        form(page)
            .shows("\"startDate\": \"2024-02-29T00:00:00Z\"")
            .await;
        form(page)
            .shows("\"endDate\": \"2024-03-15T23:59:59Z\"")
            .await;
        assert!(!form(page).text().await.contains("callbackUrl"));

        form(page).button("Clear").click().await;
        start.holds("").await;
        assert_eq!(start.attribute("aria-invalid").await, None);
        form(page).button("Check").click().await;
        assert_invalid(&start, "A value is required").await;
    });
}

#[test]
fn pasted_json_is_judged_as_it_is_typed() {
    in_browser(async |page| {
        open(page).await;
        json(page).shows("The range is 31 days").await;
        json(page)
            .shows("combinedMeterUsage A string is expected, not a boolean")
            .await;
        let text = json(page).field("Export request as JSON");
        text.fill("{\n  \"startDate\": x").await;
        json(page).shows("1 problem").await;
        json(page).shows("notJson").await;
        text.fill(
            r#"{"startDate":"2024-08-12T02:00:00+02:00","endDate":"2024-09-10T23:59:59Z","jobType":"PROJECT_FOLDER"}"#,
        )
        .await;
        json(page).shows("Valid").await;
        json(page)
            .shows("\"startDate\": \"2024-08-12T00:00:00Z\"")
            .await;
    });
}

#[test]
fn the_module_works_under_the_policy_of_the_page_and_leaves_a_form_as_it_was() {
    in_browser(async |page| {
        open(page).await;
        let outcome = page
            .script(
                r#"return import("./index.js").then(async (api) => {
                    await api.default();
                    document.body.insertAdjacentHTML("beforeend", `<form id="other" novalidate>
                        <label>Start <input name="startDate" aria-describedby="hint" value="x"></label><p id="hint">Hint</p>
                        <label><input type="radio" name="jobType" value="PROJECT_FOLDER" checked> Project</label>
                        <select name="allLinkedOrgs"><option>TRUE</option><option>yes</option></select>
                    </form>`);
                    const form = document.getElementById("other");
                    const before = form.outerHTML;
                    const { check, detach } = api.attach(form);
                    const found = check().problems.map(({ field, code }) => `${field} ${code}`);
                    const start = form.elements.startDate;
                    const described = start.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent);
                    const invalid = [start.validationMessage, start.getAttribute("aria-invalid")];
                    let sent = null;
                    form.addEventListener("submit", (event) => { sent = !event.defaultPrevented; event.preventDefault(); });
                    form.requestSubmit();
                    const focused = document.activeElement === start;
                    detach();
                    const restored = [form.outerHTML === before, start.validationMessage];
                    form.remove();
                    return { found, described, invalid, sent, focused, restored };
                })"#,
                Vec::new(),
            )
            .await;
        let sentence = "Position 1 holds “x”, where a digit of the year is expected. Write the date and time like 2024-08-12T00:00:00Z.";
        assert_eq!(
            outcome,
            serde_json::json!({
                "found": ["startDate notADateTime", "endDate required"],
                "described": ["Hint", sentence],
                "invalid": [sentence, "true"],
                "sent": false,
                "focused": true,
                "restored": [true, ""],
            })
        );
    });
}
