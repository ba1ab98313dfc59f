//! Deletes everything that the page has stored in this browser.

use ::database::delete;
use metering_core::usage::kept;
use wasm_bindgen::JsValue;
use web_sys::{BroadcastChannel, Storage};

use super::{DATABASE, local, session};

/// What the keys of the page in local and session storage begin with. Other pages of the origin have keys of their own.
const PREFIX: &str = "metering-export.";

/// The channel that tells other tabs that everything was forgotten.
pub(crate) const CHANNEL: &str = "metering-export.forget";

/// In session storage while a tab is loaded anew after everything was forgotten: the next page says so.
const NOTE: &str = "metering-export.forgotten";

/// Whether something is kept that the usage view shows. It costs no visit that has nothing.
pub(crate) fn has_kept() -> bool {
    local().is_some_and(|local| matches!(local.get_item(kept::SHOWN_KEY), Ok(Some(_))))
}

/// Deletes all databases and entries of the page, and has other tabs let go of what they hold. Gives a sentence for each thing
/// that could not be deleted.
pub(crate) async fn forget() -> Vec<String> {
    let mut left = Vec::new();
    for (database, what) in [(DATABASE, "The jobs"), (kept::DATABASE, "The kept exports")] {
        if let Err(failure) = delete(database).await {
            left.push(format!("{what} could not be deleted. {failure}."));
        }
    }
    if !local().is_some_and(|local| clear(&local)) {
        left.push(
            "Names and settings could not be deleted. The browser denies this page its storage."
                .into(),
        );
    }
    forget_tab();
    if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
        let _ = channel.post_message(&JsValue::NULL); // nothing can always be copied
        channel.close();
    }
    left
}

/// Deletes what belongs to this tab.
pub(crate) fn forget_tab() {
    if let Some(session) = session() {
        clear(&session);
    }
}

/// Loads the page anew, so that nothing stays in memory either. The next page says that everything was forgotten.
pub(crate) fn reload() {
    if let Some(session) = session() {
        let _ = session.set_item(NOTE, ""); // where it is denied the page starts without a word
    }
    let _ = gloo_utils::window().location().reload(); // denied to no page about itself
}

/// Whether this page was loaded by [`reload`]; once.
pub(crate) fn was_forgotten() -> bool {
    let Some(session) = session() else {
        return false;
    };
    let was_forgotten = matches!(session.get_item(NOTE), Ok(Some(_)));
    let _ = session.remove_item(NOTE); // it was readable
    was_forgotten
}

/// Removes the page's entries; `false` where the browser denies it.
fn clear(storage: &Storage) -> bool {
    let length = storage.length().unwrap_or_default();
    let keys: Vec<String> = (0..length)
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|key| key.starts_with(PREFIX))
        .collect();
    keys.iter().all(|key| storage.remove_item(key).is_ok())
}
