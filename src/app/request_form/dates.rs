//! The range: two dates, presets, and the count of its days as one types.

use chrono::{DateTime, Utc};
use yew::prelude::*;

use super::state::is_too_long;
use super::{Preset, bare, control, split};
use crate::app::field::Control;
use crate::app::state::Action;
use crate::app::{Store, clock};
use metering_core::request::{Checked, Field, Side, date_time};

/// The range; `submit` with `true` leaves the limit to the service and sends.
pub(super) fn view(store: &Store, checked: &Checked, submit: &Callback<bool>) -> Html {
    let date = |field, side| {
        let instant = store
            .form
            .completed()
            .get(field)
            .as_text()
            .and_then(|text| date_time::parse(text).ok());
        let day = instant
            .map(|instant| bare(instant.date_naive()))
            .unwrap_or_default();
        control(
            store,
            checked,
            field,
            Control::Date(store.ready.then_some(day)),
            meaning(instant, side).into(),
        )
    };
    let preset = |preset: Preset| {
        let dispatch = store.dispatcher();
        let onclick = Callback::from(move |_: MouseEvent| {
            let (start, end) = preset.days(clock::now());
            dispatch.dispatch(Action::FormTyped(Field::StartDate, bare(start)));
            dispatch.dispatch(Action::FormTyped(Field::EndDate, bare(end)));
        });
        html! { <button type="button" class="small" {onclick}>{ preset.name() }</button> }
    };
    let too_long = checked
        .result
        .as_ref()
        .is_err_and(|problems| is_too_long(problems));
    let windows = store.form.windows(&store.config.rules());

    html! {
        <fieldset class="range">
            <legend>{"Range"}<span class="mark">{"UTC"}</span></legend>
            <div class="presets" role="group" aria-label="Range presets">
                { for Preset::ALL.map(preset) }
            </div>
            <div class="pair">
                { date(Field::StartDate, Side::Start) }
                { date(Field::EndDate, Side::End) }
            </div>
            <div class="days">
                { days(store.form.days(&store.config.rules())) }
                <>{ for windows.as_ref().map(|windows| split::button(store, windows.len())) }</>
                if too_long {
                    <button type="button" class="small" onclick={submit.reform(|_: MouseEvent| true)}
                        aria-describedby="send-anyway-hint">{"Send anyway"}</button>
                    <span id="send-anyway-hint" class="quiet">{"leaves the limit to the service"}</span>
                }
            </div>
            <>{ for windows.filter(|_| store.form.split).map(|windows| split::plan(store, &windows)) }</>
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
    let mut text = date_time::text(instant);
    if let Some(local) = clock::local(instant) {
        text.push_str(" · here ");
        text.push_str(&local);
    }
    text
}
