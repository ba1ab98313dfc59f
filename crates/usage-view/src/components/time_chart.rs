//! Consumption over time as bars, stacked by the largest groups if wanted.
//!
//! Drawn by hand. Minified and compressed (brotli 11), `ECharts` 6.1 is 299 KB, Observable Plot 0.6 with its d3 137 KB, Chart.js
//! 4.6 61 KB and uPlot 1.6 20 KB; the last two draw on a canvas, which has neither elements to focus nor names, and all of
//! them hold amounts in binary floating point. In Rust, plotters and charts-rs write SVG of a fixed size as text, which
//! could come into the page only as markup.
use std::rc::Rc;

use chrono::{Datelike, NaiveDate};
use yew::prelude::*;

use super::name::{period, words as name_of};
use super::{on_bar, use_looked_at};
use crate::amount::{count, cut, share, trimmed};
use crate::axis::{Axis, number, percent};
use crate::state::Action;
use metering_core::usage::{Choice, DayRange, Figures, Grain, Ipus, PeriodTotal};

/// The height of the bars, and the room above them for the label of the bar that is looked at.
const HEIGHT: f64 = 176.0;
const TOP: f64 = 28.0;
/// Fewer periods leave room at the sides instead of becoming wide blocks.
const LEAST_SLOTS: usize = 14;
/// From so many periods on, bars touch each other.
const DENSE: usize = 150;
/// Letters of a name that are drawn; the table has all of it.
const LETTERS: usize = 40;

#[derive(Properties, PartialEq)]
pub(super) struct TimeChartProps {
    pub(super) figures: Rc<Figures>,
    /// Whether each bar shows the shares of its period.
    pub(super) share: bool,
    pub(super) dispatch: Callback<Action>,
}

/// A bar, or a part of one, where it is drawn.
struct Bar {
    period: DayRange,
    /// What it says to who looks at it.
    words: String,
    class: Classes,
    low: f64,
    high: f64,
    /// The group that it is of.
    choice: Option<Choice>,
    /// Whether all of the period's height answers to the pointer.
    is_whole: bool,
}

/// Consumption over time as bars.
#[component(TimeChart)]
pub(super) fn time_chart(props: &TimeChartProps) -> Html {
    let (looked_at, watch) = use_looked_at();
    let TimeChartProps {
        figures,
        share,
        dispatch,
    } = props;
    let periods = &figures.cross.periods;
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Html::default();
    };
    let grain = figures.question.cross.grain;
    let shares = *share && figures.question.cross.by.is_some();
    let axis = axis(figures, shares);
    let bars = bars(figures, axis, shares);
    let slots = Slots::new(periods, grain);
    let stacked = figures.question.cross.by;
    let label = format!(
        "Consumption by {}{}, {} to {}, in {}",
        grain.noun(),
        stacked.map_or_else(String::new, |by| format!(" and {}", by.noun())),
        first.days.first,
        last.days.last,
        if shares { "percent" } else { "IPUs" }
    );
    let bottom = TOP + HEIGHT;
    let choices: Vec<(DayRange, Option<Choice>)> = bars
        .iter()
        .map(|bar| (bar.period, bar.choice.clone()))
        .collect();
    let (onclick, onkeydown) = on_bar(dispatch, move |at| {
        let (days, choice) = choices.get(at)?.clone();
        Some(Action::Only(days, choice))
    });
    html! {
        <figure class="picture">
            <svg class="plot" width="100%" height={number(bottom + 24.0)} role="group" aria-label={label}
                onmouseover={watch.over} onmouseout={watch.out} onfocusin={watch.focus} onfocusout={watch.blur}
                {onclick} {onkeydown}>
                <text class="tick" aria-hidden="true" x="-8" y="14" text-anchor="end">{ if shares { "%" } else { "IPUs" } }</text>
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
                <>{ for slots.ticks(periods).into_iter().enumerate().map(|(at, (middle, text))| {
                    let class = if at.is_multiple_of(2) { "tick" } else { "tick minor" };
                    html! {
                        <text {class} aria-hidden="true" x={percent(middle)} y={number(bottom + 8.0)} dy="1em"
                            text-anchor="middle">{ text }</text>
                    }
                }) }</>
                <>{ for bars.iter().enumerate().map(|(at, bar)| draw(bar, at, looked_at == Some(at), slots)) }</>
                <>{ for looked_at.and_then(|at| bars.get(at)).map(|bar| tip(bar, slots)) }</>
            </svg>
            <Legend figures={Rc::clone(figures)} />
        </figure>
    }
}

#[derive(Properties, PartialEq)]
struct LegendProps {
    figures: Rc<Figures>,
}

/// What the looks of the bars mean; nothing where they are all alike.
#[component(Legend)]
fn legend(props: &LegendProps) -> Html {
    let cross = &props.figures.cross;
    let swatch = |class: Classes, words: String| {
        html! {
            <span class="key">
                <svg class="plot" width="12" height="12" aria-hidden="true">
                    <g {class}><rect class="amount" x="1" y="1" width="10" height="10" /></g>
                </svg>
                <bdi>{ words }</bdi>
            </span>
        }
    };
    let parts = cross.parts.iter().enumerate().map(|(at, part)| {
        let (name, _) = name_of(&part.group.name);
        swatch(classes!("bar", part_class(at)), cut(&name, LETTERS))
    });
    let others = cross.others.as_ref().map(|(others, _)| {
        let words = count(others.groups as u64, "other", "others");
        swatch(classes!("bar", "others"), words)
    });
    let is_provisional = cross.periods.iter().any(|period| period.provisional);
    let provisional = is_provisional.then(|| {
        let words = "Provisional: figures of today and yesterday (UTC) still rise.";
        swatch(classes!("bar", "provisional"), words.into())
    });
    let keys: Vec<Html> = parts.chain(others).chain(provisional).collect();
    if keys.is_empty() {
        return Html::default();
    }
    html! { <figcaption class="legend">{ for keys }</figcaption> }
}

fn part_class(at: usize) -> String {
    format!("part-{at}")
}

/// The axis of the bars.
fn axis(figures: &Figures, shares: bool) -> Axis {
    let cross = &figures.cross;
    if shares {
        return Axis::new([percentage(1.0)], 4);
    }
    if cross.parts.is_empty() {
        return Axis::new(cross.periods.iter().map(|period| period.consumption), 4);
    }
    // Parts below zero stand below it, so that a bar is as long as its parts.
    let ends = (0..cross.periods.len()).flat_map(|at| {
        [true, false].map(|negative| {
            let parts = parts_of(figures, at).into_iter();
            let side = parts.filter(|(_, part)| (part.trillionths() < 0) == negative);
            Ipus::from_trillionths(side.map(|(_, part)| part.trillionths()).sum())
        })
    });
    Axis::new(ends, 4)
}

/// The amounts of a period's parts with their indexes; all other groups together have the last index.
fn parts_of(figures: &Figures, at: usize) -> Vec<(usize, Ipus)> {
    let cross = &figures.cross;
    let parts = cross.parts.iter().map(|part| part.cells[at]);
    let others = cross.others.iter().map(|(_, cells)| cells[at]);
    parts.chain(others).enumerate().collect()
}

/// A share as a number of percent, for the geometry of the axis.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a share is at most some hundred"
)]
fn percentage(share: f64) -> Ipus {
    Ipus::from_trillionths((share * 1e14) as i128)
}

fn bars(figures: &Figures, axis: Axis, shares: bool) -> Vec<Bar> {
    let cross = &figures.cross;
    let grain = figures.question.cross.grain;
    let zero = axis.place(Ipus::ZERO);
    let mut bars = Vec::new();
    for (at, total) in cross.periods.iter().enumerate() {
        let name = period(grain, total.days);
        let provisional = total.provisional.then_some("provisional");
        if figures.question.cross.by.is_none() {
            if total.rows == 0 {
                continue;
            }
            let place = axis.place(total.consumption);
            bars.push(Bar {
                period: total.days,
                words: format!(
                    "{name}: {} IPUs{}",
                    trimmed(total.consumption),
                    state_of(total)
                ),
                class: classes!("bar", provisional),
                low: zero.min(place),
                high: zero.max(place),
                choice: None,
                is_whole: true,
            });
            continue;
        }
        // Parts stand one on the other, those below zero below it.
        let (mut low, mut high) = (zero, zero);
        for (part, amount) in parts_of(figures, at) {
            if amount == Ipus::ZERO {
                continue;
            }
            let drawn = if shares {
                percentage(amount.to_f64() / total.consumption.to_f64())
            } else {
                amount
            };
            let length = axis.place(drawn) - zero;
            let (from, to) = if length < 0.0 {
                low += length;
                (low, low - length)
            } else {
                high += length;
                (high - length, high)
            };
            let row = cross.parts.get(part);
            let group = row.map_or_else(
                || {
                    let others = cross.others.as_ref().map_or(0, |(others, _)| others.groups);
                    count(others as u64, "other", "others")
                },
                |row| cut(&name_of(&row.group.name).0, LETTERS),
            );
            let words = format!(
                "{name}, {group}: {} IPUs, {}{}",
                trimmed(amount),
                share(amount, total.consumption),
                state_of(total)
            );
            let class = row.map_or("others".to_owned(), |_| part_class(part));
            let by = figures.question.cross.by;
            let choice = row.zip(by).map(|(row, by)| Choice {
                by,
                names: row.group.key.clone(),
            });
            bars.push(Bar {
                period: total.days,
                words,
                class: classes!("bar", class),
                low: from.clamp(0.0, 1.0),
                high: to.clamp(0.0, 1.0),
                choice,
                is_whole: false,
            });
        }
    }
    bars
}

/// What is to be known of a period's figures.
fn state_of(total: &PeriodTotal) -> String {
    let mut words = String::new();
    if total.days.days() > 1 && !total.is_complete() {
        words = format!(
            ", {} of {} days complete",
            total.complete,
            total.days.days()
        );
    }
    if total.provisional {
        words += ", provisional";
    }
    words
}

/// A bar. The first is a tab stop, arrow keys lead to the others. No button: bars are thin, and the rows of the table have
/// buttons that do the same.
fn draw(bar: &Bar, at: usize, is_looked_at: bool, slots: Slots) -> Html {
    let bottom = TOP + HEIGHT;
    let class = classes!(bar.class.clone(), is_looked_at.then_some("looked-at"));
    let (start, width) = (slots.start(bar.period.first), slots.width(bar.period));
    let y = number(bottom - bar.high * HEIGHT);
    let height = number(((bar.high - bar.low) * HEIGHT).max(1.0));
    let gap = slots.gap(width);
    let (x, inner) = (percent(start + gap / 2.0), percent(width - gap));
    // A part answers to the pointer itself: there can be a thousand of them.
    let amount = if bar.is_whole { "amount" } else { "hit amount" };
    html! {
        <g key={at} {class} role="img" aria-label={bar.words.clone()} tabindex={if at == 0 { "0" } else { "-1" }} data-bar={at.to_string()}>
            <rect class={amount} {x} width={inner} {y} {height} />
            if bar.is_whole {
                <rect class="hit" x={percent(start)} width={percent(width)} y={number(TOP)} height={number(HEIGHT)} />
            }
        </g>
    }
}

/// The label of the bar that is looked at, within the chart.
fn tip(bar: &Bar, slots: Slots) -> Html {
    let middle = slots.middle(bar.period);
    let (x, anchor) = match middle {
        ..0.25 => (0.0, "start"),
        0.75.. => (1.0, "end"),
        _ => (middle, "middle"),
    };
    html! {
        <text class="tip" aria-hidden="true" x={percent(x)} y="14" text-anchor={anchor}>{ bar.words.clone() }</text>
    }
}

/// Where days lie from the left to the right.
#[derive(Clone, Copy)]
struct Slots {
    grain: Grain,
    first: NaiveDate,
    days: f64,
    /// The days of all the room, with that at the sides.
    room: f64,
    periods: usize,
}

impl Slots {
    #[expect(clippy::cast_precision_loss, reason = "days of a calendar are few")]
    fn new(periods: &[PeriodTotal], grain: Grain) -> Self {
        let ends = periods.first().zip(periods.last());
        let all = ends.map_or_else(DayRange::default, |(first, last)| DayRange {
            first: first.days.first,
            last: last.days.last,
        });
        let days = all.days().max(1) as f64;
        let slots = periods.len().max(1);
        Self {
            grain,
            first: all.first.date(),
            days,
            room: days * slots.max(LEAST_SLOTS) as f64 / slots as f64,
            periods: slots,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "days of a calendar are few")]
    fn width(self, period: DayRange) -> f64 {
        period.days() as f64 / self.room
    }

    fn gap(self, width: f64) -> f64 {
        if self.periods > DENSE {
            0.0
        } else {
            width * 0.25
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "days of a calendar are few")]
    fn start(self, day: metering_core::usage::Day) -> f64 {
        let before = (day.date() - self.first).num_days() as f64;
        (before + (self.room - self.days) / 2.0) / self.room
    }

    fn middle(self, period: DayRange) -> f64 {
        self.start(period.first) + self.width(period) / 2.0
    }

    /// The names below the bars, about ten at most.
    fn ticks(self, periods: &[PeriodTotal]) -> Vec<(f64, String)> {
        let (every, january) = match self.grain {
            // Months begin where they begin, not after so many days.
            Grain::Day if periods.len() > 280 => {
                let months = periods.len().div_ceil(310);
                let periods = periods.iter().map(|period| period.days);
                return periods
                    .filter(|days| {
                        let day = days.first.date();
                        day.day() == 1 && (day.month0() as usize).is_multiple_of(months)
                    })
                    .map(|days| (self.middle(days), month_or_year(days.first.date())))
                    .collect();
            }
            Grain::Day => ([1, 2, 7, 14, 28].as_slice(), false),
            Grain::Week => ([1, 2, 4, 8, 13, 26, 52].as_slice(), false),
            Grain::Month => ([1, 2, 3, 6, 12, 24, 60].as_slice(), true),
            Grain::BillingPeriod => ([1, 2, 3, 6, 12, 24, 60].as_slice(), false),
        };
        let every = every.iter().find(|step| periods.len() <= *step * 10);
        let every = every.copied().unwrap_or(periods.len().div_ceil(10));
        let named = periods.iter().map(|period| period.days).step_by(every);
        named
            .map(|days| {
                let day = days.first.date();
                let text = if january {
                    month_or_year(day)
                } else {
                    format!("{} {}", day.day(), month(day))
                };
                (self.middle(days), text)
            })
            .collect()
    }
}

fn month_or_year(day: NaiveDate) -> String {
    if day.month() == 1 {
        day.year().to_string()
    } else {
        month(day).to_owned()
    }
}

pub(super) fn month(day: NaiveDate) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    NAMES[day.month0() as usize]
}
