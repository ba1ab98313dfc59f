//! The usage view and its worker, beside the page that Trunk has built.

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

/// What shows usage; loaded when the first export is shown.
const VIEW: Module = Module {
    title: "The usage view",
    content: Content::Library("usage-view"),
    profile: "release",
    rustflags: "",
    smallest: false,
    name: "usage-view",
};

/// What every file of view and worker is called at its beginning.
pub(crate) const PREFIX: &str = "usage-";

/// Builds view and worker into the directory of a page and yields the elements that tell the page where they are.
pub(crate) fn build(page: &Path, effort: Effort) -> Outcome<String> {
    let view = build_module(&VIEW, "", page, effort)?;
    let worker = build_module(&WORKER, STARTS, page, effort)?;
    Ok(format!(
        "<meta name=\"usage-view\" content=\"./{view}\">\n<meta name=\"usage-worker\" content=\"./{worker}\">"
    ))
}

/// Builds a module, with a last line for its script, and yields what the script is called.
///
/// The name carries a hash of all of it, so that it can be cached for good.
fn build_module(module: &Module, last: &str, page: &Path, effort: Effort) -> Outcome<String> {
    let directory = cargo::target_dir().join(format!("{}-module", module.name));
    module.build(&directory, effort)?;
    let failure = |problem: std::io::Error| {
        Failure::new(format!("{} cannot be finished: {problem}.", module.title))
    };
    let name = module.name;
    let wasm = fs::read(directory.join(format!("{name}_bg.wasm"))).map_err(failure)?;
    let script = fs::read_to_string(directory.join(format!("{name}.js"))).map_err(failure)?;
    let content = [wasm.as_slice(), script.as_bytes(), last.as_bytes()].concat();
    let hash: String = digest::sha256(&content).chars().take(16).collect();
    // The script loads its Wasm from beside it, and knows it by the name it had.
    let script = script.replace(
        &format!("{name}_bg.wasm"),
        &format!("{name}-{hash}_bg.wasm"),
    ) + last;
    let to = |ending: &str| page.join(format!("{name}-{hash}{ending}"));
    fs::write(to("_bg.wasm"), wasm).map_err(failure)?;
    fs::write(to(".js"), script).map_err(failure)?;
    Ok(format!("{name}-{hash}.js"))
}

/// The worker's script starts by itself. What fails becomes an error of the worker, which the view hears.
const STARTS: &str = "\n__wbg_init().catch((error) => setTimeout(() => { throw error; }));\n";
