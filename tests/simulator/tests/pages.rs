//! The page beside the service, and pages of other origins.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{JOBS, LOGIN, http, start};
use reqwest::{Method, Response, StatusCode};
use simulator::{Call, Fault, FaultKind, Options, Simulator};

/// A directory with a page; its name is the test's own.
fn dist(name: &str) -> PathBuf {
    let dist = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(dist.join("sub")).expect("a directory");
    for (file, text) in [
        ("index.html", "<!doctype html>"),
        ("config.json", "{}"),
        ("app-1a2b.js", "export {}"),
        ("app_bg.wasm", "\0asm"),
        ("style.css", "a{}"),
        ("icon.svg", "<svg/>"),
        ("sub/index.html", "sub"),
        ("packed.js", "plain"),
        ("packed.js.br", "brotli"),
    ] {
        fs::write(dist.join(file), text).expect("a file");
    }
    dist
}

async fn get(sim: &Simulator, path: &str) -> Response {
    http()
        .get(format!("{}{path}", sim.url()))
        .send()
        .await
        .expect("an answer")
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().expect("text"))
}

#[tokio::test]
async fn files_come_with_their_types_and_are_asked_for_each_time() {
    let sim = start(Options {
        dist: Some(dist("root")),
        ..Options::default()
    })
    .await;
    for (path, content_type) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/config.json", "application/json"),
        ("/app-1a2b.js", "text/javascript"),
        ("/app_bg.wasm", "application/wasm"),
        ("/style.css", "text/css"),
        ("/icon.svg", "image/svg+xml"),
        ("/sub/", "text/html"),
    ] {
        let answer = get(&sim, path).await;
        assert_eq!(
            (answer.status(), header(&answer, "content-type")),
            (StatusCode::OK, content_type),
            "{path}"
        );
        assert_eq!(header(&answer, "cache-control"), "no-cache", "{path}");
    }
    for path in [
        "/missing",
        "/..%2f..%2fCargo.toml",
        "/%2e%2e/%2e%2e/Cargo.toml",
    ] {
        assert_eq!(
            get(&sim, path).await.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let packed = http()
        .get(format!("{}/packed.js", sim.url()))
        .header("accept-encoding", "br")
        .send()
        .await;
    let packed = packed.expect("an answer");
    assert_eq!(
        (
            header(&packed, "content-encoding"),
            header(&packed, "content-type")
        ),
        ("br", "text/javascript")
    );
    assert_eq!(
        get(&sim, "/packed.js").await.text().await.expect("text"),
        "plain"
    );
    assert_eq!(
        sim.requests().len(),
        0,
        "requests to the page are not the service's"
    );
}

#[tokio::test]
async fn the_page_can_lie_under_a_path() {
    let sub_path = "/tools/metering/".parse().expect("a path");
    let sim = start(Options {
        dist: Some(dist("sub")),
        sub_path,
        ..Options::default()
    })
    .await;
    for path in ["/", "/tools/metering"] {
        let answer = get(&sim, path).await;
        assert_eq!(
            (answer.url().path(), answer.status()),
            ("/tools/metering/", StatusCode::OK),
            "{path}"
        );
        assert_eq!(answer.text().await.expect("text"), "<!doctype html>");
    }
    assert_eq!(
        get(&sim, "/tools/metering/app_bg.wasm").await.status(),
        StatusCode::OK
    );
    assert_eq!(
        get(&sim, "/app_bg.wasm").await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        get(&sim, &format!("{JOBS}/x")).await.status(),
        StatusCode::UNAUTHORIZED,
        "the service stays"
    );
}

#[tokio::test]
async fn without_a_page_the_simulator_says_what_it_is() {
    let sim = start(Options::default()).await;
    assert!(
        get(&sim, "/")
            .await
            .text()
            .await
            .expect("text")
            .starts_with("This is the simulator")
    );
}

/// What a browser asks before a page of another origin may send this.
async fn preflight(sim: &Simulator, path: &str) -> Response {
    http()
        .request(Method::OPTIONS, format!("{}{path}", sim.url()))
        .header("origin", "http://127.0.0.1:9")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "content-type,infa-session-id",
        )
        .send()
        .await
        .expect("an answer")
}

#[tokio::test]
async fn other_origins_may_call_only_when_asked_for() {
    for (allow_origin, origin) in [(false, ""), (true, "*")] {
        let sim = start(Options {
            allow_origin,
            ..Options::default()
        })
        .await;
        for path in [LOGIN, JOBS, "/simulator/faults"] {
            let answer = preflight(&sim, path).await;
            assert_eq!(
                header(&answer, "access-control-allow-origin"),
                origin,
                "{path}"
            );
            let allowed = header(&answer, "access-control-allow-headers");
            assert_eq!(
                allowed.contains("infa-session-id") && allowed.contains("content-type"),
                allow_origin
            );
        }
        sim.forget_requests();
        sim.add_fault(Fault::once(Call::Status, FaultKind::status(503)));
        for status in [StatusCode::SERVICE_UNAVAILABLE, StatusCode::UNAUTHORIZED] {
            let answer = get(&sim, &format!("{JOBS}/x")).await;
            assert_eq!(
                (
                    answer.status(),
                    header(&answer, "access-control-allow-origin")
                ),
                (status, origin)
            );
            let exposed = header(&answer, "access-control-expose-headers");
            assert_eq!(
                exposed.contains("retry-after") && exposed.contains("content-length"),
                allow_origin
            );
        }
        preflight(&sim, JOBS).await;
        assert_eq!(
            sim.requests().len(),
            if allow_origin { 2 } else { 3 },
            "granted preflights are no requests"
        );
    }
}

#[tokio::test]
async fn a_preflight_leaves_no_connection_for_the_request_that_is_dropped() {
    let sim = start(Options {
        allow_origin: true,
        ..Options::default()
    })
    .await;
    assert_eq!(header(&preflight(&sim, JOBS).await, "connection"), "");
    sim.add_fault(Fault::once(Call::Submit, FaultKind::DropAfter));
    assert_eq!(header(&preflight(&sim, JOBS).await, "connection"), "close");
}
