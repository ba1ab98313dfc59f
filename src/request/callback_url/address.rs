//! IP addresses in every form that browsers read, and which of them the internet does not route.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::fault::HostKind;
use crate::request::text::push_number;

/// Whether browsers take a host for an IPv4 address: its last part is a number, decimal or hexadecimal.
pub(super) fn ends_in_number(last: &str) -> bool {
    !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())
        || last.len() > 1 && is_hexadecimal(last)
}

fn is_hexadecimal(part: &str) -> bool {
    strip_0x(part).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn strip_0x(part: &str) -> Option<&str> {
    part.strip_prefix("0x").or_else(|| part.strip_prefix("0X"))
}

/// Reads one to four numbers, each decimal, octal or hexadecimal; the last fills all bytes that are left.
pub(super) fn parse_ipv4(name: &str) -> Option<Ipv4Addr> {
    let mut parts = name.split('.');
    let mut address = 0_u64;
    for bytes_left in (1..=4_u32).rev() {
        let number = parse_number(parts.next()?)?;
        if parts.clone().next().is_none() {
            let bits = bytes_left * 8;
            let address = (number >> bits == 0).then_some(address << bits | number)?;
            return u32::try_from(address).ok().map(Ipv4Addr::from);
        }
        address = (number <= 255).then_some(address << 8 | number)?;
    }
    None
}

/// Reads a number; beyond 32 bits it stays somewhere beyond.
fn parse_number(part: &str) -> Option<u64> {
    let (digits, radix) = match (strip_0x(part), part.strip_prefix('0')) {
        (Some(digits), _) => (digits, 16),
        // A lone zero has no digits left, which is zero in any notation.
        (None, Some(digits)) => (digits, 8),
        (None, None) if part.is_empty() => return None,
        (None, None) => (part, 10),
    };
    digits.bytes().try_fold(0_u64, |number, byte| {
        let digit = char::from(byte).to_digit(radix)?;
        Some(
            number
                .saturating_mul(u64::from(radix))
                .saturating_add(u64::from(digit)),
        )
    })
}

/// Appends `127.0.0.1`.
pub(super) fn push_ipv4(out: &mut String, address: Ipv4Addr) {
    for (index, octet) in address.octets().into_iter().enumerate() {
        if index > 0 {
            out.push('.');
        }
        push_number(out, u64::from(octet));
    }
}

/// What keeps an address from being reached, after IANA's special-purpose address registry.
pub(super) const fn ipv4_kind(address: Ipv4Addr) -> Option<HostKind> {
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
pub(super) fn ipv6_kind(address: Ipv6Addr) -> Option<(HostKind, Option<Ipv4Addr>)> {
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
