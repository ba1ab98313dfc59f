//! All of the region.
use std::rc::Rc;

use yew::prelude::*;

use super::{Exports, FilterFields, Merged, ReadingProgress, Rejected, SectionView, TotalsView};
use crate::state::{Action, Section, State};

#[derive(Properties, PartialEq)]
pub struct ContentProps {
    /// What is open and how it is looked at.
    pub state: Rc<State>,
    /// Tells what somebody does.
    pub dispatch: Callback<Action>,
}

/// All of the region.
#[component(Content)]
pub fn content(props: &ContentProps) -> Html {
    let ContentProps { state, dispatch } = props;
    let opened = &state.opened;
    html! {
        <>
            if let Some(reading) = &state.reading {
                <ReadingProgress reading={reading.clone()} dispatch={dispatch.clone()} />
            }
            if let Some(words) = &state.problem {
                <p class="notice error-notice" role="alert">{ words.clone() }</p>
            }
            <>{ for opened.failures.iter().map(|failure| html! {
                <p class="notice error-notice">
                    <bdi>{ failure.name.clone() }</bdi>{ format!(" could not be read. {}", failure.error) }
                </p>
            }) }</>
            if state.reading.is_none() && opened.ids.is_empty() {
                <p class="empty"><strong>{"No export is open."}</strong></p>
            }
            <Exports opened={Rc::clone(opened)} closed={state.closed.clone()} dispatch={dispatch.clone()} />
            if !opened.ids.is_empty() {
                <FilterFields typed={state.settings.typed.clone()} dispatch={dispatch.clone()} />
                <Shown state={Rc::clone(state)} dispatch={dispatch.clone()} />
            }
        </>
    }
}

/// The figures, once they are there, and what was found in the files.
#[component(Shown)]
fn shown(props: &ContentProps) -> Html {
    let ContentProps { state, dispatch } = props;
    let Some(figures) = &state.figures else {
        return Html::default();
    };
    let names = Rc::new(state.names());
    let filter = &figures.question.filter;
    let days_are_swapped = filter
        .first
        .zip(filter.last)
        .is_some_and(|(first, last)| first > last);
    let onclick = dispatch.reform(|_: MouseEvent| Action::SaveRows);
    html! {
        <>
            <TotalsView figures={Rc::clone(figures)} />
            if days_are_swapped {
                <p class="empty"><strong>{"The first day is after the last day."}</strong></p>
            } else if figures.totals.rows == 0 && state.is_filtered() {
                <p class="empty"><strong>{"Nothing matches the filter."}</strong>{" Shorten the words or widen the days."}</p>
            } else if figures.totals.rows == 0 {
                <p class="empty"><strong>{"There are no rows."}</strong></p>
            } else {
                <>{ for Section::ALL.into_iter().map(|section| html! {
                    <SectionView key={section.name()} {section} figures={Rc::clone(figures)} folders={state.folders().clone()}
                        dispatch={dispatch.clone()} />
                }) }</>
            }
            <Merged opened={Rc::clone(&state.opened)} {names} />
            <Rejected opened={Rc::clone(&state.opened)} page={state.rejected_page} dispatch={dispatch.clone()} />
            <div class="actions">
                <button type="button" {onclick}>{"Export merged rows"}</button>
                <span class="quiet">{"All rows shown, duplicates removed, as one CSV file."}</span>
            </div>
        </>
    }
}
