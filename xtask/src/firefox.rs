//! Firefox, the other browser that the tests run in, and the driver that steers it.

use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::{apt, capabilities, search, tools};

/// The names under which Firefox is installed, preferred first.
const BROWSERS: [&str; 2] = ["firefox-esr", "firefox"];

/// Where macOS keeps it: applications are not on the PATH there.
const APPLICATION: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";

/// The package in Debian and its descendants.
const PACKAGES: [&str; 1] = ["firefox-esr"];

/// What to do where nothing can be installed from here.
const BY_HAND: &str = "install Firefox, or set FIREFOX to its full path";

/// Firefox and its driver.
#[derive(Debug)]
pub(crate) struct Firefox {
    /// The browser.
    pub(crate) browser: PathBuf,
    /// Its driver.
    pub(crate) driver: PathBuf,
}

impl Firefox {
    /// Finds Firefox and its driver, installing them where that can be done without asking anyone.
    pub(crate) fn ensure() -> Outcome<Self> {
        let browser = match search::chosen("FIREFOX")?.or_else(find) {
            Some(found) => found,
            None => installed()?,
        };
        let driver = match search::chosen("GECKODRIVER")? {
            Some(found) => found,
            None => tools::ensure_geckodriver()?,
        };
        Ok(Self { browser, driver })
    }

    /// A file with the `WebDriver` capabilities of `tests/webdriver-firefox.json` and the path of this browser.
    pub(crate) fn capabilities(&self) -> Outcome<PathBuf> {
        capabilities::with_browser(
            "webdriver-firefox.json",
            "moz:firefoxOptions",
            &self.browser,
        )
    }
}

fn find() -> Option<PathBuf> {
    search::on_path(&BROWSERS).or_else(|| {
        let application = PathBuf::from(APPLICATION);
        search::is_program(&application).then_some(application)
    })
}

fn installed() -> Outcome<PathBuf> {
    let need = "Firefox is needed for tests in the browser";
    apt::install(&PACKAGES, need, BY_HAND)?;
    find().ok_or_else(|| Failure::new(format!("{need}, and is missing: {BY_HAND}.")))
}
