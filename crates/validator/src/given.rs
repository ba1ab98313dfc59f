//! What JavaScript has read of a value: numbers of 32 bits, and behind them the texts that they are about, without
//! anything between those.
//!
//! The first number is how many follow. Of each of the six fields, in their order, there is the length of its text in
//! JavaScript, or a number below zero for what is there instead; behind them are the lengths of the names of other fields.
//! A single number stands for a value that is no object.

use std::borrow::Cow;

use metering_core::request::{DraftRef, Field, InputRef, JsonType, Problem};

/// A value as it came.
#[derive(Debug)]
pub(super) struct Given<'a> {
    /// What it holds.
    pub(super) draft: DraftRef<'a>,
    /// Whether it is all ASCII, and arrived just as it was sent. Half a surrogate pair, for one, does not.
    pub(super) plain: bool,
}

/// Reads a value; answers with the problem of one that is no object.
pub(super) fn read(given: &[u8]) -> Result<Given<'_>, Problem> {
    let (count, numbers) = split_number(given);
    let (numbers, texts) = numbers
        .split_at_checked((count.unsigned_abs() as usize).saturating_mul(4))
        .unwrap_or_default();
    let mut draft = DraftRef::default();
    let mut rest = super::text(texts);
    let plain = rest.is_ascii();
    for (index, number) in numbers.chunks(4).enumerate() {
        let (number, _) = split_number(number);
        let input = match usize::try_from(number) {
            Ok(length) => {
                let at = if plain { length } else { bytes(rest, length) };
                let (text, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
                rest = behind;
                InputRef::Text(Cow::Borrowed(text))
            }
            Err(_) => kind(number).map_or(InputRef::Absent, InputRef::WrongType),
        };
        match (Field::ALL.get(index), input) {
            (_, InputRef::WrongType(found)) if count == 1 => {
                return Err(Problem::not_an_object(found));
            }
            (Some(field), input) => draft.set(*field, input),
            (None, InputRef::Text(name)) => draft.add_unknown(name),
            (None, InputRef::Absent | InputRef::WrongType(_)) => {}
        }
    }
    Ok(Given { draft, plain })
}

fn split_number(bytes: &[u8]) -> (i32, &[u8]) {
    match bytes.split_first_chunk() {
        Some((number, rest)) => (i32::from_le_bytes(*number), rest),
        None => (0, bytes),
    }
}

/// What is not a text, by the number that stands for it; `None` for nothing.
const fn kind(number: i32) -> Option<JsonType> {
    Some(match number {
        -1 => return None,
        -2 => JsonType::Boolean,
        -3 => JsonType::Number,
        -4 => JsonType::Array,
        -5 => JsonType::Object,
        -6 => JsonType::Null,
        -7 => JsonType::String,
        _ => JsonType::Other,
    })
}

/// How many bytes there are in what JavaScript counts as `length`.
fn bytes(text: &str, length: usize) -> usize {
    let (mut units, mut bytes) = (0, 0);
    for c in text.chars() {
        if units >= length {
            break;
        }
        units += c.len_utf16();
        bytes += c.len_utf8();
    }
    bytes
}

/// Whether each text of a valid request is the one that was given.
pub(super) fn is_as_given(draft: &DraftRef<'_>) -> bool {
    let is_canonical = |field| match draft.get(field) {
        InputRef::Text(text) => is_canonical(text.as_bytes()),
        InputRef::Absent | InputRef::WrongType(_) => false,
    };
    is_canonical(Field::StartDate) && is_canonical(Field::EndDate)
}

/// Whether a valid instant is written as `2024-08-12T00:00:00Z`: no other form is as long, has its letters in upper case
/// and ends in one.
const fn is_canonical(instant: &[u8]) -> bool {
    matches!(instant, [.., b'T', _, _, b':', _, _, b':', _, _, b'Z'])
}
