//! `cargo xtask test`: every check and test, or the parts that are named.

mod again;
mod plan;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::args::Part;
use crate::chromium::Chromium;
use crate::failure::{Failure, Outcome};
use crate::firefox::Firefox;
use crate::node::Node;
use crate::page::{self, PageBuilder};
use crate::say::{say, span};
use crate::servers::Servers;
use crate::simulator::{self, Simulator};
use crate::{cargo, dist, embed, process, toolchain, tools};
use again::Again;
use plan::{Browser, Step, Work};

/// Runs the parts step by step and stops at the first step that fails.
pub(crate) fn test(parts: &[Part]) -> Outcome {
    let started = Instant::now();
    let steps = plan::steps(parts);
    let mut run = Run::default();
    for (index, step) in steps.iter().enumerate() {
        let heading = format!("[{}/{}] {}", index + 1, steps.len(), step.title);
        say(&heading);
        let step_started = Instant::now();
        let outcome = run.perform(&step.work);
        let time = span(step_started.elapsed());
        match outcome {
            Ok(()) => say(format_args!("{heading}: passed in {time}")),
            Err(failure) => {
                say(format_args!("{heading}: failed after {time}"));
                return Err(Failure::new(report(step, &failure, &steps[index + 1..])));
            }
        }
    }
    say(format_args!(
        "All passed in {}: {} ({} steps).",
        span(started.elapsed()),
        plan::names(parts, ", "),
        steps.len()
    ));
    Ok(())
}

fn report(failed: &Step, failure: &Failure, rest: &[Step]) -> String {
    let mut lines = vec![
        failure.to_string(),
        format!("Failed: {}", failed.title),
        format!("To repeat it alone: {}", failed.work.repeat()),
    ];
    if !rest.is_empty() {
        let titles: Vec<&str> = rest.iter().map(|step| step.title).collect();
        lines.push(format!("Not run because of that: {}", titles.join(", ")));
    }
    lines.join("\n  ")
}

/// What earlier steps have found for later ones.
#[derive(Default)]
struct Run {
    chromium: Option<Chromium>,
    builder: Option<PageBuilder>,
    firefox: Option<Firefox>,
    servers: Option<Servers>,
    /// Shared, because its address is compiled into the tests that run inside browsers.
    simulator: Option<Simulator>,
}

impl Run {
    fn perform(&mut self, work: &Work) -> Outcome {
        match work {
            Work::Prepare(parts) => self.prepare(parts),
            Work::Cargo(arguments) => run_cargo(cargo::cargo().args(*arguments)),
            Work::BrowserTests(browser) => self.browser_tests(
                *browser,
                &["--package", "metering-export", "--test", "browser"],
            ),
            Work::EmbedBrowserTests(browser) => {
                self.browser_tests(*browser, &["--package", "validator", "--test", "browser"])
            }
            Work::BuildEmbed => embed::embed()?.check(),
            Work::EmbedTests => embed_tests(),
            Work::BenchTests => bench_tests(),
            Work::BuildPages => {
                let again = Again::start()?;
                dist::build(self.builder()?)?.check()?;
                again.compare()
            }
            Work::EndToEndTests(browser) => self.end_to_end_tests(*browser),
        }
    }

    /// Finds or installs all that the parts need, before minutes are spent on the first of them.
    fn prepare(&mut self, parts: &[Part]) -> Outcome {
        for part in parts {
            match part {
                Part::Unit => {
                    toolchain::ensure_checkers()?;
                    toolchain::ensure_wasm_target()?;
                }
                Part::Browser => {
                    self.chromium()?;
                    self.firefox()?;
                    toolchain::ensure_wasm_target()?;
                    tools::ensure_wasm_bindgen()?;
                }
                Part::Embed => {
                    toolchain::ensure_wasm_target()?;
                    tools::ensure_wasm_bindgen()?;
                    Node::find()?.install(&node_tests())?;
                }
                Part::EndToEnd => {
                    self.chromium()?;
                    self.firefox()?;
                    Node::find()?.install(&node_tests())?;
                    self.builder()?;
                    self.servers()?;
                }
            }
        }
        cargo::fetch()
    }

    fn chromium(&mut self) -> Outcome<&Chromium> {
        let found = match self.chromium.take() {
            Some(found) => found,
            None => Chromium::ensure()?,
        };
        Ok(self.chromium.insert(found))
    }

    fn builder(&mut self) -> Outcome<&PageBuilder> {
        let ready = match self.builder.take() {
            Some(ready) => ready,
            None => PageBuilder::prepare()?,
        };
        Ok(self.builder.insert(ready))
    }

    fn firefox(&mut self) -> Outcome<&Firefox> {
        let found = match self.firefox.take() {
            Some(found) => found,
            None => Firefox::ensure()?,
        };
        Ok(self.firefox.insert(found))
    }

    /// The address of the simulator that the tests inside browsers call.
    fn simulator(&mut self) -> Outcome<String> {
        let running = if let Some(running) = self.simulator.take() {
            running
        } else {
            simulator::build()?;
            Simulator::start()?
        };
        Ok(self.simulator.insert(running).address.clone())
    }

    fn servers(&mut self) -> Outcome<&Servers> {
        let found = match self.servers.take() {
            Some(found) => found,
            None => Servers::ensure()?,
        };
        Ok(self.servers.insert(found))
    }

    /// Tests that are compiled to Wasm and run inside the browser, against a simulator of their own.
    fn browser_tests(&mut self, browser: Browser, target: &[&str]) -> Outcome {
        let runner = tools::ensure_wasm_bindgen()?.join("wasm-bindgen-test-runner");
        let simulator = self.simulator()?;
        let mut tests = cargo::cargo();
        tests
            .args(["test", "--locked", "--target", toolchain::WASM])
            .args(target)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
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
            tests.env_remove(other);
        }
        let (variable, driver, capabilities) = match browser {
            Browser::Chromium => {
                let chromium = self.chromium()?;
                ("CHROMEDRIVER", &chromium.driver, chromium.capabilities()?)
            }
            Browser::Firefox => {
                let firefox = self.firefox()?;
                ("GECKODRIVER", &firefox.driver, firefox.capabilities()?)
            }
        };
        tests
            .env(variable, driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities);
        // For all tests together; the runner's own 20 s are short for waiting on purpose.
        if std::env::var_os("WASM_BINDGEN_TEST_TIMEOUT").is_none() {
            tests.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        }
        run_cargo(&mut tests)
    }

    /// Native tests that steer a browser through the built page. They bring their own simulators.
    fn end_to_end_tests(&mut self, browser: Browser) -> Outcome {
        let mut tests = cargo::cargo();
        tests
            // Of the whole workspace, as the native tests: other features would compile the dependencies a second time.
            .args(["test", "--locked", "--workspace", "--test", "e2e"])
            .env("METERING_EXPORT_DIST", page::dist());
        let servers = self.servers()?;
        tests
            .env("NGINX", &servers.nginx)
            .env("CADDY", &servers.caddy);
        match browser {
            Browser::Chromium => {
                let chromium = self.chromium()?;
                tests
                    .env("METERING_EXPORT_BROWSER", "chromium")
                    .env("CHROME", &chromium.browser)
                    .env("CHROMEDRIVER", &chromium.driver);
            }
            Browser::Firefox => {
                let firefox = self.firefox()?;
                tests
                    .env("METERING_EXPORT_BROWSER", "firefox")
                    .env("FIREFOX", &firefox.browser)
                    .env("GECKODRIVER", &firefox.driver);
            }
        }
        run_cargo(&mut tests)
    }
}

/// Tests of the package of the validator for other pages, packed and installed as its users do.
fn embed_tests() -> Outcome {
    let node = Node::find()?;
    let mut tests = node.script(Path::new("--test"));
    tests.arg("--test-reporter=spec");
    for name in ["api.test.mjs", "consumers.test.mjs", "package.test.mjs"] {
        tests.arg(node_tests().join(name));
    }
    tests.env("METERING_EXPORT_EMBED", embed::dist());
    run_cargo(&mut tests)
}

/// Tests of the scripts that measure. They need no package.
fn bench_tests() -> Outcome {
    let mut tests = Node::find()?.script(Path::new("--test"));
    run_cargo(tests.current_dir(cargo::root().join("benches")))
}

/// Where the tests are that run in Node.js.
fn node_tests() -> PathBuf {
    cargo::root().join("tests/node")
}

fn run_cargo(command: &mut Command) -> Outcome {
    if process::run(command)?.success() {
        return Ok(());
    }
    Err(Failure::new("The reason is above."))
}
