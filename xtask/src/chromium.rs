//! The browser that the tests run in, and the driver that steers it.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::{apt, capabilities, search};

/// The names under which Chromium and Chrome are installed, preferred first.
const BROWSERS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// The names under which their driver is installed.
const DRIVERS: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

/// Where macOS keeps them: applications are not on the PATH there.
const APPLICATIONS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The same packages in Debian and its descendants.
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// What to do where nothing can be installed from here.
const BY_HAND: &str = "install Chromium (or Chrome) and the chromedriver of the same major version, or set CHROME and \
                       CHROMEDRIVER to the full paths of the two programs";

/// A browser and a driver that fit each other.
#[derive(Debug)]
pub(crate) struct Chromium {
    /// The browser.
    pub(crate) browser: PathBuf,
    /// Its driver.
    pub(crate) driver: PathBuf,
}

impl Chromium {
    /// Finds the browser and its driver, installing them where that can be done without asking anyone.
    pub(crate) fn ensure() -> Outcome<Self> {
        let chosen_browser = search::chosen("CHROME")?;
        let chosen_driver = search::chosen("CHROMEDRIVER")?;
        let may_install = chosen_browser.is_none() && chosen_driver.is_none();
        let find = || {
            (
                chosen_browser.clone().or_else(find_browser),
                chosen_driver.clone().or_else(find_driver),
            )
        };

        let mut found = find();
        if may_install
            && (found.0.is_none() || found.1.is_none())
            && apt::install(
                &PACKAGES,
                "Chromium and its driver are needed for tests in the browser",
                BY_HAND,
            )?
        {
            found = find();
        }
        let (browser, driver) = match found {
            (Some(browser), Some(driver)) => (browser, driver),
            (None, None) => return Err(missing("Chromium and chromedriver are")),
            (None, Some(_)) => return Err(missing("Chromium is")),
            (Some(_), None) => return Err(missing("chromedriver is")),
        };
        let found = Self { browser, driver };
        found.check_versions()?;
        Ok(found)
    }

    /// A file with the `WebDriver` capabilities of `tests/webdriver.json` and the path of this browser.
    pub(crate) fn capabilities(&self) -> Outcome<PathBuf> {
        capabilities::with_browser("webdriver.json", "goog:chromeOptions", &self.browser)
    }

    fn check_versions(&self) -> Outcome {
        let browser = version(&self.browser)?;
        let driver = version(&self.driver)?;
        if search::major(&browser) == search::major(&driver) {
            return Ok(());
        }
        Err(Failure::new(format!(
            "The browser {} has version {browser}, its driver {} has version {driver}, and they only work together with \
             the same first number: {BY_HAND}.",
            self.browser.display(),
            self.driver.display()
        )))
    }
}

fn missing(what: &str) -> Failure {
    Failure::new(format!(
        "{what} missing, and the tests run in a real browser: {BY_HAND}."
    ))
}

fn find_browser() -> Option<PathBuf> {
    search::on_path(&BROWSERS).or_else(|| {
        APPLICATIONS
            .iter()
            .map(PathBuf::from)
            .find(|program| search::is_program(program))
    })
}

fn find_driver() -> Option<PathBuf> {
    search::on_path(&DRIVERS)
}

fn version(program: &Path) -> Outcome<String> {
    search::version(program).ok_or_else(|| {
        Failure::new(format!(
            "{} does not say its version when called with --version: {BY_HAND}.",
            program.display()
        ))
    })
}
