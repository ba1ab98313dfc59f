//! `cargo xtask test`: every check and test, or the parts that are named.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use clap::ValueEnum;
use xshell::Shell;

use crate::browser::Browser;
use crate::build::WASM;
use crate::{dist, embed, size, tools, workspace};

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
    /// Formatting, clippy, native tests and doc tests
    Unit,
    /// Tests that run inside headless Chromium and Firefox
    Browser,
    /// The validator for other pages: its package in Node.js, and its size
    Embed,
    /// The built page against the simulator: all in Chromium, what differs between browsers in Firefox
    E2e,
    /// Not without being named: the release is the same wherever it is built, and all of `e2e` in Firefox
    Thorough,
}

/// What differs between browsers: the main job, the network's faults, the keyboard, and the messages of workers.
const IN_FIREFOX: [&str; 8] = [
    "happy_path::",
    "keyboard::",
    "faults::download::",
    "faults::network::",
    "faults::sign_in::",
    "faults::status::",
    "faults::submit::",
    "usage_reading::",
];

/// Warnings fail.
const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

/// Runs the parts step by step and stops at the first step that fails.
pub(crate) fn test(parts: &[Part]) -> Result<()> {
    let mut parts = parts.to_vec();
    if parts.is_empty() {
        parts = vec![Part::Unit, Part::Browser, Part::Embed, Part::E2e];
    }
    parts.sort_unstable();
    parts.dedup();
    let mut run = Run {
        sh: workspace::shell()?,
        started: Instant::now(),
        steps: 0,
    };
    run.step("what the tests need", |_| prepare(&parts))?;
    let is_wanted = |part| parts.contains(&part);
    if is_wanted(Part::Unit) {
        unit(&mut run)?;
    }
    if is_wanted(Part::Browser) {
        let simulator = Simulator::start(&run.sh)?;
        for browser in [Browser::Chromium, Browser::Firefox] {
            let title = format!("tests inside {}", browser.name());
            run.step(&title, |sh| inside(sh, browser, &simulator.address))?;
        }
    }
    if is_wanted(Part::E2e) || is_wanted(Part::Thorough) {
        run.step("release", |_| dist::dist())?;
    } else if is_wanted(Part::Embed) {
        run.step("the validator for other pages", |_| {
            embed::build(&embed::dist())?;
            size::size(false)
        })?;
    }
    if is_wanted(Part::Embed) {
        run.step(
            "the validator’s package and the benchmarks’ scripts, in Node.js",
            in_node,
        )?;
    }
    if is_wanted(Part::E2e) {
        run.step("end-to-end tests in Chromium", |sh| {
            end_to_end(sh, Browser::Chromium, &[])
        })?;
        run.step("end-to-end tests in Firefox", |sh| {
            end_to_end(sh, Browser::Firefox, &IN_FIREFOX)
        })?;
    }
    if is_wanted(Part::Thorough) {
        run.step("release, built again at another place", build_again)?;
        run.step("all end-to-end tests in Firefox", |sh| {
            end_to_end(sh, Browser::Firefox, &[])
        })?;
    }
    println!("All passed in {}: {} steps.", span(run.started), run.steps);
    Ok(())
}

/// The steps so far.
struct Run {
    sh: Shell,
    started: Instant,
    steps: usize,
}

impl Run {
    fn step(&mut self, title: &str, work: impl FnOnce(&Shell) -> Result<()>) -> Result<()> {
        self.steps += 1;
        println!("[{}] {title}", self.steps);
        let started = Instant::now();
        let outcome = work(&self.sh);
        let ending = if outcome.is_ok() { "passed" } else { "failed" };
        println!("[{}] {title}: {ending} after {}", self.steps, span(started));
        outcome.with_context(|| format!("failed: {title}"))
    }
}

/// The time since then, in minutes and seconds.
fn span(since: Instant) -> String {
    let seconds = since.elapsed().as_secs();
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

/// Finds or installs all that the parts need, before minutes are spent on the first of them.
fn prepare(parts: &[Part]) -> Result<()> {
    for part in parts {
        match part {
            Part::Unit => {}
            Part::Browser => {
                tools::WASM_BINDGEN_TEST_RUNNER.ensure()?;
            }
            Part::Embed => {
                tools::WASM_BINDGEN.ensure()?;
            }
            Part::E2e | Part::Thorough => {
                tools::WASM_BINDGEN.ensure()?;
                tools::TRUNK.ensure()?;
                tools::servers()?;
            }
        }
        if *part != Part::Unit && *part != Part::Embed {
            Browser::Chromium.ensure()?;
            Browser::Firefox.ensure()?;
        }
        if *part != Part::Unit && *part != Part::Browser {
            tools::npm_packages(&node_tests())?;
        }
    }
    Ok(())
}

/// Formatting and lints come first: they answer soonest.
fn unit(run: &mut Run) -> Result<()> {
    let cargo = |arguments: &'static [&'static str]| {
        move |sh: &Shell| Ok(workspace::cargo(sh).args(arguments).run()?)
    };
    run.step("formatting", cargo(&["fmt", "--all", "--check"]))?;
    run.step("clippy, on this machine", |sh| {
        // Those that `cargo test` leaves out are no part of all targets.
        for targets in [&["--all-targets"][..], &["--test", "e2e"]] {
            let clippy = workspace::cargo(sh).args(["clippy", "--locked", "--workspace"]);
            clippy.args(targets).args(DENY_WARNINGS).run()?;
        }
        Ok(())
    })?;
    run.step("clippy, on wasm32", |sh| {
        let clippy = workspace::cargo(sh).args(["clippy", "--locked", "--target", WASM]);
        let clippy = clippy.args([
            "--workspace",
            "--exclude",
            "simulator",
            "--exclude",
            "xtask",
        ]);
        let clippy = clippy
            .args(["--lib", "--bins", "--test", "browser"])
            .args(DENY_WARNINGS);
        Ok(clippy.args(["-D", "clippy::unwrap_used"]).run()?)
    })?;
    run.step(
        "native tests and doc tests",
        cargo(&["test", "--locked", "--workspace"]),
    )
}

/// Tests that are compiled to Wasm and run inside the browser, against one simulator.
fn inside(sh: &Shell, browser: Browser, simulator: &str) -> Result<()> {
    let found = browser.ensure()?;
    let mut tests = workspace::cargo(sh)
        .args(["test", "--locked", "--target", WASM, "--test", "browser"])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            tools::WASM_BINDGEN_TEST_RUNNER.ensure()?,
        )
        // Compiled into the tests: a page has no environment to read it from.
        .env("METERING_EXPORT_SIMULATOR", simulator);
    // Each of these would lead the runner to another browser, or past the tests.
    for other in [
        "CHROMEDRIVER",
        "CHROMEDRIVER_REMOTE",
        "GECKODRIVER",
        "GECKODRIVER_REMOTE",
        "MSEDGEDRIVER",
        "MSEDGEDRIVER_REMOTE",
        "NO_HEADLESS",
        "SAFARIDRIVER",
        "SAFARIDRIVER_REMOTE",
        "WASM_BINDGEN_TEST_ONLY_NODE",
    ] {
        tests = tests.env_remove(other);
    }
    let [_, driver] = browser.variables();
    tests = tests.env(driver, &found.driver);
    tests = tests.env(
        "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
        browser.capabilities(&found.browser)?,
    );
    // For all tests together; the runner's own 20 s are short for waiting on purpose.
    if env::var_os("WASM_BINDGEN_TEST_TIMEOUT").is_none() {
        tests = tests.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    }
    Ok(tests.run()?)
}

/// Native tests that steer a browser through the built page, or those of these modules. They bring their own simulators.
fn end_to_end(sh: &Shell, browser: Browser, modules: &[&str]) -> Result<()> {
    let found = browser.ensure()?;
    let [nginx, caddy] = tools::servers()?;
    let [its_path, its_driver] = browser.variables();
    // Tests wait for a good part of their time, so that two share a processor.
    let at_a_time = 2 * thread::available_parallelism()?.get();
    let tests = || {
        // Of the whole workspace, as the native tests: other features would compile the dependencies a second time.
        workspace::cargo(sh)
            .args(["test", "--locked", "--workspace", "--test", "e2e", "--"])
            .arg(format!("--test-threads={at_a_time}"))
            .env("METERING_EXPORT_DIST", workspace::dist())
            .env("METERING_EXPORT_BROWSER", browser.name().to_lowercase())
            .env(its_path, &found.browser)
            .env(its_driver, &found.driver)
            .env("NGINX", &nginx)
            .env("CADDY", &caddy)
    };
    // A module that has another name would be left out without a word.
    for module in modules {
        let list = tests()
            .args(["--list", module])
            .quiet()
            .ignore_stderr()
            .read()?;
        ensure!(
            list.contains(": test"),
            "there are no end-to-end tests {module}"
        );
    }
    Ok(tests().args(modules).run()?)
}

/// Tests of the validator's package, packed and installed as its users do, and of the scripts that measure.
fn in_node(sh: &Shell) -> Result<()> {
    let node = tools::NODE.ensure()?;
    let tests =
        ["api", "consumers", "package"].map(|name| node_tests().join(format!("{name}.test.mjs")));
    let package = workspace::program(sh, &node)
        .args(["--test", "--test-reporter=spec"])
        .args(tests);
    package.env("METERING_EXPORT_EMBED", embed::dist()).run()?;
    let _directory = sh.push_dir("benches");
    Ok(workspace::program(sh, &node).arg("--test").run()?)
}

fn node_tests() -> PathBuf {
    workspace::root().join("tests/node")
}

/// Builds the release from a copy of the sources at another place and into an empty directory, and compares.
fn build_again(sh: &Shell) -> Result<()> {
    // As long as another path can be: the length must not matter either.
    let copy = workspace::target()?.join("a-second-build-at-another-place");
    sh.remove_path(&copy)?;
    copy_sources(workspace::root(), &copy)?;
    let build = workspace::cargo(sh)
        .args(["xtask", "dist"])
        .env("CARGO_TARGET_DIR", copy.join("target"));
    {
        let _directory = sh.push_dir(&copy);
        build.run()?;
    }
    let [one, other] = [workspace::dist(), copy.join("dist")];
    let list = |folder: &Path| sh.read_file(folder.join("SHA256SUMS"));
    ensure!(
        list(&one)? == list(&other)?,
        "the release is not reproducible: compare {} and {}",
        one.display(),
        other.display()
    );
    Ok(sh.remove_path(copy)?)
}

fn copy_sources(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        if [".git", "dist", "node_modules", "target"]
            .iter()
            .any(|other| name == *other)
        {
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

/// A simulator on a free port that pages of any origin may call: nobody knows beforehand which port the tests inside a
/// browser are served from. It ends with this.
struct Simulator {
    child: Child,
    address: String,
}

impl Simulator {
    fn start(sh: &Shell) -> Result<Self> {
        use io::BufRead as _;

        let mut command = Command::new(workspace::native(
            sh,
            "simulator",
            &workspace::AS_FOR_TESTS,
        )?);
        command
            .args(["--port", "0", "--allow-origin"])
            .stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let output = child.stdout.take().context("the simulator's output")?;
        let mut lines = io::BufReader::new(output).lines().map_while(Result::ok);
        let address = lines.find_map(|line| address_in(&line));
        // Goes on reading to the end: a full pipe would stop the simulator.
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.context("the simulator has not started: its reason is above")?;
        Ok(Self { child, address })
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // It has ended already if these fail.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in a line that the simulator prints, with a slash at the end: `http://127.0.0.1:40123/`.
fn address_in(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let is_address = |word: &&str| word.starts_with("http://127.0.0.1:") && word.ends_with('/');
    words.find(is_address).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_among_other_words() {
        let address = "http://127.0.0.1:40123/";
        assert_eq!(
            address_in(&format!("The page is at {address} now")),
            Some(address.into())
        );
        assert_eq!(address_in("http://127.0.0.1:8080/saas"), None);
        assert_eq!(address_in("User name: admin"), None);
    }
}
