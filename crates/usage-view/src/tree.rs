//! Elements as plain data: `["tag", {"attribute": "value"}, child …]`, a text as a string, a list as `[null, {}, child …]`.
//!
//! Lists are kept as lists: the page's differ tells siblings by their places, and what comes and goes keeps its place so.
use serde_json::{Map, Value};
use yew::virtual_dom::{AttributeOrProperty, Attributes, VNode, VTag};

/// The tree as plain data. Elements only: whatever has behaviour of its own is left out.
pub fn data(node: &VNode) -> Value {
    match node {
        VNode::VText(text) => Value::String(text.text.to_string()),
        VNode::VTag(tag) => {
            let name = Value::String(tag.tag().to_owned());
            let key = tag.key.as_deref();
            array(name, attributes(&tag.attributes, key), children(tag))
        }
        VNode::VList(list) => {
            let attributes = attributes(&Attributes::default(), list.key.as_deref());
            array(Value::Null, attributes, list.iter())
        }
        VNode::VComp(_)
        | VNode::VPortal(_)
        | VNode::VRef(_)
        | VNode::VSuspense(_)
        | VNode::VRaw(_) => Value::Null,
    }
}

/// The attribute in which a key travels.
pub const KEY: &str = "key";

/// The children of an element one by one, as the page will put them there.
fn children(tag: &VTag) -> &[VNode] {
    match tag.children() {
        Some(VNode::VList(list)) if list.key.is_none() => list,
        Some(node) => std::slice::from_ref(node),
        None => &[],
    }
}

fn array<'a>(
    tag: Value,
    attributes: Map<String, Value>,
    children: impl IntoIterator<Item = &'a VNode>,
) -> Value {
    let head = [tag, Value::Object(attributes)];
    Value::Array(
        head.into_iter()
            .chain(children.into_iter().map(data))
            .collect(),
    )
}

fn attributes(attributes: &Attributes, key: Option<&str>) -> Map<String, Value> {
    let mut map = Map::new();
    let mut add = |name: &str, value: &AttributeOrProperty| {
        let value = match value {
            AttributeOrProperty::Attribute(value) => value.as_str(),
            AttributeOrProperty::Static(value) => value,
            AttributeOrProperty::Property(_) => return,
        };
        map.insert(name.into(), Value::String(value.into()));
    };
    match attributes {
        Attributes::Static(list) => list.iter().for_each(|(name, value)| add(name, value)),
        Attributes::Dynamic { keys, values } => {
            for (name, value) in keys.iter().zip(values) {
                if let Some(value) = value {
                    add(name, value);
                }
            }
        }
        Attributes::IndexMap(list) => list.iter().for_each(|(name, value)| add(name, value)),
    }
    if let Some(key) = key {
        map.insert(KEY.into(), Value::String(key.into()));
    }
    map
}
