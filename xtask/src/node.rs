//! Node.js, which runs what is written in JavaScript outside of a browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::say::say;
use crate::{cargo, process, search};

/// The oldest version that the scripts are written for.
const OLDEST: u32 = 20;

/// Node with its package manager.
#[derive(Debug)]
pub(crate) struct Node {
    node: PathBuf,
    npm: PathBuf,
}

impl Node {
    /// Finds both on the PATH.
    pub(crate) fn find() -> Outcome<Self> {
        let (Some(node), Some(npm)) = (search::on_path(&["node"]), search::on_path(&["npm"]))
        else {
            return Err(Failure::new(format!(
                "Node.js or its npm is missing: install version {OLDEST} or a newer one."
            )));
        };
        let text = process::output_of(cargo::command(&node).arg("--version"));
        check(&node, text.as_deref().unwrap_or_default().trim())?;
        Ok(Self { node, npm })
    }

    /// Installs exactly the packages of a directory's `package-lock.json`, unless that was done before.
    pub(crate) fn install(&self, directory: &Path) -> Outcome {
        if is_installed(directory) {
            return Ok(());
        }
        say(format_args!(
            "Installing the packages of {} with npm (once, about half a minute).",
            directory.display()
        ));
        let mut install = cargo::command(&self.npm);
        install.current_dir(directory);
        install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        if process::run(&mut install)?.success() {
            return Ok(());
        }
        Err(Failure::new(format!(
            "npm could not install the packages of {} (its reason is above): check that this machine reaches the package \
             registry, then call this again.",
            directory.display()
        )))
    }

    /// A command that runs a script.
    pub(crate) fn script(&self, script: &Path) -> Command {
        let mut command = cargo::command(&self.node);
        command.arg(script);
        command
    }
}

/// Whether what npm has written down last is newer than what is wanted.
fn is_installed(directory: &Path) -> bool {
    let written = |file: &str| fs::metadata(directory.join(file))?.modified();
    let (wanted, there) = (
        written("package-lock.json"),
        written("node_modules/.package-lock.json"),
    );
    matches!((wanted, there), (Ok(wanted), Ok(there)) if wanted <= there)
}

/// Checks what `node --version` prints, for example `v20.11.0`.
fn check(node: &Path, version: &str) -> Outcome {
    let found = version.strip_prefix('v').and_then(search::major);
    if found.is_some_and(|major| major >= OLDEST) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{} answers `{version}` when asked for its version: install Node.js {OLDEST} or a newer one.",
        node.display()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_are_too_old_or_none_are_refused() {
        let node = Path::new("/usr/bin/node");
        for version in ["v20.11.0", "v24.0.0", "v100.0.0"] {
            assert!(check(node, version).is_ok(), "{version}");
        }
        for version in ["v18.20.4", "20.11.0", ""] {
            let text = check(node, version).map_err(|failure| failure.to_string());
            assert_eq!(
                text,
                Err(format!(
                    "/usr/bin/node answers `{version}` when asked for its version: install Node.js 20 or a newer one."
                ))
            );
        }
    }

    #[test]
    fn packages_are_installed_again_when_the_lock_file_has_changed() -> std::io::Result<()> {
        let directory =
            std::env::temp_dir().join(format!("metering-export-node-{}", std::process::id()));
        fs::create_dir_all(directory.join("node_modules"))?;
        assert!(!is_installed(&directory));
        let lock = fs::File::create(directory.join("package-lock.json"))?;
        assert!(!is_installed(&directory));
        let there = fs::File::create(directory.join("node_modules/.package-lock.json"))?;
        let now = std::time::SystemTime::now();
        let minute = std::time::Duration::from_mins(1);
        there.set_modified(now)?;
        lock.set_modified(now - minute)?;
        assert!(is_installed(&directory));
        lock.set_modified(now + minute)?;
        assert!(!is_installed(&directory));
        fs::remove_dir_all(directory)
    }
}
