//! What a browser is started with: the files in `tests/`, with the path of the browser.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cargo;
use crate::failure::{Failure, Outcome};

/// A file with the capabilities of one in `tests/` and the path of a browser among its options of this name.
///
/// The driver would look for a browser by itself and perhaps find one of another version.
pub(crate) fn with_browser(name: &str, options: &str, browser: &Path) -> Outcome<PathBuf> {
    let source = cargo::root().join("tests").join(name);
    let failure = |path: &Path, problem: &dyn std::fmt::Display| {
        Failure::new(format!("{}: {problem}", path.display()))
    };
    let text = fs::read_to_string(&source).map_err(|error| failure(&source, &error))?;
    let text = add(&text, options, browser).map_err(|problem| failure(&source, &problem))?;
    let file = cargo::target_dir().join(name);
    fs::write(&file, text).map_err(|error| failure(&file, &error))?;
    Ok(file)
}

fn add(capabilities: &str, options: &str, browser: &Path) -> Result<String, String> {
    let mut capabilities: Value =
        serde_json::from_str(capabilities).map_err(|error| error.to_string())?;
    capabilities
        .get_mut(options)
        .and_then(Value::as_object_mut)
        .ok_or_else(|| format!("the object \"{options}\" is missing"))?
        .insert("binary".to_owned(), browser.to_string_lossy().into());
    Ok(capabilities.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_added_to_the_capabilities() {
        let text = r#"{"goog:chromeOptions":{"args":["--headless=new"]}}"#;
        let browser = Path::new("/opt/chrome");
        assert_eq!(
            add(text, "goog:chromeOptions", browser),
            Ok(
                r#"{"goog:chromeOptions":{"args":["--headless=new"],"binary":"/opt/chrome"}}"#
                    .into()
            )
        );
        assert_eq!(
            add("{}", "goog:chromeOptions", browser),
            Err("the object \"goog:chromeOptions\" is missing".into())
        );
    }

    #[test]
    fn the_capabilities_in_the_sources_are_complete() -> Result<(), Box<dyn std::error::Error>> {
        for (name, options, argument) in [
            ("webdriver.json", "goog:chromeOptions", "--headless=new"),
            ("webdriver-firefox.json", "moz:firefoxOptions", "-headless"),
        ] {
            let text = fs::read_to_string(cargo::root().join("tests").join(name))?;
            assert!(add(&text, options, Path::new("/opt/browser"))?.contains(argument));
        }
        Ok(())
    }
}
