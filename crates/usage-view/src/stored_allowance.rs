//! The allowance that was typed in, in the browser's local storage.
//!
//! web-sys instead of gloo-storage, which panics where the browser denies storage.
use js_sys::JSON;
use web_sys::Storage;

use metering_core::usage::Allowance;

/// The number is the version of the format.
const KEY: &str = "metering-export.allowance.v1";

/// What to say where it cannot be stored.
pub(crate) const DENIED: &str = "This browser does not let the page keep the allowance: it is forgotten when the page is closed.";

/// What was stored; `None` where there is nothing, or nothing that can be read.
pub(crate) fn read() -> Option<Allowance> {
    let text = storage()?.get_item(KEY).ok()??;
    serde_wasm_bindgen::from_value(JSON::parse(&text).ok()?).ok()
}

/// Stores an allowance or forgets it; false if the browser denies that.
pub(crate) fn write(allowance: Option<Allowance>) -> bool {
    let Some(storage) = storage() else {
        return false;
    };
    let Some(allowance) = allowance else {
        return storage.remove_item(KEY).is_ok();
    };
    let text = serde_wasm_bindgen::to_value(&allowance).ok();
    let text = text.and_then(|value| JSON::stringify(&value).ok());
    text.is_some_and(|text| storage.set_item(KEY, &String::from(text)).is_ok())
}

fn storage() -> Option<Storage> {
    gloo_utils::window().local_storage().ok().flatten()
}
