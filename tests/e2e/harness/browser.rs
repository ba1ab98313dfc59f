//! Which browser the tests run in: the variable `METERING_EXPORT_BROWSER`, `chromium` by default.

use std::env;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::programs;
use super::session::downloads;

/// A browser that the page is tested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browser {
    /// Chromium or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Browser {
    /// The browser of this run.
    pub(crate) fn current() -> Self {
        match env::var("METERING_EXPORT_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok(other) => {
                panic!("METERING_EXPORT_BROWSER is {other}: it can be chromium or firefox")
            }
        }
    }

    /// What it is started with, the same as for the tests that run inside it.
    pub(super) fn capabilities(self, profile: &Path) -> Map<String, Value> {
        let (text, options) = match self {
            Self::Chromium => (include_str!("../../webdriver.json"), "goog:chromeOptions"),
            Self::Firefox => (
                include_str!("../../webdriver-firefox.json"),
                "moz:firefoxOptions",
            ),
        };
        let mut capabilities: Map<String, Value> =
            serde_json::from_str(text).expect("the capabilities are an object");
        let options = capabilities
            .get_mut(options)
            .and_then(Value::as_object_mut)
            .expect("there are options of this browser");
        options.insert(
            "binary".into(),
            programs::browser(self).to_string_lossy().into(),
        );
        // What is saved goes where a test looks for it, without a question.
        let saved = downloads(profile);
        match self {
            Self::Chromium => {
                let saving = json!({"download.default_directory": saved, "download.prompt_for_download": false});
                options.insert("prefs".into(), saving);
                add(options, &format!("--user-data-dir={}", profile.display()));
                add(options, "--window-size=1280,1000");
                // Scripts can ask for the role and the name of an element, as the driver can.
                add(options, "--enable-blink-features=ComputedAccessibilityInfo");
                // What the browser itself says in the console: no command of the standard reads that.
                capabilities.insert("goog:loggingPrefs".into(), json!({"browser": "ALL"}));
            }
            Self::Firefox => {
                let preferences = options
                    .get_mut("prefs")
                    .and_then(Value::as_object_mut)
                    .expect("there are preferences");
                preferences.insert("browser.download.dir".into(), json!(saved));
                // The directory above.
                preferences.insert("browser.download.folderList".into(), 2.into());
                // The list of what was saved would take the focus from the page.
                preferences.insert("browser.download.alwaysOpenPanel".into(), false.into());
                // Its driver makes the profile.
                add(options, "--width=1280");
                add(options, "--height=1000");
            }
        }
        capabilities
    }
}

fn add(options: &mut Map<String, Value>, argument: &str) {
    options
        .get_mut("args")
        .and_then(Value::as_array_mut)
        .expect("the options have arguments")
        .push(argument.into());
}
