//! Writing messages without `core::fmt`, which would weigh more in Wasm than all the rules together.

/// How many characters of somebody's text a message has room for.
const ROOM: usize = 40;

/// How many of them a named character such as `[U+202E]` takes.
const NAMED: usize = 8;

/// Appends a number.
pub(crate) fn push_number(out: &mut String, number: u64) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    push_digit(out, number % 10);
}

/// Appends the last `width` digits of a number, with zeros in front.
pub(crate) fn push_padded(out: &mut String, number: u32, width: u32) {
    if width > 1 {
        push_padded(out, number / 10, width - 1);
    }
    push_digit(out, u64::from(number % 10));
}

fn push_digit(out: &mut String, digit: u64) {
    out.push(char::from(b'0' + (digit % 10) as u8));
}

/// A text as problems keep and messages quote it: shortened, and with nothing in it that could hide or
/// reorder what stands around it.
pub(crate) fn excerpt(text: &str) -> String {
    let mut out = String::new();
    let mut room = ROOM;
    for c in text.chars() {
        let hidden = is_hidden(c);
        let Some(rest) = room.checked_sub(if hidden { NAMED } else { 1 }) else {
            out.push('…');
            break;
        };
        room = rest;
        if hidden {
            out.push('[');
            push_code_point(&mut out, c);
            out.push(']');
        } else {
            out.push(c);
        }
    }
    out
}

/// Appends an excerpt in quotation marks.
pub(crate) fn push_quoted(out: &mut String, excerpt: &str) {
    out.push('“');
    out.push_str(excerpt);
    out.push('”');
}

/// Appends one character as a message names it: printable ASCII in quotation marks, all else by its code point.
pub(crate) fn push_char(out: &mut String, c: char) {
    match c {
        ' ' => out.push_str("a blank"),
        '!'..='~' => {
            out.push('“');
            out.push(c);
            out.push('”');
        }
        _ => push_code_point(out, c),
    }
}

/// Appends `U+0661`: at least four hexadecimal digits, as Unicode writes them.
pub(crate) fn push_code_point(out: &mut String, c: char) {
    let code = u32::from(c);
    out.push_str("U+");
    for shift in [20, 16, 12, 8, 4, 0] {
        let rest = code >> shift;
        if rest > 0 || shift < 16 {
            out.extend(char::from_digit(rest % 16, 16).map(|digit| digit.to_ascii_uppercase()));
        }
    }
}

/// Whether a character is invisible or reorders its neighbours: controls, white space but the blank, zero-width and
/// bidirectional formatting characters.
pub(crate) fn is_hidden(c: char) -> bool {
    c != ' ' && (c.is_control() || c.is_whitespace())
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}
