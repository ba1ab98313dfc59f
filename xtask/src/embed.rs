//! `cargo xtask embed`: the validator for other pages, as an npm package that runs from any URL too.

mod join;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build::Module;
use crate::workspace;

const VALIDATOR: Module = Module {
    cargo: "--package validator --lib --crate-type cdylib",
    file: "validator.wasm",
    // Speed counts where many lines are checked. "s" takes a quarter to a third longer for them and is 1.8 KB smaller after
    // compression; 3 is larger and no faster.
    opt_level: "2",
    rustflags: "",
};

/// What is joined to the one script of the package: each file after those that it imports.
const SCRIPTS: [&str; 5] = ["wasm.js", "answer.js", "value.js", "form.js", "index.js"];

/// Files that are in the package as they are in the repository.
const FILES: [&str; 8] = [
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
    // Of what wasm-bindgen writes only the Wasm is needed: it takes and gives numbers, for which there is nothing to do.
    sh.copy_file(
        bound.join("validator_bg.wasm"),
        package.join("validator.wasm"),
    )?;
    for file in FILES {
        sh.copy_file(file, package)?;
    }
    let scripts = SCRIPTS.map(|name| sh.read_file(Path::new("crates/validator/src").join(name)));
    let scripts = scripts.into_iter().collect::<Result<Vec<_>, _>>()?;
    let version = env!("CARGO_PKG_VERSION");
    sh.write_file(package.join("index.js"), join::join(&scripts, version))?;
    let manifest = sh.read_file("crates/validator/package.json")?;
    sh.write_file(
        package.join("package.json"),
        manifest.replace("0.0.0", version),
    )?;
    println!(
        "The validator is in {}: serve that directory, or call `npm pack` in it.",
        package.display()
    );
    Ok(())
}
