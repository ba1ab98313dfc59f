//! A choice of one.
use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct SelectProps {
    pub(super) id: AttrValue,
    pub(super) label: AttrValue,
    /// Values, and what is shown of each.
    pub(super) options: Vec<(String, String)>,
    pub(super) value: AttrValue,
    pub(super) on_change: Callback<String>,
}

/// A labelled choice of one.
#[component(Select)]
pub(super) fn select(props: &SelectProps) -> Html {
    let SelectProps {
        id,
        label,
        options,
        value,
        on_change,
    } = props;
    let onchange =
        on_change.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <div class="field">
            <label for={id.clone()}>{ label.clone() }</label>
            <select id={id.clone()} {onchange}>
                { for options.iter().map(|(of, text)| html! {
                    <option key={of.clone()} value={of.clone()} selected={value.as_str() == of.as_str()}>{ text.clone() }</option>
                }) }
            </select>
        </div>
    }
}
