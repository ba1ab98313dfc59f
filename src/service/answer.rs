//! What an answer of the service says: a job, a session, or why it is neither.

use std::time::Duration;

use serde::de::IgnoredAny;

use super::{BaseUrl, Call, LoginUrl, ServiceError, Session, session};
use metering_core::job::{ExportJob, not_json};

/// An answer of whatever kind, read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`, lower case.
    pub content_type: Option<String>,
    /// `Retry-After`, given in seconds or as a date.
    pub retry_after: Option<Duration>,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// The job that a submission or a status request is answered with.
    ///
    /// What the type of the content is called does not matter. A submission whose answer names a job has created it, even
    /// if the status says that something went wrong.
    ///
    /// # Errors
    /// [`ServiceError`]; [`Kind::Unreadable`](super::Kind::Unreadable) or [`Kind::Html`](super::Kind::Html) for a 2xx that names no job.
    pub fn job(&self, call: Call) -> Result<ExportJob, ServiceError> {
        match (ServiceError::of(call, self), ExportJob::read(&self.body)) {
            // Of a status, half an answer is none: what is known already must not be wiped by what is missing.
            (None, Ok(job)) if call == Call::Status && job.status.name().is_empty() => {
                let json = serde_json::from_str::<IgnoredAny>(&self.body);
                let why = json.map_err(|error| not_json(&self.body, &error));
                why.map(|_| job)
                    .map_err(|why| ServiceError::unreadable(call, self, why))
            }
            (None, Ok(job)) => Ok(job),
            (Some(error), Ok(job)) if error.may_have_created_a_job() => Ok(job),
            (Some(error), _) => Err(error),
            (None, Err(why)) => Err(ServiceError::unreadable(call, self, why)),
        }
    }

    /// The session that a login is answered with. Its base URL is `base`, or with `None` the one that the service returns.
    ///
    /// # Errors
    /// [`ServiceError`]; [`Kind::Unreadable`](super::Kind::Unreadable) or [`Kind::Html`](super::Kind::Html) for a 2xx that holds no session.
    pub fn session(
        &self,
        login: &LoginUrl,
        base: Option<BaseUrl>,
    ) -> Result<Session, ServiceError> {
        let call = Call::SignIn;
        if let Some(error) = ServiceError::of(call, self) {
            return Err(error);
        }
        session::from_login(&self.body, login, base)
            .map_err(|why| ServiceError::unreadable(call, self, why))
    }

    /// Whether a web page came, for example the sign-on page of a proxy.
    pub(super) fn is_web_page(&self) -> bool {
        let is_html =
            |kind: &str| kind.starts_with("text/html") || kind.starts_with("application/xhtml");
        self.content_type.as_deref().is_some_and(is_html) || self.body.trim_start().starts_with('<')
    }
}
