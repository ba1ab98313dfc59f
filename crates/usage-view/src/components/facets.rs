//! The groups that the filter can choose from, with a search, and what it has chosen.
use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::exports::days;
use super::name::{capitalized, full_words};
use crate::amount::{count, rounded};
use crate::state::{Action, dimensions};
use metering_core::usage::{Choice, DayRange, Figures, GroupBy, Values, ValuesQuery};

#[derive(Properties, PartialEq)]
pub(super) struct FacetsProps {
    pub(super) figures: Rc<Figures>,
    /// What is offered, as it is typed.
    pub(super) offered: Option<ValuesQuery>,
    pub(super) dispatch: Callback<Action>,
}

/// A button for each dimension, the groups of the one that is open, and what is chosen.
#[component(Facets)]
pub(super) fn facets(props: &FacetsProps) -> Html {
    let FacetsProps {
        figures,
        offered,
        dispatch,
    } = props;
    let open = offered.as_ref().map(|offered| offered.by);
    let button = |by: GroupBy| {
        let is_open = open == Some(by);
        let offer = (!is_open).then(|| ValuesQuery {
            by,
            search: String::new(),
        });
        let onclick = dispatch.reform(move |_: MouseEvent| Action::Offer(offer.clone()));
        html! {
            <button type="button" class="small open" {onclick} aria-expanded={is_open.to_string()}>{ capitalized(&by.plural()) }</button>
        }
    };
    let found = figures
        .values
        .as_ref()
        .filter(|values| Some(values.query.by) == open);
    html! {
        <>
            <div class="actions facets" role="group" aria-label="Filter by">
                { for dimensions(figures.question.filter.kind).iter().map(|by| button(*by)) }
            </div>
            if let (Some(offered), Some(found)) = (offered, found) {
                <Offered search={offered.search.clone()} values={found.clone()} dispatch={dispatch.clone()} />
            }
            <Chips figures={Rc::clone(figures)} dispatch={dispatch.clone()} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct OfferedProps {
    search: String,
    values: Values,
    dispatch: Callback<Action>,
}

/// The groups to choose from.
#[component(Offered)]
fn offered(props: &OfferedProps) -> Html {
    let OfferedProps {
        search,
        values,
        dispatch,
    } = props;
    let by = values.query.by;
    let plural = by.plural();
    let oninput = dispatch.reform(move |event: InputEvent| {
        let search = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Offer(Some(ValuesQuery { by, search }))
    });
    let rest = values.matching - values.found.len();
    html! {
        <fieldset class="offered">
            <legend>{ format!("Filter by {}", by.noun()) }</legend>
            <div class="field">
                <label for="usage-search">{ format!("Search {plural}") }</label>
                <input id="usage-search" type="text" autocomplete="off" spellcheck="false" value={search.clone()} {oninput} />
            </div>
            <ul>
                { for values.found.iter().map(|value| {
                    let choice = Choice { by, names: value.group.key.clone() };
                    let onchange = dispatch.reform(move |_: Event| Action::Choose(choice.clone()));
                    html! {
                        <li key={value.group.key.join("\u{1f}")}>
                            <label class="check">
                                <input type="checkbox" checked={value.chosen} {onchange} />
                                <bdi>{ full_words(&value.group.name) }</bdi>
                            </label>
                            {" "}
                            <span class="quiet">{ rounded(value.group.consumption) }</span>
                        </li>
                    }
                }) }
            </ul>
            if values.matching == 0 {
                <p class="quiet">{ format!("No {} matches.", by.noun()) }</p>
            } else if rest > 0 {
                <p class="quiet">{ format!("{} more: search for them.", count(rest as u64, by.noun(), &plural)) }</p>
            }
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
struct ChipsProps {
    figures: Rc<Figures>,
    dispatch: Callback<Action>,
}

/// What the filter has chosen; each can be removed.
#[component(Chips)]
fn chips(props: &ChipsProps) -> Html {
    let ChipsProps { figures, dispatch } = props;
    let filter = &figures.question.filter;
    let chip = |text: String, action: Action| {
        let onclick = dispatch.reform(move |_: MouseEvent| action.clone());
        html! {
            <li key={text.clone()}>
                <span><bdi>{ text.clone() }</bdi></span>
                <button type="button" class="remove" {onclick} aria-label={format!("Remove {text}")}></button>
            </li>
        }
    };
    let dates = match (filter.first, filter.last) {
        (Some(first), Some(last)) => Some(days(DayRange { first, last })),
        (Some(first), None) => Some(format!("from {first}")),
        (None, Some(last)) => Some(format!("to {last}")),
        (None, None) => None,
    };
    let chosen = filter.chosen.iter().zip(chosen_words(figures));
    let mut all: Vec<Html> = chosen
        .map(|(choice, text)| chip(text, Action::Choose(choice.clone())))
        .collect();
    all.extend(dates.map(|dates| chip(format!("Days: {dates}"), Action::AllDays)));
    if all.is_empty() {
        return Html::default();
    }
    html! { <ul class="chips" aria-label="Active filters">{ for all }</ul> }
}

/// The chosen groups in words, such as `Project: Sales`.
pub(super) fn chosen_words(figures: &Figures) -> impl Iterator<Item = String> {
    let chosen = figures.question.filter.chosen.iter().zip(&figures.chosen);
    chosen.map(|(choice, name)| {
        let name = name.as_ref().map_or_else(|| choice.text(), full_words);
        format!("{}: {name}", capitalized(choice.by.noun()))
    })
}
