//! Faults that change an answer, seen from a client.

mod common;

use std::time::{Duration, Instant};

use common::{Admin, JOBS, LOGOUT, sign_in, slow, start, week};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use simulator::{
    Call, DEMO_PASSWORD, DEMO_USERNAME, ErrorBody, Fault, FaultKind, Options, Pace, RetryAfter,
    Simulator,
};

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().expect("text"))
}

/// Submits with this fault in the way; gives the answer and how many jobs there are then.
async fn submit(admin: &Admin<'_>, sim: &Simulator, kind: FaultKind) -> (Response, usize) {
    sim.reset();
    let admin = Admin {
        sim,
        http: admin.http.clone(),
        session: sim.open_session(),
    };
    sim.add_fault(Fault::once(Call::Submit, kind));
    let answer = admin.submit(&week()).await;
    assert_eq!(sim.faults(), [], "it has happened");
    (answer, sim.jobs().len())
}

#[tokio::test]
async fn status_codes_come_in_each_form() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    for code in [400, 401, 403, 404, 409, 429, 500, 502, 503] {
        let (answer, jobs) = submit(&admin, &sim, FaultKind::status(code)).await;
        assert_eq!((answer.status().as_u16(), jobs), (code, 0));
        let body: Value = answer.json().await.expect("JSON");
        assert!(
            body["error"]["message"]
                .as_str()
                .is_some_and(|text| text.ends_with("(a fault of the simulator)"))
        );
    }
    let form = |body, message: Option<&str>| FaultKind::Status {
        status: 403,
        body,
        message: message.map(str::to_owned),
        retry_after: None,
        taken: false,
    };
    let (answer, _) = submit(&admin, &sim, form(ErrorBody::V2, Some("not yours"))).await;
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(
        body,
        json!({"@type": "error", "code": "SIM_FAULT", "description": "not yours", "statusCode": 403})
    );
    let (answer, _) = submit(&admin, &sim, form(ErrorBody::Empty, None)).await;
    assert_eq!(
        (answer.status(), answer.text().await.expect("text").as_str()),
        (StatusCode::FORBIDDEN, "")
    );
    let (answer, _) = submit(&admin, &sim, FaultKind::html(502)).await;
    assert_eq!(header(&answer, "content-type"), "text/html");
    assert!(
        answer
            .text()
            .await
            .expect("text")
            .contains("<h1>502 Bad Gateway</h1>")
    );
}

#[tokio::test]
async fn a_status_code_can_hide_that_the_job_exists() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let kind = FaultKind::Status {
        status: 504,
        body: ErrorBody::Html,
        message: None,
        retry_after: None,
        taken: true,
    };
    let (answer, jobs) = submit(&admin, &sim, kind).await;
    assert_eq!((answer.status(), jobs), (StatusCode::GATEWAY_TIMEOUT, 1));
}

#[tokio::test]
async fn retry_after_is_seconds_or_a_date() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let (answer, _) = submit(&admin, &sim, FaultKind::too_many_requests(None)).await;
    assert_eq!(
        (answer.status(), header(&answer, "retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "")
    );
    let (answer, _) = submit(
        &admin,
        &sim,
        FaultKind::too_many_requests(Some(RetryAfter::Seconds(3))),
    )
    .await;
    assert_eq!(header(&answer, "retry-after"), "3");
    let (answer, _) = submit(
        &admin,
        &sim,
        FaultKind::too_many_requests(Some(RetryAfter::DateInSeconds(90))),
    )
    .await;
    let time = |name: &str| httpdate::parse_http_date(header(&answer, name)).expect("a date");
    let wait = time("retry-after")
        .duration_since(time("date"))
        .expect("later");
    assert!(
        wait.abs_diff(Duration::from_secs(90)) <= Duration::from_secs(1),
        "{wait:?}"
    );
}

#[tokio::test]
async fn bodies_are_spoiled() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let (answer, jobs) = submit(&admin, &sim, FaultKind::NonJson).await;
    assert_eq!(
        (answer.status(), header(&answer, "content-type"), jobs),
        (StatusCode::OK, "text/plain", 0)
    );
    assert_eq!(answer.text().await.expect("text"), "All is well.\n");

    let (answer, jobs) = submit(&admin, &sim, FaultKind::WrongTypes).await;
    let body: Value = answer.json().await.expect("JSON");
    assert!(
        jobs == 1
            && body["jobId"].is_array()
            && body["status"] == json!(["CREATED"])
            && body["meterId"] == 0
    );

    let content_type = "text/html; charset=ISO-8859-1".to_owned();
    let (answer, _) = submit(
        &admin,
        &sim,
        FaultKind::WrongContentType {
            content_type: content_type.clone(),
        },
    )
    .await;
    assert_eq!(header(&answer, "content-type"), content_type);
    assert_eq!(
        answer.json::<Value>().await.expect("JSON")["status"],
        "CREATED"
    );

    let (answer, _) = submit(&admin, &sim, FaultKind::Large { bytes: 10_000_000 }).await;
    let body = answer.bytes().await.expect("a body");
    let job: Value = serde_json::from_slice(&body).expect("JSON");
    assert!((10_000_000..10_001_000).contains(&body.len()) && job["status"] == "CREATED");

    let custom = |taken| FaultKind::Custom {
        status: 201,
        content_type: "application/json".to_owned(),
        body: "[]".to_owned(),
        taken,
    };
    for taken in [false, true] {
        let (answer, jobs) = submit(&admin, &sim, custom(taken)).await;
        assert_eq!(
            (answer.status(), jobs),
            (StatusCode::CREATED, usize::from(taken))
        );
        assert_eq!(answer.text().await.expect("text"), "[]");
    }
}

#[tokio::test]
async fn every_call_can_fail() {
    let sim = start(Options {
        pace: Pace::each(Duration::ZERO),
        ..Options::default()
    })
    .await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = admin.job(&week()).await;
    for call in [
        Call::SignIn,
        Call::SignOut,
        Call::Submit,
        Call::Status,
        Call::Download,
    ] {
        let request = || match call {
            Call::SignIn => sign_in(&sim, &admin.http, DEMO_USERNAME, DEMO_PASSWORD),
            Call::SignOut => admin.post(LOGOUT),
            Call::Submit => admin.post(JOBS).json(&week()),
            Call::Status => admin.get(&format!("{JOBS}/{job_id}")),
            Call::Download => admin.get(&format!("{JOBS}/{job_id}/download")),
        };
        sim.forget_requests();
        sim.add_fault(Fault::once(call, FaultKind::status(503)).times(2));
        for status in [503, 503] {
            assert_eq!(
                request().send().await.expect("an answer").status().as_u16(),
                status,
                "{call:?}"
            );
        }
        if call != Call::SignOut {
            assert_eq!(
                request().send().await.expect("an answer").status(),
                StatusCode::OK,
                "{call:?}"
            );
        }
        let answered: Vec<_> = sim
            .requests_of(call)
            .iter()
            .map(|request| request.answered)
            .collect();
        assert_eq!(answered[..2], [Some(503), Some(503)], "{call:?}");
        assert_eq!(sim.requests().len(), answered.len(), "{call:?}");
    }
}

#[tokio::test]
async fn faults_can_be_for_one_job_without_end_and_be_cleared() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let (first, second) = (admin.job(&week()).await, admin.job(&week()).await);
    sim.add_fault(Fault::always(Call::Status, FaultKind::status(500)).for_job(&first));
    let status = async |job_id: &str| {
        admin
            .get(&format!("{JOBS}/{job_id}"))
            .send()
            .await
            .expect("an answer")
            .status()
            .as_u16()
    };
    for _ in 0..3 {
        assert_eq!((status(&first).await, status(&second).await), (500, 200));
    }
    sim.clear_faults();
    assert_eq!(status(&first).await, 200);
}

#[tokio::test]
async fn latency_adds_to_another_fault() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    sim.add_fault(Fault::once(Call::Submit, FaultKind::status(503)));
    sim.add_fault(Fault::once(
        Call::Submit,
        FaultKind::latency(Duration::from_millis(300)),
    ));
    sim.add_fault(Fault::once(Call::Submit, FaultKind::status(409)));
    let began = Instant::now();
    assert_eq!(
        admin.submit(&week()).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert!(began.elapsed() >= Duration::from_millis(300));
    assert_eq!(
        admin.submit(&week()).await.status(),
        StatusCode::CONFLICT,
        "the next one follows"
    );
}
