//! What stands above the figures on paper, and the button that prints them.
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_utils::document;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::exports::days;
use super::facets::chosen_words;
use crate::state::Action;
use metering_core::usage::Figures;

#[derive(Properties, PartialEq)]
pub(super) struct ReportHeadProps {
    pub(super) figures: Rc<Figures>,
    pub(super) dispatch: Callback<Action>,
}

/// The button "Print report", the keys that do the same, and on paper what the figures are of.
#[component(ReportHead)]
pub(super) fn report_head(props: &ReportHeadProps) -> Html {
    let onclick = props.dispatch.reform(|_: MouseEvent| Action::Print(true));
    use_effect_with(props.dispatch.clone(), |dispatch| {
        let dispatch = dispatch.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let listener =
            EventListener::new_with_options(&document(), "keydown", options, move |event| {
                if event.dyn_ref().is_some_and(is_print) {
                    // The browser prints at once: of each table the page that is shown.
                    event.prevent_default();
                    dispatch.emit(Action::Print(true));
                }
            });
        move || drop(listener)
    });
    let figures = &props.figures;
    html! {
        <div class="actions report">
            <button type="button" class="small" {onclick}>{"Print report"}</button>
            <p class="on-paper"><strong>{"Metering usage: "}</strong>{ about(figures).join("; ") }</p>
            <p class="on-paper">{ format!("Printed on {} (UTC).", figures.question.today) }</p>
        </div>
    }
}

/// Whether these keys print in every browser: Ctrl or Command with P.
fn is_print(event: &KeyboardEvent) -> bool {
    let is_command = event.ctrl_key() || event.meta_key();
    is_command && !event.shift_key() && !event.alt_key() && event.key().eq_ignore_ascii_case("p")
}

/// What figures are of: the kind of export, the days, and the filter.
pub(super) fn about(figures: &Figures) -> Vec<String> {
    let filter = &figures.question.filter;
    let mut about = vec![filter.kind.title().to_lowercase()];
    about.extend(figures.totals.range.map(days));
    let words = filter.text.trim();
    if !words.is_empty() {
        about.push(format!("filter “{words}”"));
    }
    about.extend(chosen_words(figures));
    let limits = [("from", filter.first), ("to", filter.last)];
    let limits = limits
        .into_iter()
        .filter_map(|(name, day)| Some(format!("{name} {}", day?)));
    let limits: Vec<String> = limits.collect();
    if !limits.is_empty() {
        about.push(format!("days filtered {}", limits.join(" ")));
    }
    about
}
