//! The developers' commands: `cargo xtask serve`, `cargo xtask test`.
//!
//! One module per concern. Those that do something for a command (`page`, `tools`, `chromium`, `simulator`) know
//! nothing of the commands (`serve`, `test`) that call them.

mod apt;
mod args;
mod bench;
mod capabilities;
mod cargo;
mod chromium;
mod digest;
mod dist;
mod embed;
mod failure;
mod finish;
mod firefox;
mod module;
mod node;
mod page;
mod process;
mod say;
mod search;
mod serve;
mod servers;
mod simulator;
mod size;
mod test;
mod toolchain;
mod tools;
mod worker;

use std::process::ExitCode;

use args::Action;
use failure::{Failure, Outcome};

fn main() -> ExitCode {
    match act() {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            match failure {
                Failure::Usage(_) => ExitCode::from(2),
                Failure::Cause(_) => ExitCode::FAILURE,
            }
        }
    }
}

fn act() -> Outcome<ExitCode> {
    let action = args::parse(std::env::args_os().skip(1))?;
    process::end_children_on_signals()?;
    match action {
        Action::Help => say::say(args::HELP),
        Action::Serve(options) => return serve::serve(&options),
        Action::Test(parts) => test::test(&parts)?,
        Action::Bench(benches) => bench::bench(&benches)?,
        Action::Embed => embed::embed()?.check()?,
        Action::Size(accept) => size::size(accept)?,
        Action::Dist => dist::dist()?,
        Action::Finish => finish::finish()?,
    }
    Ok(ExitCode::SUCCESS)
}
