//! A field with few values: the browser's own select.

use yew::prelude::*;

use crate::app::field::{FieldFrame, described_by};

/// Properties of [`Choice`].
#[derive(Properties, PartialEq)]
pub(super) struct ChoiceProps {
    pub(super) id: AttrValue,
    pub(super) label: AttrValue,
    pub(super) value: AttrValue,
    /// Value and text of each option.
    pub(super) options: &'static [(&'static str, &'static str)],
    pub(super) on_typed: Callback<String>,
    pub(super) hint: AttrValue,
    #[prop_or_default]
    pub(super) problem: Option<AttrValue>,
    #[prop_or_default]
    pub(super) mark: Option<AttrValue>,
}

#[component(Choice)]
pub(super) fn choice(props: &ChoiceProps) -> Html {
    let id = &props.id;
    let onchange = props.on_typed.reform(|event: Event| {
        event.target_dyn_into::<web_sys::HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
    });
    html! {
        <FieldFrame id={id.clone()} label={props.label.clone()} hint={props.hint.clone()} problem={props.problem.clone()}
            mark={props.mark.clone()}>
            <select id={id.clone()} name={id.clone()} {onchange}
                aria-invalid={props.problem.is_some().then_some("true")}
                aria-describedby={described_by(id, props.problem.is_some(), false, true)}>
                for (value, text) in props.options {
                    <option value={*value} selected={props.value == *value}>{ *text }</option>
                }
            </select>
        </FieldFrame>
    }
}
