//! The URL to which the service posts the job status: absolute, and reachable from the internet.
//!
//! It is taken apart as browsers do (the WHATWG URL standard), so that no spelling of a host slips past
//! the check, and sent exactly as typed. The `url` crate would do the same at many times the size of
//! the whole validator, mostly for Unicode tables.

use super::text::{excerpt, is_hidden};

mod address;
mod fault;
mod host;

pub use fault::{Fault, HostKind, Malformed};

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

/// Reads a callback URL.
///
/// Path, query and fragment may hold anything but white space, control characters, characters that
/// hide or reorder text, and backslashes.
///
/// # Errors
///
/// The first fault, with its position or host.
pub fn parse(text: &str) -> Result<CallbackUrl, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::NotAUrl(Malformed::Empty));
    }
    if let Some((before, found)) = text.chars().enumerate().find(|(_, c)| is_forbidden(*c)) {
        return Err(Fault::NotAUrl(Malformed::Character {
            found,
            position: before + 1,
        }));
    }
    let (scheme, rest) = split_scheme(text).ok_or(Fault::NotAUrl(Malformed::Start))?;
    let encrypted = scheme.eq_ignore_ascii_case("https");
    if !encrypted && !scheme.eq_ignore_ascii_case("http") {
        return Err(Fault::NotHttp {
            scheme: excerpt(scheme),
        });
    }
    let rest = rest
        .strip_prefix("//")
        .ok_or(Fault::NotAUrl(Malformed::Start))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(Fault::Credentials);
    }
    let (host, port) = split_port(authority)?;
    check_port(port)?;
    host::check(host)?;
    Ok(CallbackUrl {
        text: text.to_owned(),
        encrypted,
    })
}

fn is_forbidden(c: char) -> bool {
    match c {
        ' ' | '\\' => true,
        '!'..='~' => false,
        _ => is_hidden(c),
    }
}

/// The scheme and what follows its colon. A colon before a digit is taken for the port of `host:8080`.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let plausible = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !rest.starts_with(|c: char| c.is_ascii_digit());
    plausible.then_some((scheme, rest))
}

/// The host, with the brackets of an IPv6 address, and what follows the colon after it.
fn split_port(authority: &str) -> Result<(&str, Option<&str>), Fault> {
    let not_an_address = || {
        Fault::NotAUrl(Malformed::Ipv6 {
            host: excerpt(authority),
        })
    };
    if !authority.starts_with('[') {
        return match authority.split_once(':') {
            // An address that was pasted without its brackets.
            Some((_, port)) if port.contains(':') => Err(not_an_address()),
            Some((host, port)) => Ok((host, Some(port))),
            None => Ok((authority, None)),
        };
    }
    let (_, after) = authority.split_once(']').ok_or_else(not_an_address)?;
    let host = authority.strip_suffix(after).unwrap_or(authority);
    match after.strip_prefix(':') {
        Some(port) => Ok((host, Some(port))),
        None if after.is_empty() => Ok((host, None)),
        None => Err(not_an_address()),
    }
}

fn check_port(port: Option<&str>) -> Result<(), Fault> {
    let Some(port) = port else { return Ok(()) };
    let number = port.bytes().try_fold(0_u32, |number, byte| {
        byte.is_ascii_digit().then(|| {
            number
                .saturating_mul(10)
                .saturating_add(u32::from(byte - b'0'))
        })
    });
    match number {
        Some(1..=65_535) => Ok(()),
        Some(_) | None => Err(Fault::NotAUrl(Malformed::Port {
            port: excerpt(port),
        })),
    }
}
