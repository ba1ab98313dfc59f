//! How far the reading is.
use yew::prelude::*;

use super::amount::{count, number_of};
use super::message::CANCEL;

/// What is being read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The export.
    pub name: String,
    /// Which of how many it is, from 1.
    pub nth: usize,
    /// How many are to be read.
    pub of: usize,
    /// Compressed bytes read so far.
    pub bytes: u64,
    /// Compressed bytes in all; 0 where they are not known yet.
    pub all_bytes: u64,
    /// Rows read so far.
    pub rows: u64,
}

impl Reading {
    pub(super) fn view(&self) -> Html {
        let Self {
            name,
            nth,
            of,
            bytes,
            all_bytes,
            rows,
        } = self;
        let which = if *of > 1 {
            format!("{name} ({nth} of {of})")
        } else {
            name.clone()
        };
        let known = *all_bytes > 0;
        html! {
            <div class="reading">
                <p id="usage-reading"><strong>{"Reading "}<bdi>{ which }</bdi></strong></p>
                <progress aria-labelledby="usage-reading" max={known.then(|| all_bytes.to_string())}
                    value={known.then(|| bytes.to_string())} />
                <p class="quiet">
                    if known {
                        { format!("{} of {} KB, {}", number_of(bytes / 1_000), number_of(all_bytes.div_ceil(1_000)), count(*rows, "row", "rows")) }
                    }
                </p>
                <button type="button" data-do={CANCEL}>{"Cancel"}</button>
            </div>
        }
    }
}
