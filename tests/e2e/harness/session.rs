//! One browser, with a profile of its own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::browser::Browser;
use super::driver::Driver;
use super::strays::Strays;
use super::{command, programs};

/// How long the browser may take to end.
const ENDING: Duration = Duration::from_mins(1);

/// A browser with a profile of its own.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) browser: Browser,
    /// What has left this computer.
    pub(crate) strays: Strays,
    process: Option<u64>,
    /// Where its driver listens.
    driver: String,
    /// The driver, if it is its own; ends after the browser.
    _own: Option<Driver>,
    /// Removed after the browser has ended.
    profile: TempDir,
}

impl Session {
    /// Starts a browser.
    pub(crate) async fn open(browser: Browser, driver: Option<&Driver>) -> Self {
        let own = driver.is_none().then(|| Driver::start(browser));
        let driver = driver.or(own.as_ref()).map(Driver::url).unwrap_or_default();
        let profile = tempfile::tempdir().expect("a directory for the browser's profile");
        let strays = Strays::start().await;
        let (client, process) = start(browser, &profile, &strays, &driver).await;
        Self {
            client,
            browser,
            strays,
            process,
            driver,
            _own: own,
            profile,
        }
    }

    /// Kills the browser as a crash does: nothing is written any more.
    pub(crate) async fn kill(&self) {
        let process = self.process.expect("the browser's process");
        let killed = Command::new("kill")
            .args(["-KILL", &process.to_string()])
            .status();
        assert!(killed.expect("kill runs").success(), "no process {process}");
        // The driver notices, and takes what is left of the browser away.
        let _ = tokio::time::timeout(ENDING, self.client.clone().close()).await;
    }

    /// Starts the browser again after [`Session::kill`], with what it had stored.
    pub(crate) async fn start_again(&mut self) {
        (self.client, self.process) =
            start(self.browser, &self.profile, &self.strays, &self.driver).await;
    }

    /// Where the browser saves files.
    pub(crate) fn downloads(&self) -> PathBuf {
        downloads(self.profile.path())
    }

    /// Forgets the page and what it kept, so that another test can have the browser. The next page is of another origin,
    /// because each simulator has a port of its own; but a port can come again.
    pub(crate) async fn reset(&self) -> Result<(), CmdError> {
        let windows = self.client.windows().await?;
        for other in windows.iter().skip(1) {
            self.client.switch_to_window(other.clone()).await?;
            self.client.close_window().await?;
        }
        if let Some(first) = windows.into_iter().next() {
            self.client.switch_to_window(first).await?;
        }
        self.client
            .execute(
                "localStorage.clear(); sessionStorage.clear(); for (const name of ['metering-export', 'metering-export.usage']) indexedDB.deleteDatabase(name)",
                Vec::new(),
            )
            .await?;
        self.client.delete_all_cookies().await?;
        self.client.goto("about:blank").await?;
        self.console().await.map(drop)
    }

    /// What the browser has written to its console since the last call; Firefox's driver has no command for it.
    pub(crate) async fn console(&self) -> Result<Value, CmdError> {
        match self.browser {
            Browser::Chromium => command::console(&self.client).await,
            Browser::Firefox => Ok(json!([])),
        }
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

/// Starts a browser; gives its process too.
async fn start(
    browser: Browser,
    profile: &TempDir,
    strays: &Strays,
    driver: &str,
) -> (Client, Option<u64>) {
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities(browser, profile, strays))
        .connect(driver)
        .await
        .unwrap_or_else(|error| {
            panic!(
                "the browser {} cannot be started: {error}",
                programs::browser(browser).display()
            )
        });
    let granted = client.capabilities().cloned().unwrap_or_default();
    say_version(&granted);
    let process = ["goog:processID", "moz:processID"]
        .iter()
        .find_map(|name| granted.get(*name)?.as_u64());
    (client, process)
}

/// Where the browser puts what is saved.
pub(super) fn downloads(profile: &Path) -> PathBuf {
    profile.join("saved")
}

/// What the driver is asked for.
fn capabilities(browser: Browser, profile: &TempDir, strays: &Strays) -> Map<String, Value> {
    let mut capabilities = browser.capabilities(profile.path());
    capabilities.insert("proxy".into(), strays.as_proxy());
    // Those of the web servers that the tests start are of an authority of their own.
    capabilities.insert("acceptInsecureCerts".into(), true.into());
    capabilities.insert(
        // The page is there to be used before everything is loaded.
        "pageLoadStrategy".into(),
        "eager".into(),
    );
    capabilities.insert(
        "timeouts".into(),
        json!({"script": 20_000, "pageLoad": 30_000, "implicit": 0}),
    );
    capabilities
}

/// Says once which browser it is, past the capture of test output.
fn say_version(capabilities: &Map<String, Value>) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let text = |name| {
            capabilities
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or("unknown")
        };
        let (name, version) = (text("browserName"), text("browserVersion"));
        let _ = writeln!(std::io::stderr(), "end-to-end tests in {name} {version}");
    });
}
