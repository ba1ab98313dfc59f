//! The few things that the page does to the document by itself.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlInputElement};

/// Moves the focus to an element, scrolled into view; nothing happens if there is none.
pub(crate) fn focus(id: &str) {
    let element = gloo_utils::document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus(); // an element that takes no focus leaves it where it was
    }
}

/// Scrolls an element to the top of the window, as far as there is something below it.
pub(crate) fn to_top(id: &str) {
    if let Some(element) = gloo_utils::document().get_element_by_id(id) {
        element.scroll_into_view_with_bool(true);
    }
}

/// Scrolls an element into view, no further than needed.
pub(crate) fn reveal(id: &str) {
    if let Some(element) = gloo_utils::document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The origin of the page, such as `https://metering.example.com`.
pub(crate) fn origin() -> String {
    gloo_utils::window().location().origin().unwrap_or_default()
}

/// Whether what the page sends cannot be read on the way: it came by https, or from this computer.
pub(crate) fn is_secure() -> bool {
    cfg!(not(target_arch = "wasm32")) || gloo_utils::window().is_secure_context()
}

/// What is in the control of a name, where it is an input.
pub(crate) fn value(name: &str) -> Option<String> {
    Some(input(name)?.value())
}

/// Empties the control of a name, where it is an input. The state alone does not: an empty text in it leaves the control as it is.
pub(crate) fn clear(name: &str) {
    if let Some(input) = input(name) {
        input.set_value("");
    }
}

fn input(name: &str) -> Option<HtmlInputElement> {
    let control = gloo_utils::document().query_selector(&format!("[name={name}]"));
    control.ok()??.dyn_into().ok()
}

/// Lets people use the page: the HTML holds its first view, inert until now.
pub(crate) fn set_live() {
    if let Some(root) = gloo_utils::document().get_element_by_id("page") {
        let _ = root.remove_attribute("inert"); // elsewhere there is none
    }
}

/// Puts a text on the clipboard; false if the browser refuses or has none, as on pages without https.
pub(crate) async fn copy(text: &str) -> bool {
    let navigator = gloo_utils::window().navigator();
    let has_clipboard = js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or_default();
    has_clipboard
        && JsFuture::from(navigator.clipboard().write_text(text))
            .await
            .is_ok()
}
