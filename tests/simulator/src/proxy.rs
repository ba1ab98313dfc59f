//! The page before the real service: `/saas/` is passed on to one host, and nothing else is.

mod forward;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::routing::any;
use http::Request;
use hyper::body::Incoming;
use tokio_util::sync::CancellationToken;
use tower::service_fn;

use self::forward::Upstream;
use crate::faults::apply::Dropped;
use crate::server::{self, Service, Switch};
use crate::service_url::ServiceUrl;
use crate::sub_path::SubPath;
use crate::{intercept, pages, tls};

/// What a proxy is started with.
#[derive(Clone, Debug)]
pub struct ProxyOptions {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Directory with the built page.
    pub dist: Option<PathBuf>,
    /// Path under which the page is served; the service stays at `/saas/`.
    pub sub_path: SubPath,
    /// The service that is called.
    pub service: ServiceUrl,
}

/// A running proxy with the page; it ends when this is dropped.
#[derive(Debug)]
pub struct Proxy {
    origin: String,
    upstream: Arc<Upstream>,
    stop: CancellationToken,
}

impl Proxy {
    /// Starts a proxy on 127.0.0.1, on the runtime that this is called from.
    ///
    /// # Errors
    /// When the port cannot be bound, with [`io::ErrorKind::AddrInUse`] if it is taken; or when no HTTP client can be
    /// made, for want of root certificates for example.
    pub async fn start(options: ProxyOptions) -> io::Result<Self> {
        tls::choose_provider();
        let upstream = Arc::new(Upstream::new(options.service).map_err(io::Error::other)?);
        let (listener, address) = server::bind(options.port).await?;
        let router = Router::new()
            .route("/saas/{*rest}", any(forward::forward))
            .with_state(Arc::clone(&upstream))
            .merge(pages::router(options.dist.as_deref(), &options.sub_path));
        let stop = CancellationToken::new();
        let line = Arc::new(Switch::new());
        tokio::spawn(server::run(
            listener,
            address,
            service(router),
            line,
            stop.clone(),
        ));
        Ok(Self {
            origin: origin(address),
            upstream,
            stop,
        })
    }

    /// Its origin, `http://127.0.0.1:<port>`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.origin
    }

    /// Asks whether the service answers at all.
    ///
    /// # Errors
    /// One sentence that says why it cannot be reached.
    pub async fn check_service(&self) -> Result<(), String> {
        self.upstream.check().await
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn origin(address: SocketAddr) -> String {
    format!("http://{address}")
}

fn service(router: Router) -> Service {
    Service::new(service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move { Ok::<_, Dropped>(intercept::ask(router, request.map(Body::new)).await) }
    }))
}
