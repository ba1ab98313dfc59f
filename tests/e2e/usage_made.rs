//! Exports for the tests of usage: real ones of the simulator, and made ones.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};
use simulator::{JobStatus, UsageTotals};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use crate::harness::{JOBS_PATH, Page};

/// A directory with a file for each name.
pub(crate) struct Files(TempDir);

impl Files {
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        for (name, content) in files {
            std::fs::write(directory.path().join(name), content).expect("a file");
        }
        Self(directory)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

/// A ZIP of one CSV file in the form of the service.
pub(crate) fn zipped(csv: &str) -> Vec<u8> {
    zip_of(
        &[("4wMFqGlxAKVlIFTixlTSOY.csv", csv)],
        SimpleFileOptions::default(),
    )
}

/// A ZIP of these files.
pub(crate) fn zip_of(files: &[(&str, impl AsRef<[u8]>)], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, options).expect("a file in the ZIP");
        zip.write_all(content.as_ref()).expect("its content");
    }
    zip.finish().expect("a ZIP").into_inner()
}

/// Rows in the form of the service, one project for each, on one day.
pub(crate) fn csv(rows: usize) -> String {
    let mut csv = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n".to_owned();
    for row in 0..rows {
        // A String takes whatever is written.
        let _ = writeln!(
            csv,
            "2025-01-02T00:00:00Z,P{row:04},F,4wMFqGlxAKVlIFTixlTSOY,Production,{row}.000000000001"
        );
    }
    csv
}

/// An export of the simulator, requested and downloaded past the page, and its own sums.
pub(crate) async fn of_simulator(page: &Page) -> (Vec<u8>, UsageTotals) {
    of_simulator_days(page, "2024-08-12", "2024-09-10").await
}

/// The same, of these days.
pub(crate) async fn of_simulator_days(
    page: &Page,
    first: &str,
    last: &str,
) -> (Vec<u8>, UsageTotals) {
    let request = "
        const [path, session, body] = arguments;
        const headers = { 'INFA-SESSION-ID': session, 'Content-Type': 'application/json' };
        fetch(path, { method: 'POST', headers, body }).then((answer) => answer.json()).then(done);";
    let session = page.sim.open_session();
    let body = json!({
        "startDate": format!("{first}T00:00:00Z"), "endDate": format!("{last}T23:59:59Z"), "jobType": "PROJECT_FOLDER",
        "combinedMeterUsage": "TRUE", "allLinkedOrgs": "TRUE",
    });
    let arguments = vec![json!(JOBS_PATH), json!(session), json!(body.to_string())];
    let job = page.script_until_done(request, arguments).await;
    let job = job["jobId"].as_str().expect("a job").to_owned();
    assert!(page.sim.set_job_status(&job, JobStatus::Success, None));
    let download = "
        const [path, session] = arguments;
        fetch(path, { headers: { 'INFA-SESSION-ID': session } })
            .then((answer) => answer.bytes ? answer.bytes() : answer.arrayBuffer().then((buffer) => new Uint8Array(buffer)))
            .then((bytes) => done(Array.from(bytes)));";
    let arguments = vec![json!(format!("{JOBS_PATH}/{job}/download")), json!(session)];
    let bytes: Value = page.script_until_done(download, arguments).await;
    let totals = page.sim.usage_totals(&job).expect("sums");
    page.sim.forget_requests();
    (
        serde_json::from_value(bytes).expect("the bytes of a ZIP"),
        totals,
    )
}
