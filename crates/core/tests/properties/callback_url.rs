//! Any text as a callback URL, judged by the `url` crate too: the check takes a URL apart itself, all but the host.

use metering_core::request::Character;
use metering_core::request::callback_url::{self, Fault, HostKind};
use url::{Host, Url};

use super::public::is_public;

/// Where the two verdicts differ, and why ours is meant to. Browsers mend what is typed; what is sent to a service should
/// be what stands in the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    /// Only `url` takes blanks, line breaks and what is hidden: it drops or encodes them.
    Mended,
    /// Only `url` takes backslashes: up to the path it turns them, behind `?` and `#` it keeps them.
    Backslash,
    /// Only `url` takes what has to be percent-encoded behind the host.
    Encoded,
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
    /// Only `url` takes `https://a..com`, `https://-a.com` and names longer than DNS can have.
    HostName,
    /// Only `url` takes hosts that no public service can reach.
    NotPublic,
}

/// Both take the text for the same URL, both refuse it, or the difference is one of those that are meant.
pub(crate) fn check(data: &[u8]) -> Option<Difference> {
    let text = std::str::from_utf8(data).ok()?;
    match (callback_url::parse(text), Url::parse(text)) {
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
            // However a browser spells it, the verdict is the same, and only the host is spelt anew.
            let respelt = callback_url::parse(theirs.as_str());
            assert!(respelt.is_ok(), "{text:?} is {theirs}: {respelt:?}");
            None
        }
        (Err(fault), Ok(theirs)) => {
            Some(only_theirs(text, &fault, &theirs).unwrap_or_else(|| {
                panic!("only the url crate takes {text:?}: {fault:?}, {theirs}")
            }))
        }
        (Ok(_), Err(error)) => panic!("only we take {text:?}: {error}"),
    }
}

fn only_theirs(text: &str, fault: &Fault, theirs: &Url) -> Option<Difference> {
    if !matches!(theirs.scheme(), "https" | "http") {
        return matches!(
            fault,
            Fault::Scheme { .. } | Fault::Start | Fault::Character { .. }
        )
        .then_some(Difference::OtherScheme);
    }
    let after_scheme = || text.split_once(':').map_or("", |(_, rest)| rest);
    let (difference, holds) = match fault {
        Fault::Character {
            character: Character('\\'),
            ..
        } => (Difference::Backslash, true),
        // A `%` alone stays what it is, and some of the others do behind `#`.
        Fault::Character {
            character: Character(found),
            ..
        } if !found.is_ascii() || "%\"<>{}|^`".contains(*found) => (Difference::Encoded, true),
        Fault::Character {
            character: Character(found),
            ..
        } => (Difference::Mended, !theirs.as_str().contains(*found)),
        Fault::Start => (Difference::Slashes, !after_scheme().starts_with("//")),
        Fault::NoHost => (Difference::Slashes, after_scheme().starts_with("///")),
        // `https://@a.com` has an empty user name, of which `url` keeps nothing.
        Fault::Credentials => (
            Difference::Credentials,
            has_credentials(theirs)
                || after_scheme()
                    .trim_start_matches('/')
                    .starts_with(['@', ':']),
        ),
        Fault::Port { .. } => (Difference::NoPort, matches!(theirs.port(), Some(0) | None)),
        Fault::HostCharacter {
            character: Character(found),
            ..
        } => (
            Difference::HostPunctuation,
            // As typed, or as a symbol is read.
            found.is_ascii_punctuation()
                && (text.contains(*found) || theirs.host_str()?.contains(*found)),
        ),
        Fault::HostName { .. } => {
            let host = theirs.host_str().unwrap_or_default();
            let name = host.strip_suffix('.').unwrap_or(host);
            let fits =
                |label: &str| (1..=63).contains(&label.len()) && label.trim_matches('-') == label;
            (
                Difference::HostName,
                name.len() > 253 || !name.split('.').all(fits),
            )
        }
        Fault::NotPublic { reason, .. } => {
            let host = theirs.host()?;
            let is_name = matches!(
                reason,
                HostKind::Localhost | HostKind::SingleLabel | HostKind::NotInDns
            );
            (
                Difference::NotPublic,
                !is_public(&host) && is_name == matches!(host, Host::Domain(_)),
            )
        }
        Fault::TooLong | Fault::Scheme { .. } | Fault::Ipv4 { .. } | Fault::Ipv6 { .. } => {
            return None;
        }
    };
    holds.then_some(difference)
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}
