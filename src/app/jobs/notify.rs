//! The control that asks for a notification when jobs end.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::app::state::{NoticesAction, PageAction};
use crate::app::{Dispatch, notification};

#[derive(Properties, PartialEq)]
pub(super) struct NotifyProps {
    /// Whether one is shown.
    pub(super) notify: bool,
    pub(super) dispatch: Dispatch,
}

/// A button that stays pressed while notifications are wanted. The browser asks for permission at the first press.
#[component(Notify)]
pub(super) fn notify(props: &NotifyProps) -> Html {
    let onclick = {
        let NotifyProps { notify, dispatch } = props;
        let (wanted, dispatch) = (!notify, dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            let dispatch = dispatch.clone();
            spawn_local(async move {
                let notify = wanted && notification::ask().await;
                if wanted && !notify {
                    let text = "The browser does not let this page show notifications. Allow them in the site's settings.".to_owned();
                    dispatch.dispatch(NoticesAction::Shown { text }.into());
                }
                dispatch.dispatch(
                    PageAction::Notify {
                        notify: Some(notify),
                    }
                    .into(),
                );
            });
        })
    };
    html! {
        <button type="button" aria-pressed={props.notify.to_string()} {onclick}>{"Notify me when it ends"}</button>
    }
}
