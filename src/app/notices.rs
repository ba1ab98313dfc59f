//! Things to know about the page itself, each until it is dismissed.

use yew::prelude::*;

use super::Dispatch;
use super::state::NoticesAction;

#[derive(Properties, PartialEq)]
pub(super) struct NoticesProps {
    pub(super) shown: Vec<String>,
    pub(super) dispatch: Dispatch,
}

/// The notices, oldest first.
#[component(NoticeList)]
pub(super) fn notice_list(props: &NoticesProps) -> Html {
    let dismiss = |index| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(NoticesAction::Dismissed { index }.into());
        })
    };
    html! {
        { for props.shown.iter().enumerate().map(|(index, text)| html! {
            <p class="notice warning-notice">
                { text.clone() }
                <button type="button" class="small" onclick={dismiss(index)}>{"Dismiss"}</button>
            </p>
        }) }
    }
}
