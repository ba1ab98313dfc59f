//! The validator for other pages: what crosses between their JavaScript and this Wasm.
//!
//! `src/embed/*.js` is the public side: it reads values and writes results; `src/embed.d.ts` has the types.
//!
//! Each call crosses once, with numbers only: JavaScript has written the text that it is about into the [`room`] here, and
//! finds the answer where [`answer`] says, in the form that [`wire`] describes. Nothing is allocated for either. A
//! general bridge such as serde-wasm-bindgen crosses for each field and each part of a result: several times as long for a
//! call, and larger than all of this.

use std::cell::Cell;

use chrono::{DateTime, TimeDelta};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::request::{Code, Draft, RangeLimit, Rules, Side};
use crate::request::{check, complete, complete_date, json};

mod given;
mod lines;
mod wire;

use given::Given;
use wire::Wire;

/// A tenth of the size of the one that is there by default, and as fast.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    static ANSWER: Cell<Wire> = const { Cell::new(Wire::new()) };
}

/// Makes room for so many bytes, and says where.
#[wasm_bindgen]
pub fn room(bytes: usize) -> *const u8 {
    let room = vec![0; bytes];
    let place = room.as_ptr();
    ROOM.set(room);
    place
}

/// Where the latest answer begins.
#[wasm_bindgen]
pub fn answer() -> *const u8 {
    let answer = ANSWER.take();
    let place = answer.text().as_ptr();
    ANSWER.set(answer);
    place
}

/// Answers the first `length` bytes in the room, and says how long the answer is.
fn answered(length: usize, write: impl FnOnce(&[u8], &mut Wire)) -> usize {
    let room = ROOM.take();
    let mut answer = ANSWER.take();
    answer.clear();
    write(room.get(..length).unwrap_or_default(), &mut answer);
    let length = answer.text().len();
    ROOM.set(room);
    ANSWER.set(answer);
    length
}

/// The text in the room: JavaScript writes nothing but UTF-8.
fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or_default()
}

/// The rules, as JavaScript hands them over: in seconds, and in milliseconds since 1970 or not a number.
#[allow(clippy::cast_possible_truncation)] // JavaScript has checked the span; what is out of it saturates.
fn rules(max_range: f64, lenient: bool, now: f64) -> Rules {
    let range_limit = if lenient {
        RangeLimit::Warning
    } else {
        RangeLimit::Error
    };
    Rules {
        max_range: TimeDelta::try_seconds(max_range as i64).unwrap_or(TimeDelta::MAX),
        range_limit,
        now: if now.is_nan() {
            None
        } else {
            DateTime::from_timestamp_millis(now as i64)
        },
    }
}

/// Checks a value whose fields JavaScript has read, see [`given`].
///
/// The answer is empty where the request is valid exactly as it is given, which is what most calls are about.
#[wasm_bindgen]
pub fn validate(length: usize, max_range: f64, lenient: bool, now: f64) -> usize {
    answered(length, |given, out| {
        let rules = rules(max_range, lenient, now);
        match given::read(text(given)) {
            Ok(Given { draft, plain }) => {
                let checked = check(&draft, &rules);
                if !(plain && wire::is_as_given(&draft, &checked)) {
                    out.checked(&checked);
                }
            }
            Err(problem) => out.refused(&problem),
        }
    })
}

/// Checks a value whose fields were typed: dates are completed, blanks around a text dropped, and a text without
/// anything in it is none.
#[wasm_bindgen(js_name = validateTyped)]
pub fn validate_typed(length: usize, max_range: f64, lenient: bool, now: f64) -> usize {
    answered(length, |given, out| {
        let typed = given::read(text(given)).map(|given| complete(&Draft::from(given.draft)));
        match typed {
            Ok(draft) => out.checked(&crate::request::validate(
                &draft,
                &rules(max_range, lenient, now),
            )),
            Err(problem) => out.refused(&problem),
        }
    })
}

/// Checks JSON text.
#[wasm_bindgen(js_name = validateText)]
pub fn validate_text(length: usize, max_range: f64, lenient: bool, now: f64) -> usize {
    answered(length, |json, out| {
        let draft = json::read(text(json));
        match draft {
            Ok(draft) => out.checked(&check(&draft, &rules(max_range, lenient, now))),
            Err(problem) => out.refused(&problem),
        }
    })
}

/// Checks a request on each line, see [`lines`].
#[wasm_bindgen(js_name = validateLines)]
pub fn validate_lines(length: usize, max_range: f64, lenient: bool, now: f64) -> usize {
    answered(length, |ndjson, out| {
        lines::validate(ndjson, &rules(max_range, lenient, now), out);
    })
}

/// Completes a bare date, of the end of a range or of its start.
#[wasm_bindgen(js_name = completeDate)]
pub fn complete_date_at(length: usize, end: bool) -> usize {
    answered(length, |typed, out| {
        let side = if end { Side::End } else { Side::Start };
        out.say(&complete_date(text(typed), side));
    })
}

/// The names of the codes, in the order in which results number them.
#[wasm_bindgen]
pub fn codes() -> usize {
    answered(0, |_, out| {
        out.say(&Code::ALL.map(Code::name).join(" "));
    })
}
