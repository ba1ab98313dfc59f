//! The URL to which the service posts the job status: absolute, and reachable from the internet.
//!
//! It is taken apart as browsers do (the WHATWG URL standard), so that no spelling of a host slips
//! past the check, and sent exactly as typed. The `url` crate would do the same at many times the
//! size of the whole validator, mostly for Unicode tables.

use super::text::{excerpt, is_blank, is_hidden, split_at};

mod address;
mod fault;
mod host;

pub use fault::{Fault, HostKind, Reason};

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

/// A callback URL that passed the check, where it lies.
#[derive(Clone, Copy, Debug)]
pub struct PublicUrl<'a> {
    pub text: &'a str,
    /// Whether the scheme is `https`.
    pub encrypted: bool,
}

impl From<PublicUrl<'_>> for CallbackUrl {
    fn from(url: PublicUrl<'_>) -> Self {
        Self {
            text: url.text.to_owned(),
            encrypted: url.encrypted,
        }
    }
}

/// Reads a callback URL.
///
/// Path, query and fragment may hold anything but white space, control characters, characters that
/// hide or reorder text, and backslashes.
///
/// # Errors
///
/// The first thing that is wrong, with the part of the URL that it is about.
pub fn parse(text: &str) -> Result<CallbackUrl, Fault> {
    check(text).map(CallbackUrl::from)
}

/// Reads as [`parse`] does, without a copy.
pub fn check(text: &str) -> Result<PublicUrl<'_>, Fault> {
    if is_usual(text) {
        let encrypted = true;
        return Ok(PublicUrl { text, encrypted });
    }
    match is_encrypted(text) {
        Ok(encrypted) => Ok(PublicUrl { text, encrypted }),
        Err((reason, found)) => Err(Fault {
            reason,
            found: excerpt(found),
        }),
    }
}

/// Whether it is a public URL beyond doubt, such as `https://jobs.example.org/status?from=portal`: most are, and this takes
/// a fraction of the time.
fn is_usual(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else {
        return false;
    };
    let is_in_host = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    let bytes = rest.as_bytes();
    let length = bytes.iter().position(|byte| !is_in_host(byte));
    let (host, path) = rest
        .split_at_checked(length.unwrap_or(rest.len()))
        .unwrap_or_default();
    let is_path = match path.as_bytes() {
        [] => true,
        [b'/' | b'?' | b'#', rest @ ..] => rest.iter().copied().all(is_in_url),
        _ => false,
    };
    is_path && host::is_usual(host)
}

/// Whether a character of ASCII can be in a URL.
const fn is_in_url(byte: u8) -> bool {
    matches!(byte, b'!'..=b'[' | b']'..=b'~')
}

/// Answers whether the scheme is `https`, or with the reason and what it is about.
fn is_encrypted(text: &str) -> Result<bool, (Reason, &str)> {
    if is_blank(text) {
        return Err((Reason::Empty, ""));
    }
    if let Some(reason) = forbidden(text) {
        return Err((reason, ""));
    }
    let (scheme, rest) = split_scheme(text).ok_or((Reason::Start, ""))?;
    let encrypted = scheme.eq_ignore_ascii_case("https");
    if !encrypted && !scheme.eq_ignore_ascii_case("http") {
        return Err((Reason::Scheme, scheme));
    }
    let rest = rest.strip_prefix("//").ok_or((Reason::Start, ""))?;
    let end = rest
        .bytes()
        .position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    let authority = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
    if authority.bytes().any(|byte| byte == b'@') {
        return Err((Reason::Credentials, ""));
    }
    let (host, port) = split_port(authority).ok_or((Reason::Ipv6, authority))?;
    if let Some(port) = port
        && !matches!(address::number(port.as_bytes(), 10), Some(1..=65_535))
    {
        return Err((Reason::Port, port));
    }
    host::check(host).map_err(|reason| (reason, host))?;
    Ok(encrypted)
}

/// The first character that no URL holds.
fn forbidden(text: &str) -> Option<Reason> {
    // Most URLs are plain, and bytes are seen through faster than characters.
    if text.bytes().all(is_in_url) {
        return None;
    }
    let is_forbidden = |c| matches!(c, ' ' | '\\') || is_hidden(c);
    let (before, found) = text.chars().enumerate().find(|(_, c)| is_forbidden(*c))?;
    Some(Reason::Character {
        found,
        position: before + 1,
    })
}

/// The scheme and what follows its colon. A colon before a digit is taken for the port of
/// `host:8080`.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = split_at(text, b':')?;
    let is_in_scheme =
        |byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'-' | b'.');
    let is_scheme = matches!(scheme.as_bytes(), [b'a'..=b'z' | b'A'..=b'Z', ..]);
    let is_port = matches!(rest.as_bytes(), [b'0'..=b'9', ..]);
    (is_scheme && scheme.bytes().all(is_in_scheme) && !is_port).then_some((scheme, rest))
}

/// The host, with the brackets of an IPv6 address, and what follows the colon after it; `None`
/// where an IPv6 address has no brackets or only half of them.
fn split_port(authority: &str) -> Option<(&str, Option<&str>)> {
    if !matches!(authority.as_bytes(), [b'[', ..]) {
        return match split_at(authority, b':') {
            None => Some((authority, None)),
            Some((host, port)) => split_at(port, b':').is_none().then_some((host, Some(port))),
        };
    }
    let (_, after) = split_at(authority, b']')?;
    let host = authority.strip_suffix(after)?;
    if after.is_empty() {
        Some((host, None))
    } else {
        Some((host, Some(after.strip_prefix(":")?)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn most_urls_are_usual() {
        for url in [
            "https://a.com",
            "https://a-1.b2.org/x?y=z#%",
            "https://a.com?x",
            "https://1.2.3.com/",
        ] {
            assert!(is_usual(url), "{url}");
        }
        for url in [
            "http://a.com",
            "https://A.com",
            "https://a.com:80",
            "https://a.b@c.com",
            "https://a..com",
            "https://localhost",
            "https://a.local/",
            "https://1.2.3.4",
            "https://a.0x1",
            "https://a.com/ ",
            "https://a.com/\\",
            "https://",
            "",
        ] {
            assert!(!is_usual(url), "{url}");
        }
    }

    proptest! {
        #[test]
        fn what_is_usual_is_public(
            pieces in prop::collection::vec(
                prop::sample::select(vec!["a", "com", ".", "-", "0x1", "127", "1", "local", "home.arpa", "/", "?", "#", "@", ":", "%", "\\", "é", " "]),
                0..9,
            )
        ) {
            let url = format!("https://{}", pieces.concat());
            if is_usual(&url) {
                prop_assert_eq!(is_encrypted(&url), Ok(true));
            }
        }
    }
}
