//! Texts of the service that hold markup and script: text, wherever they are shown.

use serde_json::json;
use simulator::{Call, ErrorBody, Fault, FaultKind, JobPlan, JobStatus};

use crate::harness::{JOBS_PATH, LOGIN_PATH, Page, Setup, in_browser};

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
        let statuses = JobPlan::at_once(JobStatus::Other(harm("status")));
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
            .shows(&format!("The service says: {}", harm("errorMessage")))
            .await;
        page.job(&id).choose_from("More", "Details").await;
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
fn markup_in_the_names_that_sign_in_answers_is_shown_as_text() {
    let named = Setup::default().simulator(|options| {
        options.user_name = harm("user");
        options.org_name = harm("organization");
    });
    named.run(async |page| {
        page.sign_in().await;
        let words = format!(
            "Signed in as {} · {} · ",
            harm("user"),
            harm("organization")
        );
        page.connection().shows(&words).await;
        assert_no_harm(page).await;
    });
}

#[test]
fn markup_in_the_address_that_sign_in_answers_is_shown_as_text() {
    let addressed = Setup::default()
        .config(r#"{"useReturnedBaseUrl": true}"#)
        .simulator(|options| options.base_api_url = Some(harm("address")));
    addressed.run(async |page| {
        let connection = page.connection();
        page.fill_credentials().await;
        connection.button("Sign in").click().await;
        connection
            .shows(&format!("not an https URL: {}", harm("address")))
            .await;
        assert_no_harm(page).await;
    });
}

/// An error whose body holds markup.
fn harmful(place: &str, body: ErrorBody) -> FaultKind {
    FaultKind::Status {
        status: 400,
        body,
        message: Some(harm(place)),
        retry_after: None,
        taken: false,
    }
}

#[test]
fn markup_in_the_errors_of_every_call_is_shown_as_text() {
    in_browser(async |page| {
        let fail = async |call, path: &str, body| {
            page.expect_failed_load(400, path);
            let place = format!("{call:?}-{body:?}");
            page.sim.add_fault(Fault::once(call, harmful(&place, body)));
            // A gateway's page has no words for the page to show.
            match body {
                ErrorBody::Html | ErrorBody::Empty => String::new(),
                ErrorBody::V2 | ErrorBody::V3 => harm(&place),
            }
        };
        let bodies = [ErrorBody::Html, ErrorBody::V3, ErrorBody::V2];
        let connection = page.connection();
        page.fill_credentials().await;
        for body in bodies {
            let words = fail(Call::SignIn, LOGIN_PATH, body).await;
            connection.button("Sign in").click().await;
            let refused = "The service did not accept this sign-in.";
            connection.shows(refused).await;
            connection.shows(&words).await;
            assert_no_harm(page).await;
        }
        connection.button("Sign in").click().await;
        page.fill_range().await;
        for body in bodies {
            let words = fail(Call::Submit, JOBS_PATH, body).await;
            page.form().button("Request export").click().await;
            page.form().shows("Not requested. ").await;
            page.form().shows(&words).await;
            assert_no_harm(page).await;
        }
        let at_once = JobPlan::at_once(JobStatus::Success);
        page.sim.script_next_job(at_once);
        let id = page.request_export().await.job_id;
        let path = format!("{JOBS_PATH}/{id}");
        for body in bodies {
            let words = fail(Call::Status, &path, body).await;
            page.job(&id).choose_from("More", "Refresh").await;
            page.jobs().shows("Not refreshed. ").await;
            page.jobs().shows(&words).await;
            assert_no_harm(page).await;
        }
        for body in bodies {
            let words = fail(Call::Download, &format!("{path}/download"), body).await;
            page.job(&id).choose_from("More", "Download").await;
            page.jobs().shows("Not downloaded. ").await;
            page.jobs().shows(&words).await;
            assert_no_harm(page).await;
        }
        let path = LOGIN_PATH.replace("login", "logout");
        let words = fail(Call::SignOut, &path, ErrorBody::V3).await;
        connection.button("Sign out").click().await;
        page.announces(&words).await;
        page.shows(&words).await;
        assert_no_harm(page).await;
        assert!(page.sim.faults().is_empty(), "each has happened");
    });
}

#[test]
fn a_gateway_s_page_in_place_of_an_answer_is_not_shown() {
    in_browser(async |page| {
        page.sign_in().await;
        let fault = FaultKind::Custom {
            status: 200,
            content_type: "text/html".into(),
            body: format!("<html>{}</html>", harm("page")),
            taken: true,
        };
        page.sim.add_fault(Fault::once(Call::Submit, fault));
        page.request_export().await;
        page.jobs()
            .shows("A web page came instead of an answer of the service")
            .await;
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
