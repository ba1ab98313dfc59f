//! What stands in local storage, where the page sees without loading the view that there is something to show.
//!
//! web-sys instead of gloo-storage, which panics where the browser denies storage.
use std::collections::BTreeMap;

use js_sys::JSON;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use web_sys::Storage;

use super::Key;
use metering_core::usage::kept::{NAMES_KEY, SHOWN_KEY};
use metering_core::usage::{Allowance, Day};

/// The kept exports that were shown last; `None` where nothing is kept.
pub(crate) fn shown() -> Option<Vec<Key>> {
    let text = storage()?.get_item(SHOWN_KEY).ok()??;
    Some(text.split(',').filter_map(|key| key.parse().ok()).collect())
}

/// Stores which kept exports are shown; `None` where nothing is kept.
pub(crate) fn set_shown(keys: Option<&[Key]>) {
    let text = keys.map(|keys| {
        let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
        keys.join(",")
    });
    // Where this is denied the exports are still listed once the view is loaded.
    let _ = set(SHOWN_KEY, text.as_deref());
}

/// The names that were given to organizations.
pub(crate) fn names() -> BTreeMap<String, String> {
    let text = storage().and_then(|storage| storage.get_item(NAMES_KEY).ok()?);
    let value = text.and_then(|text| JSON::parse(&text).ok());
    let names = value.and_then(|value| serde_wasm_bindgen::from_value(value).ok());
    names.unwrap_or_default()
}

/// Stores the names that were given to organizations; `false` where the browser denies it.
pub(crate) fn set_names(names: &BTreeMap<String, String>) -> bool {
    let value = names.serialize(&Serializer::json_compatible()).ok();
    let text = value.and_then(|value| JSON::stringify(&value).ok());
    let text = text.map(String::from).filter(|_| !names.is_empty());
    set(NAMES_KEY, text.as_deref()).is_some()
}

/// The number is the version of the format.
const ALLOWANCE_KEY: &str = "metering-export.allowance.v1";

/// What to say where something cannot be stored.
pub(crate) fn denied(what: &str) -> String {
    format!(
        "This browser does not let the page keep {what}: it is forgotten when the page is closed."
    )
}

/// The allowance that was typed in; `None` where there is none, or none that can be read.
pub(crate) fn allowance() -> Option<Allowance> {
    let text = storage()?.get_item(ALLOWANCE_KEY).ok()??;
    serde_wasm_bindgen::from_value(JSON::parse(&text).ok()?).ok()
}

/// Stores the allowance or forgets it; `false` where the browser denies it.
pub(crate) fn set_allowance(allowance: Option<Allowance>) -> bool {
    let value = allowance.and_then(|allowance| serde_wasm_bindgen::to_value(&allowance).ok());
    let text = value.and_then(|value| JSON::stringify(&value).ok());
    set(ALLOWANCE_KEY, text.map(String::from).as_deref()).is_some()
}

/// The number is the version of the format.
const BILLING_DAY_KEY: &str = "metering-export.billing-day.v1";

/// The first day of a billing period that was typed in.
pub(crate) fn billing_day() -> Option<Day> {
    let text = storage()?.get_item(BILLING_DAY_KEY).ok()??;
    text.parse().ok()
}

/// Stores the first day of a billing period or forgets it; `false` where the browser denies it.
pub(crate) fn set_billing_day(first: Option<Day>) -> bool {
    let text = first.map(|day| day.to_string());
    set(BILLING_DAY_KEY, text.as_deref()).is_some()
}

fn set(key: &str, text: Option<&str>) -> Option<()> {
    let storage = storage()?;
    match text {
        Some(text) => storage.set_item(key, text).ok(),
        None => storage.remove_item(key).ok(),
    }
}

fn storage() -> Option<Storage> {
    gloo_utils::window().local_storage().ok().flatten()
}
