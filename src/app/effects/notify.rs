//! Tells by a notification that a request has ended, when nobody looks at the page.

use yew::prelude::*;

use crate::app::state::PageAction;
use crate::app::{Store, notification};

/// Watches the requests for their end.
#[hook]
pub(super) fn use_notify(store: &Store) {
    let dispatch = store.dispatcher();
    use_effect_with((), move |()| {
        let notify = notification::is_allowed();
        dispatch.dispatch(PageAction::Notify { notify }.into());
    });
    let last = use_mut_ref(Vec::new);
    let is_hidden = store.page.hidden;
    use_effect_with(
        (store.jobs.clone(), store.page.notify),
        move |(jobs, notify)| {
            if *notify != Some(true) {
                return;
            }
            let before = last.replace(jobs.list.running());
            if is_hidden {
                for (tag, title) in jobs.list.ended(&before) {
                    notification::show(&title, &tag);
                }
            }
        },
    );
}
