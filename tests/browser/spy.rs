//! What the page fetches, and a browser that denies things: the only parts that a test cannot see or cause from Rust.

use serde_json::Value;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/spy.js")]
extern "C" {
    /// Forgets the fetches so far.
    #[wasm_bindgen(js_name = forgetFetches)]
    pub(crate) fn forget_fetches();

    /// What `config.json` says from now on; without a text there is no such file.
    #[wasm_bindgen(js_name = setConfig)]
    pub(crate) fn set_config(text: Option<String>);

    #[wasm_bindgen(js_name = countFetches)]
    fn count_fetches() -> usize;

    #[wasm_bindgen]
    fn fetched(index: usize) -> String;

    /// Denies both storages.
    #[wasm_bindgen(js_name = denyStorage)]
    pub(crate) fn deny_storage();

    /// Lets the storages be read, but nothing be put in.
    #[wasm_bindgen(js_name = fillStorage)]
    pub(crate) fn fill_storage();

    /// Takes the browser's Web Locks away, as on plain http.
    #[wasm_bindgen(js_name = takeLocksAway)]
    pub(crate) fn take_locks_away();

    /// Says that the browser is offline.
    #[wasm_bindgen(js_name = goOffline)]
    pub(crate) fn go_offline();

    /// Lends the page a clipboard.
    #[wasm_bindgen(js_name = lendClipboard)]
    pub(crate) fn lend_clipboard();

    /// What the page put on the clipboard that it was lent.
    #[wasm_bindgen]
    pub(crate) fn copied() -> Option<String>;

    /// Denies the clipboard.
    #[wasm_bindgen(js_name = denyClipboard)]
    pub(crate) fn deny_clipboard();

    /// Hides the page, as another tab in front of it does, or shows it again.
    #[wasm_bindgen(js_name = hidePage)]
    pub(crate) fn hide_page(hidden: bool);

    /// Lets `Date.now()` be so many milliseconds ahead.
    #[wasm_bindgen(js_name = advanceClock)]
    pub(crate) fn advance_clock(millis: f64);

    /// Forgets all stored jobs.
    #[wasm_bindgen(js_name = clearJobs)]
    pub(crate) async fn clear_jobs();

    #[wasm_bindgen(js_name = readJobs)]
    async fn read_jobs() -> JsValue;

    #[wasm_bindgen(js_name = readUnreadable)]
    async fn read_unreadable() -> JsValue;

    /// Stores the record of a job, or removes it; another tab also tells of that.
    #[wasm_bindgen(js_name = putJob)]
    pub(crate) async fn put_job(key: f64, value: Option<String>, told: bool);

    /// Shows the page again as Back does.
    #[wasm_bindgen(js_name = showFromCache)]
    pub(crate) fn show_from_cache();

    /// Watches from now on what is stored for good before a request is sent.
    #[wasm_bindgen(js_name = watchOrder)]
    pub(crate) fn watch_order();

    /// What was seen since.
    #[wasm_bindgen(js_name = seenOrder)]
    pub(crate) fn seen_order() -> String;

    /// Takes back what was denied, lent or hidden.
    #[wasm_bindgen(js_name = undoAll)]
    pub(crate) fn undo_all();
}

/// The records of the jobs, one a line.
pub(crate) async fn jobs() -> String {
    read_jobs().await.as_string().expect("texts")
}

/// What could not be read and was set aside, one a line.
pub(crate) async fn unreadable() -> String {
    read_unreadable().await.as_string().expect("texts")
}

/// The fetches since [`forget_fetches`], those of `config.json` and the simulator's switches aside.
pub(crate) fn fetches() -> Vec<Value> {
    let texts = (0..count_fetches()).map(fetched);
    texts
        .map(|text| serde_json::from_str(&text).expect("JSON"))
        .collect()
}
