//! ZIP files of several writers, and those that are refused.
use std::ops::ControlFlow;

use metering_core::usage::{
    Exports, Progress, UsageError,
    zip::{Directory, Entry, Limits, Method, Piece, Unpack, ZipError},
};

use super::made::Made;
use super::support::{data, one, read, rows_csv, source, total};

/// The content of `golden.csv`.
fn golden() -> String {
    String::from_utf8(data("golden.csv")).unwrap()
}

fn open(zip: &[u8]) -> Result<Exports, UsageError> {
    let mut exports = Exports::new();
    exports.read_file(source("disk"), zip, Limits::default(), |_| {
        ControlFlow::Continue(())
    })?;
    Ok(exports)
}

#[test]
fn reads_what_info_zip_and_python_write() {
    for name in [
        "infozip-deflated.zip",
        "infozip-stored.zip",
        "infozip-descriptor.zip",
        "infozip-streamed.zip",
        "infozip-zip64.zip",
        "python-deflated.zip",
        "python-stored.zip",
        "python-streamed.zip",
        "python-zip64.zip",
        "python-zip64-streamed.zip",
        "python-mac.zip",
    ] {
        let exports = open(&data(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let report = exports.reports().next().unwrap();
        let files: Vec<_> = report
            .files
            .iter()
            .map(|file| (file.name.as_str(), file.rows))
            .collect();
        assert_eq!(files, [("4wMFqGlxAKVlIFTixlTSOY.csv", 6)], "{name}");
        let mut usage = exports.merge(None);
        assert_eq!(rows_csv(&usage), golden(), "{name}");
        assert_eq!(total(&mut usage), "16.810470080010", "{name}");
    }
}

#[test]
fn reads_every_csv_file_in_any_folder_and_case() {
    for (name, expected) in [
        ("infozip-folders.zip", ["orgs/a/one.csv", "orgs/TWO.CSV"]),
        (
            "python-zip64-directory.zip",
            ["4wMFqGlxAKVlIFTixlTSOY.csv", "other.csv"],
        ),
    ] {
        let exports = open(&data(name)).unwrap();
        let report = exports.reports().next().unwrap();
        assert_eq!(
            report
                .files
                .iter()
                .map(|file| file.name.as_str())
                .collect::<Vec<_>>(),
            expected
        );
        assert_eq!(total(&mut exports.merge(None)), "17.310470080010");
    }
}

#[test]
fn what_macos_adds_is_left_out() {
    let csv = data("golden.csv");
    let names = ["__MACOSX/a.csv", "b/._a.csv", "a.csv", "csv", "a.csv.txt"];
    let zip = Made::zip(&names.map(|name| Made::stored(name, &csv)));
    let report = open(&zip).unwrap().reports().next().unwrap();
    let files: Vec<_> = report.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(files, ["a.csv"]);
}

#[test]
fn a_zip_behind_other_bytes_is_found() {
    let zip = [
        b"#!/bin/sh\n".repeat(50),
        data("python-deflated.zip"),
        b"\n".repeat(50),
    ]
    .concat();
    assert_eq!(rows_csv(&open(&zip).unwrap().merge(None)), golden());
}

#[test]
fn a_refused_or_cancelled_export_leaves_the_others_as_they_were() {
    let mut exports = read(golden());
    let bad = Made::zip(&[Made {
        crc32: 0,
        ..Made::stored("a.csv", &data("golden.csv"))
    }]);
    let go_on = |_: Progress| ControlFlow::Continue(());
    assert!(
        exports
            .read_file(source("bad"), &bad, Limits::default(), go_on)
            .is_err()
    );
    let cancelled = exports.read_file(
        source("c"),
        &data("python-deflated.zip"),
        Limits::default(),
        |_| ControlFlow::Break(()),
    );
    assert_eq!(cancelled, Err(UsageError::Cancelled));
    assert_eq!(cancelled.unwrap_err().code(), "cancelled");
    assert_eq!(exports.len(), 1);
    assert_eq!(total(&mut exports.merge(None)), "16.810470080010");
}

#[test]
fn progress_ends_at_the_whole() {
    let csv = format!(
        "{}{}",
        golden(),
        "2025-01-01T00:00:00Z,P,F,o,T,1.000000000000\n".repeat(20_000)
    );
    let zip = Made::zip(&[
        Made::deflated("a.csv", csv.as_bytes()),
        Made::stored("b.csv", csv.as_bytes()),
    ]);
    let mut seen = Vec::new();
    let mut exports = Exports::new();
    let outcome = exports.read_file(source("big"), &zip, Limits::default(), |progress| {
        seen.push(progress);
        ControlFlow::Continue(())
    });
    assert_eq!(outcome, Ok(()));
    assert!(seen.len() > 10);
    assert!(seen.is_sorted_by_key(|progress| (progress.read, progress.rows)));
    let last = seen.last().unwrap();
    assert_eq!((last.read, last.rows), (last.of, 40_012));
}

#[test]
fn the_directory_says_where_the_data_is_for_whoever_unpacks_it() {
    let zip = data("python-deflated.zip");
    let directory = Directory::read(&zip, Limits::default()).unwrap();
    let entry = one(directory.entries);
    assert_eq!((entry.method, entry.size), (Method::Deflated, 552));
    let mut unpack = Unpack::new(&entry);
    let golden = data("golden.csv");
    assert_eq!(unpack.next_piece(&zip), Ok(Piece::Bytes(&golden)));
    assert_eq!(unpack.bytes_read(), entry.data.len());
    assert_eq!(unpack.next_piece(&zip), Ok(Piece::End));
    assert_eq!(unpack.next_piece(&zip), Ok(Piece::End));

    // An entry of another ZIP is no reason to panic.
    for data in [0..usize::MAX, usize::MAX - 1..usize::MAX] {
        let elsewhere = Entry {
            data,
            ..entry.clone()
        };
        let piece = Unpack::new(&elsewhere).next_piece(&zip).map(|_| ());
        assert!(matches!(piece, Ok(()) | Err(ZipError::DamagedEntry { .. })));
    }
}
