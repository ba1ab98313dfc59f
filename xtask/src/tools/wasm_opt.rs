//! wasm-opt, which makes modules smaller. Everything works without it, so nothing fails for want of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use super::tools_dir;
use crate::failure::Outcome;
use crate::say::say;
use crate::{cargo, process, search};

/// The version of npm's `binaryen` that is installed. Older ones read what this compiler writes as well; those before
/// [`OLDEST`] need other flags.
const VERSION: &str = "132.0.0";

/// The oldest version that is used when it is on the PATH.
const OLDEST: u32 = 116;

/// What the compiler uses of WebAssembly.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Makes a module smaller in place, if wasm-opt can be had.
pub(crate) fn optimize(wasm: &Path) -> Outcome {
    let Some(program) = find() else {
        return Ok(());
    };
    let smaller = wasm.with_extension("smaller.wasm");
    let status = process::run(
        cargo::command(program)
            .args(FEATURES)
            // What lies at address 0 is never used, and memory is zero before it is.
            .args([
                "-O3",
                "--converge",
                "--low-memory-unused",
                "--zero-filled-memory",
            ])
            .args([
                "--strip-debug",
                "--strip-producers",
                "--strip-target-features",
            ])
            .arg(wasm)
            .arg("-o")
            .arg(&smaller),
    )?;
    if !status.success() || fs::rename(&smaller, wasm).is_err() {
        say(format_args!(
            "wasm-opt failed (its reason is above): {} stays as it was compiled.",
            wasm.display()
        ));
    }
    Ok(())
}

/// On the PATH, else in the directory of the tools, else from npm; `None` where there is no npm or no registry.
fn find() -> Option<PathBuf> {
    let on_path = search::on_path(&["wasm-opt"]);
    if let Some(program) = on_path.filter(|program| is_new_enough(program)) {
        return Some(program);
    }
    let home = tools_dir().ok()?;
    let place = home.join(format!("binaryen-{VERSION}"));
    let program = place.join("node_modules/.bin/wasm-opt");
    if program.exists() {
        return Some(program);
    }
    install(&home, &place).or_else(say_once)?;
    Some(program)
}

/// `wasm-opt version 132 (version_132)`
fn is_new_enough(program: &Path) -> bool {
    let text = process::output_of(cargo::command(program).arg("--version")).unwrap_or_default();
    text.split_whitespace()
        .find_map(|word| word.parse::<u32>().ok())
        .is_some_and(|version| version >= OLDEST)
}

fn install(home: &Path, place: &Path) -> Option<()> {
    let npm = search::on_path(&["npm"])?;
    fs::create_dir_all(home).ok()?;
    // Beside its place and renamed: whoever sees the place sees a whole tool.
    let partial = home.join(format!("binaryen-{VERSION}.{}.partial", std::process::id()));
    say(format_args!(
        "Installing wasm-opt from npm into {} (once, about half a minute).",
        place.display()
    ));
    let status = process::run(
        cargo::command(npm)
            .args([
                "install",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
            ])
            // Offline, it is not worth waiting for.
            .args(["--fetch-retries=0", "--prefix"])
            .arg(&partial)
            .arg(format!("binaryen@{VERSION}")),
    );
    let installed = status.is_ok_and(|status| status.success());
    // Another command may have been quicker.
    let is_there = (installed && fs::rename(&partial, place).is_ok()) || place.exists();
    let _ = fs::remove_dir_all(&partial);
    is_there.then_some(())
}

fn say_once() -> Option<()> {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        say(
            "wasm-opt is neither on the PATH nor to be had from npm: the module is built without it, some per cent \
             larger.",
        );
    });
    None
}
