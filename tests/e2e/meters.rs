//! The meters of exports that were read in this browser, as suggestions for the form.

use serde_json::{Value, json};

use crate::harness::{Kind, Page, in_browser};

const SUMMARY: &str = "OrgId,MeterId,MeterName,Date,IPU\n\
    o1,a2nB20h1o0lc7k3P9xtWS8,Data Integration,2025-01-02T00:00:00Z,1.5\n\
    o1,3TaYTMo6BFYeNIABfVmH0n,Application Integration,2025-01-02T00:00:00Z,0.25\n";

/// What the browser suggests for the field, as value and label.
async fn suggested(page: &Page) -> Value {
    page.form().field("Job type").choose("Asset level").await;
    page.form().field("Meter ID").is_there().await;
    let id = page.form().field("Meter ID").attribute("id").await;
    let script = "return [...document.getElementById(arguments[0]).list.options].map(({ value, label }) => [value, label])";
    page.script(script, vec![json!(id)]).await
}

#[test]
fn the_form_suggests_the_meters_of_exports_until_everything_is_forgotten() {
    in_browser(async |page| {
        page.drop_file("summary.csv", SUMMARY.as_bytes()).await;
        page.announces("Usage of 1 export is shown.").await;
        let known = json!([
            ["3TaYTMo6BFYeNIABfVmH0n", "Application Integration"],
            ["a2nB20h1o0lc7k3P9xtWS8", "Data Integration"],
        ]);
        assert_eq!(suggested(page).await, known);
        page.reload().await;
        assert_eq!(suggested(page).await, known);

        page.button("Forget everything in this browser")
            .click()
            .await;
        page.shows("names of organizations and meters").await;
        page.button("Forget everything").click().await;
        page.shows("Everything that this page had stored in this browser was deleted.")
            .await;
        page.find(Kind::Heading, "Metering export").is_there().await;
        page.is_live().await;
        assert_eq!(suggested(page).await, json!([]));
    });
}
