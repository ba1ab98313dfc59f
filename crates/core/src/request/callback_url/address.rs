//! IP addresses in every form that browsers read, and which of them the internet does not route.
//!
//! The standard library's parsers read fewer forms of IPv4, and that of IPv6 is large: half a
//! kilobyte here takes the place of three.

use std::net::Ipv4Addr;

use super::fault::HostKind;

/// The parts between separators, at least one.
pub fn split(text: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> + Clone {
    text.split(move |byte| *byte == separator)
}

/// Whether browsers take a host for an IPv4 address: its last part is a number, decimal or
/// hexadecimal.
pub fn ends_in_number(last: &[u8]) -> bool {
    match last {
        [] => false,
        [b'0', b'x', digits @ ..] => number(digits, 16).is_some(),
        digits => number(digits, 10).is_some(),
    }
}

/// Reads one to four numbers, each decimal, octal or hexadecimal; the last fills all bytes that are
/// left. Letters are in lower case.
pub fn parse_ipv4(name: &[u8]) -> Option<Ipv4Addr> {
    let mut address = 0;
    let mut last = 0;
    let mut bits_left = 40;
    for part in split(name, b'.') {
        if last > 255 || bits_left == 8 {
            return None;
        }
        bits_left -= 8;
        address |= last << bits_left;
        last = match part {
            [] => return None,
            [b'0', b'x', digits @ ..] => number(digits, 16)?,
            // A lone zero has no digits left, which is zero in any notation.
            [b'0', digits @ ..] => number(digits, 8)?,
            digits => number(digits, 10)?,
        };
    }
    let address = if last >> bits_left == 0 {
        address | last
    } else {
        return None;
    };
    u32::try_from(address).ok().map(Ipv4Addr::from)
}

/// Reads a number; no digits are zero, and what needs more than 32 bits stays somewhere beyond.
pub fn number(digits: &[u8], radix: u32) -> Option<u64> {
    digits.iter().try_fold(0_u64, |number, byte| {
        Some((number * u64::from(radix) + u64::from(digit(char::from(*byte), radix)?)).min(1 << 32))
    })
}

/// The value of a digit.
pub fn digit(c: char, radix: u32) -> Option<u32> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        'a'..='f' => u32::from(c) - u32::from('a') + 10,
        'A'..='F' => u32::from(c) - u32::from('A') + 10,
        _ => return None,
    };
    (value < radix).then_some(value)
}

/// Reads the eight groups of an address, of which `::` leaves out those that are zero; the last two
/// may be written as an IPv4 address.
pub fn parse_ipv6(text: &[u8]) -> Option<[u16; 8]> {
    // Of a `::` at either end one colon goes, so that each gap leaves one empty part. A lone colon
    // is none.
    let text = match text {
        [] | [b':'] => return None,
        [b':', rest @ ..] => rest.starts_with(b":").then_some(rest)?,
        _ => text,
    };
    let text = match text {
        [.., b':', b':'] | [b':'] => text.split_last()?.1,
        [.., b':'] => return None,
        _ => text,
    };
    let mut groups = [0; 8];
    let mut at = 0;
    let mut gap = false;
    let mut parts = split(text, b':');
    while let Some(part) = parts.next() {
        if part.is_empty() {
            let after = parts.clone().count() + usize::from(is_dotted(text));
            let next = 8_usize
                .checked_sub(after)
                .filter(|next| *next > at && !gap)?;
            (at, gap) = (next, true);
        } else if is_dotted(part) {
            let [a, b, c, d] = parse_dotted(part)?.to_be_bytes();
            *groups.get_mut(at)? = u16::from_be_bytes([a, b]);
            *groups.get_mut(at + 1)? = u16::from_be_bytes([c, d]);
            at = if parts.next().is_none() {
                at + 2
            } else {
                return None;
            };
        } else {
            let value = number(part, 16).filter(|_| part.len() <= 4)?;
            *groups.get_mut(at)? = u16::try_from(value).ok()?;
            at += 1;
        }
    }
    (at == 8).then_some(groups)
}

fn is_dotted(text: &[u8]) -> bool {
    split(text, b'.').nth(1).is_some()
}

/// Reads four decimal numbers, without the freedoms that an IPv4 address has outside of brackets.
fn parse_dotted(text: &[u8]) -> Option<u32> {
    let mut address = 0;
    let mut count = 0;
    for part in split(text, b'.') {
        let value = match part {
            [] | [b'0', _, ..] => return None,
            digits => u32::try_from(number(digits, 10)?)
                .ok()
                .filter(|value| *value <= 255)?,
        };
        address = address << 8 | value;
        count += 1;
    }
    (count == 4).then_some(address)
}

/// What keeps an address from being reached, after IANA's special-purpose address registry.
pub const fn ipv4_kind(address: Ipv4Addr) -> Option<HostKind> {
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
pub fn ipv6_kind(groups: [u16; 8]) -> Option<(HostKind, Option<Ipv4Addr>)> {
    let kind = match groups {
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
