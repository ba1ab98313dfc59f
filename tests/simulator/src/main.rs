//! The developers' web server: the page with the simulator, or before the real service.

mod cli;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use simulator::{
    DEMO_PASSWORD, DEMO_USERNAME, Dataset, Log, Options, Pace, Proxy, ProxyOptions, ServiceUrl,
    Simulator,
};

use crate::cli::{Cli, HELP};

fn main() -> ExitCode {
    match Cli::read(std::env::args_os().skip(1)) {
        Ok(cli) if cli.help => {
            say(HELP);
            ExitCode::SUCCESS
        }
        Ok(cli) => match serve(cli) {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => fail(&sentence, 1),
        },
        Err(error) => fail(&format!("{error}; --help lists the options."), 2),
    }
}

/// Serves until a signal ends it; an error is one sentence.
fn serve(cli: Cli) -> Result<(), String> {
    if let Some(dist) = &cli.dist {
        check_page(dist)?;
    }
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| format!("No threads can be started: {error}."))?;
    let ended = runtime.block_on(async move {
        match cli.service.clone() {
            None => simulate(cli).await,
            Some(service) => pass_on(cli, service).await,
        }
    });
    // A download that is being written does not keep anybody waiting.
    runtime.shutdown_background();
    ended
}

async fn simulate(cli: Cli) -> Result<(), String> {
    let end = end()?;
    let dataset = cli.rows.map_or_else(Dataset::default, Dataset::with_rows);
    let options = Options {
        port: cli.port,
        dist: cli.dist,
        sub_path: cli.sub_path,
        allow_origin: cli.allow_origin,
        pace: Pace::each(cli.pace),
        dataset: Dataset {
            provisional: true,
            ..dataset
        },
        log: if cli.verbose {
            Log::Requests
        } else {
            Log::Callbacks
        },
        ..Options::default()
    };
    let simulator = Simulator::start(options)
        .await
        .map_err(|error| cannot_start(cli.port, &error))?;
    say(&format!(
        "{}/ is ready, with a simulated service.\nSign in as {DEMO_USERNAME} with the password {DEMO_PASSWORD}. \
         Ctrl-C ends.\n",
        simulator.url()
    ));
    end.await;
    Ok(())
}

async fn pass_on(cli: Cli, service: ServiceUrl) -> Result<(), String> {
    let mut end = std::pin::pin!(end()?);
    let address = service.to_string();
    let options = ProxyOptions {
        port: cli.port,
        dist: cli.dist,
        sub_path: cli.sub_path,
        service,
    };
    let proxy = Proxy::start(options)
        .await
        .map_err(|error| cannot_start(cli.port, &error))?;
    tokio::select! {
        reached = proxy.check_service() => reached?,
        () = &mut end => return Ok(()),
    }
    say(&format!(
        "{}/ is ready, before {address}.\nSign in with your own account. Ctrl-C ends.\n",
        proxy.url()
    ));
    end.await;
    Ok(())
}

fn check_page(dist: &Path) -> Result<(), String> {
    if dist.join("index.html").is_file() {
        Ok(())
    } else {
        Err(format!(
            "There is no index.html in {}: build the page first, with `trunk build --release`.",
            dist.display()
        ))
    }
}

fn cannot_start(port: u16, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "Port {port} on 127.0.0.1 is in use: end the program that listens there, or choose another port with --port."
        ),
        io::ErrorKind::PermissionDenied => {
            format!("Port {port} may not be used by this account: choose another port with --port.")
        }
        _ => format!("The server cannot start: {error}."),
    }
}

/// Catches SIGINT and SIGTERM from now on; the future waits for the first of them.
#[cfg(unix)]
fn end() -> Result<impl Future<Output = ()>, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let catch =
        |kind| signal(kind).map_err(|error| format!("Signals cannot be received: {error}."));
    let mut interrupt = catch(SignalKind::interrupt())?;
    let mut terminate = catch(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    })
}

/// Catches Ctrl-C; the future waits for it.
#[cfg(not(unix))]
fn end() -> Result<impl Future<Output = ()>, String> {
    Ok(async {
        // Where it cannot be caught it ends the program as it does by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// Prints; that nobody reads it is no reason to end.
fn say(text: &str) {
    let mut out = io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn fail(sentence: &str, code: u8) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::from(code)
}
