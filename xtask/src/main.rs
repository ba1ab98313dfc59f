//! The developers' commands: `cargo xtask serve`, `cargo xtask test`.

mod bench;
mod browser;
mod build;
mod dist;
mod embed;
mod serve;
mod size;
mod test;
mod tools;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Commands for working on metering-export. Each installs what it needs and is missing, and says so.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", after_help = VARIABLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const VARIABLES: &str = "\
Variables: CHROME and CHROMEDRIVER, FIREFOX and GECKODRIVER point to the browsers and their drivers where they are not on
the PATH; NGINX and CADDY to the web servers that deploy/ is tested with. METERING_EXPORT_TOOLS is the directory for Trunk
and wasm-bindgen, by default ~/.cache/metering-export/tools.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the page, and serve it with the simulator on port 8080 of this machine
    Serve(serve::Options),
    /// Run every check and test, or the parts that are named
    Test {
        /// Without any: unit, browser, embed and e2e
        parts: Vec<test::Part>,
    },
    /// Build the release into dist/: the page, the validator for other pages, compressed copies, checksums
    Dist,
    /// Build the validator for other pages into dist/embed/
    Embed,
    /// Weigh what is in dist/, and fail if it has grown
    Size {
        /// Record the sizes in xtask/sizes.txt instead
        #[arg(long)]
        accept: bool,
    },
    /// Measure beside npm peers in Chromium, and write the reports in benches/
    Bench {
        /// Without any: all
        benches: Vec<bench::Bench>,
    },
    /// Called by Trunk, never by hand: complete a build of the page
    #[command(hide = true)]
    Finish,
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Serve(options) => serve::serve(&options),
        Command::Test { parts } => test::test(&parts),
        Command::Dist => dist::dist(),
        Command::Embed => embed::build(&embed::dist()),
        Command::Size { accept } => size::size(accept),
        Command::Bench { benches } => bench::bench(&benches),
        Command::Finish => build::finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
