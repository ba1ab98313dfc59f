//! The inputs that the fuzzer found worth keeping.

use super::{callback_url, csv_file, date_time, draft, zip_file};

/// Has all that is kept for a fuzz target checked.
fn each(target: &str, check: impl Fn(&[u8])) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/corpus")
        .join(target);
    let files =
        std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut count = 0;
    for file in files {
        let path = file.unwrap().path();
        // Said where the test fails.
        eprintln!("{}", path.display());
        check(&std::fs::read(path).unwrap());
        count += 1;
    }
    assert!(count > 10, "{} has only {count} files", folder.display());
}

#[test]
fn date_times() {
    each("date_time", |data| drop(date_time::check(data)));
}

#[test]
fn callback_urls() {
    each("callback_url", |data| {
        callback_url::check(data);
    });
}

#[test]
fn drafts() {
    each("draft", draft::check);
}

#[test]
fn csv_files() {
    each("csv_file", csv_file::check);
}

#[test]
fn zip_files() {
    each("zip_file", zip_file::check);
}
