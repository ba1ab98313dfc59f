//! The validator for other pages: what crosses between their JavaScript and this Wasm.
//!
//! `crates/validator/*.js` is the public side: it reads values and writes results; `crates/validator/index.d.ts` has the types.
//!
//! Each call crosses once, with numbers only: JavaScript has written the text that it is about into the [`room`] here, and
//! finds the answer where [`answer`] says, in the form that [`wire`] describes. Nothing is allocated for either. A
//! general bridge such as serde-wasm-bindgen crosses for each field and each part of a result: several times as long for a
//! call, and larger than all of this.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::thread::LocalKey;

use chrono::TimeDelta;
use wasm_bindgen::prelude::wasm_bindgen;

use metering_core::request::date_time::Instant;
use metering_core::request::{
    Field, InputRef, JobType, Limits, RangeLimit, Report, Side, complete_date, complete_ref, json,
};

mod alike;
mod given;
mod lines;
mod schema;
mod wire;

use given::Given;
use wire::Wire;

/// A tenth of the size of the one that is there by default, and as fast.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

// Never dropped, so that nothing has to be registered for that.
thread_local! {
    static ROOM: Cell<ManuallyDrop<Vec<u8>>> = const { Cell::new(ManuallyDrop::new(Vec::new())) };
    static ANSWER: Cell<ManuallyDrop<Wire>> = const { Cell::new(ManuallyDrop::new(Wire::new())) };
}

/// Makes room for so many bytes, and says where.
#[wasm_bindgen]
pub fn room(bytes: usize) -> *const u8 {
    drop(ManuallyDrop::into_inner(take(&ROOM)));
    let room = vec![0; bytes];
    let place = room.as_ptr();
    put(&ROOM, ManuallyDrop::new(room));
    place
}

/// Where the latest answer begins.
#[wasm_bindgen]
pub fn answer() -> *const u32 {
    let answer = take(&ANSWER);
    let place = answer.place();
    put(&ANSWER, answer);
    place
}

/// Answers the first `length` bytes in the room, and says how many numbers the answer has.
#[inline(never)]
fn answered(length: usize, write: &mut dyn FnMut(&[u8], &mut Wire)) -> usize {
    let room = take(&ROOM);
    let mut answer = take(&ANSWER);
    answer.clear();
    write(room.get(..length).unwrap_or_default(), &mut answer);
    let length = answer.finish();
    put(&ROOM, room);
    put(&ANSWER, answer);
    length
}

/// Takes without a panic for a thread that ends, of which there is none: all that belongs to panics would come with it.
fn take<T: Default>(place: &'static LocalKey<Cell<T>>) -> T {
    place.try_with(Cell::take).unwrap_or_default()
}

fn put<T>(place: &'static LocalKey<Cell<T>>, value: T) {
    let _ = place.try_with(|place| place.set(value));
}

/// The text in the room: JavaScript writes nothing but UTF-8.
fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or_default()
}

/// The rules, as JavaScript hands them over: in seconds, and in seconds since 1970 or not a number.
#[allow(clippy::cast_possible_truncation)] // JavaScript has checked the span; what is out of it saturates.
#[inline(never)]
fn limits(max_range: f64, lenient: bool, now: f64) -> Limits {
    let range_limit = if lenient {
        RangeLimit::Warning
    } else {
        RangeLimit::Error
    };
    Limits {
        max_range: TimeDelta::try_seconds(max_range as i64).unwrap_or(TimeDelta::MAX),
        range_limit,
        now: (!now.is_nan()).then_some(Instant::at_second(now as i64)),
    }
}

/// Checks a value whose fields JavaScript has read, see [`given`].
///
/// The answer is empty where the request is valid exactly as it is given, which is what most calls are about.
#[wasm_bindgen]
pub fn validate(length: usize, max_range: f64, lenient: bool, now: f64) -> usize {
    answered(length, &mut |given, out| match given::read(given) {
        Ok(Given { draft, plain }) => {
            let mut report = Report::default();
            let valid = report.check(&draft, &limits(max_range, lenient, now));
            let as_given = plain && valid.is_some() && given::is_as_given(&draft);
            if !(as_given && report.warnings.is_empty()) {
                out.report(valid, &report, Wire::request);
            }
        }
        Err(problem) => out.refused(problem),
    })
}

/// Checks a value whose fields were typed: dates are completed, blanks around a text dropped, and a text without
/// anything in it is none.
#[wasm_bindgen(js_name = validateTyped)]
pub fn validate_typed(length: usize, max_range: f64, lenient: bool, now: f64) -> usize {
    answered(length, &mut |given, out| {
        let typed = given::read(given).map(|given| complete_ref(given.draft));
        out.outcome(typed, &limits(max_range, lenient, now));
    })
}

/// Checks JSON text.
#[wasm_bindgen(js_name = validateText)]
pub fn validate_text(length: usize, max_range: f64, lenient: bool, now: f64) -> usize {
    answered(length, &mut |json, out| {
        out.outcome(json::read_bytes(json), &limits(max_range, lenient, now));
    })
}

/// Checks a request on each line, see [`lines`].
#[wasm_bindgen(js_name = validateLines)]
pub fn validate_lines(length: usize, max_range: f64, lenient: bool, now: f64) -> usize {
    answered(length, &mut |ndjson, out| {
        lines::validate(ndjson, &limits(max_range, lenient, now), out);
    })
}

/// Cuts the range between two instants into windows.
#[wasm_bindgen(js_name = splitRange)]
pub fn split_range(length: usize, max_range: f64, now: f64) -> usize {
    answered(length, &mut |given, out| {
        let Ok(Given { mut draft, .. }) = given::read(given) else {
            return;
        };
        let job_type = JobType::ProjectFolder.name();
        draft.set(Field::JobType, InputRef::Text(job_type.into()));
        let limits = limits(max_range, true, now);
        let any = Limits {
            max_range: TimeDelta::MAX,
            ..limits
        };
        let mut report = Report::default();
        let valid = report.check(&draft, &any);
        out.report(valid, &report, |out, valid| {
            out.windows(valid, limits.max_range);
        });
    })
}

/// The JSON Schema of a request.
#[wasm_bindgen(js_name = jsonSchema)]
pub fn json_schema() -> usize {
    answered(0, &mut |_, out| schema::write(out))
}

/// Completes a bare date, of the end of a range or of its start.
#[wasm_bindgen(js_name = completeDate)]
pub fn complete_date_at(length: usize, end: bool) -> usize {
    answered(length, &mut |typed, out| {
        let side = if end { Side::End } else { Side::Start };
        out.say(&complete_date(text(typed), side));
    })
}
