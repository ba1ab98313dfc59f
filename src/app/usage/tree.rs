//! Elements from plain data, as [`usage_view::tree`] makes it.
//!
//! Texts become text and nothing else, and only these elements and attributes exist: whatever a file holds, the worst
//! that the worker could answer with is a wrong word.

use serde_json::{Map, Value};
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, VList, VTag, VText};

use usage_view::tree::KEY;

/// The elements that exist, each with the attributes that it can have. In the order of their names.
const ELEMENTS: [(&str, &[&str]); 33] = [
    ("bdi", &[]),
    (
        "button",
        &[
            "aria-describedby",
            "aria-disabled",
            "aria-expanded",
            "class",
            "data-do",
            "data-value",
            "type",
        ],
    ),
    ("code", &[]),
    ("dd", &[]),
    ("details", &[]),
    (
        "div",
        &["aria-label", "aria-labelledby", "class", "role", "tabindex"],
    ),
    ("dl", &["aria-label", "class"]),
    ("dt", &[]),
    ("figcaption", &["class"]),
    ("figure", &["class"]),
    (
        "g",
        &["aria-hidden", "aria-label", "class", "role", "tabindex"],
    ),
    ("h3", &["id"]),
    ("i", &["class"]),
    (
        "input",
        &[
            "autocomplete",
            "id",
            "name",
            "placeholder",
            "spellcheck",
            "type",
        ],
    ),
    ("label", &["for"]),
    ("li", &[]),
    ("line", &["x1", "x2", "y1", "y2"]),
    ("p", &["class", "id"]),
    ("progress", &["aria-labelledby", "max", "value"]),
    ("rect", &["class", "height", "width", "x", "y"]),
    ("span", &["class"]),
    ("strong", &[]),
    ("summary", &[]),
    (
        "svg",
        &[
            "aria-hidden",
            "aria-label",
            "class",
            "data-arrows",
            "height",
            "role",
            "width",
        ],
    ),
    ("table", &["aria-label", "aria-labelledby", "class"]),
    ("tbody", &[]),
    ("td", &["class", "colspan"]),
    (
        "text",
        &["aria-hidden", "class", "dy", "text-anchor", "x", "y"],
    ),
    ("tfoot", &[]),
    ("th", &["aria-sort", "class", "scope"]),
    ("thead", &[]),
    ("tr", &["class"]),
    ("ul", &["aria-label", "aria-labelledby", "class"]),
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
    let known = ELEMENTS.binary_search_by(|(name, _)| (*name).cmp(tag));
    let Some((tag, keys)) = known.ok().and_then(|at| ELEMENTS.get(at)).copied() else {
        return Html::default();
    };
    let mut element = VTag::new(tag);
    element.key = key;
    element.attributes = Attributes::Dynamic {
        keys,
        values: keys
            .iter()
            .map(|name| attribute(attributes, name))
            .collect(),
    };
    element.add_children(children);
    element.into()
}

fn attribute(attributes: &Map<String, Value>, name: &str) -> Option<AttributeOrProperty> {
    let value = attributes.get(name)?.as_str()?;
    Some(AttributeOrProperty::Attribute(value.to_owned().into()))
}
