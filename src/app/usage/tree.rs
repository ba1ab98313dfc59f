//! Elements from plain data, as [`crate::panel::tree`] makes it.
//!
//! Texts become text and nothing else, and only these elements and attributes exist: whatever a file holds, the worst
//! that the worker could answer with is a wrong word.

use serde_json::{Map, Value};
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, VList, VTag, VText};

use crate::panel::tree::KEY;

const TAGS: [&str; 33] = [
    "bdi",
    "button",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "g",
    "h3",
    "i",
    "input",
    "label",
    "li",
    "line",
    "p",
    "progress",
    "rect",
    "span",
    "strong",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

const ATTRIBUTES: [&str; 34] = [
    "aria-describedby",
    "aria-disabled",
    "aria-expanded",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "aria-sort",
    "autocomplete",
    "class",
    "colspan",
    "data-arrows",
    "data-do",
    "data-value",
    "dy",
    "for",
    "height",
    "id",
    "max",
    "name",
    "placeholder",
    "role",
    "scope",
    "spellcheck",
    "tabindex",
    "text-anchor",
    "type",
    "value",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// The elements of a tree; what is not known is left out with all it holds.
pub fn elements(data: &Value) -> Html {
    let Some((head, rest)) = data.as_array().and_then(|parts| parts.split_first()) else {
        return data
            .as_str()
            .map_or_else(Html::default, |text| VText::new(text.to_owned()).into());
    };
    let Some((Value::Object(attributes), children)) = rest.split_first() else {
        return Html::default();
    };
    let children = children.iter().map(elements);
    let key = attributes.get(KEY).and_then(Value::as_str).map(Key::from);
    let Some(tag) = head.as_str() else {
        return VList::with_children(children.collect(), key).into();
    };
    let Some(tag) = known(&TAGS, tag) else {
        return Html::default();
    };
    let mut element = VTag::new(tag);
    element.key = key;
    element.attributes = Attributes::Dynamic {
        keys: &ATTRIBUTES,
        values: ATTRIBUTES.map(|name| attribute(attributes, name)).into(),
    };
    element.add_children(children);
    element.into()
}

fn attribute(attributes: &Map<String, Value>, name: &str) -> Option<AttributeOrProperty> {
    let value = attributes.get(name)?.as_str()?;
    Some(AttributeOrProperty::Attribute(value.to_owned().into()))
}

fn known(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().copied().find(|known| *known == name)
}
