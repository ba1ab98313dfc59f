//! Keeps the focus nearby when the element that has it is removed. Browsers would move it to the page as a whole.
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::dom::all;

/// Lists whose items can be removed: the container, the items, and what takes the focus when the list is empty.
const LISTS: [[&str; 3]; 3] = [
    [".chips", ".chips button", ".facets button"],
    [".exports", ".exports button", ".closing button"],
    [".closing", ".closing button", ".exports button"],
];

/// What has the focus.
pub(crate) struct Focus {
    element: Element,
    region: Element,
    /// The list that it is in, and its place there.
    list: Option<(&'static [&'static str; 3], usize)>,
    /// The heading of its section.
    heading: Option<Element>,
}

impl Focus {
    /// What has the focus now, if it lies within the view.
    pub(crate) fn now() -> Option<Self> {
        let element = gloo_utils::document().active_element()?;
        let around = |selector| element.closest(selector).ok().flatten();
        let region = around(".usage-view")?.closest("section").ok()??;
        let list = LISTS.iter().find(|[within, ..]| around(within).is_some());
        let list = list.map(|list| {
            let at = all(&region, list[1]).position(|other| other == element);
            (list, at.unwrap_or(0))
        });
        let section = around(".usage-section");
        let heading = section.and_then(|section| section.query_selector("h3").ok()?);
        Some(Self {
            element,
            region,
            list,
            heading,
        })
    }

    /// Moves the focus to a neighbour of the element that had it, if that is gone and nothing else has the focus.
    pub(crate) fn restore(self) {
        let is_free = gloo_utils::document()
            .active_element()
            .is_none_or(|element| element.tag_name() == "BODY");
        if self.element.is_connected() || !is_free {
            return;
        }
        let next = self.list.and_then(|(list, at)| {
            let left: Vec<Element> = all(&self.region, list[1]).collect();
            let same_place = left.get(at).or(left.last()).cloned();
            same_place.or_else(|| all(&self.region, list[2]).next())
        });
        let heading = self.heading.filter(|heading| heading.is_connected());
        let heading = || heading.or_else(|| self.region.query_selector("h2").ok()?);
        let place = next.or_else(|| {
            heading().inspect(|heading| {
                let _ = heading.set_attribute("tabindex", "-1"); // a name that attributes can have
            })
        });
        if let Some(place) = place.and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
            let _ = place.focus(); // without a focus there is nothing to move
        }
    }
}
