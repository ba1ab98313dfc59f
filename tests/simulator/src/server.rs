//! The listener on 127.0.0.1 and its connections, which a fault can cut.

use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt;

/// How a connection ends without an answer. It travels as an extension of the response that is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fault cuts the connection")]
pub(crate) enum Cut {
    /// With a reset.
    Reset,
    /// In order, as a server closes a connection that it no longer wants to keep.
    Close,
}

/// What all connections have in common.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) router: Router,
    /// Whether a connection serves more than one request.
    pub(crate) keep_alive: bool,
    /// Whether each request is written to standard error.
    pub(crate) verbose: bool,
}

/// A running server. It ends, with all its connections, when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    listening: JoinHandle<()>,
}

/// Binds a port on 127.0.0.1; 0 takes a free one.
///
/// # Errors
/// When it cannot be bound, with [`io::ErrorKind::AddrInUse`] if it is taken.
pub(crate) async fn bind(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

impl Server {
    /// Takes connections from now on.
    pub(crate) fn start(listener: TcpListener, site: Site) -> Self {
        Self {
            listening: tokio::spawn(accept(listener, site)),
        }
    }

    /// Ends it, and returns when the port is closed.
    pub(crate) async fn stop(mut self) {
        self.listening.abort();
        // The error says that it was aborted.
        let _ = (&mut self.listening).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn accept(listener: TcpListener, site: Site) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve(stream, site.clone()));
            }
            // Out of file handles: some become free again.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, site: Site) {
    // Answers are small; waiting for more to send would only make them late.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| answer(&site, request));
    let mut connection = http1::Builder::new()
        .keep_alive(site.keep_alive)
        .serve_connection(TokioIo::new(stream), service);
    let ended = (&mut connection).await;
    let cause = ended.as_ref().err().and_then(Error::source);
    if cause.and_then(|cause| cause.downcast_ref()) == Some(&Cut::Reset) {
        // Closing without lingering sends a reset.
        let stream = connection.into_parts().io.into_inner();
        let _ = stream.set_zero_linger();
    }
}

async fn answer(site: &Site, request: Request<Incoming>) -> Result<Response, Cut> {
    let line = format!("{} {}", request.method(), request.uri().path());
    let response = match site.router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let cut = response.extensions().get::<Cut>().copied();
    if site.verbose {
        match cut {
            Some(cut) => eprintln!("{line}: {cut}"),
            None => eprintln!("{line} {}", response.status().as_u16()),
        }
    }
    cut.map_or(Ok(response), Err)
}
