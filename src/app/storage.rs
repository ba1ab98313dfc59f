//! What outlives a reload: the jobs in `IndexedDB`, known meters in local storage, what was typed in the tab's session storage.
//! Never a credential.
//!
//! web-sys instead of gloo-storage, which panics where the browser denies storage.

mod forget;
mod jobs;
mod meters;
mod tab;

pub(super) use ::database::Failure;
pub(super) use forget::{
    CHANNEL as FORGET_CHANNEL, forget, forget_tab, has_kept, reload, was_forgotten,
};
pub use jobs::{DATABASE, JOBS, UNREADABLE};
pub(super) use jobs::{JobStore, Stored, told};
pub use meters::merged as merged_meters;
pub(super) use meters::{learn_meters, meters};
pub use tab::{ASIDE, TYPED_KEY};
pub(super) use tab::{TabState, restore_tab, save_tab};

use web_sys::Storage;

fn local() -> Option<Storage> {
    gloo_utils::window().local_storage().ok().flatten()
}

fn session() -> Option<Storage> {
    gloo_utils::window().session_storage().ok().flatten()
}
