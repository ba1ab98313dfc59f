//! Which kind of export is shown.
use yew::prelude::*;

use crate::state::Action;
use metering_core::usage::Kind;

#[derive(Properties, PartialEq)]
pub(super) struct KindsProps {
    /// The kinds that are open.
    pub(super) kinds: Vec<Kind>,
    pub(super) shown: Kind,
    pub(super) dispatch: Callback<Action>,
}

/// The kind that is shown, and a choice where several are open: kinds are never added up with each other.
#[component(Kinds)]
pub(super) fn kinds(props: &KindsProps) -> Html {
    let KindsProps {
        kinds,
        shown,
        dispatch,
    } = props;
    html! {
        <div class="actions">
            if kinds.len() > 1 {
                <div class="actions" role="group" aria-label="Kind of export">
                    { for kinds.iter().map(|&kind| {
                        let onclick = dispatch.reform(move |_: MouseEvent| Action::Show(kind));
                        let is_shown = kind == *shown;
                        html! {
                            <button type="button" class={classes!("small", is_shown.then_some("primary"))} {onclick}
                                aria-pressed={is_shown.to_string()}>{ kind.title() }</button>
                        }
                    }) }
                </div>
            } else {
                <strong>{ shown.title() }</strong>
            }
            <span class="quiet">{ match shown {
                Kind::Project => "Usage by project and folder.",
                Kind::Summary => "Usage by meter: the number that is billed.",
                Kind::Asset => "Usage by asset.",
                Kind::Job => "A row for each run, as the service wrote it. What is not named IPU or Consumption (IPUs) is not added up.",
            } }</span>
        </div>
    }
}
