//! Any text as a callback URL, judged by the `url` crate too.

use metering_core::request::callback_url::{self, HostKind, Reason};
use url::{Host, ParseError, Url};

use super::public::is_public;

/// Where the two verdicts differ, and why ours is meant to. Browsers mend what is typed; what is sent to a service should
/// be what stands in the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    /// Only `url` takes blanks, line breaks and what is hidden: it drops or encodes them.
    Mended,
    /// Only `url` takes backslashes: up to the path it turns them, behind `?` and `#` it keeps them.
    Backslash,
    /// Only `url` takes `https:a.com`, `https:/a.com` and `https:///a.com`.
    Slashes,
    /// Only `url` takes `ftp://a.com`, `mailto:me` and `localhost:80`: it knows nothing of what the service can call.
    OtherScheme,
    /// Only `url` takes `https://me:secret@a.com`, which everybody would see who sees the job.
    Credentials,
    /// Only `url` takes `https://a.com:/` and `https://a.com:0/`.
    NoPort,
    /// Only `url` takes `https://a,b.com`: no name in DNS that a certificate can have holds more than letters, digits, `-`, `_`.
    HostPunctuation,
    /// Only `url` takes `https://%C3%BC.com`: nobody has a reason to hide letters of a host.
    HostEncoded,
    /// Only `url` takes letters that it reads as ASCII, such as `ａ.com`, and the symbols among them.
    HostSymbol,
    /// Only `url` takes `https://a..com` and names longer than DNS can have.
    HostName,
    /// Only `url` takes hosts that no public service can reach.
    NotPublic,
    /// Only we take `https://xn--a.com` and names with letters that IDNA refuses: that DNS has no such name is left to DNS.
    Idna,
    /// We take a name with other letters, and not what `url` makes of it, which is too long: that too is left to DNS.
    EncodedLength,
}

/// Both take the text for the same URL, both refuse it, or the difference is one of those that are meant.
pub(crate) fn check(data: &[u8]) -> Option<Difference> {
    let text = std::str::from_utf8(data).ok()?;
    let ours = callback_url::parse(text);
    let theirs = Url::parse(text);
    match (ours, theirs) {
        (Err(_), Err(_)) => None,
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(ours.as_str(), text);
            let scheme = if ours.is_encrypted() { "https" } else { "http" };
            assert_eq!(theirs.scheme(), scheme, "{text:?}");
            assert!(
                !has_credentials(&theirs) && theirs.port() != Some(0),
                "{text:?}"
            );
            let host = theirs.host().expect("a host");
            assert!(is_public(&host), "{text:?} calls {host}");
            // However a browser spells it, the verdict is the same.
            let respelt = callback_url::parse(theirs.as_str());
            let too_long = matches!(&respelt, Err(fault) if fault.reason == Reason::HostName);
            assert!(
                respelt.is_ok() || (too_long && !text.is_ascii()),
                "{text:?} is {theirs}: {respelt:?}"
            );
            too_long.then_some(Difference::EncodedLength)
        }
        (Err(fault), Ok(theirs)) => {
            Some(only_theirs(text, fault.reason, &theirs).unwrap_or_else(|| {
                panic!("only the url crate takes {text:?}: {fault:?}, {theirs}")
            }))
        }
        (Ok(_), Err(error)) => {
            let has_idna = !text.is_ascii() || text.to_ascii_lowercase().contains("xn--");
            assert!(
                error == ParseError::IdnaError && has_idna,
                "only we take {text:?}: {error}"
            );
            Some(Difference::Idna)
        }
    }
}

fn only_theirs(text: &str, reason: Reason, theirs: &Url) -> Option<Difference> {
    if !matches!(theirs.scheme(), "https" | "http") {
        return matches!(
            reason,
            Reason::Scheme | Reason::Start | Reason::Character { .. }
        )
        .then_some(Difference::OtherScheme);
    }
    let after_scheme = || text.split_once(':').map_or("", |(_, rest)| rest);
    let (difference, holds) = match reason {
        Reason::Character { found: '\\', .. } => (Difference::Backslash, true),
        Reason::Character { found, .. } => (Difference::Mended, !theirs.as_str().contains(found)),
        Reason::Start => (Difference::Slashes, !after_scheme().starts_with("//")),
        Reason::NoHost => (Difference::Slashes, after_scheme().starts_with("///")),
        // `https://@a.com` has an empty user name, of which `url` keeps nothing.
        Reason::Credentials => (
            Difference::Credentials,
            has_credentials(theirs)
                || after_scheme()
                    .trim_start_matches('/')
                    .starts_with(['@', ':']),
        ),
        Reason::Port => (Difference::NoPort, matches!(theirs.port(), Some(0) | None)),
        Reason::HostCharacter { found: '%' } => (Difference::HostEncoded, text.contains('%')),
        Reason::HostCharacter { found } if found.is_ascii() => {
            (Difference::HostPunctuation, found.is_ascii_punctuation())
        }
        Reason::HostCharacter { .. } => (Difference::HostSymbol, true),
        Reason::HostName => {
            let host = theirs.host_str().unwrap_or_default();
            let name = host.strip_suffix('.').unwrap_or(host);
            let fits = |label: &str| (1..=63).contains(&label.len());
            (
                Difference::HostName,
                name.len() > 253 || !name.split('.').all(fits),
            )
        }
        Reason::NotPublic { kind, .. } => {
            let host = theirs.host()?;
            let is_name = matches!(
                kind,
                HostKind::Localhost | HostKind::SingleLabel | HostKind::NotInDns
            );
            (
                Difference::NotPublic,
                !is_public(&host) && is_name == matches!(host, Host::Domain(_)),
            )
        }
        Reason::Empty | Reason::Scheme | Reason::Ipv4 | Reason::Ipv6 => return None,
    };
    holds.then_some(difference)
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}
