//! Arrow keys in a chart, of which only the first bar is a tab stop.
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Moves the focus from bar to bar.
pub(crate) fn arrows(event: &KeyboardEvent) {
    let Some(here) = event.target_dyn_into::<Element>() else {
        return;
    };
    let chart = here.closest("[role=group]").ok().flatten();
    let Some(Ok(bars)) = chart.map(|chart| chart.query_selector_all("[tabindex]")) else {
        return;
    };
    let bar = |at: u32| bars.get(at).and_then(|bar| bar.dyn_into::<Element>().ok());
    let Some(at) = (0..bars.length()).find(|at| bar(*at).as_ref() == Some(&here)) else {
        return;
    };
    let to = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => at + 1,
        "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => bars.length() - 1,
        _ => return,
    };
    event.prevent_default();
    if let Some(bar) = bar(to) {
        // `focus` is a method of HTML and of SVG elements; web-sys has it for HTML only.
        let _ = bar.unchecked_into::<HtmlElement>().focus(); // without a focus there is nothing to move
    }
}
