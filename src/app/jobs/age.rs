//! How long ago a job was refreshed, and how long its data can be downloaded, counted as time passes.

use chrono::{DateTime, Utc};
use gloo_timers::callback::Interval;
use yew::prelude::*;

use super::time;
use crate::app::clock;

/// The time for everything inside of a [`Clock`]; `None` before the page runs in a browser.
type Now = Option<DateTime<Utc>>;

#[derive(Properties, PartialEq)]
pub(super) struct ClockProps {
    /// How often the time is renewed.
    pub(super) seconds: u32,
    pub(super) running: bool,
    pub(super) children: Html,
}

/// Provides the time: what shows an age renders as it passes, and nothing else does.
#[component(Clock)]
pub(super) fn clock_provider(props: &ClockProps) -> Html {
    let now = use_state_eq(|| Now::None);
    let setter = now.setter();
    use_effect_with((props.seconds, props.running), move |(seconds, running)| {
        let interval = running.then(|| {
            let tick = move || setter.set(Some(clock::now()));
            tick();
            Interval::new(seconds.saturating_mul(1_000), tick)
        });
        move || drop(interval)
    });
    html! {
        <ContextProvider<Now> context={*now}>{ props.children.clone() }</ContextProvider<Now>>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct AgeProps {
    pub(super) at: Option<DateTime<Utc>>,
}

/// When a job was last refreshed, in words.
#[component(Age)]
pub(super) fn age(props: &AgeProps) -> Html {
    let now = use_context::<Now>().flatten();
    let text = match (props.at, now) {
        (Some(at), Some(now)) => time::ago(now - at),
        (Some(at), None) => time::short(at),
        (None, _) => "never".into(),
    };
    html! { text }
}

#[derive(Properties, PartialEq)]
pub(super) struct LeftProps {
    pub(super) until: DateTime<Utc>,
}

/// How long the data can be downloaded, in words.
#[component(Left)]
pub(super) fn left(props: &LeftProps) -> Html {
    let now = use_context::<Now>().flatten();
    html! {
        if let Some(now) = now {
            <span class="left">{ time::left(props.until - now) }</span>
        }
    }
}
