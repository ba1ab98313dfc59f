//! The fields of the filter.
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::state::{Action, DateField, Typed};

#[derive(Properties, PartialEq)]
pub(super) struct FilterProps {
    pub(super) typed: Typed,
    /// Whether days can be chosen.
    pub(super) days: bool,
    /// Whether the first day is after the last.
    pub(super) swapped: bool,
    pub(super) dispatch: Callback<Action>,
}

/// The fields of the filter and "Clear filter".
#[component(FilterFields)]
pub(super) fn filter_fields(props: &FilterProps) -> Html {
    let FilterProps {
        typed,
        days,
        swapped,
        dispatch,
    } = props;
    let problem = swapped.then_some("usage-last-problem");
    let input = |event: &InputEvent| event.target_unchecked_into::<HtmlInputElement>();
    let on_words = dispatch.reform(move |event| Action::Words(input(&event).value()));
    let on_date = |field| {
        dispatch.reform(move |event| {
            let input = input(&event);
            let is_whole = !input.validity().bad_input();
            Action::Date(field, input.value(), is_whole)
        })
    };
    let on_clear = dispatch.reform(|_: MouseEvent| Action::ClearFilter);
    html! {
        <div class="filter" role="group" aria-label="Filter">
            <div class="field">
                <label for="usage-words">{"Filter"}</label>
                <input id="usage-words" type="text" autocomplete="off" spellcheck="false" placeholder="project, folder or organization"
                    value={typed.words.clone()} oninput={on_words} />
            </div>
            if *days {
                <>
                    <div class="field" key={format!("first-{}", typed.cleared)}>
                        <label for="usage-first">{"First day"}</label>
                        <input id="usage-first" type="date" value={typed.first.clone()} oninput={on_date(DateField::First)} />
                    </div>
                    <div class="field" key={format!("last-{}", typed.cleared)}>
                        <label for="usage-last">{"Last day"}</label>
                        <input id="usage-last" type="date" value={typed.last.clone()} oninput={on_date(DateField::Last)}
                            aria-invalid={swapped.then_some("true")} aria-describedby={problem} />
                        if *swapped {
                            <p id="usage-last-problem" class="problem">{"The last day is before the first day."}</p>
                        }
                    </div>
                </>
            }
            <button type="button" onclick={on_clear}>{"Clear filter"}</button>
        </div>
    }
}
