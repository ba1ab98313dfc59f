//! Reading a ZIP piece by piece: what is read, when it can be stopped, and what stays of it.
use std::ops::ControlFlow;

use metering_core::usage::{
    Contents, Exports, Next, Progress, UsageError,
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

/// An export with a single row.
fn before() -> Exports {
    rows("2025-01-02T00:00:00Z,P,F,o,T,5.000000000000\n")
}

/// Goes on from it for so many pieces and stops there, with the progress of each.
fn stopped_after(pieces: usize, zip: &[u8]) -> (Vec<Progress>, Exports, Result<(), UsageError>) {
    let mut exports = before();
    let mut seen = Vec::new();
    let outcome = exports.read_file(source("zip"), zip, Limits::default(), |progress| {
        seen.push(progress);
        if seen.len() < pieces {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    (seen, exports, outcome)
}

#[test]
fn every_piece_reads_on_until_nothing_is_left() {
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
    let pieces = stopped_after(usize::MAX, &zip).0.len();
    for stop in 1..=pieces {
        let (_, exports, outcome) = stopped_after(stop, &zip);
        assert_eq!(outcome, Err(UsageError::Cancelled), "after {stop} pieces");
        assert_eq!(exports.len(), 1);
        assert_eq!(total(&mut exports.merge(None)), "5.000000000000");
    }
}

#[test]
fn given_up_before_anything_is_read_it_leaves_the_exports_as_they_were() {
    let (exports, outcome) = before().read(source("zip")).end(Err(UsageError::Cancelled));
    assert_eq!(outcome, Err(UsageError::Cancelled));
    assert_eq!(exports.len(), 1);
    assert_eq!(total(&mut exports.merge(None)), "5.000000000000");
}

#[test]
fn a_zip_that_arrives_in_pieces_is_read_as_far_as_it_is_here() {
    let zip = Made::zip(&three_files());
    for piece in [1_000, 77_777, zip.len()] {
        let directory = Directory::read(&zip, Limits::default()).unwrap();
        let mut contents = Contents::zip(directory, Limits::default());
        let mut reader = before().read(source("zip"));
        let (mut here, mut waits) = (0, 0);
        loop {
            let next = contents.next(&zip[..here], |bytes| {
                reader.push(bytes);
            });
            match next.unwrap() {
                Next::Begin { name, modified } => reader.begin_file(&name, modified),
                Next::Piece => assert!(contents.progress(0).read <= here as u64),
                Next::End => reader.end_file(),
                Next::LeftOut { name, problem } => reader.leave_out(&name, problem),
                Next::Missing => {
                    assert!(here < zip.len(), "all of it is here");
                    here = zip.len().min(here + piece);
                    waits += 1;
                }
                Next::Nothing => break,
            }
        }
        assert!(
            waits >= zip.len() / piece,
            "{waits} waits for {piece} bytes"
        );
        assert_eq!(contents.next(&zip, |_| {}), Ok(Next::Nothing));
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
