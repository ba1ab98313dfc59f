//! The cumulative use as a line, against the allowance and its marks.
use std::rc::Rc;

use chrono::{Datelike, NaiveDate};
use yew::prelude::*;

use super::time_chart::month;
use super::use_looked_at;
use crate::amount::{share, trimmed};
use crate::axis::{Axis, number, percent};
use crate::keyboard::arrows;
use metering_core::usage::{AllowanceReport, CumulativeDay, Day, DayRange, Ipus};

const HEIGHT: f64 = 220.0;
/// Room above for the label of the day that is looked at.
const TOP: f64 = 40.0;
const BOTTOM: f64 = TOP + HEIGHT;
/// The line is drawn in a square of this size, which is stretched to the width that there is.
const SQUARE: f64 = 1000.0;

#[derive(Properties, PartialEq)]
pub(super) struct AllowanceChartProps {
    pub(super) report: Rc<AllowanceReport>,
}

/// The cumulative use as a line, against the allowance and its marks.
#[component(AllowanceChart)]
pub(super) fn allowance_chart(props: &AllowanceChartProps) -> Html {
    let report = &*props.report;
    let (looked_at, watch) = use_looked_at();
    let whole = report.allowance.ipus();
    let axis = Axis::new(report.days.iter().map(|at| at.consumed).chain([whole]), 4);
    let y = |amount| BOTTOM - axis.place(amount) * HEIGHT;
    let period = report.period;
    let label = format!(
        "Cumulative use, {} to {}, against the allowance of {} IPUs",
        period.first,
        period.last,
        trimmed(whole)
    );
    html! {
        <figure class="picture">
            <svg class="plot" width="100%" height={number(BOTTOM + 24.0)} role="group" aria-label={label}
                onmouseover={watch.over} onmouseout={watch.out} onfocusin={watch.focus} onfocusout={watch.blur}
                onkeydown={|event: KeyboardEvent| arrows(&event)}>
                <text class="tick" aria-hidden="true" x="-8" y="14" text-anchor="end">{"IPUs"}</text>
                <>{ for axis.ticks().map(|(amount, label)| html! {
                    <g class="tick" aria-hidden="true">
                        <line x1="0" x2="100%" y1={number(y(amount))} y2={number(y(amount))} />
                        <text x="-8" y={number(y(amount))} dy="0.32em" text-anchor="end">{ label }</text>
                    </g>
                }) }</>
                <>{ for ticks(period).into_iter().enumerate().map(|(at, (day, text))| html! {
                    <text class={if at.is_multiple_of(2) { "tick" } else { "tick minor" }} aria-hidden="true"
                        x={percent(middle(period, day))} y={number(BOTTOM + 8.0)} dy="1em" text-anchor="middle">{ text }</text>
                }) }</>
                <>{ for report.marks.iter().map(|mark| {
                    // 95% is so close to 100% that its words stand below its line.
                    let dy = if mark.percent == 95 { "1.1em" } else { "-0.4em" };
                    let part = whole.trillionths() * i128::from(mark.percent) / 100;
                    let y = number(y(Ipus::from_trillionths(part)));
                    html! {
                        <g class={if mark.percent == 100 { "goal whole" } else { "goal" }} aria-hidden="true">
                            <line x1="0" x2="100%" y1={y.clone()} y2={y.clone()} />
                            <text x="100%" {y} {dy} text-anchor="end">{ format!("{}%", mark.percent) }</text>
                        </g>
                    }
                }) }</>
                <svg x="0" y={number(TOP)} width="100%" height={number(HEIGHT)} viewBox="0 0 1000 1000" preserveAspectRatio="none"
                    overflow="visible" aria-hidden="true">
                    <>{ for lines(&report.days).map(|days| {
                        let point = |at: &CumulativeDay| format!("{},{}", number(middle(period, at.day) * SQUARE),
                            number((1.0 - axis.place(at.consumed)) * SQUARE));
                        let points: Vec<String> = days.iter().map(point).collect();
                        html! { <polyline class="line" points={points.join(" ")} vector-effect="non-scaling-stroke" /> }
                    }) }</>
                </svg>
                <>{ for report.days.iter().enumerate().map(|(at, day)| {
                    let class = classes!("bar", "point", day.provisional.then_some("provisional"), (looked_at == Some(at)).then_some("looked-at"));
                    let width = 1.0 / days_in(period);
                    html! {
                        <g key={at} {class} role="img" aria-label={words(day, report)} tabindex={if at == 0 { "0" } else { "-1" }}
                            data-bar={at.to_string()}>
                            <rect class="hit" x={percent(middle(period, day.day) - width / 2.0)} width={percent(width)} y={number(TOP)}
                                height={number(HEIGHT)} />
                            <circle class="amount" cx={percent(middle(period, day.day))} cy={number(y(day.consumed))} r="3" />
                        </g>
                    }
                }) }</>
                <>{ for looked_at.and_then(|at| report.days.get(at)).map(|day| {
                    let middle = middle(period, day.day);
                    let (x, anchor) = match middle {
                        ..0.35 => (0.0, "start"),
                        0.65.. => (1.0, "end"),
                        _ => (middle, "middle"),
                    };
                    html! { <text class="tip" aria-hidden="true" x={percent(x)} y="14" text-anchor={anchor}>{ words(day, report) }</text> }
                }) }</>
            </svg>
            <figcaption class="legend">{"IPUs consumed since the period began. Dashed lines are 50, 75, 95 and 100% of the allowance; days without data interrupt the line."}</figcaption>
        </figure>
    }
}

fn words(day: &CumulativeDay, report: &AllowanceReport) -> String {
    format!(
        "{}: {} IPUs, {} of the allowance{}",
        day.day,
        trimmed(day.consumed),
        share(day.consumed, report.allowance.ipus()),
        if day.provisional { ", provisional" } else { "" }
    )
}

/// Days without a gap between them.
fn lines(days: &[CumulativeDay]) -> impl Iterator<Item = &[CumulativeDay]> {
    days.chunk_by(|before, after| before.day.next() == Some(after.day))
}

#[expect(clippy::cast_precision_loss, reason = "days of a calendar are few")]
fn days_in(period: DayRange) -> f64 {
    period.days() as f64
}

/// Where the middle of a day lies from the left to the right.
#[expect(clippy::cast_precision_loss, reason = "days of a calendar are few")]
fn middle(period: DayRange, day: Day) -> f64 {
    let before = (day.date() - period.first.date()).num_days() as f64;
    (before + 0.5) / days_in(period)
}

/// The days that are named below the line: each week of a month, each month of a year.
fn ticks(period: DayRange) -> Vec<(Day, String)> {
    let months = period.iter().filter(|day| day.date().day() == 1);
    if period.days() > 31 {
        return months
            .map(|day| (day, month(day.date()).to_owned()))
            .collect();
    }
    let text = |date: NaiveDate| format!("{} {}", date.day(), month(date));
    let weeks = period.iter().step_by(7);
    weeks.map(|day| (day, text(day.date()))).collect()
}
