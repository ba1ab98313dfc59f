//! One ZIP of the data of the parts of an export.

use std::io::{Cursor, Read as _, Write as _};

use metering_core::job::ExportJob;
use metering_export::app::{Part, days_between, file_name_of_parts, one_zip};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::job;

/// A ZIP of these files, deflated.
fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("an entry");
        zip.write_all(content.as_bytes()).expect("bytes");
    }
    zip.finish().expect("a ZIP").into_inner()
}

fn part(days: Option<(&str, &str)>, zip: Vec<u8>) -> Part {
    Part {
        days: days.and_then(|(start, end)| days_between(Some(start), Some(end))),
        job_id: "J".to_owned(),
        zip,
    }
}

/// Names and contents of what is in a ZIP.
fn contents(zip: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).expect("a ZIP");
    let files = (0..archive.len()).map(|index| {
        let mut file = archive.by_index(index).expect("an entry");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .expect("bytes with their checksum");
        let content = String::from_utf8_lossy(&bytes).into_owned();
        (file.name().expect("a name").into_owned(), content)
    });
    files.collect()
}

const AUGUST: Option<(&str, &str)> = Some(("2024-08-01T00:00:00Z", "2024-08-31T23:59:59Z"));
const SEPTEMBER: Option<(&str, &str)> = Some(("2024-09-01T00:00:00Z", "2024-09-30T23:59:59Z"));

#[test]
fn the_files_of_all_parts_are_named_for_their_days() {
    let long = "Date,Project\n".repeat(10_000);
    let whole = one_zip(vec![
        part(AUGUST, zipped(&[("org.csv", &long)])),
        part(
            SEPTEMBER,
            zipped(&[("a/one.csv", "1"), ("..\\two.csv", "2"), ("b/one.csv", "3")]),
        ),
        part(AUGUST, zipped(&[("org.csv", "again")])),
        part(None, zipped(&[("org.csv", "without days")])),
    ]);
    let whole = whole.expect("a ZIP");
    assert!(whole.len() < 2_000, "still packed: {}", whole.len());
    let expected = [
        ("2024-08-01_to_2024-08-31.csv", &*long),
        ("2024-09-01_to_2024-09-30_one.csv", "1"),
        ("2024-09-01_to_2024-09-30_two.csv", "2"),
        ("2024-09-01_to_2024-09-30_one-2.csv", "3"),
        ("2024-08-01_to_2024-08-31-2.csv", "again"),
        ("J.csv", "without days"),
    ];
    let expected = expected.map(|(name, content)| (name.to_owned(), content.to_owned()));
    assert_eq!(contents(whole), expected);
}

#[test]
fn a_part_that_cannot_be_read_is_not_lost() {
    let whole = one_zip(vec![part(AUGUST, b"PK but no ZIP".to_vec())]).expect("a ZIP");
    let expected = [(
        "2024-08-01_to_2024-08-31.zip".to_owned(),
        "PK but no ZIP".to_owned(),
    )];
    assert_eq!(contents(whole), expected);
}

#[test]
fn the_whole_is_named_for_all_days() {
    let part = |start: &str, end: &str| ExportJob {
        org_id: Some("Org".to_owned()),
        start_date: Some(start.to_owned()),
        end_date: Some(end.to_owned()),
        ..job("J", "SUCCESS")
    };
    let first = part("2024-08-01T00:00:00Z", "2024-08-31T23:59:59Z");
    let last = part("2024-09-01T00:00:00Z", "2024-09-30T23:59:59Z");
    assert_eq!(
        file_name_of_parts(&[&first, &last]),
        "metering_Org_2024-08-01_2024-09-30_2-parts.zip"
    );
}
