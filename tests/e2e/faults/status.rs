//! Asking for the fields of a job, here of one that has ended: it is asked for when the person says so and at no other time.

use simulator::{Call, JobStatus};

use super::table::Table;
use super::trouble::Trouble;
use super::{each, impatient};
use crate::harness::JOBS_PATH;

/// What is said; nothing where the fields come all the same.
const fn said(trouble: Trouble) -> Option<&'static str> {
    Some(match trouble {
        Trouble::Refused
        | Trouble::ResetBefore
        | Trouble::ResetAfter
        | Trouble::CutOff
        | Trouble::CutOffChunked => {
            "No answer from the service. Check the network and that the host of this page passes /saas/ on to the service."
        }
        Trouble::Late | Trouble::SlowDrip => "No answer within 6 seconds.",
        Trouble::BadRequest => {
            "The service did not accept this request: Bad Request (a fault of the simulator)"
        }
        Trouble::Unauthorized => "The session has expired. Sign in again.",
        Trouble::Forbidden => {
            "This user may not export metering data. Ask an administrator of the organization for the privilege."
        }
        Trouble::NotFound => "The service does not know this job in this organization.",
        Trouble::Conflict => "The service refused the call (HTTP 409).",
        Trouble::TooMany => "Too many requests. Wait a minute and try again.",
        Trouble::TooManyWait => "Too many requests. The service asks to wait 30 seconds.",
        Trouble::Internal => "The service is not available (HTTP 500). Try again later.",
        Trouble::BadGateway => "The service is not available (HTTP 502). Try again later.",
        Trouble::Unavailable => "The service is not available (HTTP 503). Try again later.",
        Trouble::UnavailableWait => {
            "The service is not available (HTTP 503). It asks to wait 10 minutes."
        }
        Trouble::HalfAnAnswer => "The answer is not an export job: it breaks off after",
        Trouble::NotJson => "The answer is not an export job: it is not JSON (line 1, column 1).",
        Trouble::WrongTypes => "The answer is not an export job: it has no jobId.",
        Trouble::Html | Trouble::PlainText | Trouble::TenMegabytes | Trouble::Drip => return None,
    })
}

#[test]
fn at_the_status() {
    impatient().run(async |page| {
        let mut table = Table::new("AT THE STATUS OF A JOB");
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.sim.set_job_status(&id, JobStatus::Success, None);
        page.job(&id).button("Refresh").click().await;
        page.job(&id).shows("Succeeded").await;
        let path = format!("{JOBS_PATH}/{id}");
        each(page, &mut table, async |trouble| {
            if trouble.is_mended_by_the_browser(page) {
                return "not tried: Firefox itself asks again".to_owned();
            }
            // What the page would show if it had got the answer.
            page.sim.set_job_status(&id, JobStatus::Failed, None);
            trouble.arrange(page, Call::Status, &path).await;
            page.job(&id).choose_from("More", "Refresh").await;
            let told = if let Some(words) = said(trouble) {
                page.jobs().shows(&format!("Not refreshed. {words}")).await;
                page.jobs().shows("The last known status is shown.").await;
                page.job(&id).shows("Succeeded").await;
                format!("“{words}”; the last known fields")
            } else {
                page.job(&id).shows("Failed").await;
                "the new fields".to_owned()
            };
            trouble.end(page).await;
            let asked = page.sim.requests();
            assert_eq!(
                asked.len(),
                usize::from(trouble.arrives()),
                "{trouble:?}: {asked:?}"
            );
            if trouble == Trouble::Unauthorized {
                page.connection().shows("The session has expired.").await;
                page.sign_in().await;
            }
            page.sim.set_job_status(&id, JobStatus::Success, None);
            if said(trouble).is_none() {
                page.job(&id).choose_from("More", "Refresh").await;
                page.job(&id).shows("Succeeded").await;
            }
            told
        })
        .await;
    });
}
