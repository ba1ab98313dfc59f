//! `cargo xtask embed`: the validator for other pages, as an npm package that runs from any URL too.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build::Module;
use crate::workspace;

const VALIDATOR: Module = Module {
    cargo: "--package validator --lib --crate-type cdylib",
    file: "validator.wasm",
    opt_level: "'z'",
    rustflags: "",
};

/// Files that are in the package as they are in the repository.
const FILES: [&str; 10] = [
    "crates/validator/src/index.js",
    "crates/validator/src/form.js",
    "crates/validator/index.d.ts",
    "crates/validator/README.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "static/embed/index.html",
    "static/embed/example.js",
    "static/embed/example.css",
    "static/icon.svg",
];

/// The directory of the package.
pub(crate) fn dist() -> PathBuf {
    workspace::dist().join("embed")
}

/// Builds the package, and the page that shows it, into a directory.
pub(crate) fn build(package: &Path) -> Result<()> {
    let sh = workspace::shell()?;
    let bound = workspace::target()?.join("embed");
    VALIDATOR.build(&bound, "validator")?;
    sh.remove_path(package)?;
    sh.create_dir(package)?;
    sh.copy_file(
        bound.join("validator_bg.wasm"),
        package.join("validator.wasm"),
    )?;
    let glue = sh.read_file(bound.join("validator.js"))?;
    sh.write_file(
        package.join("validator.js"),
        glue.replace("validator_bg.wasm", "validator.wasm"),
    )?;
    for file in FILES {
        sh.copy_file(file, package)?;
    }
    let manifest = sh.read_file("crates/validator/package.json")?;
    sh.write_file(
        package.join("package.json"),
        manifest.replace("0.0.0", env!("CARGO_PKG_VERSION")),
    )?;
    println!(
        "The validator is in {}: serve that directory, or call `npm pack` in it.",
        package.display()
    );
    Ok(())
}
