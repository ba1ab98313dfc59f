//! How far the reading is.
use yew::prelude::*;

use crate::amount::{count, number_of};
use crate::state::Action;
use metering_core::usage::message::Reading;

#[derive(Properties, PartialEq)]
pub(super) struct ReadingProps {
    pub(super) reading: Reading,
    pub(super) dispatch: Callback<Action>,
}

/// A progress bar with "Cancel".
#[component(ReadingProgress)]
pub(super) fn reading_progress(props: &ReadingProps) -> Html {
    let Reading {
        name,
        nth,
        of,
        progress,
    } = &props.reading;
    let which = if *of > 1 {
        format!("{name} ({nth} of {of})")
    } else {
        name.clone()
    };
    let onclick = props.dispatch.reform(|_: MouseEvent| Action::Cancel);
    html! {
        <div class="reading">
            <p id="usage-reading"><strong>{"Reading "}<bdi>{ which }</bdi></strong></p>
            // Without a value it says that nobody knows how much there is.
            <progress aria-labelledby="usage-reading" max={progress.map(|progress| progress.of.to_string())}
                value={progress.map(|progress| progress.read.to_string())} />
            <p class="quiet">
                if let Some(progress) = progress {
                    { format!("{} of {} KB, {}", number_of(progress.read / 1_000), number_of(progress.of.div_ceil(1_000)),
                        count(progress.rows, "row", "rows")) }
                }
            </p>
            <button type="button" {onclick}>{"Cancel"}</button>
        </div>
    }
}
