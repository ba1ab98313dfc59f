//! Any bytes as an answer of the service: it is a job, a session or an error, and says so in a few words.

use std::time::Duration;

use metering_core::job::{ExportJob, RETRY_AFTER_LIMIT};
use metering_export::service::session::from_login;
use metering_export::service::{Answer, Call, Kind, LoginUrl, ServiceError};
use serde_json::Value;

const CALLS: [Call; 5] = [
    Call::Config,
    Call::SignIn,
    Call::SignOut,
    Call::Submit,
    Call::Status,
];

/// The first line has the status, the type of the content and the seconds of `Retry-After`, either `-` where there is
/// none; the body follows.
pub(crate) fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (head, body) = text.split_once('\n').unwrap_or((&text, ""));
    let mut head = head.split(' ');
    let mut next = || head.next().filter(|text| *text != "-");
    let answer = Answer {
        status: next().and_then(|text| text.parse().ok()).unwrap_or(200),
        content_type: next().map(str::to_lowercase),
        retry_after: next()
            .and_then(|text| text.parse().ok())
            .map(Duration::from_secs),
        body: body.to_owned(),
    };
    let read = serde_json::from_str::<Value>(body);
    for call in CALLS {
        match (ServiceError::of(call, &answer), &read) {
            (Some(error), _) => failed(&answer, &error),
            (None, Err(error)) => said(&ServiceError::not_json(call, &answer, error)),
            (None, Ok(value)) => match call {
                Call::Submit | Call::Status => job(call, value),
                Call::SignIn => session(value),
                Call::Config | Call::SignOut | Call::Download => {}
            },
        }
    }
}

fn failed(answer: &Answer, error: &ServiceError) {
    said(error);
    let success = matches!(answer.status, 200..=299);
    assert_eq!(success, error.kind == Kind::Html);
    let refused = matches!(answer.status, 0..=199 | 300..=499);
    assert_eq!(
        error.may_have_created_a_job(),
        error.call == Call::Submit && !refused
    );
    let asked = answer
        .retry_after
        .filter(|_| matches!(answer.status, 429 | 500..));
    assert_eq!(
        error.retry_after(),
        asked.map(|wait| wait.min(RETRY_AFTER_LIMIT))
    );
}

/// An error is said in a few lines without control characters.
fn said(error: &ServiceError) {
    let text = error.to_string();
    assert!(text.ends_with(['.', '”', ')']), "{text}");
    assert!(text.chars().count() < 2000, "{text}");
    assert!(!text.contains(char::is_control), "{text:?}");
}

fn job(call: Call, value: &Value) {
    let job = match ExportJob::read(value) {
        Ok(job) => job,
        Err(why) => {
            return said(&ServiceError::new(
                call,
                Kind::Unreadable {
                    why: why.to_owned(),
                },
            ));
        }
    };
    assert!(!job.job_id.trim().is_empty());
    for (name, shown) in job.fields() {
        // These two have another spelling each.
        if let Some(text) = value[name].as_str()
            && !["jobId", "updateTime"].contains(&name)
        {
            assert_eq!(shown, Some(text), "{name}");
        }
    }
    // What is stored is read back.
    let stored = serde_json::to_value(&job).expect("JSON");
    assert_eq!(ExportJob::read(&stored).as_ref(), Ok(&job));
    assert_eq!(job.clone().after(&ExportJob::named("x".into())), job);
    assert_eq!(job.clone().after(&job), job);
    let until = job.download_until(chrono::DateTime::UNIX_EPOCH);
    assert!(until.is_none() || job.status.has_data());
}

fn session(value: &Value) {
    let login = LoginUrl::parse(LoginUrl::EXAMPLE).expect("an address");
    let session = match from_login(value, &login, None) {
        Ok(session) => session,
        Err(error) => return said(&error),
    };
    let base = session.base.as_str();
    assert!(
        base.starts_with("https://")
            || base.starts_with("http://127.0.0.1:")
            || base.starts_with("http://localhost:")
            || (base.starts_with('/') && !base.starts_with("//")),
        "{base}"
    );
    let id = value["userInfo"]["sessionId"].as_str().unwrap_or_default();
    assert!(id.is_ascii() || id.trim().is_ascii());
    assert_eq!(format!("{:?}", session.id), "Secret(…)");
}
