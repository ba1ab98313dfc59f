//! The URL to which the service posts the job status: absolute, and reachable from the internet.
//!
//! The host is judged as browsers read it (the WHATWG URL standard), so that no spelling slips past
//! the check. The URL is sent exactly as typed.

use serde::Serialize;

use super::problem::Code;
use super::text::{Character, LONGEST, ROOM, excerpt, is_hidden, split_at};

mod host;

pub use host::HostKind;

/// A callback URL that passed the check, exactly as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallbackUrl(String);

impl CallbackUrl {
    /// The URL, exactly as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the scheme is `https`.
    pub fn is_encrypted(&self) -> bool {
        split_scheme(&self.0).is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"))
    }
}

/// Reads a callback URL.
///
/// # Errors
///
/// The first thing that is wrong, with the part of the URL that it is about.
pub fn parse(text: &str) -> Result<CallbackUrl, Fault> {
    if text.len() > LONGEST {
        return Err(Fault::TooLong);
    }
    // Browsers drop or turn these around; the service may not.
    check_characters(text, 0, |_, c| matches!(c, ' ' | '\\') || is_hidden(c))?;
    let (scheme, rest) = split_scheme(text).ok_or(Fault::Start)?;
    if !["https", "http"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
    {
        return Err(Fault::Scheme {
            found: excerpt(scheme, ROOM),
        });
    }
    let rest = rest.strip_prefix("//").ok_or(Fault::Start)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let path = rest.strip_prefix(authority).unwrap_or_default();
    if split_at(authority, b'@').is_some() {
        return Err(Fault::Credentials);
    }
    let (typed_host, port) = split_port(authority);
    if let Some(port) = port {
        if split_at(port, b':').is_some() {
            // An IPv6 address without brackets.
            return Err(Fault::Ipv6 {
                found: excerpt(authority, ROOM),
            });
        }
        let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || !port.parse::<u16>().is_ok_and(|port| port > 0) {
            return Err(Fault::Port {
                found: excerpt(port, ROOM),
            });
        }
    }
    host::check(typed_host, whatwg_host(text).as_deref())?;
    // Browsers encode these when they send a URL; other programs may refuse it.
    let before = text.chars().count() - path.chars().count();
    check_characters(path, before, |rest, c| match c {
        '"' | '<' | '>' | '{' | '}' | '|' | '^' | '`' => true,
        '%' => {
            !matches!(rest, [first, second, ..] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit())
        }
        c => !c.is_ascii(),
    })?;
    Ok(CallbackUrl(text.to_owned()))
}

/// Refuses the first character that cannot be in a URL as it is, by what follows it and itself; `before` counts those that
/// stand before the text.
fn check_characters(
    text: &str,
    before: usize,
    is_refused: impl Fn(&[u8], char) -> bool,
) -> Result<(), Fault> {
    let mut chars = text.chars();
    let mut position = before;
    while let Some(c) = chars.next() {
        position += 1;
        if is_refused(chars.as_str().as_bytes(), c) {
            let character = Character(c);
            return Err(Fault::Character {
                position,
                character,
            });
        }
    }
    Ok(())
}

/// The host of a URL as the WHATWG URL standard reads and normalizes it, an IPv6 address in
/// brackets; `None` where the text is no URL by that standard.
#[cfg(target_arch = "wasm32")]
fn whatwg_host(url: &str) -> Option<String> {
    Some(web_sys::Url::new(url).ok()?.hostname())
}

/// The host of a URL as the WHATWG URL standard reads and normalizes it, an IPv6 address in
/// brackets; `None` where the text is no URL by that standard.
#[cfg(not(target_arch = "wasm32"))]
fn whatwg_host(url: &str) -> Option<String> {
    Some(url::Url::parse(url).ok()?.host_str()?.to_owned())
}

/// The scheme and what follows its colon. A colon before a digit is taken for the port of
/// `host:8080`.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = split_at(text, b':')?;
    let is_in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let is_scheme =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(is_in_scheme);
    let is_port = rest.starts_with(|c: char| c.is_ascii_digit());
    (is_scheme && !is_port).then_some((scheme, rest))
}

/// The host, and what follows the first colon after it; an IPv6 address has colons of its own.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    let after_address = split_at(authority, b']').map_or(authority, |(_, after)| after);
    match split_at(after_address, b':') {
        Some((_, port)) => {
            let host = authority.strip_suffix(port).unwrap_or_default();
            (host.strip_suffix(':').unwrap_or(host), Some(port))
        }
        None => (authority, None),
    }
}

/// Why a text is not a callback URL. Serialized, it is the parameters of the problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "camelCase")]
pub enum Fault {
    /// The text is too long to be read.
    #[error("The URL is longer than 64 KB. Write a shorter one.")]
    TooLong,
    /// It does not begin with a scheme, a colon and two slashes.
    #[error("A full URL is expected. Begin with https://, as in https://MyExportJobStatus.com.")]
    Start,
    /// Nothing between the two slashes and the path.
    #[error(
        "The host is missing. Write it after the two slashes, as in https://MyExportJobStatus.com."
    )]
    NoHost,
    /// A character that no URL holds as it is.
    #[error(
        "Position {position} holds {character}, which a URL cannot hold. Remove it, or percent-encode it."
    )]
    Character {
        /// Where it stands, in characters from 1.
        position: usize,
        /// The character.
        character: Character,
    },
    /// A character that no host holds.
    #[error(
        "The host holds {character}, which a host cannot hold. Write plain letters, digits, hyphens and dots."
    )]
    HostCharacter {
        /// The host.
        found: String,
        /// The character.
        character: Character,
    },
    /// A name that DNS cannot hold.
    #[error(
        "“{found}” is not a host name. Each part between dots has 1 to 63 characters and no hyphen at either end, the whole at most 253."
    )]
    HostName {
        /// The host.
        found: String,
    },
    /// A host that ends in a number and is no IPv4 address.
    #[error(
        "“{found}” ends in a number but is not an IPv4 address. Write four numbers from 0 to 255, or a host name."
    )]
    Ipv4 {
        /// The host.
        found: String,
    },
    /// No IPv6 address in brackets. One with a zone is none: a zone means something on its own
    /// machine only.
    #[error(
        "“{found}” is not an IPv6 address. Write one in brackets, without a zone, or a host name."
    )]
    Ipv6 {
        /// The host.
        found: String,
    },
    /// Not a port from 1 to 65535.
    #[error("“{found}” is not a port. Write a number from 1 to 65535, or leave out the colon too.")]
    Port {
        /// What follows the colon.
        found: String,
    },
    /// Neither `https` nor `http`.
    #[error("“{found}” is not a scheme that the service can post to. Write an https URL.")]
    Scheme {
        /// The scheme.
        found: String,
    },
    /// A user name or a password in the URL.
    #[error(
        "The URL holds a user name or password, which everyone who sees the job can read. Remove all up to the @."
    )]
    Credentials,
    /// No service on the internet can reach the host.
    #[serde(untagged)]
    #[error("“{found}” is {}{}, which the service cannot reach. Write a host that is public.", meaning(.address.as_deref()), .reason.words())]
    NotPublic {
        /// What it is instead.
        reason: HostKind,
        /// The host as typed.
        found: String,
        /// The host as browsers read it, where that differs, or the IPv4 address inside an IPv6
        /// address.
        #[serde(skip_serializing_if = "Option::is_none")]
        address: Option<String>,
    },
}

fn meaning(address: Option<&str>) -> String {
    address
        .map(|address| format!("{address}, "))
        .unwrap_or_default()
}

impl Fault {
    /// The code of the problem.
    pub const fn code(&self) -> Code {
        match self {
            Self::TooLong
            | Self::Start
            | Self::NoHost
            | Self::Character { .. }
            | Self::HostCharacter { .. }
            | Self::HostName { .. }
            | Self::Ipv4 { .. }
            | Self::Ipv6 { .. }
            | Self::Port { .. } => Code::NotAUrl,
            Self::Scheme { .. } => Code::UrlNotHttp,
            Self::Credentials | Self::NotPublic { .. } => Code::UrlNotPublic,
        }
    }
}
