//! Any bytes as a ZIP file: refused in words, or unpacked to what the `zip` crate unpacks.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use metering_core::usage::zip::{Directory, Entry, Limits, Piece, Unpack, ZipError};
use metering_core::usage::{Exports, Source};
use zip::ZipArchive;

/// Small, so that a bomb is soon over.
const LIMITS: Limits = Limits {
    total_size: 4 << 20,
    ratio: 250,
};

/// What is unpacked is within the limits, of bytes that are there, and what another reader unpacks.
pub(crate) fn check(data: &[u8]) {
    let directory = Directory::read(data, LIMITS);
    let mut unpacked = true;
    match &directory {
        Err(error) => said(error),
        Ok(directory) => {
            let total: u64 = directory.entries.iter().map(|entry| entry.size).sum();
            assert!(!directory.entries.is_empty() && total <= LIMITS.total_size);
            for entry in &directory.entries {
                assert!(entry.data.start <= entry.data.end && entry.data.end <= data.len());
                match unpack(data, entry) {
                    Ok(content) => is_what_others_unpack(data, entry, &content),
                    Err(error) => {
                        said(&error);
                        unpacked = false;
                    }
                }
            }
        }
    }
    let mut exports = Exports::new();
    let source = Source {
        name: "disk".into(),
        ..Source::default()
    };
    let read = exports.read_file(source, data, LIMITS, |progress| {
        assert!(progress.read <= progress.of);
        ControlFlow::Continue(())
    });
    assert_eq!(exports.len(), usize::from(read.is_ok()));
    assert!(
        read.is_err() || (directory.is_ok() && unpacked),
        "a damaged file passes"
    );
}

fn unpack(zip: &[u8], entry: &Entry) -> Result<Vec<u8>, ZipError> {
    let mut content = Vec::new();
    let mut unpack = Unpack::new(entry);
    while let Piece::Bytes(piece) = unpack.next_piece(zip)? {
        content.extend_from_slice(piece);
        assert!(content.len() as u64 <= entry.size, "more than announced");
    }
    assert_eq!(content.len() as u64, entry.size);
    Ok(content)
}

/// Where the `zip` crate finds a file of this name at this place, it unpacks the same.
fn is_what_others_unpack(zip: &[u8], entry: &Entry, content: &[u8]) {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(zip)) else {
        return;
    };
    let Ok(mut file) = archive.by_name(&entry.name) else {
        return;
    };
    if file.data_start() != Some(entry.data.start as u64) {
        return;
    }
    let mut others = Vec::new();
    if file.read_to_end(&mut others).is_ok() {
        assert_eq!(others, content, "{}", entry.name);
    }
}

fn said(error: &ZipError) {
    let text = error.to_string();
    assert!(text.ends_with('.'), "{text}");
    assert!(text.chars().count() < 4000, "{text}");
}
