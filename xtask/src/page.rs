//! Building the page with Trunk.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::say::say;
use crate::size::Sizes;
use crate::tools::Tools;
use crate::{cargo, process, toolchain};

/// The directories that the page is made of, beside the files in the root.
const SOURCES: [&str; 2] = ["src", "static"];

/// Everything that building the page needs, found or installed.
#[derive(Debug)]
pub(crate) struct PageBuilder {
    tools: Tools,
}

/// The directory with all files of the release build.
pub(crate) fn dist() -> PathBuf {
    cargo::root().join("dist")
}

impl PageBuilder {
    /// Finds or installs the tools and downloads the dependencies.
    pub(crate) fn prepare() -> Outcome<Self> {
        toolchain::ensure_wasm_target()?;
        let tools = Tools::ensure()?;
        cargo::fetch()?;
        Ok(Self { tools })
    }

    /// Builds the page for release into [`dist`] and prints what it weighs.
    pub(crate) fn release(&self) -> Outcome<Sizes> {
        let dist = dist();
        let status = process::run(
            self.trunk("build")?
                .args(["--release", "--quiet", "--dist"])
                .arg(&dist)
                .env(WASM_RUSTFLAGS, wasm_rustflags()),
        )?;
        if !status.success() {
            return Err(Failure::new(
                "The page could not be built: the reason is above.",
            ));
        }
        let sizes = Sizes::of(&dist)?;
        say(&sizes);
        Ok(sizes)
    }

    /// A command that builds the page for developers into the given directory, again after each change.
    pub(crate) fn watch(&self, dist: &Path) -> Outcome<Command> {
        let mut command = self.trunk("watch")?;
        command.arg("--dist").arg(dist);
        // Trunk watches the whole root, as it has to: a file that is watched by itself is lost when an editor
        // replaces it. What the page is not made of would only cause builds for nothing.
        for dir in other_dirs()? {
            command.arg("--ignore").arg(dir);
        }
        Ok(command)
    }

    fn trunk(&self, subcommand: &str) -> Outcome<Command> {
        let mut trunk = cargo::command(self.tools.trunk());
        // Trunk would download tools that it misses. What it needs is on the PATH it gets, and the
        // dependencies are here.
        trunk
            .args([subcommand, "--offline"])
            .env("PATH", self.tools.path()?);
        // A page that does not compile is no reason to show Trunk's own stack.
        trunk.env("RUST_BACKTRACE", "0");
        // Trunk 0.21 takes the value of NO_COLOR for one of its own options and refuses the usual `1`.
        if env::var_os("NO_COLOR").is_some() {
            trunk.env_remove("NO_COLOR").args(["--color", "never"]);
        }
        Ok(trunk)
    }
}

/// The caller's flags for Wasm, and one more: panics name the files of dependencies, so without it the page and its
/// size would depend on where this machine keeps them.
///
/// For Wasm alone: Trunk's hook runs xtask, which other flags for this machine would compile a second time. Whoever sets
/// `RUSTFLAGS` overrides these, as everywhere in cargo.
pub(crate) fn wasm_rustflags() -> OsString {
    let mut flags = env::var_os(WASM_RUSTFLAGS).unwrap_or_default();
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = home.map(|home| home.join("registry").join("src").into_os_string());
    // cargo splits the variable at blanks, and knows no way to quote one.
    let sources = sources.filter(|path| path.to_str().is_some_and(|path| !path.contains(' ')));
    if let Some(sources) = sources {
        flags.push(" --remap-path-prefix=");
        flags.push(sources);
        flags.push("=");
    }
    flags
}

/// The variable with the compiler's flags for what runs in the browser.
pub(crate) const WASM_RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// The directories beside the page's sources.
fn other_dirs() -> Outcome<Vec<PathBuf>> {
    let root = cargo::root();
    let entries = fs::read_dir(root)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", root.display())))?;
    Ok(entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir() && !SOURCES.iter().any(|name| path.ends_with(name)))
        .collect())
}
