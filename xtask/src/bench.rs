//! `cargo xtask bench`: the product beside what people would use instead, in one Chromium.
//!
//! The scripts in `benches/` measure and write the reports; this builds what they measure. No test depends on a time.

use anyhow::Result;
use clap::ValueEnum;

use crate::browser::Browser;
use crate::build::{self, Effort, Module, USAGE_WORKER};
use crate::{embed, tools, workspace};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Bench {
    /// The validator for other pages
    Validator,
    /// Reading usage, from a download to its sums
    Usage,
    /// The first visit of the page over a slow connection
    Load,
}

/// Reading alone, built as the worker is.
const USAGE_CORE: Module = Module {
    cargo: "--package metering-core --example usage-core",
    file: "examples/usage_core.wasm",
    ..USAGE_WORKER
};

/// Runs these benchmarks, or all, one after the other.
pub(crate) fn bench(benches: &[Bench]) -> Result<()> {
    let benches = if benches.is_empty() {
        Bench::value_variants()
    } else {
        benches
    };
    let node = tools::NODE.ensure()?;
    let chromium = Browser::Chromium.ensure()?.browser;
    let sh = workspace::shell()?;
    let scripts = workspace::root().join("benches");
    tools::npm_packages(&scripts)?;
    let built = workspace::target()?.join("bench");
    for bench in benches {
        let name = match bench {
            Bench::Validator => "validator",
            Bench::Usage => "usage",
            Bench::Load => "load",
        };
        let script = workspace::program(&sh, &node).arg(scripts.join(format!("{name}.mjs")));
        let script = match bench {
            Bench::Validator => {
                let package = built.join("embed");
                embed::build(&package)?;
                script.env("METERING_EXPORT_EMBED", package)
            }
            Bench::Usage => {
                build::page(&sh, &workspace::dist(), Effort::Release)?;
                let core = built.join("usage-core");
                USAGE_CORE.build(&core, "usage-core")?;
                let simulator = workspace::native(&sh, "simulator", &[])?;
                let script = script.env("METERING_EXPORT_SIMULATOR", simulator);
                script.env("METERING_EXPORT_USAGE_CORE", core)
            }
            Bench::Load => {
                build::page(&sh, &workspace::dist(), Effort::Release)?;
                script
            }
        };
        println!(
            "Measuring {name}. Leave the machine alone meanwhile: the figures are only as good as it is quiet."
        );
        let script = script.env("METERING_EXPORT_DIST", workspace::dist());
        script.env("CHROME", &chromium).run()?;
    }
    Ok(())
}
