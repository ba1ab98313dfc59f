//! Programs that Debian and its descendants have packages of.

use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};
use crate::say::say;
use crate::{cargo, process, search};

/// Installs packages with apt-get, where that exists and needs no password. Returns whether it was done.
///
/// `need` is the sentence that says why, without its end; `by_hand` what to do where nothing can be installed from here.
pub(crate) fn install(packages: &[&str], need: &str, by_hand: &str) -> Outcome<bool> {
    if search::on_path(&["apt-get"]).is_none() {
        return Ok(false);
    }
    let Some(prefix) = privilege() else {
        return Ok(false);
    };
    let names = packages.join(" ");
    say(format_args!(
        "{need}: installing {names} with apt-get (once, about 2 minutes)."
    ));
    let update = process::run(apt_get(prefix).args(["-q", "update"]))?;
    let install = process::run(
        apt_get(prefix)
            .args(["-q", "-y", "--no-install-recommends", "install"])
            .args(packages),
    )?;
    if update.success() && install.success() {
        return Ok(true);
    }
    Err(Failure::new(format!(
        "apt-get could not install {names} (its reason is above): {by_hand}."
    )))
}

fn apt_get(prefix: &[&str]) -> Command {
    let mut words = prefix.iter().chain(&["apt-get"]);
    // `words` has one element at least.
    let mut command = cargo::command(words.next().unwrap_or(&"apt-get"));
    // Without an input nothing can ask questions.
    command.args(words).stdin(Stdio::null());
    command
}

/// What to put before `apt-get`: nothing for root, sudo where it asks for no password.
fn privilege() -> Option<&'static [&'static str]> {
    if is_root() {
        return Some(&[]);
    }
    process::output_of(cargo::command("sudo").args(["-n", "true"])).map(|_| &["sudo", "-n"][..])
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
