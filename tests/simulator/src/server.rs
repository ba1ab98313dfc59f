//! The listener on 127.0.0.1 and its connections, which faults can end.

use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tower::util::BoxCloneSyncService;

use crate::faults::apply::Dropped;

/// How long to wait before trying again what the machine has refused.
const A_MOMENT: Duration = Duration::from_millis(20);

/// What a connection asks.
pub(crate) type Service = BoxCloneSyncService<Request<Incoming>, Response, Dropped>;

/// What is to become of the connections.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    /// No connections are taken, and there are none.
    offline: bool,
    /// How often all connections have been closed, answered or not.
    closed: u64,
    /// How often all connections have been asked to end after the answer that is under way.
    renewed: u64,
}

/// The two ends of the line: what is wanted, and whether the port is open.
#[derive(Debug)]
pub(crate) struct Switch {
    wanted: watch::Sender<Line>,
    open: watch::Sender<bool>,
}

impl Switch {
    /// Open, as the listener that goes with it.
    pub(crate) fn new() -> Self {
        Self {
            wanted: watch::Sender::new(Line::default()),
            open: watch::Sender::new(true),
        }
    }

    /// Closes the port and all connections, or opens the port again; returns when that is so.
    pub(crate) async fn set_offline(&self, offline: bool) {
        self.wanted.send_modify(|line| line.offline = offline);
        // Cannot fail, since the sender is here.
        let _ = self
            .open
            .subscribe()
            .wait_for(|open| *open != offline)
            .await;
    }

    /// Closes all connections; new ones are taken.
    pub(crate) fn close_connections(&self) {
        self.wanted.send_modify(|line| line.closed += 1);
    }

    /// Closes each connection as soon as nothing is under way on it.
    pub(crate) fn renew_connections(&self) {
        self.wanted.send_modify(|line| line.renewed += 1);
    }
}

/// Binds a port on 127.0.0.1; 0 takes a free one.
pub(crate) async fn bind(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Takes connections until `stop`; while offline the port is closed, so that connections are really refused.
pub(crate) async fn run(
    listener: TcpListener,
    address: SocketAddr,
    service: Service,
    switch: Arc<Switch>,
    stop: CancellationToken,
) {
    let take = take_connections(listener, address, service, &switch, &stop);
    stop.run_until_cancelled(take).await;
}

async fn take_connections(
    listener: TcpListener,
    address: SocketAddr,
    service: Service,
    switch: &Switch,
    stop: &CancellationToken,
) {
    let mut line = switch.wanted.subscribe();
    let mut listener = Some(listener);
    loop {
        if line.borrow_and_update().offline {
            listener = None;
            switch.open.send_replace(false);
            // Cannot fail, since the switch that sends is borrowed here.
            let _ = line.changed().await;
            continue;
        }
        let Some(open) = &listener else {
            match TcpListener::bind(address).await {
                Ok(bound) => {
                    listener = Some(bound);
                    switch.open.send_replace(true);
                }
                Err(_) => tokio::time::sleep(A_MOMENT).await,
            }
            continue;
        };
        tokio::select! {
            accepted = open.accept() => match accepted {
                Ok((stream, _)) => {
                    let connection = connection(stream, service.clone(), switch.wanted.subscribe());
                    tokio::spawn(stop.clone().run_until_cancelled_owned(connection));
                }
                // Out of file handles: some become free again.
                Err(_) => tokio::time::sleep(A_MOMENT).await,
            },
            _ = line.changed() => (),
        }
    }
}

async fn connection(stream: TcpStream, service: Service, mut line: watch::Receiver<Line>) {
    // Answers are small; waiting for more to send would only make them late.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(service);
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let before = *line.borrow_and_update();
    let ended = loop {
        tokio::select! {
            ended = &mut connection => break ended,
            _ = line.changed() => (),
        }
        let now = *line.borrow_and_update();
        if now.offline || now.closed != before.closed {
            return;
        }
        Pin::new(&mut connection).graceful_shutdown();
    };
    let cause = ended.as_ref().err().and_then(Error::source);
    if cause.is_some_and(<dyn Error>::is::<Dropped>) {
        // Closing without lingering sends a reset.
        let stream = connection.into_parts().io.into_inner();
        let _ = stream.set_zero_linger();
    }
}
