//! Notifications of the browser, for people who look at something else meanwhile.

use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// Whether this page may show notifications now; `None` where the browser has none.
pub(super) fn is_allowed() -> Option<bool> {
    let has = js_sys::Reflect::has(&gloo_utils::window(), &"Notification".into());
    has.unwrap_or_default()
        .then(|| Notification::permission() == NotificationPermission::Granted)
}

/// Asks the person for permission, if the browser has not yet; whether notifications are allowed.
pub(super) async fn ask() -> bool {
    if let Ok(asked) = Notification::request_permission() {
        let _ = JsFuture::from(asked).await; // what was answered is the permission
    }
    is_allowed() == Some(true)
}

/// Shows one. A later one about the same takes its place.
pub(super) fn show(title: &str, tag: &str) {
    let options = NotificationOptions::new();
    options.set_tag(tag);
    let _ = Notification::new_with_options(title, &options); // some phones allow it from a service worker only
}
