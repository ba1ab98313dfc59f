//! `cargo xtask embed`: the validator for other pages, as an npm package that runs from any URL too.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo;
use crate::failure::{Failure, Outcome};
use crate::module::{Content, Effort, Module};
use crate::say::say;
use crate::size::PackageSize;

mod join;

/// The Wasm with what wasm-bindgen makes of it.
const VALIDATOR: Module = Module {
    title: "The validator for other pages",
    content: Content::Library("validator"),
    profile: "embed",
    rustflags: "",
    smallest: true,
    name: "validator",
};

/// What is joined to the one script of the package: each file after those that it imports.
const SCRIPTS: [&str; 5] = ["wasm.js", "answer.js", "value.js", "form.js", "index.js"];

/// Files that are in the repository as they are in the package: where, and their name there.
const FILES: [(&str, &str); 8] = [
    ("crates/validator/index.d.ts", "index.d.ts"),
    ("crates/validator/README.md", "README.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("static/embed/index.html", "index.html"),
    ("static/embed/example.js", "example.js"),
    ("static/embed/example.css", "example.css"),
    ("static/icon.svg", "icon.svg"),
];

/// The directory with the package.
pub(crate) fn dist() -> PathBuf {
    cargo::root().join("dist/embed")
}

/// Builds the package into [`dist`].
pub(crate) fn embed() -> Outcome<PackageSize> {
    let dist = dist();
    build(&dist)?;
    let size = PackageSize::of(&dist)?;
    say(&size);
    say(format_args!(
        "The validator is in {}: serve that directory, or call `npm pack` in it.",
        dist.display()
    ));
    Ok(size)
}

/// Builds the package, and the page that shows it, into a directory.
pub(crate) fn build(package: &Path) -> Outcome {
    let bound = cargo::target_dir().join("embed");
    VALIDATOR.build(&bound, Effort::Release)?;
    match fs::remove_dir_all(package) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(failure(package, &error));
        }
        Ok(()) | Err(_) => {}
    }
    fs::create_dir_all(package).map_err(|error| failure(package, &error))?;
    // Of what wasm-bindgen writes only the Wasm is needed: it takes and gives numbers, for which there is nothing to do.
    copy(
        &bound.join("validator_bg.wasm"),
        &package.join("validator.wasm"),
    )?;
    for (from, to) in FILES {
        copy(&cargo::root().join(from), &package.join(to))?;
    }
    let sources = cargo::root().join("crates/validator");
    let mut scripts = Vec::new();
    for name in SCRIPTS {
        scripts.push(read(&sources.join("src").join(name))?);
    }
    let script = join::join(&scripts, env!("CARGO_PKG_VERSION"));
    write(&package.join("index.js"), &script)?;
    let manifest = read(&sources.join("package.json"))?;
    let manifest = manifest.replace("0.0.0", env!("CARGO_PKG_VERSION"));
    write(&package.join("package.json"), &manifest)
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| failure(path, &error))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| failure(path, &error))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map_err(|error| failure(from, &error))?;
    Ok(())
}

fn failure(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!(
        "The validator for other pages could not be put together: {}: {error}.",
        path.display()
    ))
}
