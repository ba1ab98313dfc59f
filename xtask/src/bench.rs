//! `cargo xtask bench`: the product beside what people would use instead, in one Chromium.
//!
//! The scripts in `benches/` measure and write the reports; this builds what they measure. No test depends on a time.

use std::path::PathBuf;
use std::process::Command;

use crate::args::Bench;
use crate::chromium::Chromium;
use crate::failure::{Failure, Outcome};
use crate::module::{Content, Effort, Module};
use crate::node::Node;
use crate::page::{self, PageBuilder};
use crate::say::say;
use crate::{cargo, embed, process, simulator, worker};

/// Reading alone, built as the worker is.
const USAGE_CORE: Module = Module {
    title: "The reading of usage alone",
    content: Content::Example("usage-core"),
    name: "usage-core",
    ..worker::WORKER
};

/// Runs these benchmarks one after the other.
pub(crate) fn bench(benches: &[Bench]) -> Outcome {
    let node = Node::find()?;
    let chromium = Chromium::ensure()?;
    let directory = cargo::root().join("benches");
    node.install(&directory)?;
    for &bench in benches {
        let mut script = node.script(&directory.join(format!("{}.mjs", bench.name())));
        script.env("CHROME", &chromium.browser);
        build(bench, &mut script)?;
        say(format_args!(
            "Measuring {} (about {}). Leave the machine alone meanwhile: the figures are only as good as it is quiet.",
            bench.name(),
            duration(bench)
        ));
        if !process::run(&mut script)?.success() {
            return Err(Failure::new(format!(
                "The benchmark {} has failed: the reason is above.",
                bench.name()
            )));
        }
    }
    Ok(())
}

/// Builds what is measured and tells the script where it is.
fn build(bench: Bench, script: &mut Command) -> Outcome {
    match bench {
        Bench::Validator => {
            let package: PathBuf = cargo::target_dir().join("bench").join("embed");
            embed::build(&package)?;
            script.env("METERING_EXPORT_EMBED", package);
        }
        Bench::Usage => {
            PageBuilder::prepare()?.release()?;
            let core = cargo::target_dir().join("bench").join("usage-core");
            USAGE_CORE.build(&core, Effort::Release)?;
            simulator::build()?;
            script
                .env("METERING_EXPORT_DIST", page::dist())
                .env("METERING_EXPORT_USAGE_CORE", core)
                .env("METERING_EXPORT_SIMULATOR", simulator::program());
        }
        Bench::Load => {
            PageBuilder::prepare()?.release()?;
            script.env("METERING_EXPORT_DIST", page::dist());
        }
    }
    Ok(())
}

/// How long it takes on two quiet processors.
fn duration(bench: Bench) -> &'static str {
    match bench {
        Bench::Validator => "a minute",
        Bench::Usage => "8 minutes",
        Bench::Load => "3 minutes",
    }
}
