//! The stand-in for the service, built and started from its sources.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::cargo;
use crate::failure::{Failure, Outcome};
use crate::process::Background;

/// How long it may take to print its address.
const START: Duration = Duration::from_secs(30);

/// Compiles the simulator.
pub(crate) fn build() -> Outcome {
    Building::start()?.finish()
}

/// The simulator while it is compiled beside something else.
pub(crate) struct Building(Background);

impl Building {
    /// Starts compiling and returns at once.
    pub(crate) fn start() -> Outcome<Self> {
        let mut build = cargo::cargo();
        // Of the whole workspace, as the native tests: other features would compile the dependencies a second time.
        build.args([
            "build",
            "--quiet",
            "--locked",
            "--workspace",
            "--bin",
            "simulator",
        ]);
        Background::start(&mut build).map(Self)
    }

    /// Waits until it is compiled.
    pub(crate) fn finish(self) -> Outcome {
        if self.0.wait()?.success() {
            return Ok(());
        }
        Err(Failure::new(
            "The simulator could not be compiled: the reason is above.",
        ))
    }
}

/// The program that [`build`] makes.
pub(crate) fn program() -> PathBuf {
    cargo::target_dir()
        .join("debug")
        .join(format!("simulator{}", std::env::consts::EXE_SUFFIX))
}

/// A command that runs the simulator that [`build`] has made.
pub(crate) fn command<I, S>(arguments: I) -> Command
where
    I: IntoIterator<Item = S>,
    S: AsRef<OsStr>,
{
    let mut command = cargo::command(program());
    command.args(arguments);
    command
}

/// A simulator for tests, on a free port; it ends when this is dropped.
pub(crate) struct Simulator {
    /// Where it listens, with a slash at the end: `http://127.0.0.1:40123/`.
    pub(crate) address: String,
    _running: Background,
}

impl Simulator {
    /// Starts a simulator that pages of any origin may call: the browser tests are served from a port that
    /// nobody knows beforehand.
    pub(crate) fn start() -> Outcome<Self> {
        let mut command = command(["--port", "0", "--allow-origin"]);
        let mut running = Background::start(command.stdout(Stdio::piped()))?;
        let not_started = || Failure::new("The simulator did not start: the reason is above.");
        let output = running.stdout().ok_or_else(not_started)?;
        let (sender, receiver) = mpsc::channel();
        // Goes on reading to the end: a full pipe would stop the simulator.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(address) = address_in(&line) {
                    let _ = sender.send(address);
                }
            }
        });
        let address = receiver.recv_timeout(START).map_err(|_| not_started())?;
        Ok(Self {
            address,
            _running: running,
        })
    }
}

/// The address in a line that the simulator prints.
fn address_in(line: &str) -> Option<String> {
    line.split_whitespace()
        .find(|word| {
            word.strip_prefix("http://127.0.0.1:")
                .and_then(|rest| rest.strip_suffix('/'))
                .is_some_and(|port| port.parse::<u16>().is_ok())
        })
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_address_among_other_words() {
        assert_eq!(
            address_in("The page is at http://127.0.0.1:40123/ now"),
            Some("http://127.0.0.1:40123/".into())
        );
        assert_eq!(address_in("http://127.0.0.1:8080/saas"), None);
        assert_eq!(address_in("User name: admin"), None);
    }
}
