//! The build tools: Trunk and the command line part of wasm-bindgen, each in exactly one version.
//!
//! What is on the PATH in that version is used. Otherwise it is installed once per machine into a directory of
//! its own; what the person has installed for other work is never touched.

mod install;
mod wasm_opt;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::cargo;
use crate::failure::{Failure, Outcome};
use crate::search;

pub(crate) use wasm_opt::optimize;

/// The version that Trunk.toml was written for.
const TRUNK: &str = "0.21.14";

/// The version that is known to have the commands that the tests use.
const GECKODRIVER: &str = "0.37.1";

/// A tool that `cargo install` can build.
struct Tool {
    /// The name of its crate.
    name: &'static str,
    version: String,
    /// The programs that are needed of it; all are expected in one directory.
    programs: &'static [&'static str],
    /// What it is for, as the end of "… is needed to".
    purpose: &'static str,
    /// How long its installation takes on two cores.
    takes: &'static str,
    /// How much it is optimized: as little as it works well with, so that it is soon there.
    opt_level: &'static str,
}

/// Where the build tools are.
#[derive(Debug)]
pub(crate) struct Tools {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
}

impl Tools {
    /// Finds Trunk and wasm-bindgen, installing what is missing.
    pub(crate) fn ensure() -> Outcome<Self> {
        let wasm_bindgen = ensure_wasm_bindgen()?;
        let trunk = ensure(&Tool {
            name: "trunk",
            version: TRUNK.to_owned(),
            programs: &["trunk"],
            purpose: "build the page",
            takes: "3 minutes",
            // It leaves the work to others.
            opt_level: "0",
        })?;
        Ok(Self {
            trunk,
            wasm_bindgen,
        })
    }

    /// The program that builds the page.
    pub(crate) fn trunk(&self) -> PathBuf {
        self.trunk.join("trunk")
    }

    /// A PATH on which Trunk finds the right wasm-bindgen before any other.
    pub(crate) fn path(&self) -> Outcome<OsString> {
        path_before(&self.wasm_bindgen)
    }
}

/// The directory with `wasm-bindgen` and `wasm-bindgen-test-runner`, which have to be of the library's version.
pub(crate) fn ensure_wasm_bindgen() -> Outcome<PathBuf> {
    ensure(&Tool {
        name: "wasm-bindgen-cli",
        version: cargo::locked_version("wasm-bindgen")?,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        purpose: "connect the page's Wasm with JavaScript",
        takes: "2 minutes",
        // Unoptimized, it would take seconds for the Wasm of a test.
        opt_level: "1",
    })
}

/// The driver of Firefox, which Debian has no package of.
pub(crate) fn ensure_geckodriver() -> Outcome<PathBuf> {
    let bin = ensure(&Tool {
        name: "geckodriver",
        version: GECKODRIVER.to_owned(),
        programs: &["geckodriver"],
        purpose: "run the tests in Firefox",
        takes: "2 minutes",
        // It passes commands on.
        opt_level: "0",
    })?;
    Ok(bin.join("geckodriver"))
}

/// The directory that holds a tool's programs.
fn ensure(tool: &Tool) -> Outcome<PathBuf> {
    if let Some(dir) = on_path(tool) {
        return Ok(dir);
    }
    let home = tools_dir()?;
    let place = home.join(format!("{}-{}", tool.name, tool.version));
    let bin = place.join("bin");
    if has_right_version(tool, &bin) {
        return Ok(bin);
    }
    install::install(tool, &home, &place)?;
    Ok(bin)
}

/// The PATH with this directory in front.
fn path_before(dir: &Path) -> Outcome<OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(dir.to_owned()).chain(env::split_paths(&rest))).map_err(
        |error| {
            Failure::new(format!(
                "{} cannot be put on the PATH: {error}",
                dir.display()
            ))
        },
    )
}

fn on_path(tool: &Tool) -> Option<PathBuf> {
    let (first, _) = tool.programs.split_first()?;
    search::all_on_path(first)
        .into_iter()
        .filter_map(|program| program.parent().map(Path::to_owned))
        .find(|dir| has_right_version(tool, dir))
}

fn has_right_version(tool: &Tool, dir: &Path) -> bool {
    tool.programs
        .iter()
        .all(|program| search::version(&dir.join(program)).as_ref() == Some(&tool.version))
}

fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!(
        "{} cannot be written ({error}): set METERING_EXPORT_TOOLS to a directory for the build tools.",
        path.display()
    ))
}

/// Where installed tools are kept: `METERING_EXPORT_TOOLS`, else a place in the person's cache directory.
fn tools_dir() -> Outcome<PathBuf> {
    tools_dir_from(&|name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    })
}

fn tools_dir_from(variable: &dyn Fn(&str) -> Option<PathBuf>) -> Outcome<PathBuf> {
    if let Some(chosen) = variable("METERING_EXPORT_TOOLS") {
        // Relative to where the person is, as everywhere else.
        return std::path::absolute(&chosen).map_err(|error| unusable(&chosen, &error));
    }
    // The XDG base directory specification: a relative path is invalid and to be ignored.
    let xdg = variable("XDG_CACHE_HOME").filter(|dir| dir.is_absolute());
    let platform = || {
        if cfg!(windows) {
            variable("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            variable("HOME").map(|home| home.join("Library/Caches"))
        } else {
            variable("HOME").map(|home| home.join(".cache"))
        }
    };
    xdg.or_else(platform).map(|cache| cache.join("metering-export").join("tools")).ok_or_else(|| {
        Failure::new("There is no home directory to keep the build tools in: set METERING_EXPORT_TOOLS to a directory for them.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir(variables: &[(&str, &str)]) -> Option<PathBuf> {
        let variable = |name: &str| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| PathBuf::from(value))
        };
        tools_dir_from(&variable).ok()
    }

    #[test]
    #[cfg(all(unix, not(target_os = "macos")))]
    fn tools_go_where_the_person_says_else_into_the_cache() {
        let all = [
            ("HOME", "/h"),
            ("XDG_CACHE_HOME", "/c"),
            ("METERING_EXPORT_TOOLS", "/t"),
        ];
        assert_eq!(dir(&all), Some("/t".into()));
        assert_eq!(dir(&all[..2]), Some("/c/metering-export/tools".into()));
        assert_eq!(
            dir(&all[..1]),
            Some("/h/.cache/metering-export/tools".into())
        );
        assert_eq!(dir(&[]), None);
    }

    #[test]
    #[cfg(all(unix, not(target_os = "macos")))]
    fn a_relative_cache_directory_is_ignored() {
        assert_eq!(
            dir(&[("HOME", "/h"), ("XDG_CACHE_HOME", "cache")]),
            Some("/h/.cache/metering-export/tools".into())
        );
    }

    #[test]
    fn a_directory_without_the_programs_has_no_version() {
        let tool = Tool {
            name: "trunk",
            version: TRUNK.to_owned(),
            programs: &["trunk"],
            purpose: "",
            takes: "",
            opt_level: "0",
        };
        assert!(!has_right_version(&tool, Path::new("/nonexistent")));
    }
}
