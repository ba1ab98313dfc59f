//! `cargo xtask embed`: the validator for other pages, as an npm package that runs from any URL too.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo;
use crate::failure::{Failure, Outcome};
use crate::module::Module;
use crate::say::say;

/// The Wasm with what wasm-bindgen makes of it.
const VALIDATOR: Module = Module {
    title: "The validator for other pages",
    feature: "embed",
    profile: "embed",
    rustflags: "",
    name: "validator",
};

/// Files of the package that are in the repository as they are: where, and their name in the package.
const FILES: [(&str, &str); 8] = [
    ("src/embed/index.js", "index.js"),
    ("src/embed/answer.js", "answer.js"),
    ("src/embed/value.js", "value.js"),
    ("src/embed/wasm.js", "wasm.js"),
    ("src/embed.d.ts", "index.d.ts"),
    ("src/embed/README.md", "README.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// The directory with the package.
pub(crate) fn dist() -> PathBuf {
    cargo::root().join("dist/embed")
}

/// Builds the package into [`dist`].
pub(crate) fn embed() -> Outcome {
    let dist = dist();
    build(&dist)?;
    say(format_args!(
        "The validator is in {}: serve that directory, or call `npm pack` in it.",
        dist.display()
    ));
    Ok(())
}

/// Builds the package into a directory.
pub(crate) fn build(package: &Path) -> Outcome {
    let bound = cargo::target_dir().join("embed");
    VALIDATOR.build(&bound)?;
    fs::create_dir_all(package).map_err(|error| unwritable(package, &error))?;
    // Of what wasm-bindgen writes only the Wasm is needed: it takes and gives numbers, which needs no JavaScript.
    let wasm = bound.join("validator_bg.wasm");
    copy(&wasm, &package.join("validator.wasm"))?;
    for (from, to) in FILES {
        copy(&cargo::root().join(from), &package.join(to))?;
    }
    let manifest = package.join("package.json");
    fs::write(&manifest, manifest_text()?).map_err(|error| unwritable(&manifest, &error))
}

/// `package.json`, with the version of the workspace.
fn manifest_text() -> Outcome<String> {
    let template = cargo::root().join("src/embed/package.json");
    let text = fs::read_to_string(&template).map_err(|error| {
        Failure::new(format!("{} cannot be read: {error}.", template.display()))
    })?;
    Ok(text.replace("0.0.0", env!("CARGO_PKG_VERSION")))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(|_| ()).map_err(|error| {
        Failure::new(format!(
            "{} cannot be copied to {}: {error}.",
            from.display(),
            to.display()
        ))
    })
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} cannot be written: {error}.", path.display()))
}
