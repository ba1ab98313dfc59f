//! Whether a host is one that DNS can hold, and whether a public service can reach it.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;

use super::Fault;
use crate::request::text::{Character, ROOM, excerpt};

/// A kind of host that no public service can reach. The serialized names are API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum HostKind {
    /// `localhost` and everything under it.
    Localhost,
    /// A name without a dot.
    SingleLabel,
    /// A name under a domain that public DNS does not have, such as `.local`.
    NotInDns,
    /// `127.0.0.0/8` and `::1`.
    Loopback,
    /// `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`, and IPv6's former site-local addresses.
    Private,
    /// `169.254.0.0/16` and `fe80::/10`.
    LinkLocal,
    /// `fc00::/7`.
    UniqueLocal,
    /// `100.64.0.0/10`, between a provider and its customers.
    CarrierNat,
    /// `0.0.0.0` and `::`.
    Unspecified,
    /// `224.0.0.0/4` and `ff00::/8`.
    Multicast,
    /// Addresses for examples, such as `192.0.2.0/24` and `2001:db8::/32`.
    Documentation,
    /// Broadcast, benchmarking, and all that is set aside.
    Reserved,
}

impl HostKind {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Localhost => "a name for the machine itself",
            Self::SingleLabel => "a name without a domain",
            Self::NotInDns => "a name that public DNS does not have",
            Self::Loopback => "a loopback address",
            Self::Private => "a private address",
            Self::LinkLocal => "a link-local address",
            Self::UniqueLocal => "a unique-local address",
            Self::CarrierNat => "an address behind carrier-grade NAT",
            Self::Unspecified => "the unspecified address",
            Self::Multicast => "a multicast address",
            Self::Documentation => "an address for documentation",
            Self::Reserved => "a reserved address",
        }
    }
}

/// Checks a host as it was typed and as the URL standard reads it.
pub(super) fn check(typed: &str, read: Option<&str>) -> Result<(), Fault> {
    if typed.is_empty() {
        return Err(Fault::NoHost);
    }
    let Some(read) = read else {
        return Err(why_unread(typed));
    };
    let kind = if let Some(address) = ipv6(read) {
        ipv6_kind(address)
    } else if let Ok(address) = read.parse() {
        ipv4_kind(address).map(|kind| (kind, None))
    } else {
        // The dot at the end of a fully qualified name is not part of it.
        let name = read.strip_suffix('.').unwrap_or(read);
        check_name(name, typed)?;
        name_kind(name).map(|kind| (kind, None))
    };
    let Some((reason, inside)) = kind else {
        return Ok(());
    };
    let differs = !typed.eq_ignore_ascii_case(read);
    let address = inside
        .map(|address: Ipv4Addr| address.to_string())
        .or_else(|| differs.then(|| excerpt(read, ROOM)));
    Err(Fault::NotPublic {
        reason,
        found: excerpt(typed, ROOM),
        address,
    })
}

fn ipv6(host: &str) -> Option<Ipv6Addr> {
    host.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// Why the URL standard finds no host in this: it does not say.
fn why_unread(typed: &str) -> Fault {
    let found = excerpt(typed, ROOM);
    let name = typed.strip_suffix('.').unwrap_or(typed);
    let labels: Vec<&str> = name.split('.').collect();
    match odd(typed) {
        _ if typed.starts_with('[') => Fault::Ipv6 { found },
        Some(c) => Fault::HostCharacter {
            found,
            character: Character(c),
        },
        None if labels.last().is_some_and(|last| is_number(last)) => Fault::Ipv4 { found },
        None => Fault::HostName { found },
    }
}

/// Whether the URL standard takes a host for an IPv4 address because of its last part.
fn is_number(last: &str) -> bool {
    let digits = last.to_ascii_lowercase();
    match digits.strip_prefix("0x") {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !last.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

/// The first character of ASCII that is in no name; `%`, which may encode others, where there is no other.
fn odd(typed: &str) -> Option<char> {
    let mut odd = typed.chars().filter(|c| c.is_ascii() && !is_in_name(*c));
    odd.clone().find(|c| *c != '%').or_else(|| odd.next())
}

/// Letters, digits, `-`, and the `_` that DNS allows.
const fn is_in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// Checks that DNS can hold a name.
fn check_name(name: &str, typed: &str) -> Result<(), Fault> {
    if let Some(c) = name.chars().find(|c| !is_in_name(*c)) {
        return Err(Fault::HostCharacter {
            found: excerpt(typed, ROOM),
            // Chromium encodes some of them.
            character: Character(odd(typed).unwrap_or(c)),
        });
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    if name.len() <= 253 && name.split('.').all(is_label) {
        return Ok(());
    }
    Err(Fault::HostName {
        found: excerpt(typed, ROOM),
    })
}

/// What keeps a name from being reached.
fn name_kind(name: &str) -> Option<HostKind> {
    let labels: Vec<&str> = name.split('.').collect();
    match labels.as_slice() {
        [.., "localhost"] => Some(HostKind::Localhost),
        [_] => Some(HostKind::SingleLabel),
        // Public DNS will never have these: RFC 6761 and 6762, RFC 7686 (`onion`), RFC 8375
        // (`home.arpa`), RFC 9476 (`alt`), ICANN's resolutions of 4 February 2018 (`corp`, `home`)
        // and 29 July 2024 (`internal`). The others are usual within a company, at home or in a
        // cluster.
        [
            ..,
            "local" | "internal" | "test" | "example" | "invalid" | "onion" | "alt" | "corp"
            | "home" | "intranet" | "private" | "lan" | "svc",
        ]
        | [.., "home", "arpa"] => Some(HostKind::NotInDns),
        _ => None,
    }
}

/// What keeps an address from being reached, after IANA's special-purpose address registry.
const fn ipv4_kind(address: Ipv4Addr) -> Option<HostKind> {
    Some(match address.octets() {
        [0, 0, 0, 0] => HostKind::Unspecified,
        [127, ..] => HostKind::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => HostKind::Private,
        [169, 254, ..] => HostKind::LinkLocal,
        [100, 64..=127, ..] => HostKind::CarrierNat,
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => HostKind::Documentation,
        [224..=239, ..] => HostKind::Multicast,
        [0 | 240..=255, ..] | [192, 0, 0, _] | [198, 18..=19, ..] => HostKind::Reserved,
        _ => return None,
    })
}

/// What keeps an address from being reached, and the IPv4 address inside it that it stands for.
fn ipv6_kind(address: Ipv6Addr) -> Option<(HostKind, Option<Ipv4Addr>)> {
    let kind = match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => HostKind::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => HostKind::Loopback,
        // IPv4-mapped, IPv4-translated, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => return inside(high, low),
        // IPv4-compatible, which nothing routes any more.
        [0, 0, 0, 0, 0, 0, high, low] => {
            return inside(high, low).or(Some((HostKind::Reserved, None)));
        }
        [0xfc00..=0xfdff, ..] => HostKind::UniqueLocal,
        [0xfe80..=0xfebf, ..] => HostKind::LinkLocal,
        // Site-local, and NAT64 within one network.
        [0xfec0..=0xfeff, ..] | [0x64, 0xff9b, 1, ..] => HostKind::Private,
        [0xff00..=0xffff, ..] => HostKind::Multicast,
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => HostKind::Documentation,
        // Protocol assignments such as Teredo.
        [0x2001, 0..=0x1ff, ..] => HostKind::Reserved,
        [0x2000..=0x3fff, ..] => return None,
        _ => HostKind::Reserved,
    };
    Some((kind, None))
}

fn inside(high: u16, low: u16) -> Option<(HostKind, Option<Ipv4Addr>)> {
    let address = Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    ipv4_kind(address).map(|kind| (kind, Some(address)))
}
