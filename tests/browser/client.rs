//! The client and a service that works.

use std::time::Duration;

use metering_core::job::JobStatus;
use metering_export::service::{BaseUrl, Kind, Secret, sign_in};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::simulator::{self, PASSWORD, USER_NAME, client, request, requests_of, reset};
use crate::spy;

const LIMIT: Duration = Duration::from_secs(10);

#[wasm_bindgen_test]
async fn signing_in_opens_a_session_at_the_returned_base_url() {
    reset().await;
    let session = sign_in(&simulator::login_url(), USER_NAME, PASSWORD, None, LIMIT).await;
    let session = session.expect("a session");
    assert_eq!(session.base.as_str(), simulator::base());
    assert_eq!(
        session.logout_url,
        Some(simulator::login().replace("/login", "/logout"))
    );
    assert_eq!(session.user_name.as_deref(), Some(USER_NAME));
    assert_eq!(session.org_name.as_deref(), Some("Simulated Organization"));

    let asked = requests_of("signIn").await;
    assert_eq!(asked.len(), 1);
    assert_eq!(
        asked[0]["body"],
        json!({"username": USER_NAME, "password": "***"})
    );
}

#[wasm_bindgen_test]
async fn a_configured_base_url_is_used_instead() {
    reset().await;
    let base = BaseUrl::parse("/saas").expect("a base URL");
    let login = simulator::login_url();
    let session = sign_in(&login, USER_NAME, PASSWORD, Some(base.clone()), LIMIT).await;
    assert_eq!(session.expect("a session").base, base);
}

#[wasm_bindgen_test]
async fn a_request_becomes_a_job_that_can_be_asked_for() {
    reset().await;
    let client = client(10_000).await;
    let created = client.submit(&request()).await.expect("a job").job;
    assert_eq!(created.status, JobStatus::Created);
    assert_eq!(created.start_date.as_deref(), Some("2024-08-12T00:00:00Z"));
    assert_eq!(created.end_date.as_deref(), Some("2024-09-10T23:59:59Z"));
    let asked = requests_of("submit").await;
    let body = json!({
        "startDate": "2024-08-12T00:00:00Z", "endDate": "2024-09-10T23:59:59Z", "jobType": "PROJECT_FOLDER",
        "allLinkedOrgs": "TRUE",
    });
    assert_eq!((asked.len(), &asked[0]["body"]), (1, &body));

    let path = format!("jobs/{}/status", created.job_id);
    simulator::set(
        &path,
        &json!({"status": "FAILED", "errorMessage": "<html>502</html>"}),
    )
    .await;
    let failed = client.status(&created.job_id).await.expect("the job");
    assert_eq!(
        (&failed.status, &failed.job_id),
        (&JobStatus::Failed, &created.job_id)
    );
    assert_eq!(failed.error_message.as_deref(), Some("<html>502</html>"));
}

#[wasm_bindgen_test]
async fn a_session_that_was_closed_is_no_longer_accepted() {
    reset().await;
    let client = client(10_000).await;
    assert_eq!(client.sign_out().await, Ok(()));
    let error = client.submit(&request()).await.expect_err("no session");
    assert_eq!(error.kind, Kind::Unauthorized);
    assert_eq!(
        client.sign_out().await.map_err(|error| error.kind),
        Err(Kind::Unauthorized)
    );
}

#[wasm_bindgen_test]
async fn a_pasted_session_belongs_to_whoever_signed_in_elsewhere() {
    reset().await;
    let mut client = client(10_000).await;
    client.session.logout_url = None;
    assert_eq!(client.sign_out().await, Ok(()));
    assert_eq!(requests_of("signOut").await.len(), 0);
}

#[wasm_bindgen_test]
async fn every_call_goes_out_as_it_should() {
    reset().await;
    spy::forget_fetches();
    let client = client(10_000).await;
    let job = client.submit(&request()).await.expect("a job").job;
    client.status(&job.job_id).await.expect("the job");
    client.sign_out().await.expect("signed out");

    let fetches = spy::fetches();
    let calls: Vec<_> = fetches
        .iter()
        .map(|fetch| {
            ["method", "url"].map(|name| fetch[name].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    let export = format!(
        "{}/public/core/v3/license/metering/ExportMeteringData",
        simulator::base()
    );
    let expected = [
        ["POST".to_owned(), export.clone()],
        ["GET".to_owned(), format!("{export}/{}", job.job_id)],
        [
            "POST".to_owned(),
            simulator::login().replace("/login", "/logout"),
        ],
    ];
    assert_eq!(calls, expected);
    for fetch in fetches {
        // A session ID must not follow a redirect, nor an answer be kept, nor the page's address be told; and cookies have
        // no business at the service.
        assert_eq!(fetch["redirect"], "error");
        assert_eq!(fetch["cache"], "no-store");
        assert_eq!(fetch["referrerPolicy"], "no-referrer");
        assert_eq!(fetch["credentials"], "omit");
    }
    for request in requests_of("status").await {
        let headers = request["headers"].to_string();
        assert!(
            headers.contains(r#"["infa-session-id","***"]"#),
            "{headers}"
        );
        assert!(
            headers.contains(r#"["accept","application/json"]"#),
            "{headers}"
        );
        assert!(!headers.contains(r#"["referer""#), "{headers}");
        assert!(!headers.contains(r#"["cookie""#), "{headers}");
    }
}

#[wasm_bindgen_test]
async fn a_job_id_of_any_characters_stays_one_part_of_the_path() {
    reset().await;
    let client = client(10_000).await;
    spy::forget_fetches();
    for (id, path) in [
        ("a/b", "/a%2Fb"),
        ("../../login", "/..%2F..%2Flogin"),
        ("a?b#c", "/a%3Fb%23c"),
        ("a b%", "/a%20b%25"),
        ("雪", "/%E9%9B%AA"),
    ] {
        let error = client.status(id).await.expect_err("there is no such job");
        assert_eq!(error.kind, Kind::NotFound, "{id}");
        let fetches = spy::fetches();
        let url = fetches.last().expect("a fetch")["url"]
            .as_str()
            .unwrap_or_default();
        assert!(url.ends_with(&format!("ExportMeteringData{path}")), "{url}");
    }
}

#[wasm_bindgen_test]
async fn a_session_id_is_sent_as_it_is() {
    reset().await;
    let mut client = client(10_000).await;
    let odd = "eyJ.a b!#$%&'*+-^_`|~\"(),/:;<=>?@[\\]{}";
    client.session.id = Secret::new(odd).expect("a session ID");
    let error = client.status("A").await.expect_err("no such session");
    assert_eq!(error.kind, Kind::Unauthorized);
}
