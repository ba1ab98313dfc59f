//! No damage to a ZIP makes it panic, or pass with other rows than were packed.
use std::{io::Write, ops::ControlFlow};

use metering_core::usage::{
    Exports, UsageError,
    zip::{Directory, Limits},
};
use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::support::{HEADER, data, rows_csv, source};

fn open(zip: &[u8]) -> Result<String, UsageError> {
    let mut exports = Exports::new();
    exports.read_file(source("disk"), zip, Limits::default(), |_| {
        ControlFlow::Continue(())
    })?;
    Ok(rows_csv(&exports.merge(None)))
}

const SAMPLES: [&str; 8] = [
    "infozip-deflated.zip",
    "infozip-stored.zip",
    "infozip-streamed.zip",
    "infozip-zip64.zip",
    "infozip-folders.zip",
    "python-streamed.zip",
    "python-zip64-streamed.zip",
    "python-zip64-directory.zip",
];

#[test]
fn a_changed_byte_is_found_or_does_not_matter() {
    for name in SAMPLES {
        let zip = data(name);
        let intact = open(&zip).unwrap();
        let mut found = 0;
        for at in 0..zip.len() {
            for change in [0x01, 0x20, 0x80, 0xff] {
                let mut damaged = zip.clone();
                damaged[at] ^= change;
                match open(&damaged) {
                    // What was lost is a whole file: its name no longer ends in `.csv`.
                    Ok(rows) if name.contains("folders") || name.contains("directory") => {
                        assert!(
                            rows.lines().all(|line| intact.contains(line)),
                            "{name}: byte {at}"
                        );
                    }
                    Ok(rows) => {
                        assert_eq!(rows, intact, "{name}: byte {at} changed by {change:#x}");
                    }
                    Err(error) => {
                        found += 1;
                        assert!(error.to_string().ends_with('.'), "{error}");
                    }
                }
            }
        }
        assert!(found > zip.len(), "{name}: only {found} changes were found");
    }
}

#[test]
fn a_zip_that_is_cut_off_anywhere_is_refused() {
    for name in SAMPLES {
        let zip = data(name);
        for length in 2..zip.len() {
            let error = open(&zip[..length]).unwrap_err();
            let expected = if length < 4 { "notAZip" } else { "cutOff" };
            assert_eq!(error.code(), expected, "{name} cut to {length} bytes");
        }
    }
    assert_eq!(
        open(&data(SAMPLES[0])[..100]).unwrap_err().to_string(),
        "The ZIP file is cut off: it begins as one, but the directory at its end is missing. Download it again."
    );
}

#[test]
fn a_directory_found_before_all_is_here_is_that_of_the_whole() {
    let mut found = 0;
    for name in SAMPLES {
        let zip = data(name);
        let whole = Directory::read(&zip, Limits::default()).unwrap();
        for here in 0..zip.len() {
            for tail in [22, 100, zip.len() / 2] {
                let mut partly = vec![0; zip.len()];
                let tail = zip.len() - tail;
                partly[..here].copy_from_slice(&zip[..here]);
                partly[tail..].copy_from_slice(&zip[tail..]);
                if let Some(early) = Directory::read_early(&partly, tail, Limits::default()) {
                    found += 1;
                    assert_eq!(early, whole, "{name}: {here} bytes, and from {tail} on");
                }
            }
        }
    }
    assert!(found > 0, "it is found early at all");
}

fn write_files<W: Write + std::io::Seek>(
    mut writer: ZipWriter<W>,
    files: &[(String, String)],
    options: SimpleFileOptions,
) {
    for (name, line) in files {
        writer.start_file(name, options).unwrap();
        write!(writer, "{HEADER}{line}").unwrap();
    }
    writer.finish().unwrap();
}

proptest! {
    #[test]
    fn reads_what_the_zip_crate_writes(
        days in prop::collection::vec(1_u32..=28, 1..6),
        deflated in any::<bool>(),
        streamed in any::<bool>(),
        large in any::<bool>(),
    ) {
        let method = if deflated { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default().compression_method(method).large_file(large);
        let files: Vec<(String, String)> = days
            .iter()
            .enumerate()
            .map(|(at, day)| (format!("{at}.csv"), format!("2025-01-{day:02}T00:00:00Z,P{at},F,o,T,1.{at:012}\n")))
            .collect();
        let mut zip = Vec::new();
        if streamed {
            write_files(ZipWriter::new_stream(&mut zip), &files, options);
        } else {
            write_files(ZipWriter::new(std::io::Cursor::new(&mut zip)), &files, options);
        }
        let mut lines: Vec<String> = open(&zip).unwrap().lines().skip(1).map(|line| format!("{line}\n")).collect();
        let mut expected: Vec<String> = files.into_iter().map(|(_, line)| line).collect();
        lines.sort();
        expected.sort();
        prop_assert_eq!(lines, expected);
    }
}
