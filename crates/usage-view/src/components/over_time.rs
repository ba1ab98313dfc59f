//! Usage over time: what it is looked at by, the picture and the table.
use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::name::capitalized;
use super::{CrossTable, Select, TimeChart};
use crate::state::{Action, BillingDay, OverTime, TimeAction, dimensions};
use metering_core::usage::{Against, Figures, Grain, GroupBy};

#[derive(Properties, PartialEq)]
pub(super) struct OverTimeProps {
    pub(super) figures: Rc<Figures>,
    /// The periods to choose from.
    pub(super) grains: Vec<Grain>,
    pub(super) looks: OverTime,
    /// The first day of a billing period, if it can be typed.
    pub(super) billing_day: Option<BillingDay>,
    pub(super) dispatch: Callback<Action>,
    /// The table where nothing is stacked.
    pub(super) children: Html,
}

/// Usage over time: what it is looked at by, the picture and the table.
#[component(OverTimeView)]
pub(super) fn over_time_view(props: &OverTimeProps) -> Html {
    let OverTimeProps {
        figures,
        grains,
        looks,
        billing_day,
        dispatch,
        children,
    } = props;
    let kind = figures.question.filter.kind;
    let by = figures.question.cross.by;
    let grain_options: Vec<(String, String)> =
        grains.iter().map(|grain| option(grain.noun())).collect();
    let on_grain = {
        let grains = grains.clone();
        dispatch.reform(move |value: String| {
            let chosen = grains.iter().find(|grain| grain.noun() == value);
            Action::Time(TimeAction::Grain(chosen.copied().unwrap_or(Grain::Day)))
        })
    };
    let grain = match billing_day {
        Some(_) => Grain::BillingPeriod,
        None => figures.question.cross.grain,
    };
    let on_billing_day = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            // Half a date is no date, and forgets none.
            if !input.validity().bad_input() {
                dispatch.emit(Action::SetBillingDay(input.value().parse().ok()));
            }
        }
    };
    let stacks = dimensions(kind);
    let stack_options = stacks.iter().map(|by| option(by.noun()));
    let nothing = (String::new(), "Nothing".to_owned());
    let stack_options: Vec<_> = std::iter::once(nothing.clone())
        .chain(stack_options)
        .collect();
    let on_stack = dispatch.reform(move |value: String| {
        let chosen = stacks.iter().find(|by| by.noun() == value);
        Action::Time(TimeAction::Stack(chosen.copied()))
    });
    let against = [
        (Against::Before, "before", "The period before"),
        (Against::YearBefore, "year-before", "A year before"),
        (
            Against::DaysBefore,
            "days-before",
            "Filtered days with those before",
        ),
    ];
    let known = against
        .iter()
        .map(|(_, value, text)| ((*value).to_owned(), (*text).to_owned()));
    let against_options: Vec<_> = std::iter::once(nothing).chain(known).collect();
    let compared = against.iter().find(|(of, _, _)| Some(*of) == looks.against);
    let on_against = dispatch.reform(move |value: String| {
        let chosen = against.iter().find(|(_, of, _)| *of == value);
        Action::Time(TimeAction::Compare(chosen.map(|(of, _, _)| *of)))
    });
    let share = looks.share;
    let show = |text: &'static str, wanted: bool| {
        let onclick = dispatch.reform(move |_: MouseEvent| Action::Time(TimeAction::Share(wanted)));
        html! {
            <button type="button" class={classes!("small", (share == wanted).then_some("primary"))} {onclick}
                aria-pressed={(share == wanted).to_string()}>{ text }</button>
        }
    };
    html! {
        <>
            <div class="looks">
                <Select id="usage-grain" label="By" options={grain_options} value={grain.noun()} on_change={on_grain} />
                if let Some(BillingDay(first)) = billing_day {
                    <div class="field">
                        <label for="usage-billing-day">{"First day of a billing period"}</label>
                        <input id="usage-billing-day" type="date" value={first.map(|day| day.to_string())} oninput={on_billing_day}
                            aria-describedby="usage-billing-day-hint" />
                    </div>
                }
                <Select id="usage-stack" label="Stacked by" options={stack_options} value={by.map_or("", GroupBy::noun)} on_change={on_stack} />
                if by.is_some() {
                    <div class="actions" role="group" aria-label="Shown as">{ show("Amount", false) }{ show("Share", true) }</div>
                }
                <Select id="usage-against" label="Compare with" options={against_options}
                    value={compared.map_or("", |(_, value, _)| *value)} on_change={on_against} />
            </div>
            if let Some(BillingDay(first)) = billing_day {
                <p id="usage-billing-day-hint" class="quiet">
                    if first.is_none() {
                        {"Enter any day on which a billing period began. "}
                    }
                    {"Billing periods begin on this day of each month. Kept in this browser only. An open summary names the true periods."}
                </p>
            }
            <TimeChart figures={Rc::clone(figures)} {share} dispatch={dispatch.clone()} />
            if let Some(by) = by {
                <CrossTable figures={Rc::clone(figures)} {by} {share} dispatch={dispatch.clone()} />
            } else {
                { children.clone() }
            }
        </>
    }
}

/// A noun as a value and as what is shown of it.
fn option(noun: &str) -> (String, String) {
    (noun.to_owned(), capitalized(noun))
}
