//! Tests inside a browser of what differs there: its own `URL` reads the host of a callback URL, and values are JavaScript's.
//! `tests/node` has the tests of what pages see.
#![cfg(target_arch = "wasm32")]

use metering_core::request::callback_url;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// URLs and what the same code says of them with the `url` crate, see `request_callback_url.rs` of the core.
const VERDICTS: &str = include_str!("../../core/tests/data/callback_urls.json");

#[wasm_bindgen_test]
fn the_browser_reads_hosts_as_the_url_crate_does() {
    let verdicts: Vec<(String, serde_json::Value)> =
        serde_json::from_str(VERDICTS).expect("a list of URLs and verdicts");
    assert!(verdicts.len() > 300);
    let different: Vec<_> = verdicts
        .iter()
        .map(|(url, native)| {
            let found = callback_url::parse(url).err();
            (url, native, serde_json::to_value(found).expect("JSON"))
        })
        .filter(|(url, native, found)| *native != found && !is_known(url, native, found))
        .collect();
    assert!(different.is_empty(), "{different:#?}");
}

/// Where browsers do not follow the standard: Chromium does not check what `xn--` encodes, and leaves that to DNS; for
/// Firefox `0x` is no zero, and no name either.
fn is_known(url: &str, native: &serde_json::Value, found: &serde_json::Value) -> bool {
    let is_encoded = url.to_ascii_lowercase().contains("xn--");
    (is_encoded && native["reason"] == "hostName") || (url.contains("//0x/") && !found.is_null())
}

const MONTH: f64 = 30.0 * 86_400.0;

/// Dates, the job type and the two flags, and no other field.
fn fields(start: &str, end: &str, rest: [JsValue; 3]) -> Vec<JsValue> {
    let dates = [JsValue::from_str(start), JsValue::from_str(end)];
    let others = [NOTHING, NOTHING, NOTHING];
    dates.into_iter().chain(rest).chain(others).collect()
}

fn text(text: &str) -> JsValue {
    JsValue::from_str(text)
}

const NOTHING: JsValue = JsValue::UNDEFINED;

#[wasm_bindgen_test]
fn only_what_is_valid_exactly_as_it_is_given_is_answered_with_nothing() {
    let (start, end) = ("2024-08-12T00:00:00Z", "2024-09-10T23:59:59Z");
    let check = |fields| validator::validate(fields, false, MONTH, false, f64::NAN);
    let project = || text("PROJECT_FOLDER");
    assert!(check(fields(start, end, [project(), NOTHING, JsValue::NULL])).is_undefined());
    // An instant to be normalized, a blank to be left out, a field to be named.
    let plus = "2024-08-12T02:00:00+02:00";
    assert!(check(fields(plus, end, [project(), NOTHING, NOTHING])).is_object());
    assert!(check(fields(start, end, [project(), text(""), NOTHING])).is_object());
    // What names the type to the validator only.
    let mut all_meters = fields(start, end, [text("JOB_LEVEL"), NOTHING, NOTHING]);
    all_meters[6] = text("TRUE");
    assert!(check(all_meters).is_object());
    let mut unknown = fields(start, end, [project(), NOTHING, NOTHING]);
    unknown.push(text("zone"));
    assert!(check(unknown).is_object());
}

#[wasm_bindgen_test]
fn no_values_and_no_rules_end_it() {
    let values = [
        NOTHING,
        JsValue::NULL,
        JsValue::TRUE,
        JsValue::from_f64(f64::NAN),
        JsValue::symbol(None),
        JsValue::bigint_from_str("5"),
        text(""),
        text("2024-08-12T00:00:00Z"),
        text("https://\u{FFFD}.😀"),
    ];
    let numbers = [MONTH, 0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN];
    for (at, max) in numbers.into_iter().enumerate() {
        for now in numbers {
            for count in 0..values.len() * 2 {
                let given = || {
                    values
                        .iter()
                        .cycle()
                        .skip(at)
                        .take(count)
                        .cloned()
                        .collect()
                };
                let _ = validator::validate(given(), false, max, at % 2 == 0, now);
                assert!(validator::validate(given(), true, max, false, now).is_object());
                assert!(validator::split_range(given(), MONTH, now).is_object());
            }
        }
    }
    for value in &values {
        assert!(validator::not_an_object(value).is_object());
    }
    assert!(validator::not_json("", Some(1), None, Some(3)).is_object());
}
