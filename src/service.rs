//! The client of the service: sign in, submit, status, download, sign out.
//!
//! A request goes to the configured service and nowhere else, follows no redirect, has a time limit, and is aborted when
//! its future is dropped. Nothing is ever sent twice by itself.

mod bytes;
mod curl;
mod error;
mod fetch;
pub mod session;
mod words;
mod zip;

pub use bytes::Bytes;
pub use curl::curl;
pub use error::{Call, Kind, ServiceError};
pub use fetch::Answer;
pub use session::{BaseUrl, LoginUrl, Secret, Session, UrlProblem};

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use web_sys::Blob;

use fetch::{File, Outgoing};
use metering_core::job::ExportJob;
use metering_core::request::ExportRequest;

/// Path of the export calls below the base URL.
pub const EXPORT_PATH: &str = "/public/core/v3/license/metering/ExportMeteringData";

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
        url: url.as_str(),
        session: None,
        body: Some(&body),
    };
    let answer = fetch::send(Call::SignIn, &outgoing, time_limit).await?;
    session::from_login(&read(Call::SignIn, &answer)?, url, base)
}

/// The text of `config.json`, which lies beside the page.
///
/// # Errors
/// A sentence for the administrator of the host.
pub async fn config() -> Result<String, String> {
    let outgoing = Outgoing {
        url: "config.json",
        session: None,
        body: None,
    };
    let answer = fetch::send(Call::Config, &outgoing, Duration::from_secs(30))
        .await
        .map_err(|error| error.to_string())?;
    match ServiceError::of(Call::Config, &answer) {
        Some(error) => Err(error.to_string()),
        None => Ok(answer.body),
    }
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
    /// Asks for an export. Never repeated by itself: see [`ServiceError::may_have_created_a_job`].
    ///
    /// # Errors
    /// [`ServiceError`]; the answer may be lost although the service created the job.
    pub async fn submit(&self, request: &ExportRequest) -> Result<ExportJob, ServiceError> {
        let url = self.session.base.join(EXPORT_PATH);
        read_job(
            Call::Submit,
            &self.send(Call::Submit, &url, Some(&body(request))).await?,
        )
    }

    /// Asks for the fields of a job.
    ///
    /// # Errors
    /// [`ServiceError`]; an answer about another job is [`Kind::Unreadable`].
    pub async fn status(&self, job_id: &str) -> Result<ExportJob, ServiceError> {
        let url = self
            .session
            .base
            .join(&format!("{EXPORT_PATH}/{}", encode(job_id)));
        let job = read_job(Call::Status, &self.send(Call::Status, &url, None).await?)?;
        if job.job_id == job_id {
            Ok(job)
        } else {
            let why = format!("it is about the job {}", words::shorten(&job.job_id));
            Err(ServiceError::new(Call::Status, Kind::Unreadable { why }))
        }
    }

    /// Downloads the data of a job, and tells of each piece that arrives.
    ///
    /// # Errors
    /// [`ServiceError`]; [`Kind::NotFound`] where the service has deleted the data, [`Kind::Unreadable`] for anything but a
    /// whole ZIP.
    pub async fn download(
        &self,
        job_id: &str,
        progress: impl Fn(Bytes),
    ) -> Result<Blob, ServiceError> {
        let url = self
            .session
            .base
            .join(&format!("{EXPORT_PATH}/{}/download", encode(job_id)));
        let outgoing = Outgoing {
            url: &url,
            session: Some(&self.session.id),
            body: None,
        };
        let call = Call::Download;
        match fetch::receive(call, &outgoing, self.time_limit, progress).await? {
            File::Whole(zip) => match zip::fault(&zip).await {
                None => Ok(zip),
                Some(why) => Err(ServiceError::new(call, Kind::Unreadable { why })),
            },
            File::Text(answer) => Err(ServiceError::of(call, &answer).unwrap_or_else(|| {
                let kind = answer.content_type.as_deref().unwrap_or("nothing");
                let why = format!("it is {}", words::shorten(kind));
                ServiceError::with_words(call, Kind::Unreadable { why }, &answer)
            })),
        }
    }

    /// Ends the session at the service.
    ///
    /// # Errors
    /// [`ServiceError`]; the session then ends by itself after 30 minutes without use.
    pub async fn sign_out(&self) -> Result<(), ServiceError> {
        let Some(url) = &self.session.logout_url else {
            return Ok(());
        };
        let answer = self.send(Call::SignOut, url, Some("")).await?;
        ServiceError::of(Call::SignOut, &answer).map_or(Ok(()), Err)
    }

    async fn send(
        &self,
        call: Call,
        url: &str,
        body: Option<&str>,
    ) -> Result<Answer, ServiceError> {
        let outgoing = Outgoing {
            url,
            session: Some(&self.session.id),
            body,
        };
        fetch::send(call, &outgoing, self.time_limit).await
    }
}

/// Reads a successful answer, or says why it is none.
fn read(call: Call, answer: &Answer) -> Result<Value, ServiceError> {
    match ServiceError::of(call, answer) {
        Some(error) => Err(error),
        None => serde_json::from_str(&answer.body)
            .map_err(|error| ServiceError::not_json(call, answer, &error)),
    }
}

fn read_job(call: Call, answer: &Answer) -> Result<ExportJob, ServiceError> {
    ExportJob::read(&read(call, answer)?).map_err(|why| {
        ServiceError::new(
            call,
            Kind::Unreadable {
                why: why.to_owned(),
            },
        )
    })
}

/// A job ID as one segment of a path, whatever characters it holds.
fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
