//! The switches over HTTP.

mod common;

use common::{Admin, JOBS, eventually, http, slow, week};
use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::Simulator;

async fn post(sim: &Simulator, path: &str, body: &Value) -> StatusCode {
    let url = format!("{}/simulator/{path}", sim.url());
    http()
        .post(url)
        .json(body)
        .send()
        .await
        .expect("an answer")
        .status()
}

async fn get(sim: &Simulator, path: &str) -> Value {
    let url = format!("{}/simulator/{path}", sim.url());
    http()
        .get(url)
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON")
}

/// The lines of the crate's documentation that show a switch.
#[tokio::test]
async fn the_documented_examples_work() {
    let sim = slow().await;
    let job_id = Admin::sign_in(&sim).await.job(&week()).await;
    let documentation = include_str!("../src/lib.rs");
    let mut tried = 0;
    for line in documentation.lines() {
        let Some((_, json)) = line.split_once("curl --json '") else {
            continue;
        };
        let (body, rest) = json.split_once("' $sim/").expect("a path");
        let path = rest
            .split_whitespace()
            .next()
            .expect("a path")
            .replace("<jobId>", &job_id);
        let body = serde_json::from_str(body).expect("JSON");
        if path != "offline" {
            assert_eq!(
                post(&sim, &path, &body).await,
                StatusCode::NO_CONTENT,
                "{line}"
            );
        }
        tried += 1;
    }
    assert_eq!(tried, 11);
}

#[tokio::test]
async fn faults_are_added_listed_and_removed() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let fault =
        json!({"call": "submit", "kind": "status", "status": 503, "retryAfter": {"seconds": 3}});
    assert_eq!(post(&sim, "faults", &fault).await, StatusCode::NO_CONTENT);
    let drip = json!({"call": "download", "kind": "slowDrip", "bytes": 5, "everyMillis": 10, "times": null});
    assert_eq!(post(&sim, "faults", &drip).await, StatusCode::NO_CONTENT);
    let listed = get(&sim, "faults").await;
    assert_eq!(
        (&listed[0]["times"], &listed[1]["times"]),
        (&json!(1), &Value::Null)
    );
    let answer = admin.submit(&week()).await;
    assert_eq!(
        (answer.status(), &answer.headers()["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"3".parse().expect("it"))
    );
    assert_eq!(get(&sim, "faults").await.as_array().map(Vec::len), Some(1));
    http()
        .delete(format!("{}/simulator/faults", sim.url()))
        .send()
        .await
        .expect("an answer");
    assert_eq!(get(&sim, "faults").await, json!([]));
    for wrong in [
        json!({"call": "submit", "kind": "explode"}),
        json!({"call": "launch", "kind": "dropAfter"}),
        json!({"call": "submit", "kind": "status", "status": 503, "retry_after": {"seconds": 3}}),
    ] {
        assert_eq!(
            post(&sim, "faults", &wrong).await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn requests_are_listed_without_secrets() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = admin.job(&week()).await;
    admin.status(&job_id).await;
    let listed = get(&sim, "requests").await;
    let text = listed.to_string();
    assert!(
        !text.contains(&admin.session) && !text.contains(simulator::DEMO_PASSWORD),
        "{text}"
    );
    let calls: Vec<_> = listed
        .as_array()
        .expect("a list")
        .iter()
        .map(|request| &request["call"])
        .collect();
    assert_eq!(calls, ["signIn", "submit", "status"]);
    assert_eq!(
        (&listed[1]["body"], &listed[1]["answered"]),
        (&week(), &json!(200))
    );
    assert_eq!(
        (&listed[2]["path"], &listed[2]["jobId"]),
        (&json!(format!("{JOBS}/{job_id}")), &json!(job_id))
    );
    http()
        .delete(format!("{}/simulator/requests", sim.url()))
        .send()
        .await
        .expect("an answer");
    assert_eq!(get(&sim, "requests").await, json!([]));
}

#[tokio::test]
async fn jobs_clock_and_sessions_are_moved() {
    let sim = slow().await;
    post(
        &sim,
        "next-job",
        &json!({"ends": "FAILED", "errorMessage": "no"}),
    )
    .await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = admin.job(&week()).await;
    post(&sim, "clock", &json!({"advanceSeconds": 600})).await;
    let jobs = get(&sim, "jobs").await;
    assert_eq!(
        (
            &jobs[0]["jobId"],
            &jobs[0]["status"],
            &jobs[0]["errorMessage"]
        ),
        (&json!(job_id), &json!("FAILED"), &json!("no"))
    );
    post(
        &sim,
        &format!("jobs/{job_id}/status"),
        &json!({"status": "SUCCESS"}),
    )
    .await;
    assert_eq!(admin.status(&job_id).await["status"], "SUCCESS");
    let totals = get(&sim, &format!("jobs/{job_id}/totals")).await;
    assert_eq!(totals, json!(sim.usage_totals(&job_id)));
    assert_eq!(
        totals["byDay"].as_object().map(serde_json::Map::len),
        Some(7)
    );
    post(&sim, "sessions/expire", &json!({})).await;
    assert_eq!(
        admin.submit(&week()).await.status(),
        StatusCode::UNAUTHORIZED
    );
    let answer = http()
        .post(format!("{}/simulator/sessions", sim.url()))
        .send()
        .await
        .expect("an answer");
    let session: Value = answer.json().await.expect("JSON");
    assert_eq!(session["baseApiUrl"], format!("{}/saas", sim.url()));
    let admin = Admin {
        session: session["sessionId"].as_str().expect("text").to_owned(),
        ..admin
    };
    post(&sim, "active-jobs", &json!({"max": 0})).await;
    assert_eq!(
        admin.submit(&week()).await.status(),
        StatusCode::BAD_REQUEST
    );
    post(&sim, "reset", &json!({})).await;
    assert_eq!(
        (get(&sim, "jobs").await, get(&sim, "callbacks").await),
        (json!([]), json!([]))
    );
    let unknown = http()
        .get(format!("{}/simulator/jobs/nope/totals", sim.url()))
        .send()
        .await
        .expect("an answer");
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn offline_ends_by_itself() {
    let sim = slow().await;
    post(&sim, "offline", &json!({"seconds": 1})).await;
    for is_online in [false, true] {
        eventually(async || {
            let answer = http().get(sim.url()).send().await;
            (answer.is_ok() == is_online).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn other_names_and_plain_forms_are_refused() {
    let sim = slow().await;
    let url = format!("{}/simulator/jobs", sim.url());
    for (host, status) in [
        ("evil.example", 403),
        ("127.0.0.1.evil.example:80", 403),
        ("localhost:80", 200),
    ] {
        let answer = http()
            .get(&url)
            .header("host", host)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{host}");
    }
    // What a page of another origin can send without asking first.
    let url = format!("{}/simulator/next-job", sim.url());
    let answer = http()
        .post(&url)
        .header("content-type", "text/plain")
        .body("{}")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
