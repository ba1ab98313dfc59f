//! Arrow keys in a chart, of which only the first bar is a tab stop.
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::dom::all;

/// Moves the focus from bar to bar.
pub(crate) fn arrows(event: &KeyboardEvent) {
    let Some(here) = event.target_dyn_into::<Element>() else {
        return;
    };
    let Some(chart) = here.closest("[role=group]").ok().flatten() else {
        return;
    };
    let bars: Vec<Element> = all(&chart, "[tabindex]").collect();
    let Some(at) = bars.iter().position(|bar| *bar == here) else {
        return;
    };
    let to = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => at + 1,
        "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => bars.len() - 1,
        _ => return,
    };
    event.prevent_default();
    if let Some(bar) = bars.get(to) {
        // `focus` is a method of HTML and of SVG elements; web-sys has it for HTML only.
        let _ = bar.unchecked_ref::<HtmlElement>().focus(); // without a focus there is nothing to move
    }
}
