//! The names of organizations.
use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::kept::{KeptAction, KeptState};

#[derive(Properties, PartialEq)]
pub(super) struct NamesProps {
    pub(super) state: Rc<KeptState>,
    pub(super) dispatch: Callback<KeptAction>,
}

/// A field for the name of each organization.
#[component(Names)]
pub(super) fn names(props: &NamesProps) -> Html {
    let NamesProps { state, dispatch } = props;
    let organizations = state.organizations();
    if organizations.is_empty() {
        return Html::default();
    }
    let row = |(at, (id, name)): (usize, (&str, Option<&str>))| {
        let field = format!("org-name-{at}"); // an ID from a file may be anything
        let given = state.given.get(id).cloned().unwrap_or_default();
        let onchange = {
            let id = id.to_owned();
            dispatch.reform(move |event: Event| KeptAction::Name {
                id: id.clone(),
                name: event.target_unchecked_into::<HtmlInputElement>().value(),
            })
        };
        html! {
            <div class="field" key={id}>
                <label for={field.clone()}>{"Name of "}<code>{ id }</code></label>
                <input id={field} type="text" autocomplete="off" spellcheck="false" maxlength="100"
                    placeholder={name.unwrap_or_default().to_owned()} value={given} {onchange} />
            </div>
        }
    };
    html! {
        <details class="usage-section">
            <summary>{"Names of organizations"}</summary>
            <p class="quiet">{"They are kept in this browser and stand beside the IDs. A summary brings names with it."}</p>
            <div class="filter">{ for organizations.into_iter().enumerate().map(row) }</div>
        </details>
    }
}
