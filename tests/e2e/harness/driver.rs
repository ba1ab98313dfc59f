<<<<<<< HEAD
//! The driver process.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use super::programs;

/// A running driver on a free port; it ends when this is dropped.
=======
//! The driver process that all tests share, and the sessions that it opens. The only place that knows which browser it is.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, Once, PoisonError, Weak};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::programs;

/// What the browser is started with, the same as for the tests that run inside it.
const CAPABILITIES: &str = include_str!("../../webdriver.json");

/// How long the browser may take to end.
const ENDING: Duration = Duration::from_secs(15);

/// A running driver; it ends when the last test that uses it has ended.
>>>>>>> d4e85bc (wip)
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    /// Kept open: a driver that cannot write ends.
    _output: BufReader<ChildStdout>,
    port: u16,
}

impl Driver {
<<<<<<< HEAD
    /// Starts a driver, and returns when it listens.
    pub(crate) fn start() -> Self {
=======
    /// The driver of this process, started if it does not run.
    pub(crate) fn get() -> Arc<Self> {
        static RUNNING: Mutex<Weak<Driver>> = Mutex::new(Weak::new());
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *running = Arc::downgrade(&driver);
            driver
        })
    }

    fn start() -> Self {
>>>>>>> d4e85bc (wip)
        let program = programs::driver();
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", program.display()));
        let mut output = BufReader::new(process.stdout.take().expect("the output is piped"));
        let mut said = String::new();
        let port = loop {
            let before = said.len();
            let length = output.read_line(&mut said).unwrap_or_default();
            if let Some(port) = said.get(before..).and_then(port_in) {
                break port;
            }
            if length == 0 {
<<<<<<< HEAD
                // It has ended, or soon will.
                let _ = process.kill();
                let _ = process.wait();
                panic!(
                    "{} has ended before it named its port. It said:\n{said}",
                    program.display()
                );
            }
        };
        Self {
            process,
            _output: output,
            port,
        }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
=======
                // The driver has ended, or soon will.
                let _ = process.kill();
                let _ = process.wait();
                panic!("{} has ended before it named its port. It said:\n{said}", program.display());
            }
        };
        Self { process, _output: output, port }
>>>>>>> d4e85bc (wip)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
<<<<<<< HEAD
        // Its browsers have been closed by now.
=======
        // Every session has been closed by now.
>>>>>>> d4e85bc (wip)
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The port in `ChromeDriver was started successfully on port 33071.`
fn port_in(line: &str) -> Option<u16> {
<<<<<<< HEAD
    line.split_once("successfully on port ")?
        .1
        .trim()
        .trim_end_matches('.')
        .parse()
        .ok()
=======
    line.split_once("successfully on port ")?.1.trim().trim_end_matches('.').parse().ok()
}

/// A browser of its own, with a profile of its own.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Client,
    process: Option<u64>,
    /// Removed after the browser has ended.
    _profile: TempDir,
    _driver: Arc<Driver>,
}

impl Session {
    /// Starts a browser.
    pub(crate) async fn open(driver: Arc<Driver>) -> Self {
        let profile = tempfile::tempdir().expect("a directory for the browser's profile");
        let capabilities = capabilities(&profile);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .unwrap_or_else(|error| panic!("the browser {} cannot be started: {error}", programs::browser().display()));
        let granted = client.capabilities().cloned().unwrap_or_default();
        say_version(&granted);
        let process = ["goog:processID", "moz:processID"].iter().find_map(|name| granted.get(*name)?.as_u64());
        Self { client, process, _profile: profile, _driver: driver }
    }

    /// Ends the browser, by force if it does not end when asked.
    pub(crate) async fn close(self) {
        let closed = tokio::time::timeout(ENDING, self.client.clone().close()).await;
        if !matches!(closed, Ok(Ok(())))
            && let Some(process) = self.process
        {
            // It has ended already if this fails.
            let _ = Command::new("kill").arg(process.to_string()).status();
        }
    }
}

/// What the driver is asked for. Another browser would have other capabilities here.
fn capabilities(profile: &TempDir) -> Map<String, Value> {
    let mut capabilities: Map<String, Value> = serde_json::from_str(CAPABILITIES).expect("tests/webdriver.json is an object");
    let options = capabilities.get_mut("goog:chromeOptions").and_then(Value::as_object_mut);
    let options = options.expect("tests/webdriver.json has goog:chromeOptions");
    options.insert("binary".into(), programs::browser().to_string_lossy().into());
    let arguments = options.get_mut("args").and_then(Value::as_array_mut).expect("tests/webdriver.json has args");
    arguments.push(format!("--user-data-dir={}", profile.path().display()).into());
    arguments.push("--window-size=1280,1000".into());
    // What the browser itself says in the console: no command of the standard reads that.
    capabilities.insert("goog:loggingPrefs".into(), json!({"browser": "ALL"}));
    capabilities.insert("timeouts".into(), json!({"script": 20_000, "pageLoad": 30_000, "implicit": 0}));
    capabilities
}

/// Says once which browser it is, past the capture of test output.
fn say_version(capabilities: &Map<String, Value>) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let text = |name| capabilities.get(name).and_then(Value::as_str).unwrap_or("unknown");
        let (name, version) = (text("browserName"), text("browserVersion"));
        let _ = writeln!(std::io::stderr(), "end-to-end tests in {name} {version}");
    });
>>>>>>> d4e85bc (wip)
}
