//! The workspace, and how programs are called in it.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context as _, Result, anyhow};
use cargo_metadata::{Metadata, MetadataCommand};
use xshell::{Cmd, Shell};

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The directory of a release.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Where cargo puts what it builds, for our own files too that are neither sources nor kept.
pub(crate) fn target() -> Result<&'static Path> {
    Ok(metadata()?.target_directory.as_std_path())
}

/// The version of a package in Cargo.lock.
pub(crate) fn locked_version(name: &str) -> Result<String> {
    let mut packages = metadata()?.packages.iter();
    let package = packages.find(|package| package.name == name);
    let package = package.with_context(|| format!("{name} is not in Cargo.lock"))?;
    Ok(package.version.to_string())
}

/// What cargo knows about the workspace. All dependencies are here after that, so that later steps need no network.
fn metadata() -> Result<&'static Metadata> {
    static METADATA: LazyLock<Result<Metadata>> = LazyLock::new(|| {
        let fetch = ["fetch", "--locked", "--quiet"];
        cargo(&shell()?).args(fetch).quiet().run()?;
        let mut command = MetadataCommand::new();
        command.current_dir(root());
        command.other_options(["--locked".to_owned(), "--offline".to_owned()]);
        Ok(command.exec()?)
    });
    METADATA.as_ref().map_err(|error| anyhow!("{error:#}"))
}

/// A shell in the root of the workspace.
pub(crate) fn shell() -> Result<Shell> {
    let sh = Shell::new()?;
    sh.change_dir(root());
    Ok(sh)
}

/// A program without the variables that `cargo run` sets for the package that it runs: some build scripts look at them,
/// and would make a build look different from one that was called by hand.
pub(crate) fn program(sh: &Shell, program: impl AsRef<Path>) -> Cmd<'_> {
    let names = env::vars_os().map(|(name, _)| name);
    names
        .filter(|name| {
            let name = name.to_string_lossy();
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        })
        .fold(sh.cmd(program), Cmd::env_remove)
}

/// The cargo of the pinned toolchain.
pub(crate) fn cargo(sh: &Shell) -> Cmd<'_> {
    program(sh, "cargo")
}

/// The `PATH` with this directory in front.
pub(crate) fn path_with(directory: &Path) -> Result<std::ffi::OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let paths = [directory.to_owned()]
        .into_iter()
        .chain(env::split_paths(&path));
    env::join_paths(paths).with_context(|| format!("{} cannot be on the PATH", directory.display()))
}

/// With an example in the selection, cargo gives the dependencies the features that the tests need. Without it, a part of
/// them would be compiled a second time for the tests.
pub(crate) const AS_FOR_TESTS: [&str; 2] = ["--example", "usage-core"];

/// Compiles a program of this workspace for this machine, and yields its path.
pub(crate) fn native(sh: &Shell, name: &str, selection: &[&str]) -> Result<PathBuf> {
    let build = cargo(sh).args(["build", "--quiet", "--locked", "--workspace", "--bin", name]);
    build.args(selection).run()?;
    Ok(target()?
        .join("debug")
        .join(format!("{name}{}", env::consts::EXE_SUFFIX)))
}
