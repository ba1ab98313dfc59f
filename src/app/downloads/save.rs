//! Saving a file to disk, as a click on a link does.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, HtmlAnchorElement, Url};

/// How long a browser may take to begin to read what it saves, in milliseconds.
const READING: u32 = 10_000;

/// Saves a file under a name; false if the browser does not let the page do it.
pub(super) fn save(file: &Blob, name: &str) -> bool {
    let link = gloo_utils::document()
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let (Some(link), Some(url)) = (link, ObjectUrl::of(file)) else {
        return false;
    };
    link.set_href(&url.0);
    link.set_download(name);
    link.click();
    // Not before: some browsers read the address only after the click has been dealt with.
    spawn_local(async move {
        TimeoutFuture::new(READING).await;
        drop(url);
    });
    true
}

/// An address of a file in memory, which keeps it there until this is dropped.
struct ObjectUrl(String);

impl ObjectUrl {
    fn of(file: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(file).ok().map(Self)
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0); // there is nothing to do about an address that cannot be given up
    }
}
