//! The record of what the service was asked.

use chrono::{DateTime, Utc};
use http::request::Parts;
use http::{HeaderMap, Method};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::jobs::wire_time;

/// A call of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Call {
    /// `POST …/login`
    SignIn,
    /// `POST …/logout`
    SignOut,
    /// `POST …/ExportMeteringData` or `POST …/ExportServiceJobLevelMeteringData`
    Submit,
    /// `GET …/ExportMeteringData/<jobId>`
    Status,
    /// `GET …/ExportMeteringData/<jobId>/download`
    Download,
}

/// Path of the calls about export jobs.
pub(crate) const JOBS_PATH: &str = "/saas/public/core/v3/license/metering/ExportMeteringData";

/// Path that job-level exports are asked for at.
pub(crate) const JOB_LEVEL_PATH: &str =
    "/saas/public/core/v3/license/metering/ExportServiceJobLevelMeteringData";

impl Call {
    /// The call that a request makes, and the job that it is about.
    pub(crate) fn of(method: &Method, path: &str) -> Option<(Self, Option<String>)> {
        if *method == Method::POST {
            return match path {
                "/saas/public/core/v3/login" => Some((Self::SignIn, None)),
                "/saas/public/core/v3/logout" => Some((Self::SignOut, None)),
                JOBS_PATH | JOB_LEVEL_PATH => Some((Self::Submit, None)),
                _ => None,
            };
        }
        let mut rest = path.strip_prefix(JOBS_PATH)?.strip_prefix('/')?.split('/');
        let job = rest.next().filter(|job| !job.is_empty())?.to_owned();
        let call = match (rest.next(), rest.next()) {
            (None, _) => Self::Status,
            (Some("download"), None) => Self::Download,
            (Some(_), _) => return None,
        };
        (*method == Method::GET).then_some((call, Some(job)))
    }
}

/// A request to `/saas/`, as it arrived; faulted ones are recorded too.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Which call it made, if it is one that the service knows.
    pub call: Option<Call>,
    /// The job that it was about.
    pub job_id: Option<String>,
    /// HTTP method.
    pub method: Method,
    /// Path, without the query.
    pub path: String,
    /// Query, without the question mark.
    pub query: Option<String>,
    /// Every header.
    pub headers: HeaderMap,
    /// Body, whole.
    pub body: Vec<u8>,
    /// When it arrived, by the simulator's clock.
    pub at: DateTime<Utc>,
    /// Status of the answer; none while it is being answered, and for good if the answer was withheld.
    pub answered: Option<u16>,
    /// Its number since the start.
    pub(crate) number: u64,
}

impl Recorded {
    pub(crate) fn new(request: &Parts, body: &[u8], at: DateTime<Utc>) -> Self {
        let path = request.uri.path();
        let (call, job_id) = Call::of(&request.method, path).unzip();
        Self {
            call,
            job_id: job_id.flatten(),
            method: request.method.clone(),
            path: path.to_owned(),
            query: request.uri.query().map(str::to_owned),
            headers: request.headers.clone(),
            body: body.to_vec(),
            at,
            answered: None,
            number: 0,
        }
    }

    /// The value of a header, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When the body is not JSON, or not JSON of this form.
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.body)
    }

    /// The record for people: as JSON, with the password and the session blacked out.
    pub(crate) fn for_people(&self) -> Value {
        let headers = self.headers.iter().map(|(name, value)| {
            let secret = ["infa-session-id", "cookie", "authorization"].contains(&name.as_str());
            let text = if secret {
                "***".into()
            } else {
                String::from_utf8_lossy(value.as_bytes())
            };
            json!([name.as_str(), text])
        });
        let headers: Vec<_> = headers.collect();
        json!({
            "call": self.call,
            "jobId": self.job_id,
            "method": self.method.as_str(),
            "path": self.path,
            "query": self.query,
            "headers": headers,
            "body": self.body_for_people(),
            "at": wire_time(self.at),
            "answered": self.answered,
        })
    }

    fn body_for_people(&self) -> Value {
        let Ok(mut body) = self.json::<Value>() else {
            return String::from_utf8_lossy(&self.body).into();
        };
        if let Some(password) = body.get_mut("password") {
            *password = "***".into();
        }
        body
    }
}
