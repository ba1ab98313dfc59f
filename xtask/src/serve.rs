//! `cargo xtask serve`: the page and its service on one address.

use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use xshell::Shell;

use crate::build::{self, Effort};
use crate::workspace;

/// What to serve, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// No simulator: pass calls on to the real service at this pod host, such as `https://dm-us.informaticacloud.com`
    #[arg(long, value_name = "https://HOST")]
    service: Option<String>,
    /// Build again after each change (then reload the page)
    #[arg(long)]
    watch: bool,
    /// Options of the server itself, such as `-- --pace 10 --verbose`
    #[arg(last = true)]
    server: Vec<OsString>,
}

/// Serves until interrupted. What runs then are children in the terminal's foreground, which all hear Ctrl-C.
pub(crate) fn serve(options: &Options) -> Result<()> {
    check_port(options.port)?;
    let sh = workspace::shell()?;
    // Not `dist/`: a release can be built and tested beside this.
    let dist = workspace::target()?.join("served");
    if options.watch {
        watch(&sh, &dist)?;
    } else {
        build::page(&sh, &dist, Effort::Quick)?;
    }
    let mut server = workspace::program(&sh, workspace::native(&sh, "simulator", &[])?);
    server = server
        .args(["--port", &options.port.to_string(), "--dist"])
        .arg(dist);
    if let Some(service) = &options.service {
        server = server.args(["--service", service]);
    }
    replace_by(server.args(&options.server).into())
}

/// What is bound to fail fails before minutes of building.
fn check_port(port: u16) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    listener
        .map(drop)
        .with_context(|| format!("port {port} cannot be used: choose another one with --port"))
}

/// Lets Trunk build the page again after each change, and returns when it is there for the first time.
fn watch(sh: &Shell, dist: &Path) -> Result<()> {
    sh.remove_path(dist)?;
    sh.create_dir(dist)?;
    let trunk = build::trunk(sh, "watch", dist, Effort::Quick)?;
    let mut trunk = process::Command::from(trunk).spawn()?;
    // Mistakes can be mended until then.
    while !dist.join("index.html").exists() {
        if let Some(status) = trunk.try_wait()? {
            bail!("Trunk has ended ({status}): its reason is above");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// Lets the server take the place of this process, and with it every signal.
#[cfg(unix)]
fn replace_by(mut server: process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;

    Err(server.exec()).context("the server could not be started")
}

#[cfg(not(unix))]
fn replace_by(mut server: process::Command) -> Result<()> {
    let status = server.status().context("the server could not be started")?;
    anyhow::ensure!(status.success(), "the server has ended: {status}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_said_with_a_way_out() -> Result<()> {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = taken.local_addr()?.port();
        let text = check_port(port).map_err(|error| error.to_string());
        assert!(text.is_err_and(|text| text.ends_with("choose another one with --port")));
        drop(taken);
        check_port(port)
    }
}
