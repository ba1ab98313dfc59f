//! Wasm modules beside the page: a library bound to JavaScript as an ES module.
//!
//! Trunk builds the page alone. Each of these has a profile and compiler flags of its own.

use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::page::{WASM_RUSTFLAGS, wasm_rustflags};
use crate::{cargo, process, toolchain, tools};

/// How much work goes into a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// All that the module's profile asks for.
    Release,
    /// As little as cargo's profile for developers takes, with the flags of their page: what both need is compiled once.
    Developers,
}

/// What a module is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// The library of this package.
    Library(&'static str),
    /// An example of the core.
    Example(&'static str),
}

impl Content {
    /// What cargo is told.
    fn arguments(self) -> Vec<&'static str> {
        match self {
            Self::Library(package) => {
                vec!["--package", package, "--lib", "--crate-type", "cdylib"]
            }
            Self::Example(name) => vec!["--package", "metering-core", "--example", name],
        }
    }

    /// Where cargo puts it, below the directory of the profile.
    fn file(self) -> String {
        match self {
            Self::Library(package) => format!("{}.wasm", package.replace('-', "_")),
            Self::Example(name) => format!("examples/{}.wasm", name.replace('-', "_")),
        }
    }
}

/// A module to build.
pub(crate) struct Module {
    /// What it is, as the start of a sentence.
    pub(crate) title: &'static str,
    /// What it is made of.
    pub(crate) content: Content,
    /// The profile in Cargo.toml, which is also the directory of what cargo builds.
    pub(crate) profile: &'static str,
    /// Further flags for the compiler.
    pub(crate) rustflags: &'static str,
    /// Whether size is worth more than speed: then wasm-opt works on it, if it can be had.
    pub(crate) smallest: bool,
    /// The name of its files: `<name>.js` and `<name>_bg.wasm`.
    pub(crate) name: &'static str,
}

impl Module {
    /// Compiles the module and writes its JavaScript and Wasm into `directory`.
    pub(crate) fn build(&self, directory: &Path, effort: Effort) -> Outcome {
        toolchain::ensure_wasm_target()?;
        let wasm_bindgen = tools::ensure_wasm_bindgen()?.join("wasm-bindgen");
        let mut compile = cargo::cargo();
        let (profile, built) = match effort {
            Effort::Release => {
                let mut flags = wasm_rustflags();
                flags.push(" ");
                flags.push(self.rustflags);
                compile.env(WASM_RUSTFLAGS, flags);
                (self.profile, self.profile)
            }
            Effort::Developers => ("dev", "debug"),
        };
        self.step(
            compile
                .args(["rustc", "--quiet", "--locked"])
                .args(self.content.arguments())
                .args(["--profile", profile, "--target", toolchain::WASM]),
        )?;
        let wasm = cargo::target_dir()
            .join(toolchain::WASM)
            .join(built)
            .join(self.content.file());
        self.step(
            cargo::command(wasm_bindgen)
                .arg(wasm)
                .args([
                    "--target",
                    "web",
                    "--no-typescript",
                    "--remove-name-section",
                ])
                .args([
                    "--remove-producers-section",
                    "--out-name",
                    self.name,
                    "--out-dir",
                ])
                .arg(directory),
        )?;
        if self.smallest && effort == Effort::Release {
            tools::optimize(&directory.join(format!("{}_bg.wasm", self.name)))?;
        }
        Ok(())
    }

    fn step(&self, command: &mut std::process::Command) -> Outcome {
        if process::run(command)?.success() {
            return Ok(());
        }
        Err(Failure::new(format!(
            "{} could not be built: the reason is above.",
            self.title
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_have_a_directory_and_a_name_of_their_own() {
        assert_eq!(Content::Library("usage-worker").file(), "usage_worker.wasm");
        let example = Content::Example("usage-core");
        assert_eq!(example.file(), "examples/usage_core.wasm");
        assert_eq!(
            example.arguments(),
            ["--package", "metering-core", "--example", "usage-core"]
        );
    }
}
