//! The worker that reads usage, beside the page that Trunk has built.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::module::{Content, Effort, Module};
use crate::{cargo, digest};

/// Its profile and its flags are what `cargo xtask bench usage` builds with, too.
pub(crate) const WORKER: Module = Module {
    title: "The worker that reads usage",
    content: Content::Library("usage-worker"),
    profile: "usage",
    // Line ends are searched for sixteen bytes at a time. Every browser with `light-dark()` has it.
    rustflags: "-C target-feature=+simd128",
    smallest: false,
    name: "usage",
};

/// What every file of the worker is called at its beginning.
pub(crate) const PREFIX: &str = "usage-";

/// Builds the worker into the directory of a page and yields what its script is called.
///
/// The name carries a hash of all of it, so that it can be cached for good.
pub(crate) fn build(page: &Path, effort: Effort) -> Outcome<String> {
    let directory = cargo::target_dir().join("usage-worker");
    WORKER.build(&directory, effort)?;
    let failure = |problem: std::io::Error| {
        Failure::new(format!("{} cannot be finished: {problem}.", WORKER.title))
    };
    let wasm = fs::read(directory.join("usage_bg.wasm")).map_err(failure)?;
    let script = fs::read_to_string(directory.join("usage.js")).map_err(failure)?;
    let content = [wasm.as_slice(), script.as_bytes(), STARTS.as_bytes()].concat();
    let hash: String = digest::sha256(&content).chars().take(16).collect();
    let name = format!("{PREFIX}{hash}");
    // The script loads its Wasm from beside it, and knows it by the name it had.
    let script = script.replace("usage_bg.wasm", &format!("{name}_bg.wasm")) + STARTS;
    let to = |ending: &str| page.join(format!("{name}{ending}"));
    fs::write(to("_bg.wasm"), wasm).map_err(failure)?;
    fs::write(to(".js"), script).map_err(failure)?;
    Ok(format!("{name}.js"))
}

/// The last line of the script: it starts by itself. What fails becomes an error of the worker, which the page hears.
const STARTS: &str = "\n__wbg_init().catch((error) => setTimeout(() => { throw error; }));\n";
