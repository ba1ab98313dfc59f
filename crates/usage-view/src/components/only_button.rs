//! The button of a row that filters by it.
use yew::prelude::*;

use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(super) struct OnlyButtonProps {
    /// What the row is called.
    pub(super) name: AttrValue,
    pub(super) action: Action,
    pub(super) dispatch: Callback<Action>,
}

/// The button of a row that filters by it. Its sign is drawn.
#[component(OnlyButton)]
pub(super) fn only_button(props: &OnlyButtonProps) -> Html {
    let OnlyButtonProps {
        name,
        action,
        dispatch,
    } = props;
    let action = action.clone();
    let onclick = dispatch.reform(move |_: MouseEvent| action.clone());
    let label = format!("Filter by {name}");
    html! { <button type="button" class="only" aria-label={label.clone()} title={label} {onclick}></button> }
}
