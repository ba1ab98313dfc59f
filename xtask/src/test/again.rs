//! Whether a release is the same wherever it is built: it is built a second time, from a copy of the sources at another
//! place and into an empty directory.

use std::fs;
use std::io;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::{cargo, dist, page, process};

/// What is in the root and belongs to no release.
const NO_SOURCES: [&str; 4] = [".git", "dist", "node_modules", "target"];

/// Builds the release again and compares it with the first.
pub(super) fn build_again() -> Outcome {
    // As long as another path can be: the length must not matter either.
    let copy = cargo::target_dir().join("a-second-build-at-another-place");
    let failure = |error: io::Error| Failure::new(format!("{}: {error}", copy.display()));
    remove(&copy).map_err(failure)?;
    copy_sources(cargo::root(), &copy).map_err(failure)?;
    let status = process::run(
        cargo::cargo()
            .args(["xtask", "dist"])
            .current_dir(&copy)
            .env("CARGO_TARGET_DIR", copy.join("target")),
    )?;
    if !status.success() {
        return Err(Failure::new(
            "The release could not be built again: the reason is above.",
        ));
    }
    let differences = dist::differences(&page::dist(), &copy.join("dist")).map_err(failure)?;
    if !differences.is_empty() {
        return Err(Failure::new(format!(
            "The release is not reproducible: a build in {} differs in {}.",
            copy.display(),
            differences.join(", ")
        )));
    }
    remove(&copy).map_err(failure)
}

fn copy_sources(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        if NO_SOURCES.iter().any(|other| name == *other) {
            continue;
        }
        if path.is_dir() {
            copy_sources(&path, &to.join(name))?;
        } else {
            fs::copy(path, to.join(name))?;
        }
    }
    Ok(())
}

fn remove(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
