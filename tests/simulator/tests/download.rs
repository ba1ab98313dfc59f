//! What a download holds, and that it adds up to what the simulator says.

mod common;

use std::collections::BTreeSet;

use common::usage::{Row, assert_totals, files, rows};
use common::{Admin, ended, slow, week};
use serde_json::{Value, json};
use simulator::{Dataset, JobPlan};

fn both(combined: &str, all: &str) -> Value {
    let mut body = week();
    body["combinedMeterUsage"] = combined.into();
    body["allLinkedOrgs"] = all.into();
    body
}

#[tokio::test]
async fn adds_up_to_the_totals_in_every_shape() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let orgs: Vec<String> = (0..4)
        .map(|index| Dataset::default().org_id(index))
        .collect();
    for (combined, all, named, org_count) in [
        ("FALSE", "FALSE", &orgs[..1], 1),
        ("TRUE", "FALSE", &orgs[..1], 1),
        ("TRUE", "TRUE", &orgs[..1], 4),
        ("FALSE", "TRUE", &orgs[..], 4),
    ] {
        let job_id = ended(&sim, &admin, &both(combined, all)).await;
        let files = files(&admin, &job_id).await;
        let names: BTreeSet<String> = named.iter().map(|org| format!("{org}.csv")).collect();
        assert_eq!(
            files.keys().cloned().collect::<BTreeSet<_>>(),
            names,
            "{combined} {all}"
        );
        let rows = rows(&files);
        let totals = sim.usage_totals(&job_id).expect("a job");
        assert_eq!(
            (totals.orgs.len(), totals.by_org.len(), totals.by_day.len()),
            (org_count, org_count, 7)
        );
        assert_totals(&rows, &totals);
    }
}

#[tokio::test]
async fn is_written_as_the_service_writes_it() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = ended(&sim, &admin, &both("TRUE", "TRUE")).await;
    let files = files(&admin, &job_id).await;
    let text = files.values().next().expect("a file");
    assert!(text.starts_with(
        "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n2024-08-18T00:00:00Z,"
    ));
    assert!(text.ends_with('\n') && !text.contains('\r') && !text.contains('"'));
    let rows = rows(&files);
    assert!(rows.iter().any(|row| row[1] == "null" && row[2] == "null"));
    assert!(rows.iter().any(|row| row[1] != "null" && row[2] == "null"));
    assert!(
        rows.iter()
            .all(|row| row[3].len() == 22 && ["Production", "Sandbox"].contains(&row[4].as_str()))
    );
    assert!(rows.is_sorted_by(|a, b| a[0] >= b[0]), "newest date first");
    let keys: BTreeSet<[&String; 4]> = rows
        .iter()
        .map(|row| [&row[0], &row[1], &row[2], &row[3]])
        .collect();
    assert_eq!(keys.len(), rows.len(), "the key is unique");
}

#[tokio::test]
async fn windows_add_up_to_the_whole() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let of = async |start: &str, end: &str| {
        let body = json!({"startDate": start, "endDate": end, "jobType": "PROJECT_FOLDER", "allLinkedOrgs": "TRUE"});
        rows(&files(&admin, &ended(&sim, &admin, &body).await).await)
    };
    let whole = of("2024-08-01T00:00:00Z", "2024-08-30T23:59:59Z").await;
    let mut parts = of("2024-08-01T00:00:00Z", "2024-08-11T23:59:59Z").await;
    parts.extend(of("2024-08-12T00:00:00Z", "2024-08-30T23:59:59Z").await);
    let sorted = |mut rows: Vec<Row>| {
        rows.sort();
        rows
    };
    assert_eq!(sorted(parts), sorted(whole));
    // The day of the end is included, whatever its time.
    let midnight = of("2024-08-30T00:00:00Z", "2024-08-31T00:00:00Z").await;
    assert!(midnight.iter().any(|row| row[0] == "2024-08-31T00:00:00Z"));
}

#[tokio::test]
async fn a_partial_success_lacks_linked_organizations() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    sim.script_next_job(JobPlan::partial_success("two organizations did not answer"));
    let job_id = ended(&sim, &admin, &both("FALSE", "TRUE")).await;
    let files = files(&admin, &job_id).await;
    assert_eq!(files.len(), 2);
    assert_totals(&rows(&files), &sim.usage_totals(&job_id).expect("a job"));
}
