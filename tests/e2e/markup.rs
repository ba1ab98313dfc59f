//! Texts of the service that hold markup and script: text, wherever they are shown.

use std::time::Duration;

use serde_json::json;
use simulator::{Call, ErrorBody, Fault, FaultKind, JobPlan, JobStatus};

use crate::harness::{JOBS_PATH, Page, Setup, in_browser};

/// Does harm wherever it is taken for markup.
fn harm(place: &str) -> String {
    format!(
        "<img id=\"{place}\" src=x onerror=\"window.harmed='{place}';alert(1)\"><script>window.harmed='{place}'</script>\
         <b id=\"{place}-bold\">{place}</b>\"'&amp;"
    )
}

/// Panics if any of it was taken for markup.
async fn assert_no_harm(page: &Page) {
    assert_eq!(
        page.script("return window.harmed ?? null", Vec::new())
            .await,
        serde_json::Value::Null
    );
    let elements = "return document.querySelectorAll('img, body script, iframe, b').length";
    assert_eq!(page.script(elements, Vec::new()).await, 0);
    let dialog = page.client().get_alert_text().await;
    assert!(
        dialog.is_err_and(|error| error.is_no_such_alert()),
        "there is a dialog"
    );
}

#[test]
fn markup_in_every_field_of_a_job_is_shown_as_text() {
    in_browser(async |page| {
        let fields = [
            "jobId",
            "orgId",
            "userId",
            "selectedOrgId",
            "meterId",
            "startDate",
            "endDate",
            "callbackUrl",
            "createTime",
            "updateTime",
        ];
        let statuses = JobPlan::steps([(Duration::ZERO, JobStatus::Other(harm("status")))]);
        let mut plan = fields
            .into_iter()
            .fold(statuses, |plan, name| plan.with_field(name, harm(name)));
        plan.error_message = Some(harm("errorMessage"));
        page.sim.script_next_job(plan);
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        assert_eq!(id, harm("jobId"));
        page.job(&id).shows(&harm("status")).await;
        // The ID is one segment of the path, whatever is in it.
        let asked = page.asked(Call::Status, 1).await;
        assert_eq!(asked[0].answered.or(Some(200)), Some(200));
        page.jobs()
            .shows(&format!("errorMessage: {}", harm("errorMessage")))
            .await;
        page.job(&id).button("Details").click().await;
        let shown = page.job_fields().await;
        assert_eq!(shown.len(), 11);
        for (name, value) in shown {
            assert_eq!(value, harm(&name));
        }
        assert_no_harm(page).await;
        page.reload().await;
        page.job(&id).shows(&harm("status")).await;
        assert_no_harm(page).await;
    });
}

#[test]
fn markup_in_an_error_and_in_a_gateway_s_page_is_shown_as_text() {
    in_browser(async |page| {
        page.expect_failed_load(400, JOBS_PATH);
        page.sign_in().await;
        page.fill_range().await;
        let message = Some(harm("message"));
        let fault = FaultKind::Status {
            status: 400,
            body: ErrorBody::V3,
            message,
            retry_after: None,
            taken: false,
        };
        page.sim.add_fault(Fault::once(Call::Submit, fault));
        page.form().button("Request export").click().await;
        page.form().shows(&harm("message")).await;
        assert_no_harm(page).await;
    });
}

#[test]
fn markup_that_is_typed_is_shown_as_text() {
    in_browser(async |page| {
        page.form().field("Callback URL").fill(&harm("typed")).await;
        page.form().field("Start date").fill(&harm("typed")).await;
        page.form().button("Request export").click().await;
        page.form().shows("There is a problem").await;
        assert!(page.shown_body().await.contains("<img id="));
        page.jobs().field("Job ID").fill(&harm("added")).await;
        page.jobs().button("Add job").click().await;
        page.job(&harm("added")).is_there().await;
        assert_no_harm(page).await;
    });
}

#[test]
fn markup_in_the_configuration_is_shown_as_text() {
    let config = json!({"deployment": harm("deployment"), "note": harm("note")});
    Setup::default()
        .config(config.to_string())
        .run(async |page| {
            page.shows(&harm("deployment")).await;
            page.connection().shows(&harm("note")).await;
            assert_no_harm(page).await;
        });
}
