//! Questions about a job that fail: the last known fields stay, the words say why, the page goes on asking.

use std::time::Duration;

use simulator::{Call, ErrorBody, Fault, FaultKind, Framing, JobPlan, JobStatus, RetryAfter};

use crate::harness::{JOBS_PATH, Page, Setup, in_browser};

/// A job that stays CREATED until the test says otherwise.
async fn held_job(page: &Page) -> String {
    page.sim.script_next_job(JobPlan::held());
    page.sign_in().await;
    let id = page.request_export().await.job_id;
    page.job(&id).shows("Created").await;
    id
}

#[test]
fn a_failed_question_keeps_the_fields_says_why_and_is_asked_again() {
    in_browser(async |page| {
        let id = held_job(page).await;
        let path = format!("{JOBS_PATH}/{id}");
        let custom = |body: &str| FaultKind::Custom {
            status: 200,
            content_type: "application/json".into(),
            body: body.into(),
            taken: false,
        };
        let cases = [
            (
                FaultKind::html(200),
                "A web page came instead of an answer of the service",
            ),
            (
                FaultKind::Truncated {
                    framing: Framing::Complete,
                },
                "The answer is not an export job: it breaks off",
            ),
            (
                FaultKind::NonJson,
                "The answer is not an export job: it is not JSON",
            ),
            (
                custom("{\"status\":\"SUCCESS\"}"),
                "The answer is not an export job: it has no jobId",
            ),
            (
                custom("[]"),
                "The answer is not an export job: it is not an object",
            ),
            (
                custom("{\"jobId\":\"another\",\"status\":\"SUCCESS\"}"),
                "it is about the job another",
            ),
            (
                FaultKind::status(403),
                "This user may not export metering data",
            ),
            (
                FaultKind::status(404),
                "The service does not know this job in this organization",
            ),
            (
                FaultKind::status(500),
                "The service is not available (HTTP 500)",
            ),
            (
                FaultKind::html(502),
                "The service is not available (HTTP 502)",
            ),
        ];
        for status in [403, 404, 500, 502] {
            page.expect_failed_load(status, &path);
        }
        for (fault, words) in cases {
            page.sim.add_fault(Fault::always(Call::Status, fault));
            page.job(&id).button("Refresh").click().await;
            page.jobs().shows(words).await;
            let rest = match words {
                "The service does not know this job in this organization" => ".",
                _ => "; the page tries again.",
            };
            page.jobs()
                .shows(&format!("The last known status is shown{rest}"))
                .await;
            page.job(&id).shows("Created").await;
            page.sim.clear_faults();
        }
        page.sim.set_job_status(&id, JobStatus::Success, None);
        page.job(&id).shows("Succeeded").await;
        assert!(!page.jobs().text().await.contains("Not refreshed."));
    });
}

#[test]
fn the_service_s_own_words_and_code_are_shown() {
    in_browser(async |page| {
        let id = held_job(page).await;
        page.expect_failed_load(400, &format!("{JOBS_PATH}/{id}"));
        for body in [ErrorBody::V3, ErrorBody::V2] {
            let message = format!("The pod is in maintenance ({body:?}).");
            let fault = FaultKind::Status {
                status: 400,
                body,
                message: Some(message.clone()),
                retry_after: None,
                taken: false,
            };
            page.sim.add_fault(Fault::once(Call::Status, fault));
            page.job(&id).button("Refresh").click().await;
            page.jobs()
                .shows(&format!("did not accept this request: {message} (code "))
                .await;
        }
    });
}

/// The seconds between the question that a fault answers and the next one.
async fn wait_after(page: &Page, fault: FaultKind, words: &str) -> f64 {
    let id = held_job(page).await;
    page.expect_failed_load(fault_status(&fault), &format!("{JOBS_PATH}/{id}"));
    page.sim.add_fault(Fault::once(Call::Status, fault));
    page.jobs().shows(words).await;
    let asked = page.asked(Call::Status, 2).await;
    (asked[1].at - asked[0].at).as_seconds_f64()
}

fn fault_status(fault: &FaultKind) -> u16 {
    match fault {
        FaultKind::Status { status, .. } => *status,
        other => panic!("{other:?} has no status"),
    }
}

#[test]
fn retry_after_of_429_is_waited_out() {
    in_browser(async |page| {
        let fault = FaultKind::too_many_requests(Some(RetryAfter::Seconds(6)));
        let wait = wait_after(
            page,
            fault,
            "Too many requests. The service asks to wait 6 seconds.",
        )
        .await;
        assert!((6.0..8.0).contains(&wait), "{wait} s instead of 6 s");
    });
}

#[test]
fn retry_after_of_503_is_waited_out_also_as_a_date() {
    in_browser(async |page| {
        let fault = FaultKind::Status {
            status: 503,
            body: ErrorBody::Html,
            message: None,
            retry_after: Some(RetryAfter::DateInSeconds(7)),
            taken: false,
        };
        let wait = wait_after(
            page,
            fault,
            "The service is not available (HTTP 503). It asks to wait",
        )
        .await;
        // A date has no fractions of seconds, so it is up to one second earlier; without it the page would ask after 3.3 s.
        assert!((6.0..9.0).contains(&wait), "{wait} s instead of 6 to 7 s");
    });
}

#[test]
fn a_question_that_is_not_answered_in_time_is_given_up_and_asked_again() {
    Setup::default()
        .config(r#"{"timeoutSeconds": 1}"#)
        .run(async |page| {
            let id = held_job(page).await;
            page.sim.add_fault(Fault::once(
                Call::Status,
                FaultKind::latency(Duration::from_secs(20)),
            ));
            page.jobs().shows("No answer within a second.").await;
            page.job(&id).shows("Created").await;
            page.sim.set_job_status(&id, JobStatus::Success, None);
            page.job(&id).shows("Succeeded").await;
        });
}
