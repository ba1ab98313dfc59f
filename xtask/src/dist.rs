//! `cargo xtask dist`: the release folder, the same to the byte wherever it is built.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Result;
use flate2::{Compression, GzBuilder};
use sha2::{Digest as _, Sha256};

use crate::build::{self, Effort};
use crate::{embed, size, workspace};

/// The list of checksums, in the format of `sha256sum`.
const CHECKSUMS: &str = "SHA256SUMS";

/// What the host writes: neither compressed, which would hide a change, nor in the list of checksums.
const OF_THE_HOST: &str = "config.json";

/// Builds the release folder.
pub(crate) fn dist() -> Result<()> {
    let folder = workspace::dist();
    build::page(&workspace::shell()?, &folder, Effort::Release)?;
    embed::build(&embed::dist())?;
    complete(&folder)?;
    println!(
        "The release is in {}: `sha256sum --check {CHECKSUMS}` checks it there.",
        folder.display()
    );
    size::size(false)
}

/// What browsers load. The texts beside the validator are not: npm would pack their copies too.
const LOADED: [&str; 6] = ["css", "html", "js", "json", "svg", "wasm"];

/// Adds compressed copies, where they are smaller, and the checksums of everything.
fn complete(folder: &Path) -> io::Result<()> {
    let is_loaded = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| LOADED.contains(&ending))
    };
    for path in files(folder)?.into_iter().filter(is_loaded) {
        let content = fs::read(&path)?;
        for (ending, compressed) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
            if compressed.len() < content.len() && !path.ends_with(OF_THE_HOST) {
                fs::write(format!("{}.{ending}", path.display()), compressed)?;
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
            let _ = writeln!(list, "{}  {name}", sha256(&fs::read(&path)?)); // a String takes everything
        }
    }
    fs::write(folder.join(CHECKSUMS), list)
}

/// All files in a folder and those below it, in the order of their names.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
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

/// The SHA-256 of this content in 64 hexadecimal digits, as `sha256sum` prints it.
pub(crate) fn sha256(content: &[u8]) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(content) {
        let _ = write!(digits, "{byte:02x}"); // a String takes everything
    }
    digits
}

/// Compressed as web servers do it ahead of time: quality 11, the largest usual window.
pub(crate) fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

/// Compressed without the time and the name that gzip usually notes, so that each build is the same.
fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    writer.write_all(content)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_the_host_s_file_is_compressed_and_listed() -> Result<()> {
        let sh = workspace::shell()?;
        let folder = sh.create_temp_dir()?;
        let folder = folder.path();
        sh.write_file(folder.join("config.json"), "x".repeat(1000))?;
        sh.write_file(folder.join("embed/a.js"), "y".repeat(1000))?;
        sh.write_file(folder.join("short.js"), "z")?;
        complete(folder)?;
        let names = files(folder)?;
        let names: Vec<_> = names
            .iter()
            .filter_map(|path| path.strip_prefix(folder).ok()?.to_str())
            .collect();
        let compressed = ["embed/a.js", "embed/a.js.br", "embed/a.js.gz", "short.js"];
        assert_eq!(
            names,
            [&[CHECKSUMS, "config.json"][..], &compressed].concat()
        );
        let list = sh.read_file(folder.join(CHECKSUMS))?;
        let listed: Vec<_> = list
            .lines()
            .filter_map(|line| line.split("  ").nth(1))
            .collect();
        assert_eq!(listed, compressed);
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
    fn gzip_notes_no_time() -> io::Result<()> {
        assert_eq!(gzip(b"abc")?.get(4..8), Some(&[0; 4][..]));
        Ok(())
    }
}
