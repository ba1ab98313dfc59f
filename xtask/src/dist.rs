//! `cargo xtask dist`: the release folder, the same to the byte wherever it is built.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};

use crate::failure::{Failure, Outcome};
use crate::page::{self, PageBuilder};
use crate::say::say;
use crate::size::{Sizes, brotli};
use crate::{cargo, digest};

/// The list of checksums, in the format of `sha256sum`.
const CHECKSUMS: &str = "SHA256SUMS";

/// What the host writes: neither compressed, which would hide a change, nor in the list of checksums.
const OF_THE_HOST: &str = "config.json";

/// Builds the release folder and says what is in it.
pub(crate) fn dist() -> Outcome {
    let folder = page::dist();
    build(&PageBuilder::prepare()?)?.check()?;
    let files = files(&folder).map_err(|error| unusable(&folder, &error))?;
    say(format_args!(
        "{} files are in {}; `sha256sum --check {CHECKSUMS}` checks them there.",
        files.len(),
        folder
            .strip_prefix(cargo::root())
            .unwrap_or(&folder)
            .display()
    ));
    Ok(())
}

/// Builds the page, and adds what makes a release of it.
pub(crate) fn build(builder: &PageBuilder) -> Outcome<Sizes> {
    let sizes = builder.release()?;
    let folder = page::dist();
    complete(&folder).map_err(|error| unusable(&folder, &error))?;
    Ok(sizes)
}

/// Adds compressed copies, where they are smaller, and the checksums of everything.
fn complete(folder: &Path) -> io::Result<()> {
    for path in files(folder)? {
        if path.ends_with(OF_THE_HOST) {
            continue;
        }
        let content = fs::read(&path)?;
        for (ending, compressed) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
            if compressed.len() < content.len() {
                let mut name = path.clone().into_os_string();
                name.push(".");
                name.push(ending);
                fs::write(name, compressed)?;
            }
        }
    }
    let mut list = String::new();
    for path in files(folder)? {
        if !path.ends_with(OF_THE_HOST) {
            let name = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            list.extend([&digest::sha256(&fs::read(&path)?), "  ", &name, "\n"]);
        }
    }
    fs::write(folder.join(CHECKSUMS), list)
}

/// All files in a folder and those below it, in the order of their names.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// The files that are not the same in two release folders.
pub(crate) fn differences(one: &Path, other: &Path) -> io::Result<Vec<String>> {
    let mut names = BTreeSet::new();
    for folder in [one, other] {
        for path in files(folder)? {
            names.insert(path.strip_prefix(folder).unwrap_or(&path).to_owned());
        }
    }
    let content = |folder: &Path, name: &Path| fs::read(folder.join(name)).ok();
    Ok(names
        .iter()
        .filter(|name| content(one, name) != content(other, name))
        .map(|name| name.display().to_string())
        .collect())
}

/// Compressed without the time and the name that gzip usually notes, so that each build is the same.
fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    writer.write_all(content)?;
    writer.finish()
}

fn unusable(folder: &Path, error: &io::Error) -> Failure {
    Failure::new(format!(
        "The release folder {} could not be completed: {error}.",
        folder.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_the_host_s_file_is_compressed_and_listed() -> io::Result<()> {
        let folder =
            std::env::temp_dir().join(format!("metering-export-dist-{}", std::process::id()));
        fs::create_dir_all(folder.join("embed"))?;
        fs::write(folder.join("config.json"), "x".repeat(1000))?;
        fs::write(folder.join("embed/a.js"), "y".repeat(1000))?;
        fs::write(folder.join("short.js"), "z")?;
        let completed = complete(&folder);
        let names: Vec<String> = files(&folder)?
            .iter()
            .map(|path| {
                path.strip_prefix(&folder)
                    .unwrap_or(path)
                    .display()
                    .to_string()
            })
            .collect();
        let list = fs::read_to_string(folder.join(CHECKSUMS))?;
        fs::remove_dir_all(&folder)?;
        completed?;
        assert_eq!(
            names,
            [
                CHECKSUMS,
                "config.json",
                "embed/a.js",
                "embed/a.js.br",
                "embed/a.js.gz",
                "short.js"
            ]
        );
        let listed: Vec<&str> = list
            .lines()
            .filter_map(|line| line.split("  ").nth(1))
            .collect();
        assert_eq!(
            listed,
            ["embed/a.js", "embed/a.js.br", "embed/a.js.gz", "short.js"]
        );
        // As sha256sum prints it.
        assert!(
            list.ends_with(
                "594e519ae499312b29433b7dd8a97ff068defcba9755b6d5d00e84c524d67b06  short.js\n"
            ),
            "{list}"
        );
        Ok(())
    }

    #[test]
    fn a_file_that_is_missing_or_another_is_a_difference() -> io::Result<()> {
        let folder =
            std::env::temp_dir().join(format!("metering-export-differ-{}", std::process::id()));
        let (one, other) = (folder.join("one"), folder.join("other"));
        for (place, name, content) in [
            (&one, "same", "x"),
            (&other, "same", "x"),
            (&one, "changed", "x"),
            (&other, "changed", "y"),
            (&one, "gone", "x"),
            (&other, "new", "x"),
        ] {
            fs::create_dir_all(place)?;
            fs::write(place.join(name), content)?;
        }
        let found = differences(&one, &other);
        fs::remove_dir_all(&folder)?;
        assert_eq!(found?, ["changed", "gone", "new"]);
        Ok(())
    }

    #[test]
    fn gzip_notes_no_time() -> io::Result<()> {
        let first = gzip(b"abc")?;
        assert_eq!(first.get(4..8), Some(&[0; 4][..]));
        assert_eq!(first, gzip(b"abc")?);
        Ok(())
    }
}
