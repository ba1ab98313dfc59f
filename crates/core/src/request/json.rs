//! Reading a request from JSON text, with the place of what is not JSON.
//!
//! By hand, and checked against `serde_json`: that is three times the size in WebAssembly, counts
//! positions in bytes, and takes as long for a line as reading and checking it here.

use super::draft::{Field, JsonType};
use super::draft_ref::{DraftRef, InputRef};
use super::problem::{Params, Problem, Subject};

mod fault;
mod scan;

mod usual;

pub use fault::{Expected, Fault};
use scan::Scanner;

pub use usual::read_usual;

/// Reads one request.
///
/// Every value is taken for a field, as when a [`Draft`](super::Draft) is deserialized: of a field that is there twice the
/// last counts. Half a surrogate pair, which no text can hold, becomes U+FFFD.
///
/// # Errors
///
/// The text is not JSON, or not an object.
pub fn read(json: &str) -> Result<DraftRef<'_>, Problem> {
    let mut scanner = Scanner::new(json);
    let read = request(&mut scanner);
    read.unwrap_or_else(|expected| Err(Params::NotJson(scanner.fault(expected))))
        .map_err(|params| Problem::new(Subject::Whole, params))
}

/// Reads one request from bytes, which may not even be text.
///
/// # Errors
///
/// As [`read`]; what is not UTF-8 is not JSON.
pub fn read_bytes(json: &[u8]) -> Result<DraftRef<'_>, Problem> {
    match str::from_utf8(json) {
        Ok(text) => read(text),
        Err(error) => {
            let before = json.get(..error.valid_up_to()).unwrap_or_default();
            let before = str::from_utf8(before).unwrap_or_default();
            let fault = Fault::new(before, "", Expected::Utf8);
            Err(Problem::new(Subject::Whole, Params::NotJson(fault)))
        }
    }
}

/// The draft, or the type of what is there instead.
fn request<'a>(scanner: &mut Scanner<'a>) -> Result<Result<DraftRef<'a>, Params>, Expected> {
    let read = if scanner.blank() == Some(b'{') {
        object(scanner).map(Ok)
    } else {
        value(scanner).map(|value| {
            Err(Params::WrongType {
                found: type_of(&value),
            })
        })
    };
    let read = read?;
    match scanner.blank() {
        None => Ok(read),
        Some(_) => Err(Expected::End),
    }
}

/// The type of a value that is not an object.
const fn type_of(value: &InputRef<'_>) -> JsonType {
    match value {
        InputRef::Absent => JsonType::Null,
        InputRef::Text(_) => JsonType::String,
        InputRef::WrongType(found) => *found,
    }
}

fn object<'a>(scanner: &mut Scanner<'a>) -> Result<DraftRef<'a>, Expected> {
    let mut draft = DraftRef::default();
    scanner.skip();
    if scanner.blank() == Some(b'}') {
        scanner.skip();
        return Ok(draft);
    }
    loop {
        let name = scanner.name()?;
        let value = value(scanner)?;
        match Field::from_name(&name) {
            Some(field) => draft.set(field, value),
            None => draft.add_unknown(name),
        }
        if scanner.ends(b'}', Expected::CommaOrBrace)? {
            return Ok(draft);
        }
    }
}

fn value<'a>(scanner: &mut Scanner<'a>) -> Result<InputRef<'a>, Expected> {
    let found = match scanner.blank() {
        Some(b'"') => return scanner.string().map(InputRef::Text),
        Some(b'n') => return scanner.literal("null").map(|()| InputRef::Absent),
        Some(b't' | b'f') => JsonType::Boolean,
        Some(b'[') => JsonType::Array,
        Some(b'{') => JsonType::Object,
        _ => JsonType::Number,
    };
    pass_over(scanner)?;
    Ok(InputRef::WrongType(found))
}

/// Reads over any value; without recursion, so that no depth is too much.
#[cold]
fn pass_over(scanner: &mut Scanner<'_>) -> Result<(), Expected> {
    let mut open = Vec::new();
    loop {
        match scanner.blank() {
            Some(b'{') => {
                scanner.skip();
                if scanner.blank() == Some(b'}') {
                    scanner.skip();
                } else {
                    open.push(b'}');
                    scanner.name()?;
                    continue;
                }
            }
            Some(b'[') => {
                scanner.skip();
                if scanner.blank() == Some(b']') {
                    scanner.skip();
                } else {
                    open.push(b']');
                    continue;
                }
            }
            _ => scanner.scalar()?,
        }
        loop {
            let Some(&close) = open.last() else {
                return Ok(());
            };
            let expected = match close {
                b'}' => Expected::CommaOrBrace,
                _ => Expected::CommaOrBracket,
            };
            if scanner.ends(close, expected)? {
                open.pop();
            } else {
                if close == b'}' {
                    scanner.name()?;
                }
                break;
            }
        }
    }
}
