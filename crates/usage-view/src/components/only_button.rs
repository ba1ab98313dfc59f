//! The button of a row that filters by it, and the head of such a row.
use yew::prelude::*;

use super::name::full_words;
use crate::state::Action;
use metering_core::usage::{Choice, GroupBy, GroupRow};

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

/// The head of a row that is a group: its name, and the button that filters by it.
pub(super) fn group_head(by: GroupBy, group: &GroupRow, dispatch: &Callback<Action>) -> Html {
    let name = full_words(&group.name);
    let action = Action::Choose(Choice {
        by,
        names: group.key.clone(),
    });
    html! {
        <th scope="row">
            <div class="row-name">
                <bdi>{ name.clone() }</bdi>
                <OnlyButton {name} {action} dispatch={dispatch.clone()} />
            </div>
        </th>
    }
}
