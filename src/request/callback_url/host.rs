//! Whether a host is one at all, and whether a public service can reach it.

use std::borrow::Cow;
use std::net::Ipv6Addr;

use super::address::{self, ends_in_number};
use super::fault::{Fault, HostKind, Malformed};
use crate::request::text::{excerpt, is_hidden};

/// Checks a host as it stands in a URL, an IPv6 address in brackets.
pub(super) fn check(host: &str) -> Result<(), Fault> {
    if host.is_empty() {
        return Err(Fault::NotAUrl(Malformed::NoHost));
    }
    if host.starts_with('[') {
        return check_ipv6(host);
    }
    let decoded =
        percent_decode(host).ok_or(Fault::NotAUrl(Malformed::HostCharacter { found: '%' }))?;
    if let Some(found) = decoded.chars().find(|c| !is_host_character(*c)) {
        return Err(Fault::NotAUrl(Malformed::HostCharacter { found }));
    }
    // The dot at the end of a fully qualified name is not part of it.
    let name = decoded.strip_suffix('.').unwrap_or(&decoded);
    let last = name.rsplit('.').next().unwrap_or_default();
    if ends_in_number(last) {
        return check_ipv4(host, name);
    }
    check_name(host, name, last)
}

fn check_ipv6(host: &str) -> Result<(), Fault> {
    let address = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .and_then(|text| text.parse::<Ipv6Addr>().ok())
        .ok_or_else(|| {
            Fault::NotAUrl(Malformed::Ipv6 {
                host: excerpt(host),
            })
        })?;
    match address::ipv6_kind(address) {
        Some((kind, address)) => Err(Fault::NotPublic {
            host: excerpt(host),
            kind,
            address,
        }),
        None => Ok(()),
    }
}

fn check_ipv4(host: &str, name: &str) -> Result<(), Fault> {
    let address = address::parse_ipv4(name).ok_or_else(|| {
        Fault::NotAUrl(Malformed::Ipv4 {
            host: excerpt(host),
        })
    })?;
    let Some(kind) = address::ipv4_kind(address) else {
        return Ok(());
    };
    // The address is worth saying where it was typed in another form.
    let mut text = String::new();
    address::push_ipv4(&mut text, address);
    let address = (text != host).then_some(address);
    Err(Fault::NotPublic {
        host: excerpt(host),
        kind,
        address,
    })
}

fn check_name(host: &str, name: &str, last: &str) -> Result<(), Fault> {
    // How long a name with other letters is in DNS is known only once it is encoded, so that is left to DNS.
    let too_long = |text: &str, most: usize| text.is_ascii() && text.len() > most;
    if too_long(name, 253)
        || name
            .split('.')
            .any(|label| label.is_empty() || too_long(label, 63))
    {
        return Err(Fault::NotAUrl(Malformed::HostName {
            host: excerpt(host),
        }));
    }
    let is = |wanted: &str| last.eq_ignore_ascii_case(wanted);
    let kind = if is("localhost") {
        HostKind::Localhost
    } else if name.len() == last.len() {
        HostKind::SingleLabel
    } else if RESERVED.into_iter().any(is) || is_home_arpa(name) {
        HostKind::NotInDns
    } else {
        return Ok(());
    };
    Err(Fault::NotPublic {
        host: excerpt(host),
        kind,
        address: None,
    })
}

/// Top-level domains that public DNS will never have: RFC 6761 and 6762, RFC 7686 (`onion`), RFC 9476
/// (`alt`), and ICANN's resolution of 29 July 2024 (`internal`).
const RESERVED: [&str; 7] = [
    "local", "internal", "test", "example", "invalid", "onion", "alt",
];

/// `home.arpa` is for homes (RFC 8375); the rest of `arpa` is public.
fn is_home_arpa(name: &str) -> bool {
    let mut labels = name.rsplit('.');
    ["arpa", "home"].into_iter().all(|wanted| {
        labels
            .next()
            .is_some_and(|label| label.eq_ignore_ascii_case(wanted))
    })
}

/// Undoes percent-encoding, as browsers do before they look at a host; `None` where it is broken.
fn percent_decode(host: &str) -> Option<Cow<'_, str>> {
    if !host.contains('%') {
        return Some(Cow::Borrowed(host));
    }
    let mut bytes = host.bytes();
    let mut decoded = Vec::with_capacity(host.len());
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            u8::try_from(digit()? * 16 + digit()?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// Letters, digits, `-`, `.` and the `_` that DNS allows; of the rest of Unicode all but what browsers
/// drop or read as ASCII, with which `127.0.0.1` and `localhost` could be written unseen.
fn is_host_character(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    }
    !is_hidden(c) && !maps_to_ascii(c)
}

/// Whether the mapping of UTS #46 turns a character into one or more of ASCII; coarse, in blocks, where
/// those hold no letters that names are written with.
fn maps_to_ascii(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{BF}' // Latin-1 symbols: ª ² ³ ¹ º ¼
        | '\u{132}'..='\u{133}' | '\u{13F}'..='\u{140}' | '\u{149}' | '\u{17F}' // ĳ ŀ ŉ ſ
        | '\u{1C4}'..='\u{1CC}' | '\u{1F1}'..='\u{1F3}' // ǆ ǉ ǌ ǳ
        | '\u{2B0}'..='\u{2B8}' | '\u{2D8}'..='\u{2E4}' | '\u{37A}' | '\u{37E}' // ʰ ˢ, and marks with a blank
        | '\u{1D2C}'..='\u{1D6A}' | '\u{1D78}' | '\u{1D9B}'..='\u{1DBF}' | '\u{1E9A}' | '\u{1E9E}' // ᴬ ẞ
        | '\u{1FBD}'..='\u{1FC1}' | '\u{1FCD}'..='\u{1FCF}' | '\u{1FDD}'..='\u{1FDF}' | '\u{1FED}'..='\u{1FEF}'
        | '\u{1FFD}'..='\u{1FFE}' // Greek marks on their own
        | '\u{2000}'..='\u{2BFF}' // punctuation, symbols, number forms, enclosed: ․ ⁄ K ⅐ ①
        | '\u{2C7C}'..='\u{2C7D}' // ⱼ ⱽ
        | '\u{3000}'..='\u{3004}' | '\u{3200}'..='\u{33FF}' // 。 and squared
        | '\u{A7F1}'..='\u{A7F4}' | '\u{A7F8}'..='\u{A7F9}' | '\u{AB5C}'..='\u{AB5F}' | '\u{AB69}'
        | '\u{FB00}'..='\u{FB06}' | '\u{FB29}' // ﬁ
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE6F}' // small forms
        | '\u{FF00}'..='\u{FFEF}' // full-width and half-width forms
        | '\u{10780}'..='\u{107BF}' | '\u{1CCD6}'..='\u{1CCF9}' | '\u{1D400}'..='\u{1D7FF}' // letters for mathematics
        | '\u{1F100}'..='\u{1F2FF}' | '\u{1FBF0}'..='\u{1FBF9}') // enclosed and segmented
}
