//! Elements of the document.
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The elements within another one that a selector matches, in order.
pub(crate) fn all(place: &Element, selector: &str) -> impl Iterator<Item = Element> + use<> {
    let found = place.query_selector_all(selector).ok();
    let nodes = found.into_iter();
    nodes.flat_map(|list| (0..list.length()).filter_map(move |at| list.get(at)?.dyn_into().ok()))
}
