//! Calls whose owner goes: the browser aborts them.

use std::future::Future;
use std::pin::Pin;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::simulator::{self, PASSWORD, USER_NAME, client, fault, request, requests_of, reset};
use crate::{spy, until};

/// Lets a call run until its request is out, then drops it.
pub(crate) async fn drop_when_sent<F: Future>(call: F) {
    let mut call: Pin<Box<F>> = Box::pin(call);
    for _ in 0..500 {
        match select(call, TimeoutFuture::new(10)).await {
            Either::Left(_) => panic!("answered before it could be dropped"),
            Either::Right(((), running)) => call = running,
        }
        if !spy::fetches().is_empty() {
            return;
        }
    }
    panic!("nothing was sent within five seconds");
}

/// A fault that makes an answer late enough to be dropped before.
async fn late(call: &str) {
    fault(&json!({"call": call, "kind": "latency", "millis": 400, "taken": true})).await;
}

#[wasm_bindgen_test]
async fn a_dropped_call_is_aborted() {
    reset().await;
    let client = client(10_000).await;
    for call in ["submit", "status", "signOut"] {
        late(call).await;
        spy::forget_fetches();
        match call {
            "submit" => drop_when_sent(client.submit(&request())).await,
            "status" => drop_when_sent(client.status("A")).await,
            _ => drop_when_sent(client.sign_out()).await,
        }
        assert_eq!(spy::fetches().len(), 1, "{call}");
        assert_eq!(spy::fetches()[0]["aborted"], true, "{call}");
    }
}

#[wasm_bindgen_test]
async fn a_dropped_sign_in_is_aborted() {
    reset().await;
    late("signIn").await;
    spy::forget_fetches();
    let (login, limit) = (simulator::login_url(), std::time::Duration::from_secs(10));
    drop_when_sent(metering_export::service::sign_in(
        &login, USER_NAME, PASSWORD, None, limit,
    ))
    .await;
    assert_eq!(spy::fetches()[0]["aborted"], true);
}

#[wasm_bindgen_test]
async fn an_aborted_call_is_not_answered() {
    reset().await;
    let client = client(10_000).await;
    late("submit").await;
    spy::forget_fetches();
    // The preflight that asks whether this origin may call is answered before; the request itself is the one dropped.
    let request = request();
    let mut call = Box::pin(client.submit(&request));
    loop {
        match select(call, TimeoutFuture::new(20)).await {
            Either::Left(_) => panic!("answered before it could be dropped"),
            Either::Right(((), running)) => call = running,
        }
        if !requests_of("submit").await.is_empty() {
            break;
        }
    }
    drop(call);
    TimeoutFuture::new(600).await; // longer than the answer would have taken
    let asked = requests_of("submit").await;
    assert_eq!(
        (asked.len(), &asked[0]["answered"]),
        (1, &json!(null)),
        "the service saw its caller go"
    );
}

#[wasm_bindgen_test]
async fn an_answered_call_is_not_aborted() {
    reset().await;
    let client = client(10_000).await;
    spy::forget_fetches();
    client.submit(&request()).await.expect("a job");
    until("the answer is on record", || spy::fetches().len() == 1).await;
    let asked = requests_of("submit").await;
    assert_eq!(asked[0]["answered"], json!(200));
}
