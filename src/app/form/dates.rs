//! The range: two dates, presets, and the count of its days as one types.

use yew::prelude::*;

use super::state::is_too_long;
use super::{Preset, bare, control_id, label, texts};
use crate::app::clock;
use crate::app::field::TextField;
use crate::app::state::Action;
use crate::app::store::use_store;
use crate::request::{Checked, Field, date_time};

/// Properties of [`Dates`].
#[derive(Properties, PartialEq)]
pub(super) struct DatesProps {
    pub(super) checked: Checked,
    /// Leaves the range limit to the service and sends.
    pub(super) on_send_anyway: Callback<()>,
}

#[component(Dates)]
pub(super) fn dates(props: &DatesProps) -> Html {
    let store = use_store();
    let form = &store.form;

    let date = |field: Field| {
        let (problem, warning) = texts(form, &props.checked, field);
        let on_typed = {
            let store = store.clone();
            Callback::from(move |text| store.dispatch(Action::FormTyped(field, text)))
        };
        let on_left = {
            let store = store.clone();
            // An empty field that is only passed by is not yet a mistake.
            Callback::from(move |()| {
                if !store.form.text(field).is_empty() {
                    store.dispatch(Action::Left(field));
                }
            })
        };
        html! {
            <TextField id={control_id(field)} label={label(field)} value={form.text(field).to_owned()} {on_typed} {on_left}
                {problem} {warning} required=true placeholder="2024-08-12" class="date" hint={meaning(form.completed().get(field).as_text(), field)} />
        }
    };
    let preset = |preset: Preset| {
        let store = store.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            let (start, end) = preset.days(clock::now());
            store.dispatch(Action::FormTyped(Field::StartDate, bare(start)));
            store.dispatch(Action::FormTyped(Field::EndDate, bare(end)));
        });
        html! { <button type="button" class="small" {onclick}>{ preset.name() }</button> }
    };
    let too_long = props.checked.result.as_ref().is_err_and(|problems| is_too_long(problems));

    html! {
        <fieldset class="range">
            <legend>{"Range"}<span class="mark">{"UTC"}</span></legend>
            <div class="presets" role="group" aria-label="Range presets">
                { for Preset::ALL.map(preset) }
            </div>
            <div class="pair">
                { date(Field::StartDate) }
                { date(Field::EndDate) }
            </div>
            <div class="days">
                { days(form.days(&store.config.rules())) }
                if too_long {
                    <button type="button" class="small" onclick={props.on_send_anyway.reform(|_: MouseEvent| ())}
                        aria-describedby="send-anyway-hint">{"Send anyway"}</button>
                    <span id="send-anyway-hint" class="quiet">{"leaves the limit to the service"}</span>
                }
            </div>
        </fieldset>
    }
}

/// The days of the range against the limit, in words and as a bar.
fn days(days: Option<(i64, i64)>) -> Html {
    let Some((days, limit)) = days else {
        return html! { <p class="day-count quiet">{"The days of the range are counted here."}</p> };
    };
    // The bar is full at the limit; its length says nothing that the words do not.
    let share = days.saturating_mul(100).checked_div(limit).unwrap_or(100).clamp(0, 100);
    html! {
        <p class={classes!("day-count", (days > limit).then_some("over"))}>
            <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="4" /><rect class="fill" width={share.to_string()} height="4" />
            </svg>
            <span>{ format!("{days} of {limit} days") }</span>
        </p>
    }
}

/// What a typed date means: the instant that is sent, then the same in the reader's own time zone.
fn meaning(completed: Option<&str>, field: Field) -> String {
    let Some(instant) = completed.and_then(|text| date_time::parse(text).ok()) else {
        let time = if field == Field::StartDate { "T00:00:00Z" } else { "T23:59:59Z" };
        return format!("A date, completed with {time}, or a date-time with time zone.");
    };
    let sent = date_time::text(instant);
    clock::local(instant).map_or_else(|| sent.clone(), |local| format!("{sent} · here {local}"))
}
