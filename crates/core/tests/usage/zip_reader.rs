//! Reading a ZIP step by step: what is read, when it can be stopped, and what stays of it.
use metering_core::usage::{
    Exports, Loader, Progress, Step, UsageError,
    zip::{Directory, Limits},
};

use super::made::Made;
use super::support::{HEADER, rows, source, total};

/// A summary report, which is read here as no use: longer than one piece.
fn other_report() -> String {
    format!("MeterId,MeterName,MeterUsage\n{}", "a,b,1\n".repeat(50_000))
}

/// Rows of one project, longer than one piece.
fn many_rows() -> String {
    let row = "2025-01-01T00:00:00Z,P,F,o,T,1.000000000000\n";
    format!("{HEADER}{}", row.repeat(8_000))
}

/// A file that is no use between two that are, and are the same.
fn three_files() -> [Made; 3] {
    [
        Made::deflated("a.csv", many_rows().as_bytes()),
        Made::deflated("other.csv", other_report().as_bytes()),
        Made::stored("b.csv", many_rows().as_bytes()),
    ]
}

/// A reader that goes on from an export with a single row.
fn reader(zip: &[u8]) -> Loader {
    let before = rows("2025-01-02T00:00:00Z,P,F,o,T,5.000000000000\n");
    let directory = Directory::read(zip, Limits::default()).unwrap();
    Loader::zip(before, source("zip"), directory, Limits::default())
}

/// Takes so many steps and ends there, with the progress of each.
fn stopped_after(steps: usize, zip: &[u8]) -> (Vec<Progress>, Exports, Result<(), UsageError>) {
    let mut reader = reader(zip);
    let mut seen = Vec::new();
    while seen.len() < steps
        && let Step::Read(progress) = reader.step(zip)
    {
        seen.push(progress);
    }
    let (exports, outcome) = reader.finish();
    (seen, exports, outcome)
}

#[test]
fn every_step_reads_on_until_nothing_is_left() {
    let zip = Made::zip(&three_files());
    let (seen, exports, outcome) = stopped_after(usize::MAX, &zip);
    assert_eq!(outcome, Ok(()));
    assert!(seen.len() > 6, "each file takes several: {seen:?}");
    assert!(seen.is_sorted_by_key(|progress| (progress.read, progress.rows)));
    let last = seen.last().unwrap();
    assert_eq!((last.read, last.rows), (last.of, 16_000));
    let files = exports.reports().last().unwrap().files;
    let rows: Vec<_> = files.iter().map(|file| file.rows).collect();
    assert_eq!(rows, [8_000, 0, 8_000]);
    assert_eq!(total(&mut exports.merge(None)), "8005.000000000000");
}

#[test]
fn stopped_before_its_end_it_leaves_the_exports_as_they_were() {
    let zip = Made::zip(&three_files());
    let steps = stopped_after(usize::MAX, &zip).0.len();
    for stop in 0..=steps {
        let (_, exports, outcome) = stopped_after(stop, &zip);
        assert_eq!(outcome, Err(UsageError::Cancelled), "after {stop} steps");
        assert_eq!(exports.len(), 1);
        assert_eq!(total(&mut exports.merge(None)), "5.000000000000");
    }
}

#[test]
fn a_zip_that_arrives_in_pieces_is_read_as_far_as_it_is_here() {
    let zip = Made::zip(&three_files());
    for piece in [1_000, 77_777, zip.len()] {
        let mut reader = reader(&zip);
        let (mut here, mut waits) = (0, 0);
        loop {
            match reader.step(&zip[..here]) {
                Step::Read(progress) => assert!(progress.read <= here as u64),
                Step::Missing => {
                    assert!(here < zip.len(), "all of it is here");
                    here = zip.len().min(here + piece);
                    waits += 1;
                }
                Step::End => break,
            }
        }
        assert!(
            waits >= zip.len() / piece,
            "{waits} waits for {piece} bytes"
        );
        assert_eq!(reader.step(&zip), Step::End);
        let (exports, outcome) = reader.finish();
        assert_eq!(outcome, Ok(()));
        assert_eq!(total(&mut exports.merge(None)), "8005.000000000000");
    }
}

#[test]
fn damage_of_a_file_that_is_no_use_does_not_pass() {
    let [first, other, last] = three_files();
    let damaged = Made {
        crc32: other.crc32 ^ 1,
        ..other
    };
    let zip = Made::zip(&[first, damaged, last]);
    let (_, exports, outcome) = stopped_after(usize::MAX, &zip);
    assert_eq!(outcome.unwrap_err().code(), "wrongChecksum");
    assert_eq!(exports.len(), 1);
}
