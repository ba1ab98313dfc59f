//! A name from a file.
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct NameProps {
    pub(super) name: Option<String>,
    /// What is shown where there is none.
    pub(super) none: AttrValue,
}

/// A name, or words for a missing one.
#[component(Name)]
pub(super) fn name(props: &NameProps) -> Html {
    match &props.name {
        Some(name) => html! { <bdi>{ name.clone() }</bdi> },
        None => html! { <i class="null">{ props.none.clone() }</i> },
    }
}
