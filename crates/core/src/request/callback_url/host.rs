//! Whether a host is one at all, and whether a public service can reach it.

use std::net::Ipv4Addr;

use super::address;
use super::fault::{HostKind, Reason};
use crate::request::text::{is_hidden, is_in, push_ipv4};

/// Whether a host of lower-case letters, digits, hyphens and dots is a public name beyond doubt.
pub fn is_usual(host: &str) -> bool {
    let (mut start, mut is_name) = (0, host.len() < 64);
    for (at, byte) in host.bytes().enumerate() {
        if byte == b'.' {
            is_name &= at > start;
            start = at + 1;
        }
    }
    // A number at the end makes an address.
    let last = host.get(start..).unwrap_or_default();
    is_name && matches!(last.as_bytes(), [b'a'..=b'z', ..]) && name_kind(host, last).is_none()
}

/// Checks a host as it stands in a URL, an IPv6 address in brackets.
pub fn check(host: &str) -> Result<(), Reason> {
    if host.is_empty() {
        return Err(Reason::NoHost);
    }
    if let Some(rest) = host.strip_prefix("[") {
        let address = rest
            .strip_suffix("]")
            .and_then(|text| address::parse_ipv6(text.as_bytes()));
        return judge(address::ipv6_kind(address.ok_or(Reason::Ipv6)?));
    }
    let decoded = decode(host)?;
    // The dot at the end of a fully qualified name is not part of it.
    let name = decoded.strip_suffix(".").unwrap_or(&decoded);

    // How long a part with other letters is in DNS is known only once it is encoded, so that is left
    // to DNS.
    let (mut start, mut last, mut longest, mut empty) = (0, 0, 0, false);
    let (mut is_ascii, mut part_is_ascii) = (true, true);
    for (at, byte) in name.bytes().chain([b'.']).enumerate() {
        part_is_ascii &= byte.is_ascii();
        if byte == b'.' {
            empty |= at == start;
            if part_is_ascii {
                longest = longest.max(at - start);
            }
            is_ascii &= part_is_ascii;
            (last, start, part_is_ascii) = (start, at + 1, true);
        }
    }
    let last = name.get(last..).unwrap_or_default();

    if address::ends_in_number(last.as_bytes()) {
        let address = address::parse_ipv4(name.as_bytes()).ok_or(Reason::Ipv4)?;
        // The address is worth saying where it was typed in another form.
        let mut usual = String::new();
        push_ipv4(&mut usual, address);
        let told = (usual != host).then_some(address);
        return judge(address::ipv4_kind(address).map(|kind| (kind, told)));
    }
    if empty || longest > 63 || (is_ascii && name.len() > 253) {
        return Err(Reason::HostName);
    }
    judge(name_kind(name, last).map(|kind| (kind, None)))
}

fn judge(kind: Option<(HostKind, Option<Ipv4Addr>)>) -> Result<(), Reason> {
    kind.map_or(Ok(()), |(kind, address)| {
        Err(Reason::NotPublic { kind, address })
    })
}

/// What keeps a name in lower case from being reached; `last` is what follows its last dot.
fn name_kind(name: &str, last: &str) -> Option<HostKind> {
    match last {
        "localhost" => Some(HostKind::Localhost),
        _ if last.len() == name.len() => Some(HostKind::SingleLabel),
        // Public DNS will never have these: RFC 6761 and 6762, RFC 7686 (`onion`), RFC 9476 (`alt`),
        // and ICANN's resolution of 29 July 2024 (`internal`).
        "local" | "internal" | "test" | "example" | "invalid" | "onion" | "alt" => {
            Some(HostKind::NotInDns)
        }
        // For homes, RFC 8375; the rest of `arpa` is public.
        "arpa" if name == "home.arpa" || name.ends_with(".home.arpa") => Some(HostKind::NotInDns),
        _ => None,
    }
}

/// The host in lower case, without percent-encoding, which browsers undo before they look at a
/// host.
///
/// What is encoded has to be ASCII: nobody has a reason to hide other letters of a host.
fn decode(host: &str) -> Result<String, Reason> {
    if host.bytes().all(is_host_byte) {
        return Ok(host.to_ascii_lowercase());
    }
    let mut decoded = String::with_capacity(host.len());
    let mut chars = host.chars();
    while let Some(c) = chars.next() {
        let c = if c == '%' {
            decode_one(&mut chars).ok_or(Reason::HostCharacter { found: c })?
        } else {
            c
        };
        if !is_host_character(c) {
            return Err(Reason::HostCharacter { found: c });
        }
        decoded.push(c.to_ascii_lowercase());
    }
    Ok(decoded)
}

/// The ASCII character of the two hexadecimal digits behind a `%`.
fn decode_one(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let byte = address::digit(chars.next()?, 16)? * 16 + address::digit(chars.next()?, 16)?;
    char::from_u32(byte).filter(char::is_ascii)
}

/// Letters, digits, `-`, `.` and the `_` that DNS allows.
const fn is_host_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_')
}

/// What [`is_host_byte`] allows; of the rest of Unicode all but what browsers drop or read as ASCII,
/// with which `127.0.0.1` and `localhost` could be written unseen.
fn is_host_character(c: char) -> bool {
    match u8::try_from(c) {
        Ok(byte @ 0..=0x7F) => is_host_byte(byte),
        _ => !is_hidden(c) && !is_in(c, &MAPS_TO_ASCII),
    }
}

/// What the mapping of UTS #46 turns into one or more characters of ASCII; in blocks, where those
/// hold no letters that names are written with.
const MAPS_TO_ASCII: [(char, char); 28] = [
    ('\u{80}', '\u{BF}'),     // ª ² ³ ¹ º ¼
    ('\u{132}', '\u{133}'),   // ĳ
    ('\u{13F}', '\u{140}'),   // ŀ
    ('\u{149}', '\u{149}'),   // ŉ
    ('\u{17F}', '\u{17F}'),   // ſ
    ('\u{1C4}', '\u{1CC}'),   // ǆ ǉ ǌ
    ('\u{1F1}', '\u{1F3}'),   // ǳ
    ('\u{2B0}', '\u{2B8}'),   // ʰ
    ('\u{2E0}', '\u{2E4}'),   // ˢ
    ('\u{37A}', '\u{37E}'),   // Greek question mark
    ('\u{1D2C}', '\u{1DBF}'), // ᴬ
    ('\u{1E9A}', '\u{1E9E}'), // ẞ
    ('\u{1FBD}', '\u{1FC1}'), // Greek marks on their own, up to
    ('\u{1FCD}', '\u{1FCF}'),
    ('\u{1FDD}', '\u{1FDF}'),
    ('\u{1FED}', '\u{1FEF}'),
    ('\u{1FFD}', '\u{2BFF}'), // and punctuation, symbols, number forms, enclosed letters: ․ ⁄ K ⅐ ①
    ('\u{2C7C}', '\u{2C7D}'), // ⱼ ⱽ
    ('\u{3000}', '\u{3004}'), // 。
    ('\u{3200}', '\u{33FF}'), // ㏂
    ('\u{A7F1}', '\u{A7F9}'), // ꟲ
    ('\u{FB00}', '\u{FB29}'), // ﬁ
    ('\u{FE10}', '\u{FE6F}'), // small forms
    ('\u{FF00}', '\u{FFEF}'), // full-width forms, half-width full stop
    ('\u{1CCD6}', '\u{1CCF9}'), // outlined letters
    ('\u{1D400}', '\u{1D7FF}'), // letters for mathematics
    ('\u{1F100}', '\u{1F2FF}'), // enclosed letters
    ('\u{1FBF0}', '\u{1FBF9}'), // segmented digits
];
