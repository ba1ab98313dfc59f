//! The browsers that the tests run in, and the drivers that steer them.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::tools::{self, Tool};
use crate::workspace;

/// A browser that the tests run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
}

/// A browser and its driver on this machine.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// What it is called, and in lower case what the tests from end to end call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
        }
    }

    /// The variables with the paths of the browser and of its driver, as the tests read them too.
    pub(crate) fn variables(self) -> [&'static str; 2] {
        match self {
            Self::Chromium => ["CHROME", "CHROMEDRIVER"],
            Self::Firefox => ["FIREFOX", "GECKODRIVER"],
        }
    }

    fn tools(self) -> [&'static Tool; 2] {
        match self {
            Self::Chromium => [&tools::CHROMIUM, &tools::CHROMEDRIVER],
            Self::Firefox => [&tools::FIREFOX, &tools::GECKODRIVER],
        }
    }

    /// Finds the browser and its driver, or installs them.
    pub(crate) fn ensure(self) -> Result<Found> {
        let [browser, driver] = self.tools();
        let found = Found {
            browser: browser.ensure()?,
            driver: driver.ensure()?,
        };
        if self == Self::Chromium {
            let version = |program: &Path| {
                tools::version_of(program).with_context(|| program.display().to_string())
            };
            let versions = [version(&found.browser)?, version(&found.driver)?];
            ensure!(
                tools::major(&versions[0]) == tools::major(&versions[1]),
                "Chromium has version {}, its driver {}: they only work together with the same first number",
                versions[0],
                versions[1]
            );
        }
        Ok(found)
    }

    /// A file with the capabilities of `tests/` for this browser. Without its path the driver would look for a browser by
    /// itself, and perhaps find one of another version.
    pub(crate) fn capabilities(self, browser: &Path) -> Result<PathBuf> {
        let (name, options) = match self {
            Self::Chromium => ("webdriver.json", "goog:chromeOptions"),
            Self::Firefox => ("webdriver-firefox.json", "moz:firefoxOptions"),
        };
        let sh = workspace::shell()?;
        let text = sh.read_file(Path::new("tests").join(name))?;
        let file = workspace::target()?.join(name);
        sh.write_file(&file, with_binary(&text, options, browser).context(name)?)?;
        Ok(file)
    }
}

fn with_binary(capabilities: &str, options: &str, browser: &Path) -> Result<String> {
    let mut capabilities: serde_json::Value = serde_json::from_str(capabilities)?;
    let options = capabilities.get_mut(options).context("options")?;
    options["binary"] = browser.to_string_lossy().into();
    Ok(capabilities.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_named_beside_its_arguments() -> Result<()> {
        let text = r#"{"options":{"args":["-headless"]}}"#;
        let named = r#"{"options":{"args":["-headless"],"binary":"/opt/browser"}}"#;
        let browser = Path::new("/opt/browser");
        assert_eq!(with_binary(text, "options", browser)?, named);
        assert!(with_binary("{}", "options", browser).is_err());
        Ok(())
    }
}
