//! The range: two dates, presets, and what its length leads to.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use yew::prelude::*;

use super::plan::Plan;
use super::{Preset, field_view};
use crate::app::field::Control;
use crate::app::jobs::time::days;
use crate::app::menu::{Item, Menu};
use crate::app::state::form::Evaluated;
use crate::app::state::{FormAction, FormState};
use crate::app::{Dispatch, clock};
use metering_core::request::{Field, date_time};

#[derive(Properties, PartialEq)]
pub(super) struct DatesProps {
    pub(super) form: Rc<FormState>,
    pub(super) evaluated: Rc<Evaluated>,
    /// Whether the date pickers are there.
    pub(super) ready: bool,
    /// How many jobs of a split export are active at a time.
    pub(super) max_active: usize,
    pub(super) dispatch: Dispatch,
}

/// The range.
#[component(Dates)]
pub(super) fn dates(props: &DatesProps) -> Html {
    let DatesProps {
        form,
        evaluated,
        ready,
        max_active,
        dispatch,
    } = props;
    let date = |field, instant: Option<DateTime<Utc>>| {
        let day = instant.map(|instant| instant.date_naive().to_string());
        let day = ready.then(|| AttrValue::from(day.unwrap_or_default()));
        let hint = meaning(instant).into();
        field_view(form, evaluated, field, Control::Date(day), hint)
    };
    let preset = |preset: Preset| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            let (start, end) = preset.days(clock::now());
            for (field, day) in [(Field::StartDate, start), (Field::EndDate, end)] {
                let text = day.to_string();
                dispatch.dispatch(FormAction::Typed { field, text }.into());
            }
        });
        html! { <button type="button" class="small" {onclick}>{ preset.name() }</button> }
    };
    html! {
        <fieldset class="range">
            <legend>{"Range"}<span class="mark">{"UTC"}</span></legend>
            <div class="presets" role="group" aria-label="Range presets">
                { for Preset::ALL.map(preset) }
            </div>
            <div class="pair">
                { date(Field::StartDate, evaluated.start) }
                { date(Field::EndDate, evaluated.end) }
            </div>
            { length(props) }
            if let Some(windows) = evaluated.windows.as_ref().filter(|_| evaluated.is_split && form.plan_shown) {
                <Plan windows={windows.clone()} {max_active} />
            }
        </fieldset>
    }
}

/// How long the range is, and what follows from that: one export, or several.
fn length(props: &DatesProps) -> Html {
    let DatesProps {
        form,
        evaluated,
        dispatch,
        ..
    } = props;
    let Some((length, limit)) = evaluated.days else {
        return Html::default();
    };
    let days = days(length);
    let Some(windows) = &evaluated.windows else {
        let exports = if length <= limit { ": 1 export" } else { "" };
        return html! { <p class="days quiet">{ days }{ exports }</p> };
    };
    let act = |action: fn(&FormState) -> FormAction| {
        let (form, dispatch) = (form.clone(), dispatch.clone());
        Callback::from(move |()| dispatch.dispatch(action(&form).into()))
    };
    let count = windows.len();
    if !evaluated.is_split {
        let split = act(|_| FormAction::AsOne { as_one: false });
        return html! {
            <div class="days">
                <p>{ days }{": 1 export"}</p>
                <button type="button" class="small" onclick={split.reform(|_: MouseEvent| ())}>
                    { format!("Split into {count} exports") }
                </button>
            </div>
        };
    }
    let plan = act(|form| FormAction::PlanShown {
        shown: !form.plan_shown,
    });
    let as_one = Item {
        name: "Send as one request",
        disabled: false,
        onchosen: act(|_| FormAction::AsOne { as_one: true }),
    };
    html! {
        <div class="days">
            <p>{ format!("{days}: {count} exports (at most {limit} days each)") }</p>
            <button type="button" class="small" aria-expanded={form.plan_shown.to_string()}
                onclick={plan.reform(|_: MouseEvent| ())}>{"Show the plan"}</button>
            <Menu id="range-menu" label="Other ways" items={vec![as_one]} />
        </div>
    }
}

/// What a typed date means: the instant that is sent, and the reader's own time where that differs.
fn meaning(instant: Option<DateTime<Utc>>) -> String {
    let Some(instant) = instant else {
        return "Such as 2024-08-12, in UTC.".to_owned();
    };
    let text = date_time::text(instant);
    clock::local(instant).map_or_else(
        || text.clone(),
        |local| format!("{text}. Your time: {local}"),
    )
}
