//! What a download holds: read with other libraries than those that wrote it, it adds up to the simulator's own sums.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::time::Duration;

use num_bigint::BigUint;
use reqwest::Client;
use serde_json::{Value, json};
use simulator::{Dataset, JobPlan, JobStatus, Options, Simulator, UsageTotals};
use zip::ZipArchive;

const JOBS: &str = "/saas/public/core/v3/license/metering/ExportMeteringData";

type Row = [String; 6];

async fn start(dataset: Dataset) -> Simulator {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = Options {
        dataset,
        pace: Duration::ZERO,
        ..Options::default()
    };
    Simulator::start(options).await.expect("a free port")
}

fn month(combined: &str, all: &str) -> Value {
    json!({
        "startDate": "2024-08-01T00:00:00Z", "endDate": "2024-08-30T23:59:59Z", "jobType": "PROJECT_FOLDER",
        "combinedMeterUsage": combined, "allLinkedOrgs": all,
    })
}

/// The files of an export by name, and its sums.
async fn export(sim: &Simulator, body: &Value) -> (BTreeMap<String, String>, UsageTotals) {
    let client = Client::builder().no_proxy().build().expect("a client");
    let session = sim.open_session();
    let url = format!("{}{JOBS}", sim.url());
    let request = client.post(&url).header("infa-session-id", &session);
    let job = request.json(body).send().await.expect("an answer");
    let job: Value = job.json().await.expect("JSON");
    let id = job["jobId"].as_str().expect("a job");
    let request = client.get(format!("{url}/{id}/download"));
    let answer = request.header("infa-session-id", &session).send().await;
    let zip = answer.expect("an answer").bytes().await.expect("a body");
    let mut zip = ZipArchive::new(Cursor::new(zip)).expect("a ZIP");
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).expect("an entry");
        let mut text = String::new();
        let name = file.name().expect("UTF-8").into_owned();
        file.read_to_string(&mut text).expect("UTF-8");
        files.insert(name, text);
    }
    (files, sim.usage_totals(id).expect("a job"))
}

fn rows(files: &BTreeMap<String, String>) -> Vec<Row> {
    let parse = |text: &String| {
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let header = csv.headers().expect("a header").iter().collect::<Vec<_>>();
        assert_eq!(
            header.join(","),
            "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)"
        );
        csv.deserialize()
            .collect::<Result<Vec<Row>, _>>()
            .expect("six fields a row")
    };
    files.values().flat_map(parse).collect()
}

/// The sum as digits with the point twelve places from the right, by arithmetic of any size.
fn sum<'a>(rows: impl Iterator<Item = &'a Row>) -> String {
    let mut total = BigUint::default();
    for row in rows {
        let (whole, decimals) = row[5].split_once('.').expect("a decimal point");
        assert_eq!(decimals.len(), 12, "{row:?}");
        total += format!("{whole}{decimals}")
            .parse::<BigUint>()
            .expect("digits");
    }
    let digits = format!("{total:0>13}");
    let (whole, decimals) = digits.split_at(digits.len() - 12);
    format!("{whole}.{decimals}")
}

fn sums_by(rows: &[Row], key: impl Fn(&Row) -> String) -> BTreeMap<String, String> {
    let keys: BTreeSet<String> = rows.iter().map(&key).collect();
    let sum_of = |key_wanted: String| {
        let sum = sum(rows.iter().filter(|row| key(row) == key_wanted));
        (key_wanted, sum)
    };
    keys.into_iter().map(sum_of).collect()
}

#[tokio::test]
async fn adds_up_to_the_totals_in_every_shape() {
    let sim = start(Dataset::default()).await;
    for (combined, all, files_in_zip, orgs) in [
        ("FALSE", "FALSE", 1, 1),
        ("TRUE", "TRUE", 1, 4),
        ("FALSE", "TRUE", 4, 4),
    ] {
        let (files, totals) = export(&sim, &month(combined, all)).await;
        assert_eq!(files.len(), files_in_zip);
        let rows = rows(&files);
        assert_eq!(rows.len() as u64, totals.rows);
        assert_eq!(sum(rows.iter()), totals.total);
        assert_eq!(
            sums_by(&rows, |row| row[0].replace("T00:00:00Z", "")),
            totals.by_day
        );
        assert_eq!(sums_by(&rows, |row| row[1].clone()), totals.by_project);
        assert_eq!(sums_by(&rows, |row| row[3].clone()), totals.by_org);
        assert_eq!((totals.by_org.len(), totals.by_day.len()), (orgs, 30));
        let keys: BTreeSet<&[String]> = rows.iter().map(|row| &row[..4]).collect();
        assert_eq!(keys.len(), rows.len(), "the key is unique");
        assert!(totals.by_project.contains_key("null"));
    }
}

#[tokio::test]
async fn a_partial_success_lacks_linked_organizations_and_rows_can_be_many() {
    let sim = start(Dataset::with_rows(90_000)).await;
    sim.script_next_job(JobPlan::at_once(JobStatus::PartialSuccess));
    let (files, totals) = export(&sim, &month("FALSE", "TRUE")).await;
    assert_eq!((files.len(), totals.rows), (2, 180_000));
    assert_eq!(sum(rows(&files).iter()), totals.total);
}

#[tokio::test]
async fn figures_of_today_and_yesterday_rise_and_there_are_none_of_days_to_come() {
    let sim = start(Dataset {
        provisional: true,
        activity: 1_000,
        ..Dataset::default()
    })
    .await;
    // Noon of a day to come, so that the test does not depend on the hour it runs at.
    let now = chrono::Utc::now();
    let noon = (now.date_naive() + chrono::Days::new(3))
        .and_hms_opt(12, 0, 0)
        .expect("noon");
    sim.set_clock_offset((noon.and_utc() - now).num_seconds());
    let day = |days| {
        (noon + chrono::TimeDelta::days(days))
            .format("%Y-%m-%d")
            .to_string()
    };
    let body = json!({
        "startDate": format!("{}T00:00:00Z", day(-5)), "endDate": format!("{}T00:00:00Z", day(5)), "jobType": "PROJECT_FOLDER",
    });
    let (_, early) = export(&sim, &body).await;
    sim.advance(Duration::from_hours(6));
    let (_, late) = export(&sim, &body).await;
    assert_eq!(early.by_day.keys().next_back(), Some(&day(0)));
    assert_eq!(early.by_day[&day(-2)], late.by_day[&day(-2)]);
    for days in [0, -1] {
        assert!(early.by_day[&day(days)] < late.by_day[&day(days)], "{days}");
    }
}
