//! `cargo xtask serve`: the page and its service on one address.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus};
use std::thread;
use std::time::Duration;

use crate::args::Serve;
use crate::failure::{Failure, Outcome};
use crate::page::{self, PageBuilder};
use crate::process::Background;
use crate::say::say;
use crate::{cargo, simulator};

/// How long the real service may take to accept a connection.
const REACHABLE: Duration = Duration::from_secs(10);

/// Serves until interrupted.
pub(crate) fn serve(options: &Serve) -> Outcome<ExitCode> {
    // What is bound to fail fails before anything is built, which can take minutes.
    check_port(options.port)?;
    if let Some(service) = &options.service {
        check_service(service)?;
    }
    let builder = PageBuilder::prepare()?;
    if options.watch {
        return watch(options, &builder);
    }
    say("Building the page and its server (the first time about 4 minutes, then seconds).");
    // The last minute of a release build keeps one processor busy; the server is compiled on the others.
    let simulator = simulator::Building::start()?;
    if let Err(over_budget) = builder.release()?.check() {
        say(over_budget);
    }
    simulator.finish()?;
    become_server(&mut server_for(options, &page::dist()))
}

/// The developers' build beside the server, until one of them ends.
fn watch(options: &Serve, builder: &PageBuilder) -> Outcome<ExitCode> {
    // Not `dist/`: a release build for the tests can go on beside this.
    let dist = cargo::target_dir().join("page-for-developers");
    start_afresh(&dist)?;
    say("Building the page; it is built again after each change: reload it in the browser then.");
    let mut trunk = Background::start(&mut builder.watch(&dist)?)?;
    simulator::build()?;
    let mut server: Option<Background> = None;
    loop {
        if trunk.ended().is_some() {
            return Err(Failure::new(
                "Trunk has ended, so changes are no longer seen: its reason is above.",
            ));
        }
        match &mut server {
            // There is something to serve when the first build has succeeded; mistakes can be mended until then.
            None if dist.join("index.html").exists() => {
                server = Some(Background::start(&mut server_for(options, &dist))?);
            }
            None => (),
            Some(server) => {
                if let Some(status) = server.ended() {
                    // It has said why.
                    return Ok(exit_code(status));
                }
            }
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// An empty directory: what an earlier session has built is not this session's page.
fn start_afresh(dir: &Path) -> Outcome {
    let cleared = match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::create_dir_all(dir),
    };
    cleared.map_err(|error| Failure::new(format!("{} cannot be emptied: {error}", dir.display())))
}

fn server_for(options: &Serve, dist: &Path) -> Command {
    let mut arguments: Vec<OsString> = vec![
        "--port".into(),
        options.port.to_string().into(),
        "--dist".into(),
        dist.into(),
    ];
    if let Some(service) = &options.service {
        arguments.extend(["--service".into(), service.into()]);
    }
    simulator::command(arguments.iter().chain(&options.for_server))
}

fn exit_code(status: ExitStatus) -> ExitCode {
    if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Nothing else is running: the server takes the place of this process, and with it every signal.
#[cfg(unix)]
fn become_server(server: &mut Command) -> Outcome<ExitCode> {
    use std::os::unix::process::CommandExt as _;

    let error = server.exec();
    Err(Failure::new(format!(
        "The server could not be started: {error}"
    )))
}

#[cfg(not(unix))]
fn become_server(server: &mut Command) -> Outcome<ExitCode> {
    crate::process::run(server).map(exit_code)
}

fn check_port(port: u16) -> Outcome {
    let Err(error) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) else {
        return Ok(());
    };
    let cause = match error.kind() {
        io::ErrorKind::AddrInUse => "is in use by another program".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "may only be used by the administrator of this machine".to_owned()
        }
        _ => format!("cannot be used ({error})"),
    };
    let way_out = match free_port_after(port) {
        Some(free) => format!("choose another one, for example `cargo xtask serve --port {free}`"),
        None => "choose another one with --port".to_owned(),
    };
    Err(Failure::new(format!("Port {port} {cause}: {way_out}.")))
}

/// A port that can be used now, near the one that cannot, but none that only administrators may use.
fn free_port_after(port: u16) -> Option<u16> {
    (port.max(8079)..u16::MAX)
        .map(|before| before + 1)
        .take(100)
        .find(|&free| TcpListener::bind((Ipv4Addr::LOCALHOST, free)).is_ok())
}

/// Checks that something listens at the service's address, unless a proxy stands between: then only the server can
/// tell, and does.
fn check_service(service: &str) -> Outcome {
    let address = address_of(service).ok_or_else(|| {
        Failure::Usage(format!("`{service}` is not the address of a service: give it like https://dm-us.informaticacloud.com."))
    })?;
    if ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some())
    {
        return Ok(());
    }
    let unreachable = |error: io::Error| {
        Failure::new(format!(
            "The service {service} cannot be reached ({error}): check the address and the network."
        ))
    };
    let mut last = io::Error::other("its name has no address");
    for candidate in address.to_socket_addrs().map_err(unreachable)? {
        match TcpStream::connect_timeout(&candidate, REACHABLE) {
            Ok(_) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(unreachable(last))
}

/// `host:port` of an http or https URL.
fn address_of(service: &str) -> Option<String> {
    let (port, rest) = service
        .strip_prefix("https://")
        .map(|rest| (443, rest))
        .or_else(|| service.strip_prefix("http://").map(|rest| (80, rest)))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    if authority.is_empty() || authority.contains(['@', ' ']) {
        return None;
    }
    // The colons of an IPv6 address stand in brackets.
    let after_host = authority.rsplit(']').next()?;
    if after_host.contains(':') {
        Some(authority.to_owned())
    } else {
        Some(format!("{authority}:{port}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_a_host_and_a_port() {
        for (service, address) in [
            (
                "https://dm-us.informaticacloud.com",
                Some("dm-us.informaticacloud.com:443"),
            ),
            (
                "https://dm-us.informaticacloud.com/saas",
                Some("dm-us.informaticacloud.com:443"),
            ),
            ("http://127.0.0.1:9000/", Some("127.0.0.1:9000")),
            ("https://[::1]", Some("[::1]:443")),
            ("https://[::1]:8443/x", Some("[::1]:8443")),
            ("dm-us.informaticacloud.com", None),
            ("https://", None),
            ("https://user@host", None),
            ("ftp://host", None),
        ] {
            assert_eq!(address_of(service).as_deref(), address, "{service}");
        }
    }

    #[test]
    fn a_port_in_use_is_named_with_a_way_out() -> io::Result<()> {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = taken.local_addr()?.port();
        let text = check_port(port)
            .err()
            .map(|failure| failure.to_string())
            .unwrap_or_default();
        let start = format!("Port {port} is in use by another program: choose another one");
        assert!(text.starts_with(&start), "{text}");
        drop(taken);
        assert!(check_port(port).is_ok());
        Ok(())
    }
}
