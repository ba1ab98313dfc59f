//! What JavaScript has read of a value, in one text: `20,20,14,-1,-1,-1` and a line break, then the texts themselves
//! without anything between them.
//!
//! Of each of the six fields, in their order, the number is the length of its text in JavaScript, or says what is there
//! instead; numbers behind the sixth are the lengths of the names of other fields. A single number stands for a value
//! that is no object.

use std::borrow::Cow;

use crate::request::{DraftRef, Field, InputRef, JsonType, Problem};

/// A value as it came.
#[derive(Debug)]
pub(super) struct Given<'a> {
    /// What it holds.
    pub(super) draft: DraftRef<'a>,
    /// Whether it is all ASCII, and arrived just as it was sent. Half a surrogate pair, for one, does not.
    pub(super) plain: bool,
}

/// What is not a text, by the number below zero that stands for it.
const KINDS: [Option<JsonType>; 8] = [
    None,
    Some(JsonType::Boolean),
    Some(JsonType::Number),
    Some(JsonType::Array),
    Some(JsonType::Object),
    Some(JsonType::Null),
    Some(JsonType::String),
    Some(JsonType::Other),
];

/// Reads a value; answers with the problem of one that is no object.
pub(super) fn read(given: &str) -> Result<Given<'_>, Problem> {
    let (header, texts) = given.split_once('\n').unwrap_or((given, ""));
    let mut draft = DraftRef::default();
    let plain = texts.is_ascii();
    let mut rest = texts;
    let mut take = |length: usize| {
        let at = if plain { length } else { bytes(rest, length) };
        let (text, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
        rest = behind;
        Cow::Borrowed(text)
    };
    let mut count = 0;
    let mut found = None;
    for number in header.split(',') {
        let (is_kind, digits) = match number.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, number),
        };
        let number = digits.bytes().fold(0, |number, digit| {
            number * 10 + usize::from(digit.wrapping_sub(b'0'))
        });
        let input = if is_kind {
            found = KINDS.get(number - 1).copied().flatten();
            found.map_or(InputRef::Absent, InputRef::WrongType)
        } else {
            InputRef::Text(take(number))
        };
        match (Field::ALL.get(count), input) {
            (Some(field), input) => draft.set(*field, input),
            (None, InputRef::Text(name)) => draft.add_unknown(name),
            (None, InputRef::Absent | InputRef::WrongType(_)) => {}
        }
        count += 1;
    }
    match found {
        Some(found) if count == 1 => Err(Problem::not_an_object(found)),
        _ => Ok(Given { draft, plain }),
    }
}

/// How many bytes there are in what JavaScript counts as `length`.
fn bytes(text: &str, length: usize) -> usize {
    let mut units = 0;
    text.char_indices()
        .find(|(_, c)| {
            let before = units;
            units += c.len_utf16();
            before >= length
        })
        .map_or(text.len(), |(at, _)| at)
}
