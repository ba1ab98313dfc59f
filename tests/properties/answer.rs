//! Any bytes as an answer of the service: it is a job, a session or an error, and says so in a few words.

use std::time::Duration;

use metering_core::job::{ExportJob, RETRY_AFTER_LIMIT};
use metering_export::service::{Answer, Call, LoginUrl, ServiceError};
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
    for call in CALLS {
        if let Some(error) = ServiceError::of(call, &answer) {
            failed(&answer, &error);
        }
    }
    for call in [Call::Submit, Call::Status] {
        match answer.job(call) {
            Ok(found) => job(&found, body),
            Err(error) => said(&error),
        }
    }
    session(&answer);
}

fn failed(answer: &Answer, error: &ServiceError) {
    said(error);
    let refused = matches!(answer.status, 0..=199 | 300..=407 | 409..=499);
    assert_eq!(
        error.may_have_created_a_job(),
        error.call == Call::Submit && !refused
    );
    let asked = answer
        .retry_after
        .filter(|_| matches!(answer.status, 408 | 429 | 500..));
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

fn job(job: &ExportJob, body: &str) {
    assert!(!job.job_id.trim().is_empty());
    let value = serde_json::from_str(body).unwrap_or(Value::Null);
    let has_id = ["jobId", "jobID"]
        .iter()
        .any(|name| value[*name].as_str() == Some(&job.job_id));
    for (name, shown) in job.fields() {
        // These two have another spelling each.
        if let Some(text) = value[name].as_str()
            && !["jobId", "updateTime"].contains(&name)
            && has_id
        {
            assert_eq!(shown, Some(text), "{name}");
        }
    }
    // What is stored is read back.
    let stored = serde_json::to_string(job).expect("JSON");
    assert_eq!(ExportJob::read(&stored).as_ref(), Ok(job));
    assert_eq!(job.clone().after(&ExportJob::named("x".into())), *job);
    assert_eq!(job.clone().after(job), *job);
    let until = job.download_until(chrono::DateTime::UNIX_EPOCH);
    assert!(until.is_none() || job.status.has_data());
}

fn session(answer: &Answer) {
    let login = LoginUrl::parse(LoginUrl::EXAMPLE).expect("an address");
    let session = match answer.session(&login, None) {
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
    assert_eq!(format!("{:?}", session.id), "Secret(…)");
}
