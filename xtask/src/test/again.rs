//! Whether a release is the same wherever it is built: it is built a second time, from a copy of the sources at another
//! place and into an empty directory.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::failure::{Failure, Outcome};
use crate::process::Background;
use crate::{cargo, dist, page};

/// What is in the root and belongs to no release.
const NO_SOURCES: [&str; 4] = [".git", "dist", "node_modules", "target"];

/// The second build, while it goes on beside the first: each has minutes that keep but one processor busy.
pub(super) struct Again {
    build: Background,
    copy: PathBuf,
    output: PathBuf,
}

impl Again {
    /// Starts it. What it prints goes to a file, so that it does not stand between the lines of the first.
    pub(super) fn start() -> Outcome<Self> {
        // As long as another path can be: the length must not matter either.
        let copy = cargo::target_dir().join("a-second-build-at-another-place");
        let output = copy.join("target/output.txt");
        let prepare = || -> io::Result<_> {
            remove(&copy)?;
            copy_sources(cargo::root(), &copy)?;
            fs::create_dir(copy.join("target"))?;
            let file = File::create(&output)?;
            Ok((file.try_clone()?, file))
        };
        let (out, err) = prepare().map_err(|error| failure(&copy, &error))?;
        let build = Background::start(
            cargo::cargo()
                .args(["xtask", "dist"])
                .current_dir(&copy)
                .env("CARGO_TARGET_DIR", copy.join("target"))
                .stdin(Stdio::null())
                .stdout(out)
                .stderr(err),
        )?;
        Ok(Self {
            build,
            copy,
            output,
        })
    }

    /// Waits for it, and compares it with the first.
    pub(super) fn compare(self) -> Outcome {
        if !self.build.wait()?.success() {
            return Err(Failure::new(format!(
                "The release could not be built again: the reason is in {}.",
                self.output.display()
            )));
        }
        let differences = dist::differences(&page::dist(), &self.copy.join("dist"))
            .map_err(|error| failure(&self.copy, &error))?;
        if !differences.is_empty() {
            return Err(Failure::new(format!(
                "The release is not reproducible: a build in {} differs in {}.",
                self.copy.display(),
                differences.join(", ")
            )));
        }
        remove(&self.copy).map_err(|error| failure(&self.copy, &error))
    }
}

fn failure(copy: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("{}: {error}", copy.display()))
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
