//! The developers' web server: the page with the simulator, or before the real service.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use simulator::{
    DEMO_PASSWORD, DEMO_USERNAME, Dataset, Options, Proxy, ProxyOptions, ServiceUrl, Simulator,
    SubPath,
};

/// Serves the page of metering-export with a simulated service, or before the real one. Listens on 127.0.0.1 only.
#[derive(Debug, Parser)]
struct Cli {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Directory of the built page.
    #[arg(long)]
    dist: Option<PathBuf>,
    /// Path that the page is served under.
    #[arg(long, default_value = "/")]
    sub_path: SubPath,
    /// No simulator: passes /saas/ on to https://<pod host>.
    #[arg(long)]
    service: Option<ServiceUrl>,
    /// How many seconds a simulated job is CREATED, and PROCESSING.
    #[arg(long, default_value = "2", value_parser = seconds)]
    pace: Duration,
    /// Rows of a simulated export of 30 days [default: about 1,000].
    #[arg(long)]
    rows: Option<u32>,
    /// How many organizations are linked to the one that signs in.
    #[arg(long, default_value_t = 3)]
    linked_orgs: u32,
    /// Lets pages of other origins call the simulator.
    #[arg(long)]
    allow_origin: bool,
    /// Writes a line for each request.
    #[arg(long)]
    verbose: bool,
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let number = text.parse().ok();
    number
        .and_then(|number| Duration::try_from_secs_f64(number).ok())
        .ok_or("not a number of seconds, 0 or more")
}

fn main() -> ExitCode {
    match serve(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until a signal ends it; an error is one sentence.
fn serve(cli: Cli) -> Result<(), String> {
    if let Some(dist) = &cli.dist
        && !dist.join("index.html").is_file()
    {
        return Err(format!(
            "There is no index.html in {}: build the page first, with `cargo xtask dist`.",
            dist.display()
        ));
    }
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| format!("No threads can be started: {error}."))?;
    let ended = runtime.block_on(async move {
        tokio::select! {
            ended = run(cli) => ended,
            ended = end() => ended.map_err(|error| format!("Signals cannot be received: {error}.")),
        }
    });
    // A download that is being written does not keep anybody waiting.
    runtime.shutdown_background();
    ended
}

/// Serves without end.
async fn run(cli: Cli) -> Result<(), String> {
    let cannot_start = |error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "Port {} on 127.0.0.1 is in use: end the program that listens there, or choose another port with --port.",
            cli.port
        ),
        _ => format!("The server cannot start: {error}."),
    };
    if let Some(service) = cli.service {
        let before = format!("before {service}.\nSign in with your own account.");
        let proxy = Proxy::start(ProxyOptions {
            port: cli.port,
            dist: cli.dist,
            sub_path: cli.sub_path,
            service,
            verbose: cli.verbose,
        });
        let proxy = proxy.await.map_err(cannot_start)?;
        proxy.check_service().await?;
        say(&format!("{}/ is ready, {before} Ctrl-C ends.", proxy.url()));
        return std::future::pending().await;
    }
    let dataset = cli.rows.map_or_else(Dataset::default, Dataset::with_rows);
    let simulator = Simulator::start(Options {
        port: cli.port,
        dist: cli.dist,
        sub_path: cli.sub_path,
        allow_origin: cli.allow_origin,
        pace: cli.pace,
        dataset: Dataset {
            provisional: true,
            linked_orgs: cli.linked_orgs,
            ..dataset
        },
        verbose: cli.verbose,
        ..Options::default()
    });
    let simulator = simulator.await.map_err(cannot_start)?;
    say(&format!(
        "{}/ is ready, with a simulated service.\nSign in as {DEMO_USERNAME} with the password {DEMO_PASSWORD}. Ctrl-C ends.",
        simulator.url()
    ));
    std::future::pending().await
}

/// Prints. Unlike `println!` it does not panic where nobody reads any more.
fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Waits for SIGINT or SIGTERM.
#[cfg(unix)]
async fn end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        ended = tokio::signal::ctrl_c() => ended,
        _ = terminate.recv() => Ok(()),
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
async fn end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
