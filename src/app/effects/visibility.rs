//! Notices when the page is hidden or shown.

use gloo_events::EventListener;
use yew::prelude::*;

use crate::app::Store;
use crate::app::state::PageAction;

/// Tells the state whether the page is hidden.
#[hook]
pub(super) fn use_visibility(store: &Store) {
    let dispatch = store.dispatcher();
    use_effect_with((), move |()| {
        let look = move || {
            let hidden = gloo_utils::document().hidden();
            dispatch.dispatch(PageAction::Hidden { hidden }.into());
        };
        look();
        let on_change = look.clone();
        let hiding = EventListener::new(&gloo_utils::document(), "visibilitychange", move |_| {
            on_change();
        });
        // The network being back is as good a reason to refresh at once as the page being shown.
        let online = EventListener::new(&gloo_utils::window(), "online", move |_| look());
        move || drop((hiding, online))
    });
}
