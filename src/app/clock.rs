//! The browser's clock and dice. Everything that decides takes their values as arguments.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// Now, to the millisecond.
pub(crate) fn now() -> DateTime<Utc> {
    // A browser's clock is far inside the range of `DateTime`; the epoch stands in for one that is not.
    #[allow(clippy::cast_possible_truncation)] // whole milliseconds
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// The time since the page was loaded; unlike [`now`], it never jumps.
pub(crate) fn since_start() -> Duration {
    let millis = gloo_utils::window()
        .performance()
        .map_or(0.0, |performance| performance.now());
    Duration::try_from_secs_f64(millis / 1_000.0).unwrap_or_default()
}

/// Now by a clock that never jumps while the page lives: what has to wait, waits as long as it should. It can differ from
/// [`now`], which people set, and which goes on while a computer sleeps.
pub(crate) fn steady() -> DateTime<Utc> {
    let origin = gloo_utils::window()
        .performance()
        .map_or(0.0, |performance| performance.time_origin());
    #[allow(clippy::cast_possible_truncation)] // whole milliseconds
    let start = DateTime::from_timestamp_millis(origin as i64).unwrap_or_default();
    start + since_start()
}

/// A number in `0.0..1.0` that spreads the refreshes of many jobs.
pub(crate) fn jitter() -> f64 {
    js_sys::Math::random()
}

/// An instant in the reader's own time zone, such as `Mon, 12 Aug 2024, 02:00`; `None` where that is UTC, and outside of
/// a browser.
#[cfg(target_arch = "wasm32")]
pub(crate) fn local(instant: DateTime<Utc>) -> Option<String> {
    use wasm_bindgen::JsValue;
    let options = js_sys::Object::new();
    for (name, value) in [
        ("weekday", "short"),
        ("day", "numeric"),
        ("month", "short"),
        ("year", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
    ] {
        js_sys::Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    #[allow(clippy::cast_precision_loss)] // milliseconds of the years 1 to 9999 fit exactly
    let date = js_sys::Date::new(&JsValue::from_f64(instant.timestamp_millis() as f64));
    // The page is written in English, so its dates are too.
    (date.get_timezone_offset() != 0.0).then(|| date.to_locale_string("en-GB", &options).into())
}

/// An instant in the reader's own time zone; there is none outside of a browser.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn local(_: DateTime<Utc>) -> Option<String> {
    None
}
