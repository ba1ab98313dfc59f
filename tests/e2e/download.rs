//! From an ended job to a file on disk.

use std::io::{Cursor, Read as _};
use std::time::Duration;

use bigdecimal::BigDecimal;
use simulator::{Call, Fault, FaultKind, JobPlan, JobStatus};

use crate::harness::{JOBS_PATH, Kind, Page, in_browser};

/// A job that has ended like this.
async fn ended(page: &Page, plan: JobPlan) -> String {
    page.sim.script_next_job(plan);
    page.sign_in().await;
    let id = page.request_export().await.job_id;
    page.job(&id).button("Show usage").is_there().await;
    id
}

fn path(id: &str) -> String {
    format!("{JOBS_PATH}/{id}/download")
}

/// The sum of the last column of every CSV file in a ZIP.
fn sum(zip: &[u8]) -> BigDecimal {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).expect("a ZIP");
    let mut sum = BigDecimal::default();
    for index in 0..zip.len() {
        let mut text = String::new();
        let mut file = zip.by_index(index).expect("an entry");
        file.read_to_string(&mut text).expect("UTF-8");
        for row in csv::Reader::from_reader(text.as_bytes()).records() {
            let row = row.expect("a row");
            sum += row[5].parse::<BigDecimal>().expect("an amount");
        }
    }
    sum
}

#[test]
fn the_data_of_a_job_is_saved_under_a_telling_name_and_downloaded_once() {
    in_browser(async |page| {
        let id = ended(page, JobPlan::at_once(JobStatus::Success)).await;
        page.job(&id).shows("left to download").await;
        page.job(&id).choose_from("More", "Download").await;
        page.announces(&format!("Job {id}: downloaded.")).await;
        let (name, zip) = page.saved_file("metering_", &format!("_{id}.zip")).await;
        let totals = page.sim.usage_totals(&id).expect("a job");
        let org = totals.by_org.keys().next().expect("an organization");
        assert_eq!(
            name,
            format!("metering_{org}_2024-08-12_2024-09-10_{id}.zip")
        );
        assert_eq!(
            sum(&zip),
            totals.total.parse::<BigDecimal>().expect("a sum")
        );

        // Saved again, it comes from memory.
        page.job(&id).choose_from("More", "Download").await;
        let (_, again) = page
            .saved_file("metering_", &format!("_{id} (1).zip"))
            .await;
        assert!(again == zip);
        let asked = page.sim.requests_of(Call::Download);
        assert_eq!(asked.len(), 1);
        assert!(asked[0].header("infa-session-id").is_some());
        assert_eq!(
            (asked[0].query.as_deref(), &asked[0].path),
            (None, &path(&id))
        );
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
    });
}

#[test]
fn an_incomplete_export_is_said_to_be_that_and_can_be_saved() {
    in_browser(async |page| {
        let plan = JobPlan {
            error_message: Some("<b>Two</b> organizations are missing".into()),
            ..JobPlan::at_once(JobStatus::PartialSuccess)
        };
        let id = ended(page, plan).await;
        page.job(&id).choose_from("More", "Refresh").await;
        page.jobs()
            .shows("The service says: <b>Two</b> organizations are missing")
            .await;
        page.jobs()
            .shows("Incomplete. Data of some linked organizations is missing; the rest can be downloaded and shown.")
            .await;
        page.job(&id).choose_from("More", "Download").await;
        let (_, zip) = page.saved_file("metering_", &format!("_{id}.zip")).await;
        let totals = page.sim.usage_totals(&id).expect("a job");
        assert_eq!(
            sum(&zip),
            totals.total.parse::<BigDecimal>().expect("a sum")
        );
    });
}

#[test]
fn a_download_tells_its_progress_and_can_be_cancelled_and_tried_again() {
    in_browser(async |page| {
        let id = ended(page, JobPlan::at_once(JobStatus::Success)).await;
        let slow = FaultKind::SlowDrip {
            bytes: 2_000,
            every: Duration::from_secs(1),
        };
        page.sim.add_fault(Fault::once(Call::Download, slow));
        page.job(&id).choose_from("More", "Download").await;
        page.jobs().shows("0.0 of 0.0 MB downloaded").await;
        page.jobs().button("Cancel").click().await;
        page.announces("Download cancelled.").await;
        page.jobs().button("Cancel").is_gone().await;
        page.job(&id).choose_from("More", "Download").await;
        page.saved_file("metering_", &format!("_{id}.zip")).await;
        assert_eq!(page.sim.requests_of(Call::Download).len(), 2);
    });
}

#[test]
fn a_download_that_breaks_off_is_said_and_can_be_tried_again() {
    in_browser(async |page| {
        let id = ended(page, JobPlan::at_once(JobStatus::Success)).await;
        page.expect_failed_load(
            crate::harness::Reason::Net("ERR_CONTENT_LENGTH_MISMATCH"),
            &path(&id),
        );
        let fault = FaultKind::Truncated {
            framing: simulator::Framing::ContentLength,
        };
        page.sim.add_fault(Fault::once(Call::Download, fault));
        page.job(&id).choose_from("More", "Download").await;
        page.jobs()
            .shows("Not downloaded. It broke off after 0.0 of 0.0 MB.")
            .await;
        page.job(&id).choose_from("More", "Download").await;
        page.saved_file("metering_", &format!("_{id}.zip")).await;
    });
}

#[test]
fn an_expired_session_is_renewed_and_the_download_goes_on_until_the_data_is_gone_too() {
    in_browser(async |page| {
        let id = ended(page, JobPlan::at_once(JobStatus::Success)).await;
        page.expect_failed_load(401, &path(&id));
        page.sim.expire_sessions();
        page.job(&id).choose_from("More", "Download").await;
        page.connection().shows("The session has expired.").await;
        page.jobs()
            .shows("Sign in again to continue the download.")
            .await;
        page.sign_in().await;
        page.saved_file("metering_", &format!("_{id}.zip")).await;

        page.reload().await;
        page.sim.advance(Duration::from_hours(73));
        page.expect_failed_load(404, &path(&id));
        page.sign_in().await;
        page.job(&id).button("Show usage").click().await;
        page.jobs()
            .shows("Not downloaded. The service has no data of this job in this organization. Data is kept for three days; after that, request the export again. The service says: “")
            .await;
        assert_eq!(page.sim.requests_of(Call::Download).len(), 3);
        page.find(Kind::Heading, "Export jobs").is_there().await;
    });
}
