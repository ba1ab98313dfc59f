//! The range: two dates, presets, and the count of its days as one types.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use yew::prelude::*;

use super::plan::Plan;
use super::{Preset, bare, field_view};
use crate::app::field::Control;
use crate::app::state::form::Evaluated;
use crate::app::state::{FormAction, FormState};
use crate::app::{Dispatch, clock};
use metering_core::request::{Field, Side, date_time};

#[derive(Properties, PartialEq)]
pub(super) struct DatesProps {
    pub(super) form: Rc<FormState>,
    pub(super) evaluated: Rc<Evaluated>,
    /// Whether the date pickers are there.
    pub(super) ready: bool,
    /// How many jobs of a split export are active at a time.
    pub(super) max_active: usize,
    /// Sends and leaves the limit to the service.
    pub(super) send_anyway: Callback<()>,
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
        send_anyway,
        dispatch,
    } = props;
    let date = |field, instant: Option<DateTime<Utc>>, side| {
        let day = instant.map(|instant| bare(instant.date_naive()));
        let day = ready.then(|| AttrValue::from(day.unwrap_or_default()));
        let hint = meaning(instant, side).into();
        field_view(form, evaluated, field, Control::Date(day), hint)
    };
    let preset = |preset: Preset| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            let (start, end) = preset.days(clock::now());
            for (field, day) in [(Field::StartDate, start), (Field::EndDate, end)] {
                let text = bare(day);
                dispatch.dispatch(FormAction::Typed { field, text }.into());
            }
        });
        html! { <button type="button" class="small" {onclick}>{ preset.name() }</button> }
    };
    let split = |windows: usize| {
        let (dispatch, is_open) = (dispatch.clone(), form.split);
        let onclick = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(FormAction::PlanShown { shown: !is_open }.into());
        });
        html! {
            <button type="button" class="small" {onclick} aria-expanded={is_open.to_string()}>
                { format!("Split into {windows} exports") }
            </button>
        }
    };
    let windows = evaluated.windows.as_ref();

    html! {
        <fieldset class="range">
            <legend>{"Range"}<span class="mark">{"UTC"}</span></legend>
            <div class="presets" role="group" aria-label="Range presets">
                { for Preset::ALL.map(preset) }
            </div>
            <div class="pair">
                { date(Field::StartDate, evaluated.start, Side::Start) }
                { date(Field::EndDate, evaluated.end, Side::End) }
            </div>
            <div class="days">
                { days(evaluated.days) }
                <>{ for windows.map(|windows| split(windows.len())) }</>
                if evaluated.is_too_long() {
                    <button type="button" class="small" onclick={send_anyway.reform(|_: MouseEvent| ())}
                        aria-describedby="send-anyway-hint">{"Send anyway"}</button>
                    <span id="send-anyway-hint" class="quiet">{"leaves the limit to the service"}</span>
                }
            </div>
            <>{ for windows.filter(|_| form.split).map(|windows| html! {
                <Plan windows={windows.clone()} {max_active} />
            }) }</>
        </fieldset>
    }
}

/// The days of the range against the limit, in words and as a bar.
fn days(days: Option<(i64, i64)>) -> Html {
    let Some((days, limit)) = days else {
        return html! { <p class="day-count quiet">{"The days of the range are counted here."}</p> };
    };
    // The bar is full at the limit; its length says nothing that the words do not.
    let share = days
        .saturating_mul(100)
        .checked_div(limit)
        .unwrap_or(100)
        .clamp(0, 100);
    html! {
        <p class={if days > limit { "day-count over" } else { "day-count" }}>
            <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="4" /><rect class="fill" width={share.to_string()} height="4" />
            </svg>
            <span>{ format!("{days} of {limit} days") }</span>
        </p>
    }
}

/// What a typed date means: the instant that is sent, then the same in the reader's own time zone.
fn meaning(instant: Option<DateTime<Utc>>, side: Side) -> String {
    let Some(instant) = instant else {
        let time = match side {
            Side::Start => "T00:00:00Z",
            Side::End => "T23:59:59Z",
        };
        return format!("A date, completed with {time}, or a date-time with time zone.");
    };
    let text = date_time::text(instant);
    clock::local(instant).map_or_else(|| text.clone(), |local| format!("{text} · here {local}"))
}
