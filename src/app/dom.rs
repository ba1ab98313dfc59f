//! The few things that the page does to the document by itself.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Moves the focus to an element, scrolled into view; nothing happens if there is none.
pub(crate) fn focus(id: &str) {
    let element = gloo_utils::document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus(); // an element that takes no focus leaves it where it was
    }
}

/// The origin of the page, such as `https://metering.example.com`.
pub(crate) fn origin() -> String {
    gloo_utils::window().location().origin().unwrap_or_default()
}
