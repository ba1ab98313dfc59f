//! Building the page with Trunk.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::say::say;
use crate::size::Sizes;
use crate::tools::Tools;
use crate::{cargo, process, toolchain};

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
                .arg(&dist),
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
    pub(crate) fn watch(&self, dist: &std::path::Path) -> Outcome<Command> {
        let mut command = self.trunk("watch")?;
        command.arg("--dist").arg(dist);
        Ok(command)
    }

    fn trunk(&self, subcommand: &str) -> Outcome<Command> {
        let mut trunk = cargo::command(self.tools.trunk());
        // Trunk would download tools that it misses. What it needs is on the PATH it gets, and the
        // dependencies are here.
        trunk
            .args([subcommand, "--offline"])
            .env("PATH", self.tools.path()?);
        // Trunk 0.21 takes the value of NO_COLOR for one of its own options and refuses the usual `1`.
        if env::var_os("NO_COLOR").is_some() {
            trunk.env_remove("NO_COLOR").args(["--color", "never"]);
        }
        Ok(trunk)
    }
}
