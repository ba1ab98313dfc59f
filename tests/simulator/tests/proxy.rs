//! The page before another service: what is passed on, and what is not.

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{HeaderName, LOCATION, SET_COOKIE, STRICT_TRANSPORT_SECURITY};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Router, body};
use common::{JOBS, closed_address, http, start, week};
use futures_util::{StreamExt, stream};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use simulator::{Options, Pace, Proxy, ProxyOptions, SubPath};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// A service that keeps the requests it gets.
#[derive(Clone, Default)]
struct Upstream {
    requests: Arc<Mutex<Vec<(axum::http::request::Parts, Bytes)>>>,
    go_on: Arc<Notify>,
}

async fn keep(State(upstream): State<Upstream>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = body::to_bytes(body, usize::MAX).await.expect("a body");
    upstream
        .requests
        .lock()
        .expect("a lock")
        .push((parts, body));
    let headers = [
        (SET_COOKIE, "JSESSIONID=1"),
        (STRICT_TRANSPORT_SECURITY, "max-age=1"),
        ("x-kept".parse().expect("a name"), "yes"),
        ("connection".parse().expect("a name"), "x-hop"),
        ("x-hop".parse().expect("a name"), "no"),
    ];
    (StatusCode::IM_A_TEAPOT, headers, "tea").into_response()
}

/// The first half at once, the other when the test says so.
async fn halves(State(upstream): State<Upstream>) -> Body {
    let second = stream::once(async move {
        upstream.go_on.notified().await;
        Ok::<_, std::io::Error>(Bytes::from_static(b"second"))
    });
    Body::from_stream(stream::iter([Ok(Bytes::from_static(b"first"))]).chain(second))
}

async fn upstream() -> (String, Upstream) {
    let upstream = Upstream::default();
    let away = || async { (StatusCode::FOUND, [(LOCATION, "https://login.example/")]) };
    let router = Router::new()
        .route("/saas/halves", get(halves))
        .route("/saas/away", get(away))
        .fallback(any(keep))
        .with_state(upstream.clone());
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, upstream)
}

async fn proxy(service: &str) -> Proxy {
    let service = service.parse().expect("an address");
    let options = ProxyOptions {
        port: 0,
        dist: None,
        sub_path: SubPath::default(),
        service,
    };
    Proxy::start(options).await.expect("a free port")
}

#[tokio::test]
async fn passes_on_what_concerns_the_service_only() {
    let (url, upstream) = upstream().await;
    let proxy = proxy(&url).await;
    let answer = http()
        .request(Method::PUT, format!("{}/saas/a%20b/c?d=e%2Ff", proxy.url()))
        .header("infa-session-id", "secret")
        .header("content-type", "application/json")
        .header("cookie", "a=b")
        .header("origin", proxy.url())
        .header("referer", proxy.url())
        .header("connection", "keep-alive, x-mine")
        .header("x-mine", "1")
        .header("te", "trailers")
        .header("proxy-authorization", "x")
        .body("{}")
        .send()
        .await
        .expect("an answer");
    let header = |name: &str| {
        answer
            .headers()
            .get(name)
            .map(|value| value.to_str().expect("text").to_owned())
    };
    assert_eq!(answer.status(), StatusCode::IM_A_TEAPOT);
    assert_eq!(
        (
            header("x-kept").as_deref(),
            header("content-length").as_deref()
        ),
        (Some("yes"), Some("3"))
    );
    for name in ["set-cookie", "strict-transport-security", "x-hop"] {
        assert_eq!(header(name), None, "{name}");
    }
    assert_eq!(answer.text().await.expect("text"), "tea");

    let (parts, body) = upstream.requests.lock().expect("a lock").remove(0);
    assert_eq!(
        (parts.method, parts.uri.to_string().as_str()),
        (Method::PUT, "/saas/a%20b/c?d=e%2Ff")
    );
    assert_eq!(body, "{}");
    let mut names: Vec<&str> = parts.headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "accept",
            "content-length",
            "content-type",
            "host",
            "infa-session-id"
        ]
    );
    assert_eq!(parts.headers["host"], url.trim_start_matches("http://"));
    assert_eq!(parts.headers["infa-session-id"], "secret");
}

#[tokio::test]
async fn passes_on_nothing_but_the_service() {
    let (url, upstream) = upstream().await;
    let proxy = proxy(&url).await;
    for path in ["/", "/admin", "/saas", "/saas%2f..%2fadmin"] {
        let answer = http()
            .get(format!("{}{path}", proxy.url()))
            .send()
            .await
            .expect("an answer");
        assert!(
            answer.status() == StatusCode::NOT_FOUND || path == "/",
            "{path}"
        );
    }
    assert_eq!(upstream.requests.lock().expect("a lock").len(), 0);
}

#[tokio::test]
async fn passes_bodies_on_as_they_come() {
    let (url, upstream) = upstream().await;
    let proxy = proxy(&url).await;
    let mut answer = http()
        .get(format!("{}/saas/halves", proxy.url()))
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        answer.chunk().await.expect("a chunk").as_deref(),
        Some(&b"first"[..])
    );
    upstream.go_on.notify_one();
    assert_eq!(
        answer.chunk().await.expect("a chunk").as_deref(),
        Some(&b"second"[..])
    );
    assert_eq!(answer.chunk().await.expect("the end"), None);
}

async fn error(url: String) -> (StatusCode, String, String) {
    let answer = http().get(url).send().await.expect("an answer");
    let status = answer.status();
    let body: Value = answer.json().await.expect("JSON");
    let text = |field: &str| body["error"][field].as_str().expect("text").to_owned();
    (status, text("code"), text("message"))
}

#[tokio::test]
async fn says_why_the_service_cannot_be_reached() {
    let (address, refused) = closed_address();
    let closed = format!("http://{address}");
    let proxy = proxy(&closed).await;
    let expected = format!(
        "{closed} cannot be reached ({refused}): check the address, the network and, behind a \
         company's proxy, the variable HTTPS_PROXY."
    );
    assert_eq!(proxy.check_service().await, Err(expected.clone()));
    let (status, code, message) = error(format!("{}/saas/x", proxy.url())).await;
    assert_eq!(
        (status, code.as_str(), message),
        (StatusCode::BAD_GATEWAY, "PROXY_UNREACHABLE", expected)
    );
}

#[tokio::test]
async fn follows_no_redirect() {
    let (url, _) = upstream().await;
    let proxy = proxy(&url).await;
    assert_eq!(proxy.check_service().await, Ok(()));
    let (status, code, message) = error(format!("{}/saas/away", proxy.url())).await;
    let expected = format!(
        "{url} leads on to https://login.example/, which is not followed. Start with the address of your organization's \
         own pod."
    );
    assert_eq!(
        (status, code.as_str(), message),
        (StatusCode::BAD_GATEWAY, "PROXY_REDIRECT", expected)
    );
}

#[tokio::test]
async fn a_whole_job_goes_through() {
    let service = start(Options {
        pace: Pace::each(Duration::ZERO),
        ..Options::default()
    })
    .await;
    let proxy = proxy(service.url()).await;
    let (client, session) = (http(), service.open_session());
    let jobs = format!("{}{JOBS}", proxy.url());
    let submission = client
        .post(&jobs)
        .header("infa-session-id", &session)
        .json(&week());
    let job: Value = submission
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let download = format!("{jobs}/{}/download", job["jobId"].as_str().expect("text"));
    let answer = client
        .get(download)
        .header("infa-session-id", &session)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.headers()["content-type"], "application/zip");
    let length = answer.content_length().expect("a length");
    assert_eq!(answer.bytes().await.expect("a body").len() as u64, length);
    assert_eq!(service.requests().len(), 2);
}
