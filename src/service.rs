//! The client of the service: sign in, submit, status, download, sign out.
//!
//! A request goes to the configured service and nowhere else, follows no redirect, has a time limit, and is aborted when
//! its future is dropped. Nothing is ever sent twice by itself.

mod answer;
mod bytes;
mod curl;
mod error;
mod fetch;
mod session;
mod words;
mod zip;

pub use answer::Answer;
pub use bytes::Bytes;
pub use curl::curl;
pub use error::{Call, Kind, ServiceError};
pub use session::{BaseUrl, LoginUrl, Secret, Session, UrlProblem};

use std::time::Duration;

use serde::Serialize;
use web_sys::Blob;

use fetch::{Lost, Outgoing, Received, TimeLimit};
use metering_core::guard::mask;
use metering_core::job::ExportJob;
use metering_core::request::ExportRequest;

/// Path of the export calls below the base URL.
pub const EXPORT_PATH: &str = "/public/core/v3/license/metering/ExportMeteringData";

/// Below it each type of export has the path of its requests.
const METERING_PATH: &str = "/public/core/v3/license/metering/";

/// Header that carries the session ID.
pub const SESSION_HEADER: &str = "INFA-SESSION-ID";

/// Longest user name and password that the service reads, in characters.
pub const CREDENTIAL_LIMIT: usize = 255;

/// A request as it is shown and sent: the very text of the body.
pub fn body(request: &impl Serialize) -> String {
    // Plain structs of text always serialize; an empty text would be refused by the service, not by a crash.
    serde_json::to_string_pretty(request).unwrap_or_default()
}

/// Signs in with a user name and password.
///
/// The base URL of the session is `base`, or with `None` the one that the service returns.
///
/// # Errors
/// [`ServiceError`], with [`Kind::Unauthorized`] for wrong credentials.
pub async fn sign_in(
    url: &LoginUrl,
    username: &str,
    password: &str,
    base: Option<BaseUrl>,
    time_limit: Duration,
) -> Result<Session, ServiceError> {
    #[derive(Serialize)]
    struct Credentials<'a> {
        username: &'a str,
        password: &'a str,
    }
    let body = body(&Credentials { username, password });
    let outgoing = Outgoing {
        call: Call::SignIn,
        url: url.as_str(),
        session: None,
        body: Some(&body),
    };
    let answer = fetch::send(&outgoing, time_limit).await?;
    answer
        .session(url, base)
        .map_err(|error| error.without(password))
}

/// The text of `config.json`, which lies beside the page.
///
/// # Errors
/// A sentence for the administrator of the host.
pub async fn config() -> Result<String, String> {
    let call = Call::Config;
    let outgoing = Outgoing {
        call,
        url: "config.json",
        session: None,
        body: None,
    };
    let answer = fetch::send(&outgoing, Duration::from_secs(30)).await;
    let answer = answer.map_err(|lost| lost.error.to_string())?;
    match ServiceError::of(call, &answer) {
        Some(error) => Err(error.to_string()),
        None if answer.is_web_page() => Err(ServiceError::new(call, Kind::Html).to_string()),
        None => Ok(answer.body),
    }
}

/// A job that the service created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// Its fields.
    pub job: ExportJob,
    /// Whether the browser may have sent the request twice, so that there may be a second job that nobody knows.
    pub maybe_twice: bool,
}

/// The calls that need a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// Who asks, and where.
    pub session: Session,
    /// Longest time for one call, from sending to the last byte of the answer; of a download, from one byte to the next.
    pub time_limit: Duration,
}

impl Client {
    /// Asks for an export. The client sends the request once; see [`ServiceError::may_have_created_a_job`] and
    /// [`Submitted::maybe_twice`].
    ///
    /// # Errors
    /// [`ServiceError`]; the answer may be lost although the service created the job.
    pub async fn submit(&self, request: &ExportRequest) -> Result<Submitted, ServiceError> {
        let call = Call::Submit;
        let path = format!("{METERING_PATH}{}", request.path());
        let url = self.session.base.join(&path);
        fetch::forget_timings();
        let job = match self.send(call, &url, Some(&body(request))).await {
            Ok(answer) => answer.job(call),
            // The job ID may have come before the connection broke.
            Err(Lost { error, partial }) => {
                ExportJob::read(&partial).map_err(|_| error.with_excerpt(&partial))
            }
        };
        let job = self.session.guard(job)?;
        let maybe_twice = fetch::may_be_repeated(&url);
        Ok(Submitted { job, maybe_twice })
    }

    /// Asks for the fields of a job.
    ///
    /// # Errors
    /// [`ServiceError`]; an answer about another job is [`Kind::Unreadable`].
    pub async fn status(&self, job_id: &str) -> Result<ExportJob, ServiceError> {
        let call = Call::Status;
        let answer = self.send(call, &self.job_url(job_id), None).await;
        let answer = answer.map_err(ServiceError::from);
        let job = answer.and_then(|answer| answer.job(call));
        let job = self.session.guard(job)?;
        if job.job_id == job_id {
            Ok(job)
        } else {
            let why = format!("it is about the job {}", words::shorten(&job.job_id));
            Err(ServiceError::new(call, Kind::Unreadable { why }))
        }
    }

    /// Downloads the data of a job, and reports each piece that arrives.
    ///
    /// # Errors
    /// [`ServiceError`]; [`Kind::NotFound`] where the service has deleted the data, [`Kind::Unreadable`] for anything but a
    /// whole ZIP.
    pub async fn download(
        &self,
        job_id: &str,
        progress: impl Fn(Bytes),
    ) -> Result<Blob, ServiceError> {
        let call = Call::Download;
        let url = format!("{}/download", self.job_url(job_id));
        let outgoing = self.outgoing(call, &url, None);
        let limit = TimeLimit::Pause(self.time_limit);
        let Received {
            mut answer,
            file,
            broken,
        } = fetch::receive(&outgoing, limit, progress).await?;
        if let Some(error) = broken {
            return Err(error);
        }
        let fault = zip::fault(&file).await;
        if fault.is_none() && matches!(answer.status, 200..=299) {
            return Ok(file);
        }
        answer.body = mask(&zip::text(&file).await, self.session.id.reveal()).into_owned();
        let error = ServiceError::of(call, &answer);
        let error = error.unwrap_or_else(|| {
            let is_text = |kind: &&str| kind.starts_with("text/") || kind.contains("json");
            let why = match answer.content_type.as_deref().filter(is_text) {
                Some(kind) => format!("it is {}", words::shorten(kind)),
                None => fault.unwrap_or_default().to_owned(),
            };
            ServiceError::unreadable(call, &answer, why)
        });
        Err(error.without(self.session.id.reveal()))
    }

    /// Ends the session at the service.
    ///
    /// # Errors
    /// [`ServiceError`]; the session then ends by itself after 30 minutes of inactivity.
    pub async fn sign_out(&self) -> Result<(), ServiceError> {
        let Some(url) = &self.session.logout_url else {
            return Ok(());
        };
        let call = Call::SignOut;
        let answer = self.send(call, url, Some("")).await?;
        match ServiceError::of(call, &answer) {
            Some(error) => Err(error.without(self.session.id.reveal())),
            // A sign-on page of a proxy: the service was not asked.
            None if answer.is_web_page() => Err(ServiceError::new(call, Kind::Html)),
            None => Ok(()),
        }
    }

    fn job_url(&self, job_id: &str) -> String {
        // One segment of a path, whatever characters it holds.
        let job_id = String::from(js_sys::encode_uri_component(job_id));
        self.session.base.join(&format!("{EXPORT_PATH}/{job_id}"))
    }

    fn outgoing<'a>(&'a self, call: Call, url: &'a str, body: Option<&'a str>) -> Outgoing<'a> {
        let session = Some(&self.session.id);
        Outgoing {
            call,
            url,
            session,
            body,
        }
    }

    /// Sends a call. Whatever the answer quotes, the session ID is not in it any more.
    async fn send(&self, call: Call, url: &str, body: Option<&str>) -> Result<Answer, Lost> {
        let hide = |text: &mut String| *text = mask(text, self.session.id.reveal()).into_owned();
        let mut sent = fetch::send(&self.outgoing(call, url, body), self.time_limit).await;
        match &mut sent {
            Ok(answer) => hide(&mut answer.body),
            Err(lost) => hide(&mut lost.partial),
        }
        sent
    }
}
