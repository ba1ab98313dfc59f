//! Somebody's texts in messages: shortened, and with nothing hidden in them.

use std::fmt::{self, Write as _};

use serde::{Serialize, Serializer};

/// The longest text of a field that is read, in bytes. A longer one is refused unread.
pub(super) const LONGEST: usize = 64 * 1024;

/// How many characters of somebody's text a message has room for.
pub(super) const ROOM: usize = 40;

/// How many of them a named character such as `[U+202E]` takes.
const NAMED: usize = 8;

/// A text as problems keep it and messages quote it: shortened to so many characters, and with
/// nothing in it that could hide or reorder what stands around it.
pub(super) fn excerpt(text: &str, mut room: usize) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let is_hidden = is_hidden(c);
        let Some(rest) = room.checked_sub(if is_hidden { NAMED } else { 1 }) else {
            out.push('…');
            break;
        };
        room = rest;
        if is_hidden {
            // Writing to a text cannot fail.
            let _ = write!(out, "[{}]", CodePoint(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// A character of somebody's text that stands where another belongs.
///
/// Messages quote printable ASCII and name all else; serialized it is always its code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Character(pub char);

impl fmt::Display for Character {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ' ' => f.write_str("a blank"),
            c if c.is_ascii_graphic() => write!(f, "“{c}”"),
            c => CodePoint(c).fmt(f),
        }
    }
}

impl Serialize for Character {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&CodePoint(self.0))
    }
}

/// `U+0661`: at least four hexadecimal digits, as Unicode writes them.
struct CodePoint(char);

impl fmt::Display for CodePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}", u32::from(self.0))
    }
}

/// What stands before and after the first such byte, which is ASCII. `str::split_once` links its
/// searchers and what they need to panic.
pub(super) fn split_at(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether there is nothing but white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Whether a text was probably meant to be this: the same but for case, `_`, `-`, blanks and what
/// is invisible.
pub(super) fn resembles(text: &str, meant: &str) -> bool {
    letters(text).eq(letters(meant))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ') && !is_hidden(*c))
        .map(|c| c.to_ascii_lowercase())
}

/// Whether a character is invisible or reorders its neighbours: controls, white space but the
/// blank, zero-width and bidirectional formatting characters.
pub(super) fn is_hidden(c: char) -> bool {
    !matches!(c, ' '..='~')
        && HIDDEN
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&c))
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
