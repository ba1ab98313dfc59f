//! What a person does before the page is live: the HTML holds the form, and the program comes later.
//!
//! Typed text stays in the controls: the first rendering leaves them alone (see `unless_empty`), and it is read from there before
//! anything else is put into them. What is pressed is kept by `static/early.js` until [`say_live`].

use super::field::PICK;
use super::form::FormState;
use crate::request::Field;

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

/// Puts what was typed into the export request over what was stored: it is newer.
pub(super) fn type_into(form: &mut FormState) {
    for field in Field::ALL {
        // A day that was picked shows nowhere yet, so a text beside it was typed after it.
        let text = value(field.name()).or_else(|| value(&format!("{PICK}{}", field.name())));
        if let Some(text) = text {
            form.typed(field, text);
        }
    }
}

/// Says that the page does what it shows from now on.
pub(super) fn say_live() {
    if let Ok(event) = web_sys::Event::new("live") {
        let _ = gloo_utils::window().dispatch_event(&event); // it is not cancelled by anybody
    }
}
