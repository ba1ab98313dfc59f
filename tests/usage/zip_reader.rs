//! Reading a ZIP step by step: what is read, when it can be stopped, and what stays of it.
use metering_export::usage::{
    Exports, Progress, UsageError, ZipReader,
    zip::{Directory, Limits},
};

use super::made::Made;
use super::support::{HEADER, rows, source, total};

/// A summary report, which is read here as no use: 20,000 rows that are longer than one piece.
fn other_report() -> String {
    format!("MeterId,MeterName,MeterUsage\n{}", "a,b,1\n".repeat(20_000))
}

/// Rows of one project, longer than one piece.
fn many_rows() -> String {
    format!(
        "{}{}",
        HEADER,
        "2025-01-01T00:00:00Z,P,F,o,T,1.000000000000\n".repeat(4_000)
    )
}

/// A file that is no use between two that are.
fn three_files() -> [Made; 3] {
    [
        Made::deflated("a.csv", many_rows().as_bytes()),
        Made::deflated("other.csv", other_report().as_bytes()),
        Made::stored("b.csv", many_rows().as_bytes()),
    ]
}

/// Reads until so many steps were taken, stops there, and ends; with the progress of each step.
fn stopped_after(steps: usize, zip: &[u8]) -> (Vec<Progress>, Exports, Result<(), UsageError>) {
    let before = rows("2025-01-02T00:00:00Z,P,F,o,T,5.000000000000\n");
    let directory = Directory::read(zip, Limits::default()).unwrap();
    let mut reader = ZipReader::new(before, source("zip"), zip, &directory);
    let mut seen = Vec::new();
    while seen.len() < steps {
        match reader.step() {
            Some(progress) => seen.push(progress),
            None => break,
        }
    }
    if seen.len() == steps {
        reader.cancel();
        assert_eq!(reader.step(), None, "nothing is read after it was stopped");
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
    assert_eq!((last.read, last.rows), (last.of, 8_000));
    let files = exports.reports().last().unwrap().files;
    assert_eq!(
        files.iter().map(|file| file.rows).collect::<Vec<_>>(),
        [4_000, 0, 4_000]
    );
    assert_eq!(total(&mut exports.merge(None)), "8005.000000000000");
}

#[test]
fn stopped_after_any_step_it_leaves_the_exports_as_they_were() {
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
fn what_was_not_stepped_through_is_read_at_the_end() {
    let zip = Made::zip(&three_files());
    let directory = Directory::read(&zip, Limits::default()).unwrap();
    let reader = ZipReader::new(Exports::new(), source("zip"), &zip, &directory);
    let (exports, outcome) = reader.finish();
    assert_eq!(outcome, Ok(()));
    assert_eq!(total(&mut exports.merge(None)), "8000.000000000000");
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
