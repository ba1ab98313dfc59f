//! ZIP files that are refused, each with one sentence that names the file and says what to do.
use std::ops::ControlFlow;

use metering_core::usage::{
    Exports,
    zip::{Directory, Limits},
};

use super::{
    made::Made,
    support::{data, source},
};

fn refusal(zip: &[u8]) -> (String, &'static str) {
    let error = Exports::new()
        .read_file(source("disk"), zip, Limits::default(), |_| {
            ControlFlow::Continue(())
        })
        .unwrap_err();
    (error.to_string(), error.code())
}

#[test]
fn refuses_with_one_sentence_that_names_the_file() {
    let name = "4wMFqGlxAKVlIFTixlTSOY.csv";
    let cases = [
        (
            "infozip-encrypted.zip",
            "encrypted",
            format!("“{name}” in the ZIP file is encrypted. The service does not encrypt: unpack the file and pack it again without a password."),
        ),
        (
            "infozip-bzip2.zip",
            "unsupportedMethod",
            format!("“{name}” in the ZIP file is compressed by method 12 (BZIP2), which browsers cannot read. Pack it again with Deflate, the usual method."),
        ),
        (
            "python-lzma.zip",
            "unsupportedMethod",
            format!("“{name}” in the ZIP file is compressed by method 14 (LZMA), which browsers cannot read. Pack it again with Deflate, the usual method."),
        ),
        (
            "infozip-no-csv.zip",
            "notAZip",
            "“nested.zip”: This is neither a ZIP file nor a CSV file. Choose the file that the service's download gave.".into(),
        ),
        (
            "python-empty.zip",
            "noCsv",
            "There is no CSV file in the ZIP file; it is empty. Choose the ZIP file that the service's download gave.".into(),
        ),
    ];
    for (file, code, text) in cases {
        assert_eq!(refusal(&data(file)), (text, code));
    }
}

#[test]
fn a_size_that_no_file_has_is_refused_even_without_limits() {
    let announcing = |size| Made {
        size: u32::MAX,
        size64: Some(size),
        ..Made::deflated("org.csv", b"Date\n")
    };
    for (size, code) in [(1 << 53, "damagedEntry"), ((1 << 53) - 1, "wrongSize")] {
        let zip = Made::zip(&[announcing(size)]);
        let read = Exports::new().read_file(source("disk"), &zip, Limits::NONE, |_| {
            ControlFlow::Continue(())
        });
        assert_eq!(read.unwrap_err().code(), code, "{size}");
    }
}

#[test]
fn what_is_no_zip_is_said_to_look_like_something() {
    let cases: [(&[u8], &str); 5] = [
        (b"", ": it is empty"),
        (
            b"\n<!DOCTYPE html><html>",
            ": it looks like a web page, perhaps the error page of a gateway",
        ),
        (
            b"{\"error\":{}}",
            ": it looks like JSON, perhaps an error message of the service",
        ),
        (b"\x1f\x8b\x08", ": it looks like a gzip file"),
        (b"PK\0\0", ""),
    ];
    for (bytes, guess) in cases {
        let text = format!(
            "This is neither a ZIP file nor a CSV file{guess}. Choose the file that the service's download gave."
        );
        assert_eq!(refusal(bytes), (text, "notAZip"));
    }
}

#[test]
fn forged_and_damaged_files_are_refused() {
    let csv = data("golden.csv");
    let size = u32::try_from(csv.len()).unwrap();
    let stored = || Made::stored("a.csv", &csv);
    let with = |change: fn(&mut Made)| {
        let mut made = stored();
        change(&mut made);
        Made::zip(&[made])
    };
    let cases = [
        (
            Made::zip(&[stored(), Made { at: Some(0), ..stored() }]),
            "overlap",
            "“a.csv” and “a.csv” overlap in the ZIP file, which is damaged or forged. Download it again.".into(),
        ),
        (
            with(|made| (made.size, made.method) = (u32::MAX - 1, 8)),
            "suspiciousRatio",
            "“a.csv” in the ZIP file would unpack to 7780737 times its size. The service's files do not reach 50 times; this one may be made to fill the memory.".into(),
        ),
        (
            with(|made| made.size -= 1),
            "damagedEntry",
            "“a.csv” in the ZIP file is damaged: it is not compressed, yet has two sizes. Download it again.".into(),
        ),
        (
            with(|made| made.crc32 ^= 1),
            "wrongChecksum",
            "“a.csv” in the ZIP file is damaged: its content does not match its CRC-32 checksum. Download it again.".into(),
        ),
        (
            with(|made| (made.method, made.local) = (8, (0, 8))),
            "damagedEntry",
            "“a.csv” in the ZIP file is damaged: its compressed data makes no sense. Download it again.".into(),
        ),
        (
            with(|made| made.local_name = "b.csv".into()),
            "damagedEntry",
            "“a.csv” in the ZIP file is damaged: its own header contradicts the directory. Download it again.".into(),
        ),
        (
            with(|made| made.local.0 = 1),
            "damagedEntry",
            "“a.csv” in the ZIP file is damaged: its own header contradicts the directory. Download it again.".into(),
        ),
        (
            with(|made| made.local.1 = 8),
            "damagedEntry",
            "“a.csv” in the ZIP file is damaged: its own header contradicts the directory. Download it again.".into(),
        ),
        (
            with(|made| (made.method, made.local, made.packed_size) = (8, (0, 8), made.packed_size + 1)),
            "damagedEntry",
            "“a.csv” in the ZIP file is damaged: its data reaches into the directory. Download it again.".into(),
        ),
        (
            with(|made| made.at = Some(5)),
            "damagedEntry",
            "“a.csv” in the ZIP file is damaged: Invalid signature: expected 0x04034b50, got 0x00000000. Download it again.".into(),
        ),
        (
            with(|made| made.packed_size += 1),
            "damagedEntry",
            "“a.csv” in the ZIP file is damaged: it is not compressed, yet has two sizes. Download it again.".into(),
        ),
        (
            Made::zip_announcing(&[stored()], 2),
            "damagedDirectory",
            "The ZIP file's directory is damaged: it announces 2 files and lists 1. Download it again.".into(),
        ),
        (
            Made::zip(&[Made { size: size - 1, ..Made::deflated("a.csv", &csv) }]),
            "wrongSize",
            format!("“a.csv” in the ZIP file is damaged: it should unpack to {} bytes, but went on beyond them. Download it again.", size - 1),
        ),
        (
            Made::zip(&[Made { size: size + 1, ..Made::deflated("a.csv", &csv) }]),
            "wrongSize",
            format!("“a.csv” in the ZIP file is damaged: it should unpack to {} bytes, but ended after {size}. Download it again.", size + 1),
        ),
    ];
    for (zip, code, text) in cases {
        assert_eq!(refusal(&zip), (text, code));
    }
}

#[test]
fn compressed_data_has_to_end_where_the_directory_says() {
    let csv = data("golden.csv");
    let mut short = Made::deflated("a.csv", &csv);
    short.data.pop();
    short.packed_size -= 1;
    let mut long = Made::deflated("a.csv", &csv);
    long.data.push(0);
    long.packed_size += 1;
    for (made, detail) in [
        (short, "its compressed data is cut off"),
        (long, "there are bytes behind its compressed data"),
    ] {
        let text = format!("“a.csv” in the ZIP file is damaged: {detail}. Download it again.");
        assert_eq!(refusal(&Made::zip(&[made])), (text, "damagedEntry"));
    }
}

#[test]
fn too_much_is_refused_before_anything_is_unpacked() {
    let csv = data("golden.csv");
    let zip = Made::zip(&[Made::stored("a.csv", &csv), Made::stored("b.csv", &csv)]);
    let limits = Limits {
        total_size: 1_000,
        ..Limits::default()
    };
    let error = Directory::read(&zip, limits).unwrap_err();
    assert_eq!(error.code(), "tooLarge");
    assert_eq!(
        error.to_string(),
        "“b.csv” in the ZIP file would unpack to 552 bytes. More than 1000 bytes in all may not fit in memory."
    );
    let limits = Limits {
        total_size: 1_104,
        ..Limits::default()
    };
    assert_eq!(Directory::read(&zip, limits).unwrap().entries.len(), 2);
}
