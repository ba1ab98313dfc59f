//! Consumption by day as bars.
//!
//! Drawn by hand. Minified and compressed (brotli 11), `ECharts` 6.1 is 299 KB, Observable Plot 0.6 with its d3 137 KB, Chart.js
//! 4.6 61 KB and uPlot 1.6 20 KB; the last two draw on a canvas, which has neither elements to focus nor names, and all of
//! them hold amounts in binary floating point. In Rust, plotters and charts-rs write SVG of a fixed size as text, which
//! could come into the page only as markup.
use std::rc::Rc;

use chrono::{Datelike, NaiveDate};
use yew::prelude::*;

use super::use_looked_at;
use crate::amount::trimmed;
use crate::axis::{Axis, number, percent};
use crate::keyboard::arrows;
use metering_core::usage::{Day, DayTotal, Figures, Ipus};

/// The height of the bars, and the room above them for the label of the bar that is looked at.
const HEIGHT: f64 = 176.0;
const TOP: f64 = 28.0;
/// Fewer days leave room at the sides instead of becoming wide blocks.
const LEAST_SLOTS: u64 = 14;
/// From so many days on, bars touch each other.
const DENSE: u64 = 150;

#[derive(Properties, PartialEq)]
pub(super) struct DayChartProps {
    pub(super) figures: Rc<Figures>,
}

/// Consumption by day as bars.
#[component(DayChart)]
pub(super) fn day_chart(props: &DayChartProps) -> Html {
    let (looked_at, watch) = use_looked_at();
    let days = &props.figures.days;
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Html::default();
    };
    let axis = Axis::new(days.iter().map(|day| day.consumption), 4);
    let slots = Slots::new(first.day, last.day);
    let label = format!("Consumption by day, {} to {}, in IPUs", first.day, last.day);
    let is_provisional = days.iter().any(|day| day.provisional);
    let bottom = TOP + HEIGHT;
    html! {
        <figure class="picture">
            <svg class="plot" width="100%" height={number(bottom + 24.0)} role="group" aria-label={label}
                onmouseover={watch.over} onmouseout={watch.out} onfocusin={watch.focus} onfocusout={watch.blur}
                onkeydown={|event: KeyboardEvent| arrows(&event)}>
                <text class="tick" aria-hidden="true" x="-8" y="14" text-anchor="end">{"IPUs"}</text>
                // Each list in a fragment of its own: among the siblings, what comes or goes would replace the bar with the focus.
                <>{ for axis.ticks().map(|(amount, label)| {
                    let y = number(bottom - axis.place(amount) * HEIGHT);
                    html! {
                        <g class="tick" aria-hidden="true">
                            <line x1="0" x2="100%" y1={y.clone()} y2={y.clone()} />
                            <text x="-8" {y} dy="0.32em" text-anchor="end">{ label }</text>
                        </g>
                    }
                }) }</>
                <>{ for slots.ticks().into_iter().enumerate().map(|(at, (day, text))| {
                    let class = if at.is_multiple_of(2) { "tick" } else { "tick minor" };
                    html! {
                        <text {class} aria-hidden="true" x={percent(slots.middle(day))} y={number(bottom + 8.0)} dy="1em"
                            text-anchor="middle">{ text }</text>
                    }
                }) }</>
                <>{ for days.iter().enumerate().map(|(at, day)| bar(day, at, looked_at == Some(at), axis, slots)) }</>
                <>{ for looked_at.and_then(|at| days.get(at)).map(|day| tip(day, slots)) }</>
            </svg>
            if is_provisional {
                <figcaption class="legend">
                    <svg class="plot" width="12" height="12" aria-hidden="true">
                        <g class="bar provisional"><rect class="amount" x="1" y="1" width="10" height="10" /></g>
                    </svg>
                    {"Provisional: figures of today and yesterday (UTC) still rise."}
                </figcaption>
            }
        </figure>
    }
}

/// The bar of a day. The first is a tab stop, arrow keys lead to the others.
fn bar(day: &DayTotal, at: usize, is_looked_at: bool, axis: Axis, slots: Slots) -> Html {
    let bottom = TOP + HEIGHT;
    let zero = axis.place(Ipus::ZERO);
    let place = axis.place(day.consumption);
    let (low, high) = (zero.min(place), zero.max(place));
    let class = classes!(
        "bar",
        day.provisional.then_some("provisional"),
        is_looked_at.then_some("looked-at")
    );
    html! {
        <g key={at} {class} role="img" aria-label={words(day)} tabindex={if at == 0 { "0" } else { "-1" }} data-bar={at.to_string()}>
            <rect class="hit" x={percent(slots.start(day.day))} width={percent(slots.width())} y={number(TOP)}
                height={number(HEIGHT)} />
            <rect class="amount" x={percent(slots.start(day.day) + slots.gap() / 2.0)}
                width={percent(slots.width() - slots.gap())} y={number(bottom - high * HEIGHT)}
                height={number(((high - low) * HEIGHT).max(1.0))} />
        </g>
    }
}

/// The label of the bar that is looked at, within the chart.
fn tip(day: &DayTotal, slots: Slots) -> Html {
    let middle = slots.middle(day.day);
    let (x, anchor) = match middle {
        ..0.25 => (0.0, "start"),
        0.75.. => (1.0, "end"),
        _ => (middle, "middle"),
    };
    html! {
        <text class="tip" aria-hidden="true" x={percent(x)} y="14" text-anchor={anchor}>{ words(day) }</text>
    }
}

fn words(day: &DayTotal) -> String {
    let suffix = if day.provisional { ", provisional" } else { "" };
    format!("{}: {} IPUs{suffix}", day.day, trimmed(day.consumption))
}

/// Where days lie from the left to the right.
#[derive(Clone, Copy)]
struct Slots {
    first: NaiveDate,
    days: u64,
    places: u64,
}

impl Slots {
    fn new(first: Day, last: Day) -> Self {
        let days = u64::try_from((last.date() - first.date()).num_days() + 1).unwrap_or(1);
        Self {
            first: first.date(),
            days,
            places: days.max(LEAST_SLOTS),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "days of a calendar are few")]
    fn width(self) -> f64 {
        1.0 / self.places as f64
    }

    fn gap(self) -> f64 {
        if self.days > DENSE {
            0.0
        } else {
            self.width() * 0.25
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "days of a calendar are few")]
    fn start(self, day: Day) -> f64 {
        let before = (day.date() - self.first).num_days() as f64;
        let margin = (self.places - self.days) as f64 / 2.0;
        (before + margin) * self.width()
    }

    fn middle(self, day: Day) -> f64 {
        self.start(day) + self.width() / 2.0
    }

    /// The days that are named below the bars, about ten at most.
    fn ticks(self) -> Vec<(Day, String)> {
        let every = [1, 2, 7, 14, 28]
            .into_iter()
            .find(|step| self.days <= step * 10);
        let days = self
            .first
            .iter_days()
            .take(usize::try_from(self.days).unwrap_or(usize::MAX));
        if let Some(step) = every {
            let step = usize::try_from(step).unwrap_or(1);
            return days
                .step_by(step)
                .map(|day| (Day::new(day), format!("{} {}", day.day(), month(day))))
                .collect();
        }
        let months = self.days.div_ceil(310);
        days.filter(|day| day.day() == 1 && u64::from(day.month0()).is_multiple_of(months))
            .map(|day| {
                let january = day.month() == 1;
                let text = if january {
                    day.year().to_string()
                } else {
                    month(day).to_owned()
                };
                (Day::new(day), text)
            })
            .collect()
    }
}

pub(super) fn month(day: NaiveDate) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    NAMES[day.month0() as usize]
}
