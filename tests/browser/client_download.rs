//! Downloading the data of a job.

use std::cell::RefCell;

use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use metering_export::service::{Bytes, Client, Kind, ServiceError};
use serde_json::{Value, json};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Blob;

use crate::client_drops::drop_when_sent;
use crate::simulator::{client, expire_sessions, fault, request, requests_of, reset, set};
use crate::spy;

/// A client with this time limit in milliseconds, and a job with data.
async fn ready(limit: u64) -> (Client, String) {
    reset().await;
    set(
        "next-job",
        &json!({"steps": [{"afterMillis": 0, "status": "SUCCESS"}]}),
    )
    .await;
    let client = client(limit).await;
    let job = client.submit(&request()).await.expect("a job").job;
    (client, job.job_id)
}

/// What becomes of a download that meets a fault.
async fn with(kind: Value) -> Result<Blob, ServiceError> {
    let (client, id) = ready(10_000).await;
    put(kind).await;
    client.download(&id, |_| {}).await
}

async fn put(mut kind: Value) {
    kind["call"] = "download".into();
    fault(&kind).await;
}

/// The bytes of a file, each as a number.
async fn bytes(file: &Blob) -> Vec<u8> {
    let buffer = JsFuture::from(file.array_buffer()).await.expect("bytes");
    Uint8Array::new(&buffer).to_vec()
}

#[wasm_bindgen_test]
async fn a_download_is_told_of_piece_by_piece() {
    let (client, id) = ready(10_000).await;
    put(json!({"kind": "slowDrip", "bytes": 2_000, "everyMillis": 20})).await;
    let news = RefCell::new(Vec::<Bytes>::new());
    let tell = |bytes| news.borrow_mut().push(bytes);
    let file = client.download(&id, tell).await.expect("a file");
    assert_eq!(file.type_(), "application/zip");
    let length = bytes(&file).await.len() as u64;

    let news = news.into_inner();
    assert!(news.len() > 3, "{news:?}");
    assert!(news.iter().all(|bytes| bytes.whole == Some(length)));
    assert!(
        news.is_sorted_by(|a, b| a.received < b.received),
        "{news:?}"
    );
    assert_eq!(
        (news[0].received, news[news.len() - 1].received),
        (0, length)
    );
}

#[wasm_bindgen_test]
async fn a_download_is_the_file_byte_by_byte() {
    let (client, id) = ready(10_000).await;
    let whole = bytes(&client.download(&id, |_| {}).await.expect("a file")).await;
    assert!(whole.starts_with(b"PK\x03\x04"));
    put(json!({"kind": "slowDrip", "bytes": 777, "everyMillis": 1})).await;
    let again = bytes(&client.download(&id, |_| {}).await.expect("a file")).await;
    assert!(again == whole, "{} and {} bytes", again.len(), whole.len());
}

#[wasm_bindgen_test]
async fn the_session_is_in_the_header_and_never_in_the_address() {
    let (client, id) = ready(10_000).await;
    spy::forget_fetches();
    client.download(&id, |_| {}).await.expect("a file");
    let fetches = spy::fetches();
    assert_eq!(fetches.len(), 1);
    let url = fetches[0]["url"].as_str().unwrap_or_default();
    assert!(
        url.ends_with(&format!("/ExportMeteringData/{id}/download")),
        "{url}"
    );
    assert_eq!(
        ["method", "redirect", "cache", "referrerPolicy"].map(|name| &fetches[0][name]),
        ["GET", "error", "no-store", "no-referrer"]
    );
    let asked = requests_of("download").await;
    let headers = asked[0]["headers"].to_string();
    assert!(
        headers.contains(r#"["infa-session-id","***"]"#),
        "{headers}"
    );
    assert!(
        headers.contains(r#"["accept","application/zip, application/json"]"#),
        "{headers}"
    );
    assert_eq!(asked[0]["query"], Value::Null);
}

#[wasm_bindgen_test]
async fn the_limit_is_for_each_piece_and_not_for_the_whole() {
    // Longer than the limit in all, though not from piece to piece.
    let (client, id) = ready(600).await;
    put(json!({"kind": "slowDrip", "bytes": 2_000, "everyMillis": 150})).await;
    let started = js_sys::Date::now();
    client.download(&id, |_| {}).await.expect("a file");
    assert!(js_sys::Date::now() - started > 600.0);

    put(json!({"kind": "slowDrip", "bytes": 2_000, "everyMillis": 2_000})).await;
    let error = client.download(&id, |_| {}).await.expect_err("too slow");
    let text = "Nothing more arrived within a second. Check the network and try again.";
    assert_eq!(error.to_string(), text);
    put(json!({"kind": "latency", "millis": 2_000})).await;
    let error = client.download(&id, |_| {}).await.expect_err("too late");
    assert_eq!(error.to_string(), text);
}

#[wasm_bindgen_test]
async fn a_dropped_download_is_aborted_before_and_amid_the_answer() {
    let (client, id) = ready(10_000).await;
    put(json!({"kind": "latency", "millis": 400})).await;
    spy::forget_fetches();
    drop_when_sent(client.download(&id, |_| {})).await;
    assert_eq!(spy::fetches()[0]["aborted"], true);

    put(json!({"kind": "slowDrip", "bytes": 1_000, "everyMillis": 100})).await;
    spy::forget_fetches();
    let received = RefCell::new(0);
    let mut download =
        Box::pin(client.download(&id, |bytes| *received.borrow_mut() = bytes.received));
    while *received.borrow() == 0 {
        match futures_util::future::select(download, TimeoutFuture::new(10)).await {
            futures_util::future::Either::Left(_) => panic!("ended before it could be dropped"),
            futures_util::future::Either::Right(((), running)) => download = running,
        }
    }
    drop(download);
    assert_eq!(spy::fetches()[0]["aborted"], true);
}

#[wasm_bindgen_test]
async fn anything_but_a_zip_is_refused_in_the_services_words() {
    let words =
        r#"{"error":{"code":"IDS_9","message":"Not today.","requestId":"r","details":null}}"#;
    let custom = |content_type: &str, body: &str| json!({"kind": "custom", "status": 200, "contentType": content_type, "body": body});
    for (kind, text) in [
        (
            custom("application/json", words),
            "The answer is not a ZIP: it is application/json. The service says: “Not today.” (code IDS_9, request r)",
        ),
        (
            custom("text/html; charset=utf-8", "<html>Sign on</html>"),
            "A web page came instead of an answer of the service: perhaps the sign-on page of a proxy, or a wrong URL.",
        ),
        (
            json!({"kind": "nonJson"}),
            "The answer is not a ZIP: it is text/plain.",
        ),
        (
            custom("application/zip", "<html>Sign on</html>"),
            "A web page came instead of an answer of the service: perhaps the sign-on page of a proxy, or a wrong URL.",
        ),
        (
            custom("application/zip", "Sign on"),
            "The answer is not a ZIP: it does not begin like one.",
        ),
        (
            custom("application/octet-stream", ""),
            "The answer is not a ZIP: it is empty.",
        ),
    ] {
        let error = with(kind).await.expect_err("no file");
        assert_eq!(error.to_string(), text);
    }
}

#[wasm_bindgen_test]
async fn a_zip_under_another_name_is_one() {
    for content_type in [
        "application/octet-stream",
        "application/x-zip-compressed",
        "text/html",
        "binary",
    ] {
        with(json!({"kind": "wrongContentType", "contentType": content_type}))
            .await
            .expect("a file");
    }
}

#[wasm_bindgen_test]
async fn a_file_that_breaks_off_is_never_taken_for_a_whole() {
    for framing in ["contentLength", "chunked"] {
        let error = with(json!({"kind": "truncated", "framing": framing}))
            .await
            .expect_err("half a file");
        let Kind::BrokenOff { received } = error.kind else {
            panic!("{framing}: {error}");
        };
        assert!(received.received > 0, "{framing}");
        assert_eq!(received.whole.is_some(), framing == "contentLength");
    }
    let error = with(json!({"kind": "truncated", "framing": "complete"})).await;
    let error = error.expect_err("half a file");
    assert_eq!(
        error.to_string(),
        "The answer is not a ZIP: its end is missing."
    );
    // Without end: Firefox asks again by itself where nothing has arrived.
    let error = with(json!({"kind": "dropBefore", "times": null}))
        .await
        .expect_err("nothing");
    assert!(matches!(error.kind, Kind::NoAnswer { .. }), "{error}");
}

#[wasm_bindgen_test]
async fn a_job_without_data_and_a_session_that_is_gone_are_said() {
    let (client, id) = ready(10_000).await;
    let gone = "The service has no data of this job in this organization. Data is kept for three days; after that, request the export again. The service says: “";
    let error = client
        .download("nobody's", |_| {})
        .await
        .expect_err("no job");
    assert!(error.to_string().starts_with(gone), "{error}");

    // Three days later, by a session of that day.
    set("clock", &json!({"advanceSeconds": 3 * 86_400 + 60})).await;
    let error = client.download(&id, |_| {}).await.expect_err("expired");
    assert_eq!(error.kind, Kind::Unauthorized);
    let client = crate::simulator::client(10_000).await;
    let error = client.download(&id, |_| {}).await.expect_err("expired");
    assert_eq!((&error.kind, error.status), (&Kind::NotFound, Some(404)));
    assert!(error.to_string().starts_with(gone), "{error}");
    assert!(error.to_string().contains("no longer available"), "{error}");

    let (client, id) = ready(10_000).await;
    expire_sessions().await;
    let error = client.download(&id, |_| {}).await.expect_err("no session");
    assert_eq!(error.kind, Kind::Unauthorized);
}
