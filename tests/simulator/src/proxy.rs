//! The page before the real service: `/saas/` is passed on to one host, and nothing else is.

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::any;
use http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE,
    DATE, LOCATION, RETRY_AFTER,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use reqwest::redirect::Policy;
use tokio::sync::watch;

use crate::pages;
use crate::server::{self, Server, Site};
use crate::service::ServiceError;
use crate::service_url::ServiceUrl;
use crate::sub_path::SubPath;

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the service may be silent. A download as a whole may take as long as it needs.
const SILENCE_TIMEOUT: Duration = Duration::from_mins(2);

/// The headers that the service needs to know. Cookies, origin and addresses of this machine are none of its business.
const FORWARDED: [HeaderName; 4] = [
    ACCEPT,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    HeaderName::from_static("infa-session-id"),
];

/// The headers that the page reads. Others could act on this origin: set cookies, clear its storage, open it to others.
const RETURNED: [HeaderName; 6] = [
    CONTENT_DISPOSITION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    DATE,
    RETRY_AFTER,
];

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
    /// Whether each request is written to standard error.
    pub verbose: bool,
}

/// A running proxy with the page; it ends when this is dropped.
#[derive(Debug)]
pub struct Proxy {
    origin: String,
    upstream: Arc<Upstream>,
    _server: Server,
}

impl Proxy {
    /// Starts a proxy on 127.0.0.1, on the runtime that this is called from.
    ///
    /// # Errors
    /// When the port cannot be bound, with [`io::ErrorKind::AddrInUse`] if it is taken; or when no HTTP client can be
    /// made, for want of root certificates for example.
    pub async fn start(options: ProxyOptions) -> io::Result<Self> {
        let upstream = Arc::new(Upstream::new(options.service).map_err(io::Error::other)?);
        let (listener, address) = server::bind(options.port).await?;
        let nothing_held = watch::Sender::default().subscribe();
        let router = Router::new()
            .route("/saas/{*rest}", any(pass_on))
            .with_state(Arc::clone(&upstream))
            .merge(pages::router(
                options.dist.as_deref(),
                &options.sub_path,
                nothing_held,
            ));
        let site = Site {
            router,
            keep_alive: false,
            verbose: options.verbose,
        };
        Ok(Self {
            origin: format!("http://{address}"),
            upstream,
            _server: Server::start(listener, site),
        })
    }

    /// Its origin, `http://127.0.0.1:<port>`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.origin
    }

    /// Asks whether the service answers, whatever it answers.
    ///
    /// # Errors
    /// One sentence that says why it cannot be reached.
    pub async fn check_service(&self) -> Result<(), String> {
        let Upstream { service, client } = &*self.upstream;
        let url = format!("{service}/saas/");
        let answer = client.get(url).timeout(CONNECT_TIMEOUT).send().await;
        answer
            .map(drop)
            .map_err(|error| unreachable(service, &error))
    }
}

/// The service behind the proxy.
#[derive(Debug)]
struct Upstream {
    service: ServiceUrl,
    client: reqwest::Client,
}

impl Upstream {
    /// A client for this service, or a sentence that says why there is none.
    fn new(service: ServiceUrl) -> Result<Self, String> {
        // An error says that the process has chosen its implementation of cryptography already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            // The client repeats no request by itself on a connection of its own.
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(SILENCE_TIMEOUT);
        if !service.is_encrypted() {
            // Without encryption the machine need not have any root certificates.
            builder = builder.tls_certs_only([]);
        }
        let client = builder.build().map_err(|error| {
            let cause = root_cause(&error);
            format!("no encrypted connection can be made ({cause}): install the system's root certificates")
        })?;
        Ok(Self { service, client })
    }
}

/// Passes a request on to the service, and its answer back.
async fn pass_on(
    State(upstream): State<Arc<Upstream>>,
    request: Request,
) -> Result<Response, ServiceError> {
    let (parts, body) = request.into_parts();
    let service = &upstream.service;
    let url = service
        .join(parts.uri.path(), parts.uri.query())
        .ok_or_else(|| {
            let message = format!("{} is not a path of the service.", parts.uri.path());
            ServiceError::new(StatusCode::NOT_FOUND, "PROXY_PATH", message)
        })?;
    let mut outgoing = upstream
        .client
        .request(parts.method, url)
        .headers(only(&parts.headers, &FORWARDED));
    if !body.is_end_stream() {
        outgoing = outgoing.body(reqwest::Body::wrap_stream(body.into_data_stream()));
    }
    let answer = outgoing.send().await.map_err(|error| {
        let (status, code) = if error.is_timeout() {
            (StatusCode::GATEWAY_TIMEOUT, "PROXY_TIMEOUT")
        } else {
            (StatusCode::BAD_GATEWAY, "PROXY_UNREACHABLE")
        };
        ServiceError::new(status, code, unreachable(service, &error))
    })?;
    if let Some(place) = answer.headers().get(LOCATION) {
        // A browser would follow it to another origin, with an error that says nothing.
        let place = String::from_utf8_lossy(place.as_bytes());
        let message = format!(
            "{service} leads on to {place}, which is not followed. Start with the address of your organization's own pod."
        );
        return Err(ServiceError::new(
            StatusCode::BAD_GATEWAY,
            "PROXY_REDIRECT",
            message,
        ));
    }
    let status = answer.status();
    let mut headers = only(answer.headers(), &RETURNED);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut response = Response::new(Body::from_stream(answer.bytes_stream()));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

fn only(headers: &HeaderMap, names: &[HeaderName]) -> HeaderMap {
    headers
        .iter()
        .filter(|(name, _)| names.contains(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// One sentence that says why the service cannot be reached and what to look at.
fn unreachable(service: &ServiceUrl, error: &reqwest::Error) -> String {
    let cause = root_cause(error);
    let advice =
        "check the address, the network and, behind a company's proxy, the variable HTTPS_PROXY";
    if error.is_timeout() {
        format!("{service} does not answer in time: {advice}.")
    } else {
        format!("{service} cannot be reached ({cause}): {advice}.")
    }
}

/// What it comes down to, for example that a certificate is not valid.
fn root_cause(error: &reqwest::Error) -> &dyn Error {
    let mut cause: &dyn Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause
}
