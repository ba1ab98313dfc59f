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

const JOB_LEVEL: &str = "/saas/public/core/v3/license/metering/ExportServiceJobLevelMeteringData";

/// A row: its fields by the name of their column.
type Row = BTreeMap<String, String>;

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
    let path = if body.get("jobType").is_some() {
        JOBS
    } else {
        JOB_LEVEL
    };
    let request = client
        .post(format!("{}{path}", sim.url()))
        .header("infa-session-id", &session);
    let job = request.json(body).send().await.expect("an answer");
    let job: Value = job.json().await.expect("JSON");
    let id = job["jobId"].as_str().expect("a job");
    let request = client.get(format!("{}{JOBS}/{id}/download", sim.url()));
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
        csv.deserialize()
            .collect::<Result<Vec<Row>, _>>()
            .expect("a field for each column")
    };
    files.values().flat_map(parse).collect()
}

/// The sum of a column as digits with the point twelve places from the right, by arithmetic of any size.
fn sum<'a>(rows: impl IntoIterator<Item = &'a Row>, column: &str) -> String {
    let mut total = BigUint::default();
    for row in rows {
        let (whole, decimals) = row[column].split_once('.').expect("a decimal point");
        assert_eq!(decimals.len(), 12, "{row:?}");
        total += format!("{whole}{decimals}")
            .parse::<BigUint>()
            .expect("digits");
    }
    let digits = format!("{total:0>13}");
    let (whole, decimals) = digits.split_at(digits.len() - 12);
    format!("{whole}.{decimals}")
}

/// The sums of a column for each value of another.
fn sums_by(rows: &[Row], key: &str, column: &str) -> BTreeMap<String, String> {
    let keys: BTreeSet<&String> = rows.iter().map(|row| &row[key]).collect();
    let sum_of = |value: &String| {
        let sum = sum(rows.iter().filter(|row| row[key] == *value), column);
        (value.replace("T00:00:00Z", ""), sum)
    };
    keys.into_iter().map(sum_of).collect()
}

fn assert_unique(rows: &[Row], key: &[&str]) {
    let keys: BTreeSet<Vec<&String>> = rows
        .iter()
        .map(|row| key.iter().map(|name| &row[*name]).collect())
        .collect();
    assert_eq!(keys.len(), rows.len(), "the key is unique: {key:?}");
}

#[tokio::test]
async fn project_level_adds_up_in_every_shape() {
    let sim = start(Dataset::default()).await;
    for (combined, all, files_in_zip, orgs) in [
        ("FALSE", "FALSE", 1, 1),
        ("TRUE", "TRUE", 1, 4),
        ("FALSE", "TRUE", 4, 4),
    ] {
        let (files, totals) = export(&sim, &month(combined, all)).await;
        assert_eq!(files.len(), files_in_zip);
        for text in files.values() {
            assert!(text.starts_with(
                "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n2024-08-30T00:00:00Z,"
            ));
        }
        let (rows, ipus) = (rows(&files), "Consumption (IPUs)");
        assert_eq!(rows.len() as u64, totals.rows);
        assert_eq!(sum(&rows, ipus), totals.total);
        assert_eq!(sums_by(&rows, "Date", ipus), totals.by_day);
        assert_eq!(sums_by(&rows, "Project", ipus), totals.by_project);
        assert_eq!(sums_by(&rows, "Org ID", ipus), totals.by_org);
        assert_eq!((totals.by_org.len(), totals.by_day.len()), (orgs, 30));
        assert_unique(&rows, &["Date", "Project", "Folder", "Org ID"]);
        assert!(totals.by_project.contains_key("null"));
    }
}

#[tokio::test]
async fn the_summary_is_project_level_and_what_carries_no_project() {
    let sim = start(Dataset::default()).await;
    let mut body = month("TRUE", "TRUE");
    let (_, projects) = export(&sim, &body).await;
    body["jobType"] = "SUMMARY".into();
    let (files, totals) = export(&sim, &body).await;
    let header = "OrgId,MeterId,MeterName,Date,BillingPeriodStartDate,BillingPeriodEndDate,MeterUsage,IPU,Scalar,\
                  MetricCategory,OrgName,OrgType,IPURate\n";
    assert!(files.values().all(|text| text.starts_with(header)));
    let rows = rows(&files);
    assert_eq!(rows.len() as u64, totals.rows);
    assert_eq!(sum(&rows, "IPU"), totals.total);
    assert_eq!(sums_by(&rows, "Date", "IPU"), totals.by_day);
    assert_eq!(sums_by(&rows, "OrgId", "IPU"), totals.by_org);
    assert_eq!(sums_by(&rows, "MeterName", "IPU"), totals.by_meter);
    assert_eq!(totals.by_meter.len(), 5);
    assert_unique(&rows, &["Date", "MeterId", "OrgId"]);
    assert_eq!(
        (
            rows[0]["BillingPeriodStartDate"].as_str(),
            rows[0]["BillingPeriodEndDate"].as_str()
        ),
        ("2024-08-01T00:00:00Z", "2024-08-31T00:00:00Z")
    );
    let without = |name: &str| ["API Management", "Data Storage"].contains(&name);
    let with_project = rows.iter().filter(|row| !without(&row["MeterName"]));
    assert_eq!(sum(with_project, "IPU"), projects.total);
    assert_ne!(totals.total, projects.total);
}

#[tokio::test]
async fn assets_add_up_to_their_projects_and_meters() {
    let sim = start(Dataset::default()).await;
    let (_, projects) = export(&sim, &month("FALSE", "FALSE")).await;
    let mut summary = month("FALSE", "FALSE");
    summary["jobType"] = "SUMMARY".into();
    let (_, summary) = export(&sim, &summary).await;
    let mut body = json!({
        "startDate": "2024-08-01T00:00:00Z", "endDate": "2024-08-30T23:59:59Z", "jobType": "ASSET",
    });
    let (files, totals) = export(&sim, &body).await;
    let header = "Meter ID,Meter Name,Date,Asset Name,Asset Type,Project,Folder,Org ID,Org Type,Environment Name,\
                  Environment Type,Tier,IPU Per Unit,Usage,Consumption (IPUs)\n";
    assert!(files.values().all(|text| text.starts_with(header)));
    let (rows, ipus) = (rows(&files), "Consumption (IPUs)");
    assert_eq!(rows.len() as u64, totals.rows);
    assert_eq!(sum(&rows, ipus), projects.total);
    assert_eq!(sums_by(&rows, "Project", ipus), projects.by_project);
    assert_eq!(sums_by(&rows, "Date", ipus), projects.by_day);
    assert_eq!(sums_by(&rows, "Asset Name", ipus), totals.by_asset);
    for (meter, ipus) in &totals.by_meter {
        assert_eq!(summary.by_meter.get(meter), Some(ipus));
    }
    assert_unique(
        &rows,
        &[
            "Date",
            "Meter ID",
            "Asset Name",
            "Asset Type",
            "Project",
            "Folder",
            "Org ID",
            "Environment Name",
            "Tier",
            "IPU Per Unit",
        ],
    );

    body["meterId"] = "3TaYTMo6BFYeNIABfVmH0n".into();
    let (_, of_one) = export(&sim, &body).await;
    assert_eq!(
        of_one.by_meter.keys().collect::<Vec<_>>(),
        ["Application Integration"]
    );
    assert_eq!(of_one.total, totals.by_meter["Application Integration"]);
}

#[tokio::test]
async fn job_level_has_a_layout_for_each_meter_and_the_usage_of_the_summary() {
    let sim = start(Dataset::default()).await;
    let mut summary = month("FALSE", "FALSE");
    summary["jobType"] = "SUMMARY".into();
    let (summary, _) = export(&sim, &summary).await;
    let summary = rows(&summary);
    let used = |meter: &str| {
        sum(
            summary.iter().filter(|row| row["MeterId"] == meter),
            "MeterUsage",
        )
    };
    let mut body = json!({"startDate": "2024-08-01T00:00:00Z", "endDate": "2024-08-30T23:59:59Z", "allMeters": "TRUE"});
    let (all, totals) = export(&sim, &body).await;
    assert_eq!((all.len(), totals.total.as_str()), (2, "0.000000000000"));
    assert_eq!(rows(&all).len() as u64, totals.rows);
    body["allMeters"] = "FALSE".into();
    for (meter, header) in [
        (
            "a2nB20h1o0lc7k3P9xtWS8",
            "Task ID,Task Name,Task Object Name,Task Type,Task Run ID,Project Name,Folder Name,Org ID,Environment ID,\
             Environment,Cores Used,Start Time,End Time,Status,Metered Value,Audit Time,OBM Task Time(s)\n",
        ),
        (
            "3TaYTMo6BFYeNIABfVmH0n",
            "Org ID,Executed asset,Date (in UTC),Execution env,Status,",
        ),
    ] {
        body["meterId"] = meter.into();
        let (one, _) = export(&sim, &body).await;
        assert!(one.values().all(|text| text.starts_with(header)), "{meter}");
        assert!(one.iter().all(|(name, text)| all[name] == *text));
        assert_eq!(sum(&rows(&one), "Metered Value"), used(meter));
    }
}

#[tokio::test]
async fn a_partial_success_lacks_linked_organizations_and_rows_can_be_many() {
    let sim = start(Dataset::with_rows(90_000)).await;
    sim.script_next_job(JobPlan::at_once(JobStatus::PartialSuccess));
    let (files, totals) = export(&sim, &month("FALSE", "TRUE")).await;
    assert_eq!((files.len(), totals.rows), (2, 180_000));
    assert_eq!(sum(&rows(&files), "Consumption (IPUs)"), totals.total);
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
