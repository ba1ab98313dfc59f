//! Saving a file to disk, as a click on a link does.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

/// How long a browser may take to begin to read what it saves, in milliseconds.
const READING: u32 = 10_000;

/// Saves a file under a name; false if the browser does not let the page do it.
pub(super) fn save(file: &Blob, name: &str) -> bool {
    let link = gloo_utils::document()
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let (Some(link), Some(url)) = (link, Url::create_object_url_with_blob(file).ok()) else {
        return false;
    };
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // Not before: some browsers read the address only after the click has been dealt with.
    let give_up = move || {
        let _ = Url::revoke_object_url(&url); // there is nothing to do about an address that cannot be given up
    };
    Timeout::new(READING, give_up).forget();
    true
}
