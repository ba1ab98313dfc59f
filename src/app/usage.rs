//! The region "Usage": what exports hold, read and drawn by a worker that starts when the first ZIP is opened.

use std::rc::Rc;

use web_sys::Blob;
use yew::prelude::*;

use super::Store;
use crate::usage::Source;

/// The ZIP of an export, and where it came from.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it came from.
    pub source: Source,
    /// The file. Keep it, and give the same one again: it is read once, not once for each [`UsagePanel::show`].
    pub zip: Blob,
}

/// The way to the region "Usage" from other regions. Clones lead to the same region, and equal each other.
#[derive(Clone, Debug)]
pub struct UsagePanel(Rc<()>);

impl PartialEq for UsagePanel {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl UsagePanel {
    /// Shows these exports, merged, in place of what was shown before. What was not read yet is read first, with
    /// progress and "Cancel"; the heading "Usage" takes the focus, and the outcome is announced.
    ///
    /// An export that cannot be read is said in the region, in words; the others are shown.
    pub fn show(&self, _inputs: Vec<Input>) {}
}

/// The region, and the way to it.
#[hook]
#[allow(clippy::used_underscore_binding)] // until it shows something
pub fn use_usage(_store: &Store) -> (Html, UsagePanel) {
    let panel = use_memo((), |()| ());
    (Html::default(), UsagePanel(panel))
}
