//! Installing a build tool: once per machine, whole or not at all.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::time::Instant;

use super::{Tool, has_right_version, path_before, unusable};
use crate::failure::{Failure, Outcome};
use crate::say::{say, span};
use crate::{cargo, process};

/// Installs a tool beside its final place and renames it: whoever sees the place sees a whole tool.
pub(super) fn install(tool: &Tool, home: &Path, place: &Path) -> Outcome {
    let Tool {
        name,
        version,
        purpose,
        takes,
        ..
    } = tool;
    fs::create_dir_all(home).map_err(|error| unusable(home, &error))?;
    let lock_path = home.join(format!("{name}-{version}.lock"));
    let lock = File::create(&lock_path).map_err(|error| unusable(&lock_path, &error))?;
    if matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) {
        say(format_args!(
            "Waiting for another command that is installing {name} {version}."
        ));
    }
    // The system takes the lock from a process that ended, however it ended.
    lock.lock().map_err(|error| unusable(&lock_path, &error))?;
    // Another command may have installed it between the first look and the lock.
    if has_right_version(tool, &place.join("bin")) {
        return Ok(());
    }
    say(format_args!(
        "{name} {version} is needed to {purpose} and not here yet: installing it into {} (once, about {takes}).",
        place.display()
    ));
    let started = Instant::now();
    // What an interrupted attempt has compiled is used by the next one.
    let partial = home.join(format!("{name}-{version}.partial"));
    build(tool, home, &partial)?;
    if !has_right_version(tool, &partial.join("bin")) {
        return Err(Failure::new(format!(
            "{name} {version} was installed into {} but does not run there: delete that directory and call this again.",
            partial.display()
        )));
    }
    remove(&partial.join("build"))?;
    remove(place)?;
    fs::rename(&partial, place).map_err(|error| unusable(place, &error))?;
    say(format_args!(
        "{name} {version} installed in {}.",
        span(started.elapsed())
    ));
    Ok(())
}

fn build(tool: &Tool, home: &Path, partial: &Path) -> Outcome {
    let Tool { name, version, .. } = tool;
    let status = process::run(
        cargo::cargo()
            .args(["install", "--locked", "--force", "--version", version, name])
            // Cryptography for downloads, which these tools are never asked to make.
            .arg("--no-default-features")
            .arg("--root")
            .arg(partial)
            .arg("--target-dir")
            .arg(partial.join("build"))
            // cargo would advise to put this directory on the PATH, which nobody needs to do.
            .env("PATH", path_before(&partial.join("bin"))?)
            // Outside the workspace, so that its cargo configuration does not apply.
            .current_dir(home)
            .env_remove("CARGO_BUILD_TARGET")
            // The profiles of these tools aim at speed, and their last step alone would take minutes.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.opt_level)
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "none"),
    )?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{name} {version} could not be installed (cargo's reason is above): check that this machine reaches the \
         package registry, or put {name} {version} on the PATH yourself, then call this again."
    )))
}

fn remove(dir: &Path) -> Outcome {
    match fs::remove_dir_all(dir) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(unusable(dir, &error)),
    }
}
