//! A range longer than the limit: split, queued, reloaded, refused, asked for again, and the number of POSTs.

use bigdecimal::BigDecimal;
use serde_json::{Value, json};
use simulator::{BusyAnswer, Call, ErrorBody, Fault, FaultKind, JobPlan, JobStatus, RetryAfter};

use crate::harness::{JOBS_PATH, Kind, Page, Setup, in_browser, wait_for};

/// The row of an export of three windows.
pub(crate) const EXPORT: &str = "3 parts";

/// The ranges of three requests for ninety days.
const WINDOWS: [(&str, &str); 3] = [
    ("2024-08-12T00:00:00Z", "2024-09-10T23:59:59Z"),
    ("2024-09-11T00:00:00Z", "2024-10-10T23:59:59Z"),
    ("2024-10-11T00:00:00Z", "2024-11-09T23:59:59Z"),
];

/// Queues three exports for ninety days.
pub(crate) async fn queue(page: &Page) {
    let form = page.form();
    form.field("Start date").fill("2024-08-12").await;
    form.field("End date").fill("2024-11-09").await;
    form.button("Show the plan").click().await;
    page.region("Plan: 3 exports")
        .shows("2024-10-11 – 2024-11-09")
        .await;
    assert!(
        page.sim.requests_of(Call::Submit).is_empty(),
        "only the plan"
    );
    form.button("Request 3 exports").click().await;
    page.announces("3 exports are queued.").await;
}

/// The ranges that were requested, in order.
fn requested(page: &Page) -> Vec<(String, String)> {
    let range = |body: Value| {
        let text = |name: &str| body[name].as_str().expect("a text").to_owned();
        (text("startDate"), text("endDate"))
    };
    let requests = page.sim.requests_of(Call::Submit);
    let bodies = requests.iter().map(|request| request.json().expect("JSON"));
    bodies.map(range).collect()
}

fn windows(numbers: &[usize]) -> Vec<(String, String)> {
    let window = |number: &usize| {
        let (start, end) = WINDOWS[number - 1];
        (start.to_owned(), end.to_owned())
    };
    numbers.iter().map(window).collect()
}

#[test]
fn ninety_days_become_three_exports_with_a_reload_a_failure_and_a_retry_between() {
    let one_at_a_time = Setup::default().config(r#"{"maxActiveJobs": 1}"#);
    one_at_a_time.run(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sim
            .script_next_job(JobPlan::at_once(JobStatus::Failed));
        page.sim
            .script_next_job(JobPlan::at_once(JobStatus::PartialSuccess));
        page.sign_in().await;
        queue(page).await;
        let first = page.created_job(0).await.job_id;
        page.job(EXPORT).shows("0 of 3 ended").await;
        page.jobs().shows("Parts: 1 running, 2 queued.").await;

        page.reload().await;
        page.jobs().shows("Parts: 1 running, 2 queued.").await;
        page.jobs().shows("Sign in to request the rest.").await;
        assert_eq!(
            requested(page),
            windows(&[1]),
            "nothing is sent without a session"
        );
        page.sign_in().await;
        page.asked(Call::Status, 2).await;
        assert_eq!(requested(page), windows(&[1]), "one at a time");

        page.sim.set_job_status(&first, JobStatus::Success, None);
        page.jobs()
            .shows("Parts: 1 complete, 1 incomplete, 1 failed.")
            .await;
        page.job(EXPORT).shows("2 of 3 parts have data").await;
        assert_eq!(requested(page), windows(&[1, 2, 3]));

        // Each window can be asked for again; what is known of the first time stays.
        page.job(EXPORT).button("Parts").click().await;
        let failed = page.sim.jobs()[1].job_id.clone();
        page.job(&failed).shows("Failed").await;
        page.sim
            .script_next_job(JobPlan::at_once(JobStatus::Success));
        page.job(&failed).button("Request again").click().await;
        page.job(EXPORT).shows("Incomplete").await;
        page.job(&failed).shows("2 of 3, asked for again").await;
        assert_eq!(requested(page), windows(&[1, 2, 3, 2]));
        page.job(&failed).choose_from("More", "Remove").await;
        page.job(&failed).is_gone().await;
        page.reload().await;
        page.job(EXPORT).shows("Incomplete").await;
        assert_eq!(requested(page).len(), 4, "exactly these POSTs");
        page.job(EXPORT).choose_from("More", "Remove").await;
        page.jobs().shows("No jobs yet.").await;
    });
}

/// Waits until the heading of the usage is at the top of the window.
async fn is_at_the_top(page: &Page) {
    wait_for("the heading at the top", async || {
        let top = "return document.activeElement.getBoundingClientRect().top";
        let top = page.script(top, Vec::new()).await;
        let is_there = top.as_f64().is_some_and(|top| (-1.0..40.0).contains(&top));
        is_there.then_some(()).ok_or_else(|| top.to_string())
    })
    .await;
}

#[test]
fn the_usage_of_all_windows_is_shown_as_one_and_downloaded_once() {
    in_browser(async |page| {
        page.sign_in().await;
        queue(page).await;
        page.job(EXPORT).shows("Complete").await;
        page.job(EXPORT).button("Show usage").click().await;
        page.announces("Usage of 3 exports is shown.").await;
        page.find(Kind::Heading, "Usage").has_focus().await;
        is_at_the_top(page).await;
        let jobs = page.sim.jobs();
        let totals = jobs.iter().map(|job| {
            let totals = page.sim.usage_totals(&job.job_id).expect("a job");
            totals.total.parse::<BigDecimal>().expect("a sum")
        });
        let sum: BigDecimal = totals.sum();
        let shown = page.usage_total("By project").await[1].replace(',', "");
        assert_eq!(shown.parse::<BigDecimal>().expect("a sum"), sum);
        assert_eq!(page.sim.requests_of(Call::Download).len(), 3);

        // As one file, with the CSV of each part.
        page.job(EXPORT).choose_from("More", "Download").await;
        let (_, zip) = page.saved_file("metering_", "_3-parts.zip").await;
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).expect("a ZIP");
        let names: Vec<_> = zip
            .file_names()
            .map(|name| name.expect("a name").into_owned())
            .collect();
        let expected = [
            "2024-08-12_to_2024-09-10.csv",
            "2024-09-11_to_2024-10-10.csv",
            "2024-10-11_to_2024-11-09.csv",
        ];
        assert_eq!(names, expected);
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).expect("an entry");
            let text = std::io::read_to_string(&mut file).expect("UTF-8");
            assert!(text.starts_with("Date,Project,Folder,"), "{index}");
        }

        // One of them alone, and all of them again, come from memory.
        page.job(EXPORT).button("Parts").click().await;
        page.job(&jobs[1].job_id).button("Show usage").click().await;
        page.announces("Usage of 1 export is shown.").await;
        let one = page.sim.usage_totals(&jobs[1].job_id).expect("a job");
        let shown = page.usage_total("By project").await[1].replace(',', "");
        assert_eq!(shown, one.total);
        assert_eq!(page.sim.requests_of(Call::Download).len(), 3);
        assert_eq!(requested(page), windows(&[1, 2, 3]));
    });
}

#[test]
fn the_days_of_a_window_that_has_failed_are_said_to_be_missing() {
    in_browser(async |page| {
        page.sim
            .script_next_job(JobPlan::at_once(JobStatus::Failed));
        page.sign_in().await;
        queue(page).await;
        page.job(EXPORT).shows("2 of 3 parts have data").await;
        page.job(EXPORT).button("Show usage").click().await;
        page.announces("Usage of 2 exports is shown.").await;
        page.usage()
            .shows("Days without an export: 2024-08-12 to 2024-09-10.")
            .await;
    });
}

#[test]
fn a_refusal_for_want_of_slots_waits_for_a_job_to_end() {
    for answer in [
        BusyAnswer::BadRequest,
        BusyAnswer::TooManyRequests { retry_after: None },
    ] {
        let busy = Setup::default().simulator(|options| options.busy_answer = answer);
        busy.run(async |page| {
            let status = match answer {
                BusyAnswer::BadRequest => 400,
                BusyAnswer::TooManyRequests { .. } => 429,
            };
            page.expect_failed_load(status, JOBS_PATH);
            page.sim.script_next_job(JobPlan::held());
            page.sim.set_max_active_jobs(1);
            page.sign_in().await;
            queue(page).await;
            page.jobs()
                .shows("Refused for now; tried again later. ")
                .await;
            page.jobs()
                .shows("The organization has 1 active export jobs already.")
                .await;
            page.asked(Call::Status, 2).await;
            assert_eq!(
                requested(page),
                windows(&[1, 2]),
                "not tried again meanwhile"
            );

            page.sim.set_max_active_jobs(5);
            let first = page.created_job(0).await.job_id;
            page.sim.set_job_status(&first, JobStatus::Success, None);
            page.job(EXPORT).shows("Complete").await;
            assert_eq!(requested(page), windows(&[1, 2, 2, 3]));
        });
    }
}

#[test]
fn slots_that_others_hold_keep_the_export_queued_until_they_are_free() {
    in_browser(async |page| {
        page.expect_failed_load(400, JOBS_PATH);
        page.sim.set_max_active_jobs(0);
        page.sign_in().await;
        queue(page).await;
        page.jobs()
            .shows("Refused for now; tried again later. ")
            .await;
        page.jobs()
            .shows("The organization has 0 active export jobs already.")
            .await;
        page.jobs().shows("Parts: 3 queued.").await;
        assert_eq!(requested(page), windows(&[1]), "a pause comes first");
        page.sim.set_max_active_jobs(5);
        page.job(EXPORT).shows("Complete").await;
        assert_eq!(requested(page), windows(&[1, 1, 2, 3]));
    });
}

#[test]
fn a_time_that_the_service_names_is_waited_out() {
    in_browser(async |page| {
        page.expect_failed_load(429, JOBS_PATH);
        let fault = FaultKind::too_many_requests(Some(RetryAfter::Seconds(4)));
        page.sim.add_fault(Fault::once(Call::Submit, fault));
        let steps = async || {
            page.sign_in().await;
            queue(page).await;
            page.jobs()
                .shows("The service asks to wait 4 seconds.")
                .await;
            page.job(EXPORT).shows("Complete").await;
        };
        // Whatever the computer's clock says: here it stands still.
        let stop = "const now = Date.now(); Date.now = () => now;";
        if page.is_chromium() {
            page.with_script(stop, steps).await;
        } else {
            steps().await;
        }
        let requests = page.sim.requests_of(Call::Submit);
        assert_eq!(requested(page), windows(&[1, 1, 2, 3]));
        let waited = (requests[1].at - requests[0].at).as_seconds_f64();
        assert!((4.0..8.0).contains(&waited), "{waited} s instead of 4 s");
    });
}

#[test]
fn a_request_that_is_refused_for_what_it_asks_stops_the_export() {
    in_browser(async |page| {
        page.expect_failed_load(400, JOBS_PATH);
        let refused = FaultKind::Status {
            status: 400,
            body: ErrorBody::V3,
            message: Some("The field startDate is too long ago.".to_owned()),
            retry_after: None,
            taken: false,
        };
        page.sim.add_fault(Fault::once(Call::Submit, refused));
        page.sign_in().await;
        queue(page).await;
        page.jobs().shows("Parts: 3 not requested.").await;
        page.jobs()
            .shows("Not requested. The service did not accept this request: The field startDate is too long ago.")
            .await;
        assert_eq!(requested(page), windows(&[1]));
        page.job(EXPORT).button("Resume").click().await;
        page.job(EXPORT).button("Parts").has_focus().await;
        page.job(EXPORT).shows("Complete").await;
        assert_eq!(requested(page), windows(&[1, 1, 2, 3]));
    });
}

#[test]
fn a_lost_answer_leaves_the_choice_to_the_administrator() {
    in_browser(async |page| {
        page.expect_failed_load(503, JOBS_PATH);
        // A gateway asks to come again, although the service has done its work.
        let fault = FaultKind::Status {
            status: 503,
            body: ErrorBody::Html,
            message: None,
            retry_after: Some(RetryAfter::Seconds(1)),
            taken: true,
        };
        page.sim.add_fault(Fault::once(Call::Submit, fault));
        page.sign_in().await;
        queue(page).await;
        page.jobs().shows("Parts: 2 complete, 1 unknown.").await;
        assert_eq!(requested(page), windows(&[1, 2, 3]));
        page.job(EXPORT).button("Parts").click().await;
        page.job("none yet").button("Request again").click().await;
        page.job(EXPORT).shows("Complete").await;
        page.job("none yet").shows("1 of 3, asked for again").await;
        assert_eq!(requested(page), windows(&[1, 2, 3, 1]));
    });
}

#[test]
fn what_is_not_requested_yet_can_be_cancelled_and_resumed() {
    let one_at_a_time = Setup::default().config(r#"{"maxActiveJobs": 1}"#);
    one_at_a_time.run(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        queue(page).await;
        let first = page.created_job(0).await.job_id;
        page.job(EXPORT).button("Cancel").click().await;
        page.announces("The parts that were not requested yet are cancelled.")
            .await;
        page.jobs()
            .shows("Parts: 1 running, 2 not requested.")
            .await;
        page.sim.set_job_status(&first, JobStatus::Success, None);
        page.jobs()
            .shows("Parts: 1 complete, 2 not requested.")
            .await;
        page.reload().await;
        page.sign_in().await;
        page.jobs()
            .shows("Parts: 1 complete, 2 not requested.")
            .await;
        assert_eq!(requested(page), windows(&[1]));
        page.job(EXPORT).button("Resume").click().await;
        page.job(EXPORT).shows("Complete").await;
        assert_eq!(requested(page), windows(&[1, 2, 3]));
        // The whole request is what the form said.
        let body: Value = page.sim.requests_of(Call::Submit)[1].json().expect("JSON");
        assert_eq!(
            body,
            json!({"startDate": WINDOWS[1].0, "endDate": WINDOWS[1].1, "jobType": "PROJECT_FOLDER"})
        );
    });
}
