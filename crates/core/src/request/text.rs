//! Small tools for texts. Messages are written without `core::fmt`, and texts are taken apart
//! without the searchers of `str`: either would weigh as much in WebAssembly as the rules
//! themselves.
//!
//! What only problems need is kept out of line and marked cold, so that a build for speed is hardly
//! larger than one for size.

use std::net::Ipv4Addr;

/// How many characters of somebody's text a message has room for.
const ROOM: usize = 40;

/// How many of them a named character such as `[U+202E]` takes.
const NAMED: usize = 8;

/// Appends a character.
#[inline(never)]
pub fn push(out: &mut String, c: char) {
    out.push(c);
}

/// Appends a number.
#[inline(never)]
pub fn push_number(out: &mut String, number: u64) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    push(out, char::from(b'0' + (number % 10) as u8));
}

/// Appends `127.0.0.1`.
pub fn push_ipv4(out: &mut String, address: Ipv4Addr) {
    for (index, octet) in address.octets().into_iter().enumerate() {
        if index > 0 {
            push(out, '.');
        }
        push_number(out, u64::from(octet));
    }
}

/// Appends the last `width` digits of a number, with zeros in front.
#[inline(never)]
pub fn push_padded(out: &mut String, number: u32, width: u32) {
    if width > 1 {
        push_padded(out, number / 10, width - 1);
    }
    push(out, char::from(b'0' + (number % 10) as u8));
}

/// A text as problems keep and messages quote it: shortened, and with nothing in it that could hide
/// or reorder what stands around it.
#[cold]
pub fn excerpt(text: &str) -> String {
    if text.len() <= ROOM && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len().min(2 * ROOM));
    let mut room = ROOM;
    for c in text.chars() {
        let hidden = is_hidden(c);
        let Some(rest) = room.checked_sub(if hidden { NAMED } else { 1 }) else {
            push(&mut out, '…');
            break;
        };
        room = rest;
        if hidden {
            push(&mut out, '[');
            push_code_point(&mut out, c);
            push(&mut out, ']');
        } else {
            push(&mut out, c);
        }
    }
    out
}

/// Appends `U+0661`: at least four hexadecimal digits, as Unicode writes them.
pub fn push_code_point(out: &mut String, c: char) {
    let code = u32::from(c);
    out.push_str("U+");
    for shift in [20, 16, 12, 8, 4, 0] {
        let rest = code >> shift;
        if rest > 0 || shift < 16 {
            let digit = (rest % 16) as u8;
            let first = if digit < 10 { b'0' } else { b'A' - 10 };
            push(out, char::from(first + digit));
        }
    }
}

/// How long JavaScript says that a text is.
pub fn utf16_len(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    // One unit for each character, which has one byte that does not continue it; two where that says that four bytes
    // belong together.
    text.bytes()
        .map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0))
        .sum()
}

/// Whether there is nothing but white space.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Whether a text was probably meant to be this: the same but for case, `_`, `-`, blanks and what
/// is invisible.
#[cold]
pub fn resembles(text: &str, meant: &str) -> bool {
    letters(text).eq(letters(meant))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ') && (c.is_ascii_graphic() || !is_hidden(*c)))
        .map(|c| c.to_ascii_lowercase())
}

/// What stands before and after the first such byte, which is ASCII.
pub fn split_at(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether a character is in one of the ranges, first and last included.
pub fn is_in(c: char, ranges: &[(char, char)]) -> bool {
    ranges.iter().any(|(first, last)| *first <= c && c <= *last)
}

/// Whether a character is invisible or reorders its neighbours: controls, white space but the
/// blank, zero-width and bidirectional formatting characters.
#[cold]
#[inline(never)]
pub fn is_hidden(c: char) -> bool {
    !matches!(c, ' '..='~') && is_in(c, &HIDDEN)
}

/// Controls, the white space of Unicode 17, and what its `Default_Ignorable_Code_Point` and
/// `Bidi_Control` list, in blocks.
const HIDDEN: [(char, char); 21] = [
    ('\0', '\u{A0}'),
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{2000}', '\u{200F}'),
    ('\u{2028}', '\u{202F}'),
    ('\u{205F}', '\u{206F}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFFB}'),
    ('\u{13430}', '\u{13455}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];
