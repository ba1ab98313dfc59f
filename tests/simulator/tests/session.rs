//! Signing in and out, and sessions that expire.

mod common;

use std::time::Duration;

use common::{Admin, JOBS, LOGIN, LOGOUT, assert_error, http, sign_in, slow, start, week};
use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::{DEMO_PASSWORD, DEMO_USERNAME, Options, WrongPassword};

const NO_SESSION: &str = "The session is missing, not valid, or has expired. Sign in again.";

#[tokio::test]
async fn signing_in_is_answered_as_documented() {
    let sim = slow().await;
    let answer = sign_in(&sim, &http(), DEMO_USERNAME, DEMO_PASSWORD)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.headers()["content-type"], "application/json");
    let answer: Value = answer.json().await.expect("JSON");
    let user = &answer["userInfo"];
    let text = |field: &str| user[field].as_str().unwrap_or_default().to_owned();
    let expected = json!({
        "products": [{"name": "Integration Cloud", "baseApiUrl": format!("{}/saas", sim.url())}],
        "userInfo": {
            "sessionId": text("sessionId"), "id": text("id"), "name": DEMO_USERNAME,
            "parentOrgId": text("orgId"), "orgId": text("orgId"), "orgName": "Simulated Organization",
            "groups": {}, "status": "Active",
        },
    });
    assert_eq!(answer, expected);
    for field in ["sessionId", "id", "orgId"] {
        assert_eq!(text(field).len(), 22, "{field}");
    }
}

#[tokio::test]
async fn signing_in_refuses_what_is_not_a_login() {
    let sim = slow().await;
    let long = "x".repeat(256);
    let (demo, wrong) = (DEMO_USERNAME, "The user name or the password is not right.");
    let length = |field: &str| format!("The field {field} needs 1 to 255 characters.");
    for (body, status, code, message) in [
        (
            json!({"username": demo, "password": "wrong"}),
            401,
            "SIM_LOGIN",
            wrong.to_owned(),
        ),
        (
            json!({"username": "someone", "password": DEMO_PASSWORD}),
            401,
            "SIM_LOGIN",
            wrong.to_owned(),
        ),
        (
            json!({"username": demo, "password": "é".repeat(255)}),
            401,
            "SIM_LOGIN",
            wrong.to_owned(),
        ),
        (
            json!({"username": long, "password": "x"}),
            400,
            "SIM_LENGTH",
            length("username"),
        ),
        (
            json!({"username": demo, "password": long}),
            400,
            "SIM_LENGTH",
            length("password"),
        ),
        (
            json!({"username": demo, "password": ""}),
            400,
            "SIM_LENGTH",
            length("password"),
        ),
        (
            json!({"username": demo}),
            400,
            "SIM_FIELDS",
            "The login cannot be read: missing field `password`.".to_owned(),
        ),
        (
            json!({"username": demo, "password": "x", "@type": "login"}),
            400,
            "SIM_FIELDS",
            "The login cannot be read: unknown field `@type`, expected `username` or `password`."
                .to_owned(),
        ),
        (
            json!([]),
            400,
            "SIM_JSON",
            "The body must be a JSON object.".to_owned(),
        ),
    ] {
        let answer = http()
            .post(format!("{}{LOGIN}", sim.url()))
            .json(&body)
            .send()
            .await
            .expect("an answer");
        let status = StatusCode::from_u16(status).expect("a status");
        assert_error(answer, status, code, &message).await;
    }
}

#[tokio::test]
async fn signing_in_needs_json_that_says_so() {
    let sim = slow().await;
    let post = || http().post(format!("{}{LOGIN}", sim.url()));
    let answer = post()
        .header("content-type", "text/plain")
        .body("{}")
        .send()
        .await
        .expect("an answer");
    let message = "The Content-Type must be application/json, not \"text/plain\".";
    assert_error(answer, StatusCode::BAD_REQUEST, "SIM_CONTENT_TYPE", message).await;
    let answer = post()
        .header("content-type", "Application/JSON; charset=utf-8")
        .body("{")
        .send()
        .await;
    let message = "The body is not JSON: EOF while parsing an object at line 1 column 1.";
    assert_error(
        answer.expect("an answer"),
        StatusCode::BAD_REQUEST,
        "SIM_JSON",
        message,
    )
    .await;
    let answer = http()
        .get(format!("{}{LOGIN}", sim.url()))
        .send()
        .await
        .expect("an answer");
    let message = format!("{LOGIN} cannot be called with GET.");
    assert_error(
        answer,
        StatusCode::METHOD_NOT_ALLOWED,
        "SIM_METHOD",
        &message,
    )
    .await;
}

#[tokio::test]
async fn every_other_call_needs_a_session() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = admin.job(&week()).await;
    let stranger = Admin {
        session: "6hgJKxDRzArRE7hUEl1BdX".to_owned(),
        ..Admin::sign_in(&sim).await
    };
    let requests = [
        stranger.post(LOGOUT),
        stranger.post(JOBS).json(&week()),
        stranger.get(&format!("{JOBS}/{job_id}")),
        stranger.get(&format!("{JOBS}/{job_id}/download")),
        http().get(format!("{}{JOBS}/{job_id}", sim.url())),
        // The cookie or the v2 header of the same session are no substitute.
        http()
            .get(format!("{}{JOBS}/{job_id}", sim.url()))
            .header("icSessionId", &admin.session),
    ];
    for request in requests {
        let answer = request.send().await.expect("an answer");
        assert_error(answer, StatusCode::UNAUTHORIZED, "SIM_SESSION", NO_SESSION).await;
    }
    assert_eq!(sim.jobs().len(), 1);
}

#[tokio::test]
async fn a_session_expires_when_it_is_not_used_for_thirty_minutes() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = admin.job(&week()).await;
    for _ in 0..3 {
        sim.advance(Duration::from_mins(29));
        admin.status(&job_id).await;
    }
    sim.advance(Duration::from_mins(30));
    let answer = admin
        .get(&format!("{JOBS}/{job_id}"))
        .send()
        .await
        .expect("an answer");
    assert_error(answer, StatusCode::UNAUTHORIZED, "SIM_SESSION", NO_SESSION).await;
}

#[tokio::test]
async fn sessions_end_by_signing_out_and_on_demand() {
    let sim = slow().await;
    let (first, second) = (Admin::sign_in(&sim).await, Admin::sign_in(&sim).await);
    assert_ne!(first.session, second.session);
    let sign_out =
        async |admin: &Admin<'_>| admin.post(LOGOUT).send().await.expect("an answer").status();
    assert_eq!(sign_out(&first).await, StatusCode::OK);
    assert_eq!(sign_out(&first).await, StatusCode::UNAUTHORIZED);
    let job_id = second.job(&week()).await;
    sim.expire_sessions();
    assert_eq!(
        second.submit(&week()).await.status(),
        StatusCode::UNAUTHORIZED
    );
    let pasted = Admin {
        session: sim.open_session(),
        ..second
    };
    assert_eq!(pasted.status(&job_id).await["jobId"], job_id.as_str());
}

#[tokio::test]
async fn what_is_not_documented_can_be_switched() {
    let sim = start(Options {
        jwt_sessions: true,
        wrong_password: WrongPassword::BadRequest,
        base_api_url: Some("https://metering.example/saas".to_owned()),
        ..Options::default()
    })
    .await;
    let admin = Admin::sign_in(&sim).await;
    let parts: Vec<&str> = admin.session.split('.').collect();
    assert_eq!(parts.len(), 3);
    assert!(
        parts[0].starts_with("eyJ") && parts[1].starts_with("eyJ") && admin.session.len() > 600
    );
    admin.job(&week()).await;
    let answer = sign_in(&sim, &http(), DEMO_USERNAME, "wrong")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let answer = sign_in(&sim, &http(), DEMO_USERNAME, DEMO_PASSWORD)
        .send()
        .await
        .expect("an answer");
    let answer: Value = answer.json().await.expect("JSON");
    assert_eq!(
        answer["products"][0]["baseApiUrl"],
        "https://metering.example/saas"
    );
}
