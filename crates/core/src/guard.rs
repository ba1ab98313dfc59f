//! What must not be stored or shown: credentials, wherever they turn up. One function decides, for what was typed, for
//! what the service answers, and for what a request holds.

use std::borrow::Cow;
use std::ops::Range;

/// What stands in place of a credential.
const MASK: &str = "***";

/// A name that is one of these, apart from case, `-` and `_`, names a credential.
const NAMES: [&str; 5] = ["auth", "jwt", "key", "session", "sig"];

/// So does a name that ends in one of these.
const ENDINGS: [&str; 9] = [
    "apikey",
    "authorization",
    "passwd",
    "password",
    "pwd",
    "secret",
    "sessionid",
    "signature",
    "token",
];

/// A text without what looks like a credential: the value of a name such as `token` or `INFA-SESSION-ID`, a user name and
/// password in a URL, a JSON Web Token, a long random value in a URL's query.
///
/// ```
/// use metering_core::guard::redact;
///
/// assert_eq!(redact("https://hooks.example.com/done?job=7&sig=aGk1"), "https://hooks.example.com/done?job=7&sig=***");
/// assert_eq!(redact("https://me:secret@pod.example.com/saas"), "https://***@pod.example.com/saas");
/// assert_eq!(redact("The field endDate is required."), "The field endDate is required.");
/// ```
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut found: Vec<Range<usize>> = text
        .char_indices()
        .filter_map(|(at, c)| match c {
            '=' | ':' => named_value(text, at),
            '@' => user_info(text, at),
            'B' | 'b' => bearer(text, at),
            'e' => json_web_token(text, at),
            '?' | '&' | '#' => random_value(text, at + 1),
            _ => None,
        })
        .filter(|range| !range.is_empty())
        .collect();
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    found.sort_by_key(|range| range.start);
    let mut redacted = String::with_capacity(text.len());
    let mut end = 0;
    for range in found {
        if range.start >= end {
            redacted.push_str(&text[end..range.start]);
            redacted.push_str(MASK);
        }
        end = end.max(range.end);
    }
    redacted.push_str(&text[end..]);
    Cow::Owned(redacted)
}

/// Whether a text can be stored as it is: nothing in it looks like a credential.
pub fn is_safe(text: &str) -> bool {
    matches!(redact(text), Cow::Borrowed(_))
}

/// A text in which a secret that is known does not occur.
pub fn mask<'a>(text: &'a str, secret: &str) -> Cow<'a, str> {
    // Replacing one or two characters would only make the text unreadable; no session ID or password is that short.
    if secret.len() < 4 || !text.contains(secret) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(secret, MASK))
}

/// `token=…`, `"sessionId": "…"`, `Authorization: Bearer …`: the value behind the sign at `at`, after a telling name.
fn named_value(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text[..at].trim_end().trim_end_matches(['"', '\'']);
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = &before[before.trim_end_matches(is_of_name).len()..];
    let name = name.to_ascii_lowercase().replace(['-', '_'], "");
    if !NAMES.contains(&name.as_str()) && !ENDINGS.iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    let value = text[at + 1..].trim_start().trim_start_matches(['"', '\'']);
    let scheme = ["Bearer ", "Basic "]
        .iter()
        .find(|scheme| value.starts_with(**scheme));
    let start = text.len() - value.len();
    Some(
        start
            ..start
                + scheme.map_or(0, |scheme| scheme.len())
                + word(&value[scheme.map_or(0, |scheme| scheme.len())..]),
    )
}

/// `https://me:secret@host`, and the same without the scheme.
fn user_info(text: &str, at: usize) -> Option<Range<usize>> {
    let is_of_word = |c: char| !c.is_whitespace() && !"/\"'<>(".contains(c);
    let start = text[..at].trim_end_matches(is_of_word).len();
    let is_of_url = text[..start].ends_with("://");
    (is_of_url || text[start..at].contains(':')).then_some(start..at)
}

/// `Bearer …`
fn bearer(text: &str, at: usize) -> Option<Range<usize>> {
    let (scheme, value) = text.get(at..)?.split_at_checked("bearer ".len())?;
    let start = text.len() - value.len();
    scheme
        .eq_ignore_ascii_case("bearer ")
        .then(|| start..start + word(value))
}

/// `eyJ….eyJ….…`
fn json_web_token(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let length = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
    (rest.starts_with("eyJ") && length >= 20).then_some(at..at + length)
}

/// `?name=<random>` or `?<random>`: letters and digits without end.
fn random_value(text: &str, start: usize) -> Option<Range<usize>> {
    let length = word(&text[start..]);
    let parameter = &text[start..start + length];
    let value = parameter
        .split_once('=')
        .map_or(parameter, |(_, value)| value);
    let is_random = value.len() >= 20
        && value.contains(|c: char| c.is_ascii_digit())
        && value.contains(|c: char| c.is_ascii_alphabetic())
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.~%+/=".contains(c));
    is_random.then(|| start + length - value.len()..start + length)
}

/// How long the value at the start of a text is.
fn word(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || "&#\"'<>,;)}]”\\".contains(c))
        .unwrap_or(text.len())
}
