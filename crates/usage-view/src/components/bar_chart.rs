//! The largest projects or organizations as bars, those of projects divided by their folders.
use std::rc::Rc;

use yew::prelude::*;

use super::name::words;
use super::{on_bar, use_looked_at};
use crate::amount::{count, cut, rounded, share, trimmed};
use crate::axis::{Axis, number, percent};
use crate::state::{Action, Section};
use metering_core::usage::{Chart, Choice, Figures, GroupBy, GroupName, Ipus, Top};

/// The distance from bar to bar: a line of text and the bar below it.
const PITCH: f64 = 44.0;
const THICKNESS: f64 = 14.0;
/// Letters of a name that are drawn; the table has all of it.
const LETTERS: usize = 40;

/// A bar from its name to its parts.
struct Bar {
    key: String,
    name: String,
    consumption: Ipus,
    class: &'static str,
    parts: Vec<Part>,
    /// Whether it stands for all groups without a bar of their own.
    is_rest: bool,
}

struct Part {
    name: String,
    /// The amount and what part of the whole it is.
    figures: String,
    consumption: Ipus,
    /// The group that it is of; none for several together.
    choice: Option<Choice>,
}

#[derive(Properties, PartialEq)]
pub(super) struct BarChartProps {
    pub(super) section: Section,
    pub(super) figures: Rc<Figures>,
    pub(super) dispatch: Callback<Action>,
}

/// The largest projects or organizations as bars.
#[component(BarChart)]
pub(super) fn bar_chart(props: &BarChartProps) -> Html {
    let (looked_at, watch) = use_looked_at();
    let section = props.section;
    let by = section.group_by(props.figures.question.cross.grain);
    let Some(chart) = props.figures.chart(by) else {
        return Html::default();
    };
    let bars = bars(chart, section, by, props.figures.totals.consumption);
    let parts = bars.iter().flat_map(|bar| &bar.parts);
    let choices: Vec<Option<Choice>> = parts.map(|part| part.choice.clone()).collect();
    let (onclick, onkeydown) = on_bar(&props.dispatch, move |at| {
        choices.get(at)?.clone().map(Action::Choose)
    });
    // Hundreds of others would leave nothing to see of the bars that are compared.
    let compared = bars.iter().filter(|bar| !bar.is_rest);
    let axis = Axis::new(compared.flat_map(ends), 5);
    let beyond = bars.iter().any(|bar| is_beyond(bar, axis));
    #[expect(clippy::cast_precision_loss, reason = "eleven at most")]
    let height = bars.len() as f64 * PITCH;
    let label = format!("Consumption {}, in IPUs", section.title().to_lowercase());
    let mut first = 0;
    let rows: Vec<Html> = bars
        .iter()
        .enumerate()
        .map(|(at, bar)| {
            let row = row(at, bar, first, looked_at, axis);
            first += bar.parts.len();
            row
        })
        .collect();
    html! {
        <figure class="picture wide">
            <svg class="plot" width="100%" height={number(height + 22.0)} role="group" aria-label={label}
                onmouseover={watch.over} onmouseout={watch.out} onfocusin={watch.focus} onfocusout={watch.blur}
                {onclick} {onkeydown}>
                // Lists in fragments of their own, as in the chart over time.
                <>{ for axis.ticks().enumerate().map(|(at, (amount, label))| {
                    let place = axis.place(amount);
                    let x = percent(place);
                    let anchor = match place {
                        ..0.01 => "start",
                        0.99.. => "end",
                        _ => "middle",
                    };
                    let class = if at.is_multiple_of(2) { "tick" } else { "tick minor" };
                    html! {
                        <g {class} aria-hidden="true">
                            <line x1={x.clone()} x2={x.clone()} y1="0" y2={number(height)} />
                            <text {x} y={number(height + 16.0)} text-anchor={anchor}>{ label }</text>
                        </g>
                    }
                }) }</>
                <>{ for rows }</>
            </svg>
            <figcaption class="legend">
                { match section {
                    Section::Projects => "IPUs. The parts of a bar are the folders of the project, largest first.",
                    Section::Days | Section::Meters | Section::Assets | Section::Organizations => "IPUs.",
                } }
                if beyond {
                    {" The dashed bar of the others is longer than the axis."}
                }
            </figcaption>
        </figure>
    }
}

fn bars(chart: &Chart, section: Section, by: GroupBy, whole: Ipus) -> Vec<Bar> {
    let mut bars: Vec<Bar> = chart
        .top
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let (name, is_named) = words(&row.name);
            let class = if is_named { "bars" } else { "bars others" };
            let parts = if let Some(folders) = chart.parts.get(at) {
                parts(folders, &name, whole)
            } else {
                let names = row.key.clone();
                let choice = Some(Choice { by, names });
                vec![part(&name, row.consumption, whole, choice)]
            };
            Bar {
                key: row.id.to_string(),
                name,
                consumption: row.consumption,
                class,
                parts,
                is_rest: false,
            }
        })
        .collect();
    if let Some(others) = &chart.top.others {
        let one = format!("other {}", by.noun());
        let many = format!("other {}", section.name());
        let name = format!("{} together", count(others.groups as u64, &one, &many));
        bars.push(Bar {
            key: "others".into(),
            parts: vec![part(&name, others.consumption, whole, None)],
            name,
            consumption: others.consumption,
            class: "bars others",
            is_rest: true,
        });
    }
    bars
}

/// How far a bar reaches to the left and to the right, if parts of it are below zero.
fn ends(bar: &Bar) -> [Ipus; 2] {
    let side = |negative: bool| {
        let parts = bar.parts.iter().map(|part| part.consumption.trillionths());
        Ipus::from_trillionths(parts.filter(|part| (*part < 0) == negative).sum())
    };
    [side(true), side(false)]
}

/// Whether a bar ends where the axis does, not where its amount lies.
fn is_beyond(bar: &Bar, axis: Axis) -> bool {
    !(0.0..=1.0).contains(&axis.place(bar.consumption))
}

/// The folders of a project, largest first.
fn parts(top: &Top, name: &str, whole: Ipus) -> Vec<Part> {
    let inside =
        |folder: &str| format!("{} › {}", cut(name, LETTERS / 2), cut(folder, LETTERS / 2));
    let label = |group: &GroupName| match group {
        GroupName::Folder {
            folder: Some(folder),
            ..
        } => inside(folder),
        GroupName::Folder {
            project: Some(_),
            folder: None,
        } => inside("No folder"),
        GroupName::Folder {
            project: None,
            folder: None,
        }
        | GroupName::Period { .. }
        | GroupName::Project { .. }
        | GroupName::Unclear { .. }
        | GroupName::Organization { .. }
        | GroupName::Meter { .. }
        | GroupName::Asset { .. }
        | GroupName::AssetType { .. }
        | GroupName::Environment { .. }
        | GroupName::Tier { .. } => name.to_owned(),
    };
    let folders = top.rows.iter().map(|row| {
        let choice = Choice {
            by: GroupBy::Folder,
            names: row.key.clone(),
        };
        part(&label(&row.name), row.consumption, whole, Some(choice))
    });
    let others = top.others.as_ref().map(|others| {
        let folders = count(others.groups as u64, "other folder", "other folders");
        part(&inside(&folders), others.consumption, whole, None)
    });
    folders.chain(others).collect()
}

fn part(name: &str, consumption: Ipus, whole: Ipus, choice: Option<Choice>) -> Part {
    let (amount, share) = (trimmed(consumption), share(consumption, whole));
    Part {
        name: cut(name, LETTERS + 3),
        figures: format!("{amount} IPUs, {share}"),
        consumption,
        choice,
    }
}

/// A bar below its name and value, or those of the part that is looked at. `first` is the number of its first part.
fn row(at: usize, bar: &Bar, first: usize, looked_at: Option<usize>, axis: Axis) -> Html {
    #[expect(clippy::cast_precision_loss, reason = "eleven at most")]
    let top = at as f64 * PITCH;
    let part = looked_at.and_then(|part| bar.parts.get(part.checked_sub(first)?));
    let (class, width, name, figures) = match part {
        Some(part) => ("tip", "34%", part.name.clone(), part.figures.clone()),
        None => (
            "caption",
            "68%",
            cut(&bar.name, LETTERS),
            rounded(bar.consumption),
        ),
    };
    let baseline = number(top + 18.0);
    let place = |amount| axis.place(amount).clamp(0.0, 1.0);
    let zero = place(Ipus::ZERO);
    // Parts stand one behind the other, those below zero to the left of it.
    let (mut left, mut right) = (zero, zero);
    let parts = bar.parts.iter().enumerate().map(|(index, part)| {
        let length = place(part.consumption) - zero;
        let x = if length < 0.0 {
            left += length;
            left
        } else {
            right += length;
            right - length
        };
        let number_of_part = first + index;
        let class = classes!(
            "bar",
            (looked_at == Some(number_of_part)).then_some("looked-at")
        );
        let tabindex = if number_of_part == 0 { "0" } else { "-1" };
        let label = format!("{}: {}", part.name, part.figures);
        html! {
            <g {class} role="img" aria-label={label} {tabindex} data-bar={number_of_part.to_string()}>
                <rect class="hit" x={percent(x)} width={percent(length.abs())} y={number(top + 4.0)} height={number(PITCH - 4.0)} />
                <rect class="amount" x={percent(x)} width={percent(length.abs())} y={number(top + 25.0)} height={number(THICKNESS)} />
            </g>
        }
    });
    html! {
        <g key={bar.key.clone()} class={classes!(bar.class, is_beyond(bar, axis).then_some("beyond"))}>
            <svg {class} {width} height={number(top + 24.0)} aria-hidden="true">
                <text class="name" y={baseline.clone()}>{ name }</text>
            </svg>
            <text {class} x="100%" y={baseline} text-anchor="end" aria-hidden="true">{ figures }</text>
            <>{ for parts }</>
        </g>
    }
}
