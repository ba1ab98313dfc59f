//! Downloading the data of a job that has ended.

use simulator::{Call, Dataset, JobPlan, JobStatus};

use super::table::Table;
use super::trouble::Trouble;
use super::{each, impatient};
use crate::harness::{JOBS_PATH, Page};

/// What is said; nothing where the data is saved all the same.
#[rustfmt::skip] // One trouble a line.
const fn said(trouble: Trouble) -> Option<&'static str> {
    Some(match trouble {
        Trouble::Refused | Trouble::ResetBefore | Trouble::ResetAfter => "Not downloaded. No answer from the service. Check the network and that the host of this page passes /saas/ on to the service.",
        Trouble::Late => "Not downloaded. Nothing more arrived within 6 seconds. Check the network and try again.",
        Trouble::BadRequest => "Not downloaded. The service did not accept this download: Bad Request (a fault of the simulator)",
        Trouble::Unauthorized => "Sign in again to continue the download.",
        Trouble::Forbidden => "Not downloaded. This user may not export metering data. Ask an administrator of the organization for the privilege.",
        Trouble::NotFound => "Not downloaded. The service has no data of this job in this organization. Data is kept for three days; after that, request the export again.",
        Trouble::Conflict => "Not downloaded. The service refused the call (HTTP 409).",
        Trouble::TooMany => "Not downloaded. Too many requests. Wait a minute and try again.",
        Trouble::TooManyWait => "Not downloaded. Too many requests. The service asks to wait 30 seconds.",
        Trouble::Internal => "Not downloaded. The service is not available (HTTP 500). Try again later.",
        Trouble::BadGateway => "Not downloaded. The service is not available (HTTP 502). Try again later.",
        Trouble::Unavailable => "Not downloaded. The service is not available (HTTP 503). Try again later.",
        Trouble::UnavailableWait => "Not downloaded. The service is not available (HTTP 503). It asks to wait 10 minutes.",
        Trouble::CutOff | Trouble::CutOffChunked => "Not downloaded. It broke off after",
        // Of 10 MB, most are blanks behind its end.
        Trouble::HalfAnAnswer | Trouble::TenMegabytes => "Not downloaded. The answer is not a ZIP: its end is missing.",
        Trouble::NotJson => "Not downloaded. The answer is not a ZIP: it is text/plain.",
        Trouble::WrongTypes => "Not downloaded. The answer is not a ZIP: it does not begin like one.",
        // As long as something arrives, it goes on.
        Trouble::SlowDrip => "MB downloaded",
        Trouble::Html | Trouble::PlainText | Trouble::Drip => return None,
    })
}

#[test]
fn at_the_download() {
    let small = impatient().simulator(|options| options.dataset = Dataset::with_rows(30));
    small.run(async |page| {
        let mut table = Table::new("AT THE DOWNLOAD");
        page.sign_in().await;
        each(page, &mut table, async |trouble| one(page, trouble).await).await;
    });
}

async fn one(page: &Page, trouble: Trouble) -> String {
    if trouble.is_mended_by_the_browser(page) {
        return "not tried: Firefox itself asks again".to_owned();
    }
    // A job of its own for each: what has been downloaded once is not asked for again.
    page.sim
        .script_next_job(JobPlan::at_once(JobStatus::Success));
    let id = page.request_export().await.job_id;
    let job = page.job(&id);
    job.button("Show usage").is_there().await;
    page.sim.forget_requests();
    let path = format!("{JOBS_PATH}/{id}/download");
    trouble.arrange(page, Call::Download, &path).await;
    job.choose_from("More", "Download").await;
    let mut expected = vec![Call::Download; usize::from(trouble.arrives())];
    let told = if let Some(words) = said(trouble) {
        page.jobs().shows(words).await;
        format!("“{words}”; the job")
    } else {
        "saved".to_owned()
    };
    let told = match trouble {
        Trouble::SlowDrip => "it goes on until it is cancelled; the job".to_owned(),
        _ => told,
    };
    match trouble {
        Trouble::Unauthorized => {
            page.sign_in().await;
            expected.extend([Call::SignIn, Call::Download]);
        }
        Trouble::SlowDrip => page.jobs().button("Cancel").click().await,
        _ => {}
    }
    if trouble == Trouble::Unauthorized || said(trouble).is_none() {
        page.saved_file("metering_", &format!("_{id}.zip")).await;
    }
    trouble.end(page).await;
    job.shows("Succeeded").await;
    let requests = page.sim.requests();
    let calls: Vec<Call> = requests.iter().filter_map(|request| request.call).collect();
    assert_eq!(calls, expected, "{trouble:?}");
    job.choose_from("More", "Remove").await;
    job.is_gone().await;
    told
}
