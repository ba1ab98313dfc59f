//! A client of the simulator, as every test here needs it.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part of this"
)]

pub mod program;
pub mod tls;
pub mod usage;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use simulator::{DEMO_PASSWORD, DEMO_USERNAME, Options, Pace, Simulator};

pub const JOBS: &str = "/saas/public/core/v3/license/metering/ExportMeteringData";
pub const LOGIN: &str = "/saas/public/core/v3/login";
pub const LOGOUT: &str = "/saas/public/core/v3/logout";

/// A simulator whose jobs end in ten minutes unless its clock is put forward.
pub async fn slow() -> Simulator {
    start(Options {
        pace: Pace::each(Duration::from_mins(5)),
        ..Options::default()
    })
    .await
}

pub async fn start(options: Options) -> Simulator {
    Simulator::start(options).await.expect("a free port")
}

/// A client that gives up after thirty seconds, so that no test hangs.
pub fn http() -> Client {
    // An error says that a simulator of this process has chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .timeout(Duration::from_secs(30))
        .build()
        .expect("a client")
}

/// Someone who is signed in.
pub struct Admin<'a> {
    pub sim: &'a Simulator,
    pub http: Client,
    pub session: String,
}

impl<'a> Admin<'a> {
    pub async fn sign_in(sim: &'a Simulator) -> Self {
        let http = http();
        let login = sign_in(sim, &http, DEMO_USERNAME, DEMO_PASSWORD)
            .send()
            .await
            .expect("an answer");
        assert_eq!(login.status(), StatusCode::OK);
        let login: Value = login.json().await.expect("JSON");
        let session = login["userInfo"]["sessionId"]
            .as_str()
            .expect("a session")
            .to_owned();
        Self { sim, http, session }
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.http
            .get(format!("{}{path}", self.sim.url()))
            .header("INFA-SESSION-ID", &self.session)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.http
            .post(format!("{}{path}", self.sim.url()))
            .header("INFA-SESSION-ID", &self.session)
    }

    pub async fn submit(&self, body: &Value) -> Response {
        self.post(JOBS).json(body).send().await.expect("an answer")
    }

    /// Submits and gives the identifier of the job.
    pub async fn job(&self, body: &Value) -> String {
        let answer = self.submit(body).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let job: Value = answer.json().await.expect("JSON");
        job["jobId"].as_str().expect("a job").to_owned()
    }

    pub async fn status(&self, job_id: &str) -> Value {
        let answer = self
            .get(&format!("{JOBS}/{job_id}"))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.expect("JSON")
    }

    pub async fn download(&self, job_id: &str) -> Response {
        self.get(&format!("{JOBS}/{job_id}/download"))
            .send()
            .await
            .expect("an answer")
    }
}

pub fn sign_in(sim: &Simulator, http: &Client, username: &str, password: &str) -> RequestBuilder {
    let body = json!({"username": username, "password": password});
    http.post(format!("{}{LOGIN}", sim.url())).json(&body)
}

/// A request that the service accepts: a week.
pub fn week() -> Value {
    json!({"startDate": "2024-08-12T00:00:00Z", "endDate": "2024-08-18T23:59:59Z", "jobType": "PROJECT_FOLDER"})
}

/// Asserts an error in the v3 shape with this status, code and message.
pub async fn assert_error(answer: Response, status: StatusCode, code: &str, message: &str) {
    let found = answer.status();
    let body: Value = answer.json().await.expect("JSON");
    let error = &body["error"];
    assert_eq!(
        (found, &error["code"], &error["message"]),
        (status, &json!(code), &json!(message))
    );
    assert_eq!(
        error["requestId"].as_str().map(str::len),
        Some(22),
        "{body}"
    );
    assert_eq!(error.get("details"), Some(&Value::Null), "{body}");
}

/// Waits until `found` finds something, for twenty seconds at most: machines are busy.
pub async fn eventually<T>(mut found: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(thing) = found().await {
            return thing;
        }
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "it did not happen within twenty seconds"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Submits and lets the job end.
pub async fn ended(sim: &Simulator, admin: &Admin<'_>, body: &Value) -> String {
    let job_id = admin.job(body).await;
    sim.advance(Duration::from_mins(10));
    job_id
}

/// An address that nobody listens at, and what this machine says of that.
pub fn closed_address() -> (SocketAddr, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let refused = TcpStream::connect(address).expect_err("nobody listens");
    (address, refused.to_string())
}
