//! The URL to which the service posts the job status: absolute, and reachable from the internet.

use super::problem::Value;
use super::text::quote;

/// A callback URL that passed the check, exactly as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackUrl {
    text: String,
    encrypted: bool,
}

impl CallbackUrl {
    /// The URL, exactly as typed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the scheme is `https`.
    pub const fn is_encrypted(&self) -> bool {
        self.encrypted
    }
}

/// Why a text is not a callback URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not an absolute URL.
    NotAUrl(Malformed),
    /// Neither `https` nor `http`.
    NotHttp {
        /// The scheme, quoted for a message.
        scheme: String,
    },
    /// No service on the internet can reach it.
    NotPublic {
        /// The host, quoted for a message.
        host: String,
        /// What kind of host it is.
        kind: HostKind,
    },
}

/// What keeps a text from being an absolute URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Nothing but white space.
    Empty,
}

/// A host that no public service can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostKind {
    /// A name without a dot.
    SingleLabel,
}

impl Fault {
    pub(crate) fn push_message(&self, out: &mut String) {
        match self {
            Self::NotAUrl(Malformed::Empty) => {
                out.push_str("The text is empty. Write a URL, or leave it out.");
            }
            Self::NotHttp { scheme } => {
                out.push_str(scheme);
                out.push_str(" is not a scheme that the service can post to. Write an https URL.");
            }
            Self::NotPublic {
                host,
                kind: HostKind::SingleLabel,
            } => {
                out.push_str(host);
                out.push_str(" is a name without a domain, which the service cannot reach. Give a public host.");
            }
        }
    }

    pub(crate) fn entries(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::NotAUrl(Malformed::Empty) => vec![("reason", "empty".into())],
            Self::NotHttp { scheme } => vec![("scheme", scheme.as_str().into())],
            Self::NotPublic {
                host,
                kind: HostKind::SingleLabel,
            } => {
                vec![
                    ("host", host.as_str().into()),
                    ("kind", "singleLabel".into()),
                ]
            }
        }
    }
}

/// Reads a callback URL.
///
/// # Errors
///
/// The first fault, with its position or host.
pub fn parse(text: &str) -> Result<CallbackUrl, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::NotAUrl(Malformed::Empty));
    }
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    match scheme {
        Some(scheme) if scheme.eq_ignore_ascii_case("https") => Ok(CallbackUrl {
            text: text.to_owned(),
            encrypted: true,
        }),
        Some(scheme) if scheme.eq_ignore_ascii_case("http") => Ok(CallbackUrl {
            text: text.to_owned(),
            encrypted: false,
        }),
        other => Err(Fault::NotHttp {
            scheme: quote(other.unwrap_or_default()),
        }),
    }
}
