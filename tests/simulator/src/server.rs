//! The listener on 127.0.0.1 and its connections, which faults can end.

use std::error::Error as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
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

/// What a connection asks.
pub(crate) type Service = BoxCloneSyncService<Request<Incoming>, Response, Dropped>;

/// Whether connections are taken; a connection ends as soon as this changes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Line {
    pub(crate) offline: bool,
    /// How often all connections have been closed.
    pub(crate) closed: u64,
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
    line: watch::Receiver<Line>,
    stop: CancellationToken,
) {
    stop.clone()
        .run_until_cancelled_owned(take_connections(listener, address, service, line, stop))
        .await;
}

async fn take_connections(
    listener: TcpListener,
    address: SocketAddr,
    service: Service,
    mut line: watch::Receiver<Line>,
    stop: CancellationToken,
) {
    let mut listener = Some(listener);
    loop {
        if line.borrow_and_update().offline {
            listener = None;
            if line.changed().await.is_err() {
                return;
            }
            continue;
        }
        let Some(open) = &listener else {
            listener = TcpListener::bind(address).await.ok();
            if listener.is_none() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            continue;
        };
        tokio::select! {
            accepted = open.accept() => match accepted {
                Ok((stream, _)) => {
                    let connection = connection(stream, service.clone(), line.clone());
                    tokio::spawn(stop.clone().run_until_cancelled_owned(connection));
                }
                // Out of file handles: some become free again.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            changed = line.changed() => if changed.is_err() { return },
        }
    }
}

async fn connection(stream: TcpStream, service: Service, mut line: watch::Receiver<Line>) {
    // Answers are small; waiting for more to send would only make them late.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(service);
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = line.changed() => return,
    };
    let dropped = ended.is_err_and(|error| {
        error
            .source()
            .is_some_and(<dyn std::error::Error>::is::<Dropped>)
    });
    if dropped {
        // Closing without lingering sends a reset.
        let stream = connection.into_parts().io.into_inner();
        let _ = stream.set_zero_linger();
    }
}
