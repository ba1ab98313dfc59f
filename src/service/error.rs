//! What went wrong between the page and the service, from the answer alone.

use std::fmt;
use std::time::Duration;

use super::words::{Words, shorten};
use super::{Answer, Bytes};
use metering_core::guard::mask;
use metering_core::job::RETRY_AFTER_LIMIT;

/// What the page was asking for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// `GET config.json` from the page's own host.
    Config,
    /// `POST …/login`.
    SignIn,
    /// `POST …/logout`.
    SignOut,
    /// `POST …/ExportMeteringData`.
    Submit,
    /// `GET …/ExportMeteringData/<jobId>`.
    Status,
    /// `GET …/ExportMeteringData/<jobId>/download`.
    Download,
}

/// What kind of failure it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No answer arrived: no network, a refused or reset connection, a redirect, or a host that forbids the page's origin.
    NoAnswer {
        /// Whether the browser said that it was offline before the call: then nothing was sent.
        offline: bool,
        /// Whether the call went to another origin than the page's, which the service does not allow.
        cross_origin: bool,
    },
    /// No complete answer within the time limit; of a download, nothing more for that long.
    TimedOut {
        /// The limit.
        limit: Duration,
    },
    /// A download ended before it was complete.
    BrokenOff {
        /// How much had arrived.
        received: Bytes,
    },
    /// 400: a field or its format.
    BadRequest,
    /// 401: the credentials or the session.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 429, and when to come back if the service said so.
    TooManyRequests {
        /// `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// Any other 4xx, or a 3xx.
    Refused,
    /// 5xx or 408, and when to come back if the service said so.
    Unavailable {
        /// `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// 2xx with HTML: a sign-on page or a gateway instead of the service.
    Html,
    /// 2xx with something that is not the documented answer. `why` completes "The answer cannot be read: …".
    Unreadable {
        /// The reason.
        why: String,
    },
}

/// A failed call, with the service's own words where it had any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceError {
    /// What was asked for.
    pub call: Call,
    /// What kind of failure it was.
    pub kind: Kind,
    /// HTTP status, if an answer arrived.
    pub status: Option<u16>,
    /// The service's error code, for example `IDS_085`.
    pub code: Option<String>,
    /// The service's own words, shortened; text, never markup.
    pub message: Option<String>,
    /// The service's request ID, for its support.
    pub request_id: Option<String>,
    /// The beginning of an answer that cannot be read, for people: it may hold a job ID.
    pub excerpt: Option<String>,
}

impl ServiceError {
    /// A failure without an answer.
    pub fn new(call: Call, kind: Kind) -> Self {
        Self {
            call,
            kind,
            status: None,
            code: None,
            message: None,
            request_id: None,
            excerpt: None,
        }
    }

    /// The error that an answer stands for, or `None` for 2xx.
    pub fn of(call: Call, answer: &Answer) -> Option<Self> {
        let retry_after = answer.retry_after;
        let kind = match answer.status {
            200..=299 => return None,
            400 => Kind::BadRequest,
            401 => Kind::Unauthorized,
            403 => Kind::Forbidden,
            404 => Kind::NotFound,
            429 => Kind::TooManyRequests { retry_after },
            408 | 500.. => Kind::Unavailable { retry_after },
            _ => Kind::Refused,
        };
        Some(Self::with_words(call, kind, answer))
    }

    /// A 2xx that is not the documented answer; `why` completes "The answer is not …: ".
    pub fn unreadable(call: Call, answer: &Answer, why: String) -> Self {
        let kind = if answer.is_web_page() {
            Kind::Html
        } else {
            Kind::Unreadable { why }
        };
        Self::with_words(call, kind, answer)
    }

    fn with_words(call: Call, kind: Kind, answer: &Answer) -> Self {
        let words = Words::read(&answer.body);
        let error = Self {
            status: Some(answer.status),
            code: words.code,
            message: words.message,
            request_id: words.request_id,
            ..Self::new(call, kind)
        };
        error.with_excerpt(&answer.body)
    }

    /// Keeps the beginning of a body for people, if it may hold a job ID and has no words that say more.
    pub(super) fn with_excerpt(mut self, body: &str) -> Self {
        if self.may_have_created_a_job() && self.message.is_none() && !body.trim().is_empty() {
            self.excerpt = Some(shorten(body));
        }
        self
    }

    /// The same error with this secret masked in its texts.
    #[must_use]
    pub(super) fn without(mut self, secret: &str) -> Self {
        let hide = |text: &mut String| *text = mask(text, secret).into_owned();
        if let Kind::Unreadable { why } = &mut self.kind {
            hide(why);
        }
        let texts = [
            &mut self.code,
            &mut self.message,
            &mut self.request_id,
            &mut self.excerpt,
        ];
        texts.into_iter().flatten().for_each(hide);
        self
    }

    /// Whether the service may have created a job although no usable answer arrived.
    ///
    /// Only a 4xx or 3xx is a refusal for certain, and not even 408: a gateway can answer that, or any 5xx, after the
    /// service did its work. A 2xx that cannot be read most likely was a job.
    pub fn may_have_created_a_job(&self) -> bool {
        self.call == Call::Submit
            && match self.kind {
                Kind::NoAnswer { offline, .. } => !offline,
                Kind::TimedOut { .. }
                | Kind::BrokenOff { .. }
                | Kind::Unavailable { .. }
                | Kind::Html
                | Kind::Unreadable { .. } => true,
                Kind::BadRequest
                | Kind::Unauthorized
                | Kind::Forbidden
                | Kind::NotFound
                | Kind::TooManyRequests { .. }
                | Kind::Refused => false,
            }
    }

    /// How long the service asks to wait, at most [`RETRY_AFTER_LIMIT`].
    pub fn retry_after(&self) -> Option<Duration> {
        match self.kind {
            Kind::TooManyRequests { retry_after } | Kind::Unavailable { retry_after } => {
                retry_after.map(|wait| wait.min(RETRY_AFTER_LIMIT))
            }
            Kind::NoAnswer { .. }
            | Kind::TimedOut { .. }
            | Kind::BrokenOff { .. }
            | Kind::BadRequest
            | Kind::Unauthorized
            | Kind::Forbidden
            | Kind::NotFound
            | Kind::Refused
            | Kind::Html
            | Kind::Unreadable { .. } => None,
        }
    }

    fn explanation(&self) -> String {
        let status = self.status.unwrap_or_default();
        match (&self.kind, self.call) {
            (Kind::NotFound, Call::Config) => "The file is not there.".into(),
            (Kind::Html, Call::Config) => "A web page is there instead.".into(),
            (Kind::NoAnswer { .. } | Kind::TimedOut { .. }, Call::Config) => "The page's host did not answer.".into(),
            (_, Call::Config) => format!("The page's host did not deliver it (HTTP {status})."),
            (Kind::NoAnswer { offline: true, .. }, Call::Status) => "This computer is offline.".into(),
            (Kind::NoAnswer { offline: true, .. }, _) => {
                "This computer is offline. Nothing was sent; try again when the network is back.".into()
            }
            (Kind::NoAnswer { cross_origin: true, .. }, _) => {
                "No answer. The service does not let pages of other sites call it: use the proxy of this page's own host as the base URL, and check the network.".into()
            }
            (Kind::NoAnswer { .. }, _) => {
                "No answer from the service. Check the network and that the host of this page passes /saas/ on to the service.".into()
            }
            (Kind::TimedOut { limit }, Call::Download) => {
                format!("Nothing more arrived within {}. Check the network and try again.", seconds(*limit))
            }
            (Kind::BrokenOff { received }, _) => {
                format!("It broke off after {received}. Check the network and try again.")
            }
            (Kind::TimedOut { limit }, _) => format!("No answer within {}.", seconds(*limit)),
            (Kind::BadRequest, Call::SignIn) => "The service did not accept this sign-in. Check the user name and the password.".into(),
            (Kind::BadRequest, Call::Download) => "The service did not accept this download.".into(),
            (Kind::BadRequest, _) => "The service did not accept this request.".into(),
            (Kind::Unauthorized, Call::SignIn) => "The user name or the password is wrong.".into(),
            (Kind::Unauthorized, _) => "The session has expired. Sign in again.".into(),
            (Kind::Forbidden, Call::SignIn) => "This user may not sign in here. Ask an administrator of the organization.".into(),
            (Kind::Forbidden, _) => "This user may not export metering data. Ask an administrator of the organization for the privilege.".into(),
            (Kind::NotFound, Call::Status) => "The service does not know this job in this organization.".into(),
            (Kind::NotFound, Call::Download) => {
                "The service has no data of this job in this organization. Data is kept for three days; after that, request the export again.".into()
            }
            (Kind::NotFound, _) => "The service has no such address. Check the login URL and the API base URL.".into(),
            (Kind::TooManyRequests { retry_after: Some(wait) }, _) => {
                format!("Too many requests. The service asks to wait {}.", seconds(*wait))
            }
            (Kind::TooManyRequests { retry_after: None }, _) => "Too many requests. Wait a minute and try again.".into(),
            (Kind::Refused, _) => format!("The service refused the call (HTTP {status})."),
            (Kind::Unavailable { retry_after: Some(wait) }, _) => {
                format!("The service is not available (HTTP {status}). It asks to wait {}.", seconds(*wait))
            }
            // To try again is no advice while nobody knows whether there is a job.
            (Kind::Unavailable { retry_after: None }, Call::Submit) => format!("The service is not available (HTTP {status})."),
            (Kind::Unavailable { retry_after: None }, _) => format!("The service is not available (HTTP {status}). Try again later."),
            (Kind::Html, _) => {
                "A web page came instead of an answer of the service: perhaps the sign-on page of a proxy, or a wrong URL.".into()
            }
            (Kind::Unreadable { why }, Call::SignIn) => format!("The answer is not a session: {why}. Check the login URL."),
            (Kind::Unreadable { why }, Call::Download) => format!("The answer is not a ZIP: {why}."),
            (Kind::Unreadable { why }, _) => format!("The answer is not an export job: {why}."),
        }
    }
}

impl fmt::Display for ServiceError {
    /// The explanation, the service's own words, code and request ID. Where the service says why it did not accept something,
    /// its words are the explanation.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let explanation = self.explanation();
        match (&self.message, &self.kind, self.call) {
            (None, ..) => f.write_str(&explanation)?,
            (Some(message), Kind::BadRequest, call) if call != Call::SignIn => {
                write!(f, "{}: {message}", explanation.trim_end_matches('.'))?;
            }
            (Some(message), ..) => write!(f, "{explanation} The service says: “{message}”")?,
        }
        let labels = [("code", &self.code), ("request", &self.request_id)];
        let labels: Vec<_> = labels
            .iter()
            .filter_map(|(label, value)| value.as_ref().map(|value| format!("{label} {value}")))
            .collect();
        if !labels.is_empty() {
            write!(f, " ({})", labels.join(", "))?;
        }
        Ok(())
    }
}

impl std::error::Error for ServiceError {}

fn seconds(wait: Duration) -> String {
    match wait.as_secs() {
        0 | 1 => "a second".into(),
        seconds @ 2..=119 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds.div_ceil(60)),
    }
}
