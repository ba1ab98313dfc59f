//! One ZIP of the data of the parts of an export.

use std::io::{Cursor, Read as _, Write as _};

use usage_view::one_zip;
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

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

const AUGUST: &str = "2024-08-01_to_2024-08-31";
const SEPTEMBER: &str = "2024-09-01_to_2024-09-30";

#[test]
fn the_files_of_all_parts_are_named_for_their_days() {
    let long = "Date,Project\n".repeat(10_000);
    let parts = [
        (AUGUST, zipped(&[("org.csv", &long)])),
        (
            SEPTEMBER,
            zipped(&[("a/one.csv", "1"), ("..\\two.csv", "2"), ("b/one.csv", "3")]),
        ),
        (AUGUST, zipped(&[("org.csv", "again")])),
        ("J", zipped(&[("org.csv", "without days")])),
    ];
    let parts = parts.map(|(name, zip)| (name.to_owned(), zip));
    let whole = one_zip(&parts).expect("a ZIP");
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
    let whole = one_zip(&[(AUGUST.to_owned(), b"PK but no ZIP".to_vec())]).expect("a ZIP");
    let expected = [(
        "2024-08-01_to_2024-08-31.zip".to_owned(),
        "PK but no ZIP".to_owned(),
    )];
    assert_eq!(contents(whole), expected);
}
