//! The days that the kept exports leave out, and the way to request them.
use std::rc::Rc;

use chrono::Datelike;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{KeptProps, organization};
use crate::components::exports::days;
use crate::kept::{KeptAction, KeptState};
use metering_core::usage::kept::{History, Kept};
use metering_core::usage::{Day, DayRange};

/// Days listed at most of one kind and organization.
const RANGES: usize = 6;

/// For each kind and organization the days that have to be requested for a whole history.
#[component(LackingDays)]
pub(super) fn lacking_days(props: &KeptProps) -> Html {
    let KeptProps {
        today,
        state,
        dispatch,
    } = props;
    // What was chosen; `None`: from the first kept day until today.
    let (first, last) = (use_state_eq(|| None::<Day>), use_state_eq(|| None::<Day>));
    let histories = histories(state);
    let Some(first_kept) = histories.iter().filter_map(History::first).min() else {
        return Html::default();
    };
    let wanted = DayRange {
        first: first.unwrap_or(first_kept),
        last: last.unwrap_or(*today),
    };
    let names = state.names();
    let choose = |field: &UseStateHandle<Option<Day>>| {
        let field = field.setter();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let day: Option<Day> = input.value().parse().ok();
            // A year below 1000 has digits to come.
            if day.is_none_or(|day| day.date().year() >= 1000) {
                field.set(day);
            }
        })
    };
    let listed = |ranges: &[DayRange]| {
        let mut texts: Vec<String> = ranges.iter().take(RANGES).copied().map(days).collect();
        if ranges.len() > RANGES {
            texts.push(format!("and {} more", ranges.len() - RANGES));
        }
        if texts.is_empty() {
            texts.push("–".into());
        }
        html! { <>{ for texts.into_iter().map(|text| html! { <div>{ text }</div> }) }</> }
    };
    let row = |history: &History| {
        let lacking = history.lacking(wanted);
        let ranges = lacking.ranges();
        let span = ranges.first().zip(ranges.last());
        let id = history.organization.as_deref();
        let name = id.map(|id| names.get(id).map_or(id, String::as_str));
        let label = format!(
            "Request what is missing, {}{}",
            history.kind.title().to_lowercase(),
            name.map_or_else(String::new, |name| format!(", {name}")),
        );
        html! {
            <tr>
                <th scope="row">{ history.kind.title() }</th>
                <td>{ id.map_or_else(|| "–".into(), |id| organization(id, &names)) }</td>
                <td>{ listed(&lacking.missing) }</td>
                <td>{ listed(&lacking.provisional) }</td>
                <td>
                    if let Some((first, last)) = span {
                        <button type="button" class="small" aria-label={label} onclick={{
                            let action = KeptAction::Request(history.kind, DayRange { first: first.first, last: last.last });
                            dispatch.reform(move |_: MouseEvent| action.clone())
                        }}>{"Request what is missing"}</button>
                    } else {
                        <span class="quiet">{"Nothing is missing"}</span>
                    }
                </td>
            </tr>
        }
    };
    let title = "Missing between them";
    html! {
        <>
            <div class="region-head"><h3 id="usage-lacking">{ title }</h3></div>
            <p class="quiet">
                {"Provisional: the figures were not complete when the export was made, or its job ended in PARTIAL_SUCCESS. A request is for the session's organization; nothing is sent before you have seen it."}
            </p>
            <div class="filter" role="group" aria-label={title}>
                <div class="field">
                    <label for="kept-first">{"Missing from"}</label>
                    <input id="kept-first" type="date" value={wanted.first.to_string()} onchange={choose(&first)} />
                </div>
                <div class="field">
                    <label for="kept-last">{"Missing until"}</label>
                    <input id="kept-last" type="date" value={wanted.last.to_string()} onchange={choose(&last)} />
                </div>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label={title}><table aria-labelledby="usage-lacking">
                <thead>
                    <tr>
                        { for ["Kind", "Organization", "Missing", "Provisional", "Actions"].map(|name| html! {
                            <th scope="col">{ name }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for histories.iter().map(row) }</tbody>
            </table></div>
        </>
    }
}

fn histories(state: &Rc<KeptState>) -> Vec<History> {
    let kept: Vec<Kept> = state
        .exports
        .iter()
        .map(|(_, kept, _)| kept.clone())
        .collect();
    History::of(&kept)
}
