//! The tab's title tells that jobs run, or have ended while the page was hidden.

use yew::prelude::*;

use crate::app::Store;
use metering_core::job::Key;

const NAME: &str = "Metering export";

/// The title of a page with so many running jobs, and so many that ended while it was hidden.
pub fn title(running: usize, ended: usize) -> String {
    match (running, ended) {
        (0, 0) => NAME.to_owned(),
        (0, _) => format!("Done · {NAME}"),
        (running, 0) => format!("{running} running · {NAME}"),
        (running, ended) => format!("{running} running, {ended} done · {NAME}"),
    }
}

/// What the title is about.
#[derive(Default)]
struct Seen {
    running: Vec<Key>,
    ended: usize,
}

/// Keeps the tab's title.
#[hook]
pub(super) fn use_title(store: &Store) {
    let seen = use_mut_ref(Seen::default);
    let deps = (store.jobs.list.clone(), store.page.hidden);
    use_effect_with(deps, move |(list, hidden)| {
        let mut seen = seen.borrow_mut();
        let running = list.unfinished().map(|entry| entry.key).collect();
        let has_ended = |key: &&Key| {
            let entry = list.get(**key).and_then(|entry| entry.tracked());
            entry.is_some_and(|tracked| tracked.job.status.has_ended())
        };
        let ended = seen.running.iter().filter(has_ended).count();
        seen.ended = if *hidden { seen.ended + ended } else { 0 };
        seen.running = running;
        gloo_utils::document().set_title(&title(seen.running.len(), seen.ended));
    });
}
