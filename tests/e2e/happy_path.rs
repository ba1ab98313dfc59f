//! The main job from end to end.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Call, Fault, FaultKind, JobPlan, JobStatus, Options, RangeRule};

use crate::harness::{JOBS_PATH, Page, Setup, in_browser, wait_for};

/// The request in the vendor's documentation; its range is one day longer than its own rule allows.
const DOCUMENTED: [(&str, &str); 6] = [
    ("startDate", "2024-08-12T00:00:00Z"),
    ("endDate", "2024-09-12T00:00:00Z"),
    ("jobType", "PROJECT_FOLDER"),
    ("combinedMeterUsage", "TRUE"),
    ("allLinkedOrgs", "TRUE"),
    ("callbackUrl", "https://MyExportJobStatus.com"),
];

fn as_lenient_as_the_documented_example(options: &mut Options) {
    options.range_rule = RangeRule::Lenient31;
}

/// Fills in the documented request, and leaves the decision about its 31 days to the service.
///
/// Returns the body as the page showed it before.
async fn send_the_documented_request(page: &Page) -> String {
    let form = page.form();
    form.field("Start date").fill("2024-08-12T00:00:00Z").await;
    form.field("End date").fill("2024-09-12T00:00:00Z").await;
    form.field("Job type").choose("Project level").await;
    form.field("Combined meter usage").choose("TRUE").await;
    form.field("All linked orgs").choose("TRUE").await;
    form.field("Callback URL")
        .fill("https://MyExportJobStatus.com")
        .await;
    form.choose_from("Other ways", "Send as one request").await;
    form.button("Request export").is_there().await;
    let shown = page.shown_body().await;
    form.button("Request export").click().await;
    shown
}

#[test]
fn the_documented_request_is_sent_once_and_value_by_value() {
    Setup::default()
        .simulator(as_lenient_as_the_documented_example)
        .run(async |page| {
            page.sign_in().await;
            let shown = send_the_documented_request(page).await;
            let job = page.created_job(0).await;
            page.job(&job.job_id).shows("Created").await;

            let requests = page.sim.requests_of(Call::Submit);
            assert_eq!(requests.len(), 1, "exactly one POST");
            let request = &requests[0];
            assert_eq!(request.path, JOBS_PATH);
            assert_eq!(request.query, None);
            assert_eq!(request.header("content-type"), Some("application/json"));
            assert!(
                request
                    .header("infa-session-id")
                    .is_some_and(|id| !id.is_empty())
            );
            assert_eq!(request.header("cookie"), None);
            let documented: serde_json::Map<_, _> = DOCUMENTED
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json!(value)))
                .collect();
            assert_eq!(
                request.json::<Value>().expect("JSON"),
                Value::Object(documented)
            );
            // The order is that of the documentation, and what is shown is what is sent, to the byte.
            let body = String::from_utf8(request.body.clone()).expect("UTF-8");
            let places: Vec<_> = DOCUMENTED
                .iter()
                .map(|(name, _)| body.find(&format!("\"{name}\"")))
                .collect();
            assert!(
                places.iter().all(Option::is_some) && places.is_sorted(),
                "{body}"
            );
            assert_eq!(shown, body);
        });
}

#[test]
fn a_job_is_watched_from_created_to_success_and_every_field_is_shown() {
    let fields = [
        ("jobId", json!("cYjwJNEF7OckWEmkSC1tSI")),
        ("orgId", json!("4wMFqGlxAKVlIFTixlTSOY")),
        ("userId", json!("aMxRLnYzdWtlkJvDbtPZOr")),
        ("selectedOrgId", json!("4wMFqGlxAKVlIFTixlTSOY")),
        ("meterId", Value::Null),
        ("createTime", json!("2024-09-12T23:21:19Z")),
        ("updateTime", json!("2024-09-12T23:21:19Z")),
    ];
    let plan = fields
        .into_iter()
        .fold(JobPlan::held(), |plan, (name, value)| {
            plan.with_field(name, value)
        });
    Setup::default()
        .simulator(as_lenient_as_the_documented_example)
        .run(async move |page| {
            page.sim.script_next_job(plan);
            page.sign_in().await;
            send_the_documented_request(page).await;
            let row = page.job("cYjwJNEF7OckWEmkSC1tSI");
            row.shows("Created").await;
            for (status, shown) in [
                (JobStatus::Processing, "Running"),
                (JobStatus::Success, "Succeeded"),
            ] {
                page.sim
                    .set_job_status("cYjwJNEF7OckWEmkSC1tSI", status, None);
                row.shows(shown).await;
            }
            page.jobs().shows("No job is running.").await;

            row.choose_from("More", "Details").await;
            let documented = [
                ("jobId", "cYjwJNEF7OckWEmkSC1tSI"),
                ("status", "SUCCESS"),
                ("orgId", "4wMFqGlxAKVlIFTixlTSOY"),
                ("userId", "aMxRLnYzdWtlkJvDbtPZOr"),
                ("selectedOrgId", "4wMFqGlxAKVlIFTixlTSOY"),
                ("meterId", "null"),
                ("startDate", "2024-08-12T00:00:00Z"),
                ("endDate", "2024-09-12T00:00:00Z"),
                ("callbackUrl", "https://MyExportJobStatus.com"),
                ("createTime", "2024-09-12T23:21:19Z"),
                ("updateTime", "2024-09-12T23:21:19Z"),
            ];
            let shown = page.job_fields().await;
            let shown: Vec<_> = shown
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            assert_eq!(shown, documented);
            assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
            // Every question carries the session and is about this job.
            for question in page.sim.requests_of(Call::Status) {
                assert_eq!(question.job_id.as_deref(), Some("cYjwJNEF7OckWEmkSC1tSI"));
                assert!(question.header("infa-session-id").is_some());
            }
        });
}

#[test]
fn a_double_click_is_not_a_second_job() {
    in_browser(async |page| {
        page.sign_in().await;
        page.fill_range().await;
        page.sim.add_fault(Fault::once(
            Call::Submit,
            FaultKind::latency(Duration::from_millis(1_500)),
        ));
        page.form().button("Request export").double_click().await;
        let job = page.created_job(0).await;
        page.job(&job.job_id).is_there().await;
        wait_for("the form to be ready again", async || {
            let text = page.form().text().await;
            if text.contains("Waiting for the service…") {
                Err(text)
            } else {
                Ok(())
            }
        })
        .await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
    });
}
