//! Elements of the document.
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The elements within another one that a selector matches, in order.
pub(crate) fn all(place: &Element, selector: &str) -> impl Iterator<Item = Element> + use<> {
    let found = place.query_selector_all(selector).ok();
    let nodes = found.into_iter();
    nodes.flat_map(|list| (0..list.length()).filter_map(move |at| list.get(at)?.dyn_into().ok()))
}

/// Moves the focus to the element with an ID.
pub(crate) fn focus(id: &str) {
    let element = gloo_utils::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus(); // an element that takes no focus leaves it where it was
    }
}
