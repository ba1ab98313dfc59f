//! What is said to screen readers.

use yew::prelude::*;

use super::state::notices::Announced;

#[derive(Properties, PartialEq)]
pub(super) struct LiveRegionProps {
    pub(super) announced: Announced,
}

/// The one polite live region. Not atomic: of what is added, nothing that was said before is said again.
#[component(LiveRegion)]
pub(super) fn live_region(props: &LiveRegionProps) -> Html {
    html! {
        <div class="visually-hidden" role="status" aria-live="polite" aria-atomic="false">
            { for props.announced.all().iter().map(|(number, text)| html! { <p key={*number}>{ text.clone() }</p> }) }
        </div>
    }
}
