//! What people do in the region. The elements there are the worker's and have no listeners; the region listens.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::panel::UsagePanel;
use crate::app::field::typed;

/// Clicks on what has a `data-do`.
pub(super) fn clicks(panel: &UsagePanel) -> Callback<MouseEvent> {
    let panel = panel.clone();
    Callback::from(move |event: MouseEvent| {
        let element = closest(&event, "[data-do]");
        if let Some(element) = element
            && let Some(what) = element.get_attribute("data-do")
        {
            panel.act(
                what,
                element.get_attribute("data-value").unwrap_or_default(),
            );
        }
    })
}

/// Texts typed into fields that have a name.
pub(super) fn inputs(panel: &UsagePanel) -> Callback<InputEvent> {
    let panel = panel.clone();
    Callback::from(move |event: InputEvent| {
        if let Some((name, text)) = typed(&event)
            && !name.is_empty()
        {
            panel.act(name, text);
        }
    })
}

/// Arrow keys go from bar to bar in a picture, of which only the first can be reached by tabbing.
pub(super) fn arrows() -> Callback<KeyboardEvent> {
    Callback::from(|event: KeyboardEvent| {
        let Some(picture) = closest(&event, "[data-arrows]") else {
            return;
        };
        let Ok(bars) = picture.query_selector_all("[tabindex]") else {
            return;
        };
        let bar = |at: u32| bars.get(at).and_then(|bar| bar.dyn_into::<Element>().ok());
        let here = event.target_dyn_into::<Element>();
        let Some(at) = (0..bars.length()).find(|at| bar(*at) == here) else {
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
            // `focus` is one of HTML and of SVG elements; web-sys has it with the former only.
            let _ = bar.unchecked_into::<HtmlElement>().focus();
        }
    })
}

fn closest(event: &web_sys::Event, selector: &str) -> Option<Element> {
    event
        .target()?
        .dyn_into::<Element>()
        .ok()?
        .closest(selector)
        .ok()?
}
