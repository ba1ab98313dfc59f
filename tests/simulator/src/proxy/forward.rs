//! Passing one request on, and its answer back.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{
    CONNECTION, COOKIE, HOST, ORIGIN, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, REFERER, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderName, StatusCode};
use reqwest::redirect::Policy;

use crate::service::ServiceError;
use crate::service_url::ServiceUrl;

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the service may be silent. A download as a whole may take as long as it needs.
const SILENCE_TIMEOUT: Duration = Duration::from_mins(2);

/// Headers that concern one connection only, RFC 9110, section 7.6.1; `keep-alive` and `proxy-connection` have no names.
const HOP_BY_HOP: [HeaderName; 7] = [
    CONNECTION,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Headers of the page's request that are no business of the service: it might refuse the page's origin, and the
/// cookies of 127.0.0.1 belong to whatever else runs there.
const NOT_FORWARDED: [HeaderName; 4] = [HOST, ORIGIN, REFERER, COOKIE];

/// Headers of the service that are about its own host.
const NOT_RETURNED: [HeaderName; 2] = [SET_COOKIE, STRICT_TRANSPORT_SECURITY];

/// The service behind the proxy.
#[derive(Debug)]
pub(super) struct Upstream {
    service: ServiceUrl,
    client: reqwest::Client,
}

impl Upstream {
    /// A client for this service, or a sentence that says why there is none.
    pub(super) fn new(service: ServiceUrl) -> Result<Self, String> {
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
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

    /// Whether the service answers, whatever it answers; else a sentence that says why not.
    pub(super) async fn check(&self) -> Result<(), String> {
        let url = self
            .service
            .join("/saas/", None)
            .ok_or("The address of the service is not usable.")?;
        let answer = self.client.get(url).timeout(CONNECT_TIMEOUT).send().await;
        answer
            .map(|_| ())
            .map_err(|error| unreachable(&self.service, &error))
    }
}

/// Passes a request on to the service.
pub(super) async fn forward(State(upstream): State<Arc<Upstream>>, request: Request) -> Response {
    match pass_on(&upstream, request).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn pass_on(upstream: &Upstream, request: Request) -> Result<Response, ServiceError> {
    let (parts, body) = request.into_parts();
    let url = upstream
        .service
        .join(parts.uri.path(), parts.uri.query())
        .ok_or_else(|| {
            let message = format!("{} is not a path of the service.", parts.uri.path());
            ServiceError::new(StatusCode::NOT_FOUND, "PROXY_PATH", message)
        })?;
    let mut outgoing = upstream
        .client
        .request(parts.method, url)
        .headers(kept(&parts.headers, &NOT_FORWARDED));
    if !body.is_end_stream() {
        outgoing = outgoing.body(reqwest::Body::wrap_stream(body.into_data_stream()));
    }
    let answer = outgoing.send().await.map_err(|error| {
        let message = unreachable(&upstream.service, &error);
        if error.is_timeout() {
            ServiceError::new(StatusCode::GATEWAY_TIMEOUT, "PROXY_TIMEOUT", message)
        } else {
            ServiceError::new(StatusCode::BAD_GATEWAY, "PROXY_UNREACHABLE", message)
        }
    })?;
    if answer.status().is_redirection() && answer.status() != StatusCode::NOT_MODIFIED {
        // A browser would follow it to another origin, with an error that says nothing.
        let place = answer
            .headers()
            .get("location")
            .and_then(|place| place.to_str().ok())
            .unwrap_or("nowhere");
        let message = format!(
            "{} leads on to {place}, which is not followed. Start with the address of your organization's own pod.",
            upstream.service
        );
        return Err(ServiceError::new(
            StatusCode::BAD_GATEWAY,
            "PROXY_REDIRECT",
            message,
        ));
    }
    let status = answer.status();
    let headers = kept(answer.headers(), &NOT_RETURNED);
    let mut response = Response::new(Body::from_stream(answer.bytes_stream()));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// The headers without those that concern the connection, and without these.
fn kept(headers: &HeaderMap, without: &[HeaderName]) -> HeaderMap {
    let named_by_connection: Vec<String> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let is_kept = |name: &HeaderName| {
        !HOP_BY_HOP.contains(name)
            && !without.contains(name)
            && !["keep-alive", "proxy-connection"].contains(&name.as_str())
            && !named_by_connection
                .iter()
                .any(|named| named == name.as_str())
    };
    headers
        .iter()
        .filter(|(name, _)| is_kept(name))
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
