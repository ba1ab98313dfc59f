//! What a person does before the page is live: the HTML holds the form, and the program comes later.
//!
//! Typed text stays in the controls: the first rendering leaves them alone (see `unless_empty`), and it is read from there before
//! anything else is put into them. What is pressed is kept by `static/early.js` until the page is live. That script also checks
//! the form until then, and what it has put into the page for that goes before the program looks for what the HTML holds.

use super::form::FormState;
use metering_core::request::Field;

/// The content of a control that is not as the HTML has it: a person has changed it, or the browser for them.
#[cfg(target_arch = "wasm32")]
pub(super) fn value(name: &str) -> Option<String> {
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlInputElement, HtmlSelectElement};

    let found = gloo_utils::document().query_selector(&format!("[name={name}]"));
    let (text, before) = match found.ok()??.dyn_into::<HtmlInputElement>() {
        Ok(input) => (input.value(), input.default_value()),
        // The first choice of a list is the one that the HTML has.
        Err(select) => (
            select.dyn_into::<HtmlSelectElement>().ok()?.value(),
            String::new(),
        ),
    };
    (text != before).then_some(text)
}

/// There are no controls outside of a browser.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn value(_: &str) -> Option<String> {
    None
}

/// Whether the problem of a control was shown.
#[cfg(target_arch = "wasm32")]
fn shows_problem(name: &str) -> bool {
    let found = gloo_utils::document().query_selector(&format!("[name={name}][data-problem]"));
    found.is_ok_and(|control| control.is_some())
}

/// There are no controls outside of a browser.
#[cfg(not(target_arch = "wasm32"))]
fn shows_problem(_: &str) -> bool {
    false
}

/// Puts what was typed into the export request over what was stored: it is newer. Problems that were shown stay.
pub(super) fn type_into(form: &mut FormState) {
    for field in Field::ALL {
        if let Some(text) = value(field.name()) {
            form.typed(field, text);
        }
        if shows_problem(field.name()) {
            form.left.push(field);
        }
    }
}

/// From now on the page does what it shows: until then the HTML holds it inert.
pub fn tell_early(what: &str) {
    let page = gloo_utils::document().get_element_by_id("page");
    if let (Some(page), "live") = (page, what) {
        let _ = page.remove_attribute("inert");
    }
}
