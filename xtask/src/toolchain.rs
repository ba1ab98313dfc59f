//! The parts of the Rust toolchain that a fresh rustup may lack.

use std::process::Stdio;

use crate::failure::{Failure, Outcome};
use crate::say::say;
use crate::{cargo, process, search};

/// What browsers run.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Adds the standard library for Wasm where it is missing.
pub(crate) fn ensure_wasm_target() -> Outcome {
    if has_wasm_target() {
        return Ok(());
    }
    rustup(
        &["target", "add", WASM],
        &format!("the standard library for {WASM}, which the page is compiled with"),
    )?;
    if has_wasm_target() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "rustup has added {WASM}, but the rustc on the PATH does not find it: use the rustc of rustup."
    )))
}

/// Adds rustfmt and clippy where they are missing.
pub(crate) fn ensure_checkers() -> Outcome {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if process::output_of(cargo::cargo().args([subcommand, "--version"])).is_none() {
            rustup(
                &["component", "add", component],
                &format!("{component}, which checks the sources"),
            )?;
        }
    }
    Ok(())
}

/// Asks rustc, not rustup: the compiler may come from elsewhere, and nothing is installed by asking.
fn has_wasm_target() -> bool {
    process::output_of(cargo::command("rustc").args(["--print", "target-libdir", "--target", WASM]))
        .is_some_and(|dir| std::path::Path::new(dir.trim()).is_dir())
}

/// Lets rustup add something to the toolchain that runs this command (it is told by `RUSTUP_TOOLCHAIN`).
fn rustup(arguments: &[&str], what: &str) -> Outcome {
    let by_hand = format!("rustup {}", arguments.join(" "));
    if search::on_path(&["rustup"]).is_none() {
        return Err(Failure::new(format!(
            "The toolchain lacks {what}, and rustup is not here to add it: install it the way your Rust was installed \
             (with rustup it is `{by_hand}`)."
        )));
    }
    say(format_args!(
        "Adding {what} (`{by_hand}`, once, some seconds)."
    ));
    let status = process::run(
        cargo::command("rustup")
            .args(arguments)
            .stdin(Stdio::null()),
    )?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{by_hand}` failed (its reason is above): check the network, then call this again."
    )))
}
