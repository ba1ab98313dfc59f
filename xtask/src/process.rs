//! Child processes that never outlive the command that started them.
//!
//! Each child leads a process group of its own, so that one signal reaches it and all that it started
//! (cargo its compilers, the tests their browser). Ctrl-C, SIGTERM and SIGHUP end every such group first and
//! this process after them.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Outcome};

/// How long a group may take to end when asked, before it is killed.
const PATIENCE: Duration = Duration::from_secs(5);

/// The exit code of a command that was interrupted, as shells have it.
const INTERRUPTED: i32 = 130;

/// The leaders of the groups that are running now.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static STOPPING: AtomicBool = AtomicBool::new(false);

fn running() -> MutexGuard<'static, Vec<u32>> {
    // A list of numbers is never left half written, so a poisoned lock is as good as another.
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on Ctrl-C, SIGTERM and SIGHUP end the children before this process.
pub(crate) fn end_children_on_signals() -> Outcome {
    ctrlc::set_handler(|| {
        STOPPING.store(true, Ordering::SeqCst);
        end_all();
        std::process::exit(INTERRUPTED);
    })
    .map_err(|error| Failure::new(format!("The handler for Ctrl-C could not be set: {error}")))
}

#[cfg(unix)]
fn end_all() {
    let leaders = running().clone();
    groups::end_from_handler(&leaders);
}

/// Without process groups Ctrl-C reaches the children by itself; they only get time to act on it.
#[cfg(not(unix))]
fn end_all() {
    let asked = std::time::Instant::now();
    while !running().is_empty() && asked.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(20));
    }
}

/// Starts a command in a group of its own.
fn spawn(command: &mut Command) -> io::Result<Child> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    // Held while starting: a signal that arrives now finds the child in the list.
    let mut running = running();
    if STOPPING.load(Ordering::SeqCst) {
        drop(running);
        wait_for_the_end();
    }
    let child = command.spawn()?;
    running.push(child.id());
    Ok(child)
}

fn forget(id: u32) {
    running().retain(|&known| known != id);
}

/// The signal handler is ending everything, this process included: say nothing more.
fn wait_for_the_end() -> ! {
    loop {
        thread::park();
    }
}

fn cannot_start(command: &Command, error: &io::Error) -> Failure {
    Failure::new(format!(
        "{} could not be started: {error}",
        command.get_program().to_string_lossy()
    ))
}

/// Runs a command to its end, its output going where this process's goes.
///
/// What the command has left running ends too, such as the browser of a test that failed.
pub(crate) fn run(command: &mut Command) -> Outcome<ExitStatus> {
    let mut child = spawn(command).map_err(|error| cannot_start(command, &error))?;
    let status = child.wait();
    #[cfg(unix)]
    groups::end(&[child.id()], || ());
    forget(child.id());
    if STOPPING.load(Ordering::SeqCst) {
        wait_for_the_end();
    }
    status.map_err(|error| cannot_start(command, &error))
}

/// What a short command prints on standard output; `None` if it cannot be run or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A child that runs beside this process and ends, with all it started, when this is dropped.
pub(crate) struct Background {
    child: Child,
}

impl Background {
    /// Starts a command and returns at once.
    pub(crate) fn start(command: &mut Command) -> Outcome<Self> {
        spawn(command)
            .map(|child| Self { child })
            .map_err(|error| cannot_start(command, &error))
    }

    /// The child's standard output, if it was piped and not yet taken.
    pub(crate) fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// Waits for the child to end by itself.
    pub(crate) fn wait(mut self) -> Outcome<ExitStatus> {
        let status = self.child.wait();
        if STOPPING.load(Ordering::SeqCst) {
            wait_for_the_end();
        }
        status.map_err(|error| Failure::new(format!("A command could not be waited for: {error}")))
    }

    /// How the child ended, or `None` while it runs.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        let status = self.child.try_wait().ok().flatten();
        if STOPPING.load(Ordering::SeqCst) {
            wait_for_the_end();
        }
        status
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        #[cfg(unix)]
        groups::end(&[self.child.id()], || {
            let _ = self.child.try_wait();
        });
        // Where there are no groups this is what ends the child; elsewhere it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        forget(self.child.id());
    }
}

/// Process groups, by the id of their leader.
#[cfg(unix)]
mod groups {
    use std::thread;
    use std::time::Instant;

    use nix::sys::signal::{Signal, killpg};
    use nix::sys::wait::{WaitPidFlag, waitpid};
    use nix::unistd::Pid;

    use super::PATIENCE;

    /// Asks every group to end, waits, and kills what is left.
    ///
    /// `collect` is called now and then to take the status of leaders that have ended: until then they
    /// count as alive.
    pub(super) fn end(leaders: &[u32], mut collect: impl FnMut()) {
        let groups: Vec<Pid> = leaders
            .iter()
            .filter_map(|&leader| i32::try_from(leader).ok().map(Pid::from_raw))
            .collect();
        signal(&groups, Signal::SIGTERM);
        let asked = Instant::now();
        loop {
            collect();
            if !groups.iter().any(|&group| killpg(group, None).is_ok()) {
                return;
            }
            if asked.elapsed() > PATIENCE {
                return signal(&groups, Signal::SIGKILL);
            }
            thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// Ends all groups from the signal handler, where the children belong to another thread.
    pub(super) fn end_from_handler(leaders: &[u32]) {
        end(leaders, || {
            for leader in leaders
                .iter()
                .filter_map(|&leader| i32::try_from(leader).ok())
            {
                // The thread that waits for the child may be the first to collect it: this fails then, rightly.
                let _ = waitpid(Pid::from_raw(leader), Some(WaitPidFlag::WNOHANG));
            }
        });
    }

    fn signal(groups: &[Pid], signal: Signal) {
        for &group in groups {
            // A group that has just ended is what was wanted.
            let _ = killpg(group, signal);
        }
    }
}
