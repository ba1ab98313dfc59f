//! Reading a download with other libraries than those that wrote it, and adding it up exactly.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part of this"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use num_bigint::BigUint;
use reqwest::StatusCode;
use simulator::UsageTotals;
use zip::ZipArchive;

use super::Admin;

pub type Row = [String; 6];

/// The files of a ZIP by name.
pub async fn files(admin: &Admin<'_>, job_id: &str) -> BTreeMap<String, String> {
    let answer = admin.download(job_id).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let mut zip =
        ZipArchive::new(Cursor::new(answer.bytes().await.expect("a body"))).expect("a ZIP");
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).expect("an entry");
        let mut text = String::new();
        let name = file.name().expect("UTF-8").into_owned();
        file.read_to_string(&mut text).expect("UTF-8");
        files.insert(name, text);
    }
    files
}

pub fn rows(files: &BTreeMap<String, String>) -> Vec<Row> {
    let parse = |text: &String| {
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let header = csv.headers().expect("a header").clone();
        assert_eq!(
            header,
            [
                "Date",
                "Project",
                "Folder",
                "Org ID",
                "Org Type",
                "Consumption (IPUs)"
            ][..]
        );
        csv.deserialize()
            .collect::<Result<Vec<Row>, _>>()
            .expect("six fields a row")
    };
    files.values().flat_map(parse).collect()
}

/// The sum as digits with the point twelve places from the right, by arithmetic of any size.
pub fn sum<'a>(rows: impl Iterator<Item = &'a Row>) -> String {
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

pub fn sums_by(rows: &[Row], key: impl Fn(&Row) -> String) -> BTreeMap<String, String> {
    let keys: BTreeSet<String> = rows.iter().map(&key).collect();
    keys.into_iter()
        .map(|k| (k.clone(), sum(rows.iter().filter(|row| key(row) == k))))
        .collect()
}

pub fn assert_totals(rows: &[Row], totals: &UsageTotals) {
    assert!(!rows.is_empty());
    assert_eq!(rows.len() as u64, totals.rows);
    assert_eq!(sum(rows.iter()), totals.total);
    assert_eq!(
        sums_by(rows, |row| row[0].replace("T00:00:00Z", "")),
        totals.by_day
    );
    assert_eq!(sums_by(rows, |row| row[1].clone()), totals.by_project);
    assert_eq!(sums_by(rows, |row| row[3].clone()), totals.by_org);
    let folders = totals
        .by_folder
        .iter()
        .map(|f| (format!("{}\n{}", f.project, f.folder), f.total.clone()))
        .collect();
    assert_eq!(
        sums_by(rows, |row| format!("{}\n{}", row[1], row[2])),
        folders
    );
}
