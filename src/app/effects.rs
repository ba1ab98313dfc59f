//! What happens by itself, each a hook that runs for as long as the page is there.

mod clock;
mod configuration;
mod downloads;
mod idle;
mod leader;
mod notify;
mod queue;
mod refresh;
mod removal;
mod sign_out;
mod storage;
mod title;
mod visibility;

pub(super) use downloads::use_downloads;
pub use title::title;

use yew::prelude::*;

use super::Store;

/// Runs every effect of the page but the delivery of downloads, which needs the region "Usage".
#[hook]
pub(super) fn use_effects(store: &Store) {
    // First: a session that should be gone must not be used by what follows.
    idle::use_idle(store);
    sign_out::use_sign_out(store);
    let storage = storage::use_storage(store);
    configuration::use_configuration(store);
    clock::use_clock(store);
    visibility::use_visibility(store);
    queue::use_queue(store, &storage);
    refresh::use_refresh(store);
    removal::use_removal(store);
    notify::use_notify(store);
    title::use_title(store);
}
