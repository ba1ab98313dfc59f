//! Requesting an export: refused, or unknown, or done; and never sent twice.

use simulator::Call;

use super::table::Table;
use super::trouble::Trouble;
use super::{each, impatient};
use crate::harness::{JOBS_PATH, Page};

/// What comes of a request.
enum Outcome {
    /// There is a job.
    Done,
    /// There is none, and these words.
    Refused(&'static str),
    /// There may be one.
    Unknown(&'static str),
}

const fn outcome(trouble: Trouble) -> Outcome {
    Outcome::Refused(match trouble {
        Trouble::BadRequest => {
            "The service did not accept this request: Bad Request (a fault of the simulator)"
        }
        Trouble::Unauthorized => "The session has expired. Sign in again.",
        Trouble::Forbidden => {
            "This user may not export metering data. Ask an administrator of the organization for the privilege."
        }
        Trouble::NotFound => {
            "The service has no such address. Check the login URL and the API base URL."
        }
        Trouble::Conflict => "The service refused the call (HTTP 409).",
        Trouble::TooMany => "Too many requests. Wait a minute and try again.",
        Trouble::TooManyWait => "Too many requests. The service asks to wait 30 seconds.",
        Trouble::Html | Trouble::PlainText | Trouble::TenMegabytes | Trouble::Drip => {
            return Outcome::Done;
        }
        // The job ID is in the half that came.
        Trouble::CutOff | Trouble::CutOffChunked | Trouble::HalfAnAnswer => return Outcome::Done,
        Trouble::Refused | Trouble::ResetBefore | Trouble::ResetAfter => {
            return Outcome::Unknown("No answer from the service.");
        }
        Trouble::Late | Trouble::SlowDrip => {
            return Outcome::Unknown("No answer within 6 seconds.");
        }
        Trouble::Internal => return Outcome::Unknown("The service is not available (HTTP 500)."),
        Trouble::BadGateway => return Outcome::Unknown("The service is not available (HTTP 502)."),
        Trouble::Unavailable => {
            return Outcome::Unknown("The service is not available (HTTP 503).");
        }
        // A gateway can say so after the service did its work.
        Trouble::UnavailableWait => {
            return Outcome::Unknown(
                "The service is not available (HTTP 503). It asks to wait 10 minutes.",
            );
        }
        Trouble::NotJson => {
            return Outcome::Unknown(
                "The answer is not an export job: it is not JSON (line 1, column 1).",
            );
        }
        Trouble::WrongTypes => {
            return Outcome::Unknown("The answer is not an export job: it has no jobId.");
        }
    })
}

#[test]
fn at_the_request() {
    impatient().run(async |page| {
        let mut table = Table::new("AT THE REQUEST OF AN EXPORT");
        page.sim.set_max_active_jobs(100);
        page.sign_in().await;
        page.fill_range().await;
        each(page, &mut table, async |trouble| one(page, trouble).await).await;
    });
}

async fn one(page: &Page, trouble: Trouble) -> String {
    let before = page.sim.jobs().len();
    trouble.arrange(page, Call::Submit, JOBS_PATH).await;
    page.form().button("Request export").click().await;
    let told = match outcome(trouble) {
        Outcome::Done => {
            let id = page.created_job(before).await.job_id;
            page.job(&id).is_there().await;
            page.job(&id).choose_from("More", "Remove").await;
            "the job is listed".to_owned()
        }
        Outcome::Refused(words) => {
            if trouble == Trouble::Unauthorized {
                page.connection().shows("The session has expired.").await;
                page.sign_in().await;
            } else {
                page.form().shows(&format!("Not requested. {words}")).await;
            }
            page.jobs().shows("No jobs yet.").await;
            format!("“{words}”; no job")
        }
        Outcome::Unknown(words) => {
            let unknown = page.job("none yet");
            unknown.shows("Unknown").await;
            page.jobs()
                .shows(&format!(
                    "Unknown: the service may have created this job. {words}"
                ))
                .await;
            page.announces("The answer was lost: the service may have created this job.")
                .await;
            unknown.choose_from("More", "Remove").await;
            format!("“{words}”; the request as unknown")
        }
    };
    trouble.end(page).await;
    page.form().field("Start date").holds("2024-08-12").await;
    page.form().field("End date").holds("2024-09-10").await;
    let sent = page.sim.requests_of(Call::Submit).len();
    assert_eq!(
        sent,
        usize::from(trouble.arrives()),
        "{trouble:?} is sent once"
    );
    let created = page.sim.jobs().len() - before;
    assert_eq!(created, usize::from(trouble.is_taken()), "{trouble:?}");
    told
}
