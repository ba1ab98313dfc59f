//! The largest projects or organizations as bars, those of projects divided by their folders.
use yew::prelude::*;

use super::amount::{count, cut, rounded, share, trimmed};
use super::axis::{Axis, number, percent};
use super::section::Section;
use metering_core::usage::{GroupBy, GroupName, Ipus, Totals, View};

/// Bars of their own, and parts of a bar; what is left of each comes to one more.
const BARS: usize = 10;
const PARTS: usize = 5;
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
    /// Whether it stands for all that have no bar of their own.
    is_rest: bool,
}

struct Part {
    name: String,
    /// The amount and what part of the whole it is.
    figures: String,
    consumption: Ipus,
}

pub(super) fn picture(view: &View<'_>, section: Section, totals: &Totals) -> Html {
    let bars = bars(view, section, totals.consumption);
    // Hundreds of others would leave nothing to be seen of the bars that are compared.
    let compared = bars.iter().filter(|bar| !bar.is_rest);
    let axis = Axis::new(compared.flat_map(ends), 5);
    let beyond = bars.iter().any(|bar| is_beyond(bar, axis));
    #[expect(clippy::cast_precision_loss, reason = "eleven at most")]
    let height = bars.len() as f64 * PITCH;
    let label = format!("Consumption {}, in IPUs", section.title().to_lowercase());
    html! {
        <figure class="picture wide">
            <svg class="plot" width="100%" height={number(height + 22.0)} role="group" aria-label={label} data-arrows="">
                { for axis.ticks().enumerate().map(|(at, (amount, label))| {
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
                }) }
                { for bars.iter().enumerate().map(|(at, bar)| row(at, bar, axis)) }
            </svg>
            <figcaption class="legend">
                { match section {
                    Section::Projects => "IPUs. The parts of a bar are the folders of the project, largest first.",
                    Section::Days | Section::Organizations => "IPUs.",
                } }
                if beyond {
                    {" The dashed bar of the others is longer than the axis."}
                }
            </figcaption>
        </figure>
    }
}

fn bars(view: &View<'_>, section: Section, whole: Ipus) -> Vec<Bar> {
    let top = view.top(section.group_by(), BARS);
    let mut bars: Vec<Bar> = top
        .rows
        .into_iter()
        .map(|row| {
            let (name, class) = match row.name {
                GroupName::Project { project } => named(project, "No project"),
                GroupName::Organization { org_id, .. } => named(org_id, "No organization"),
                GroupName::Folder { folder, .. } => named(folder, "No folder"),
                GroupName::Day { day } => (day.to_string(), "bars"),
            };
            let parts = match section {
                Section::Projects => parts(view, row.id, &name, whole),
                Section::Days | Section::Organizations => {
                    vec![part(&name, row.consumption, whole)]
                }
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
    if let Some(others) = top.others {
        let (one, many) = (section.noun(1), section.noun(2));
        let name = format!(
            "{} together",
            count(
                others.groups as u64,
                &format!("other {one}"),
                &format!("other {many}")
            )
        );
        bars.push(Bar {
            key: "others".into(),
            parts: vec![part(&name, others.consumption, whole)],
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

fn named(name: Option<String>, none: &str) -> (String, &'static str) {
    name.map_or_else(|| (none.to_owned(), "bars others"), |name| (name, "bars"))
}

/// The folders of a project, largest first.
fn parts(view: &View<'_>, project: u32, name: &str, whole: Ipus) -> Vec<Part> {
    let top = view.top(GroupBy::FoldersOf(project), PARTS);
    let inside =
        |folder: &str| format!("{} › {}", cut(name, LETTERS / 2), cut(folder, LETTERS / 2));
    let label = |group: GroupName| match group {
        GroupName::Folder {
            folder: Some(folder),
            ..
        } => inside(&folder),
        GroupName::Folder {
            project: Some(_),
            folder: None,
        } => inside("No folder"),
        GroupName::Folder {
            project: None,
            folder: None,
        }
        | GroupName::Day { .. }
        | GroupName::Project { .. }
        | GroupName::Organization { .. } => name.to_owned(),
    };
    let folders = top
        .rows
        .into_iter()
        .map(|row| part(&label(row.name), row.consumption, whole));
    let others = top.others.map(|others| {
        let folders = count(others.groups as u64, "other folder", "other folders");
        part(&inside(&folders), others.consumption, whole)
    });
    folders.chain(others).collect()
}

fn part(name: &str, consumption: Ipus, whole: Ipus) -> Part {
    let (amount, share) = (trimmed(consumption), share(consumption, whole));
    Part {
        name: cut(name, LETTERS + 3),
        figures: format!("{amount} IPUs, {share}"),
        consumption,
    }
}

/// A bar below its name and value; those of the part that is looked at take their place.
fn row(at: usize, bar: &Bar, axis: Axis) -> Html {
    #[expect(clippy::cast_precision_loss, reason = "eleven at most")]
    let top = at as f64 * PITCH;
    let baseline = number(top + 18.0);
    let line = |class: &'static str, width: &'static str, name: &str, figures: &str| {
        html! {
            <>
                <svg {class} {width} height={number(top + 24.0)} aria-hidden="true">
                    <text class="name" y={baseline.clone()}>{ name.to_owned() }</text>
                </svg>
                <text {class} x="100%" y={baseline.clone()} text-anchor="end" aria-hidden="true">{ figures.to_owned() }</text>
            </>
        }
    };
    let place = |amount| axis.place(amount).clamp(0.0, 1.0);
    let zero = place(Ipus::ZERO);
    // Parts stand one behind the other, those below zero to the left of it.
    let (mut left, mut right) = (zero, zero);
    let parts: Vec<Html> = bar
        .parts
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let length = place(part.consumption) - zero;
            let x = if length < 0.0 {
                left += length;
                left
            } else {
                right += length;
                right - length
            };
            let tabindex = if at == 0 && index == 0 { "0" } else { "-1" };
            let label = format!("{}: {}", part.name, part.figures);
            html! {
                <g class="bar" role="img" aria-label={label} {tabindex}>
                    <rect class="hit" x={percent(x)} width={percent(length.abs())} y={number(top + 4.0)} height={number(PITCH - 4.0)} />
                    <rect class="amount" x={percent(x)} width={percent(length.abs())} y={number(top + 25.0)} height={number(THICKNESS)} />
                    { line("tip", "34%", &part.name, &part.figures) }
                </g>
            }
        })
        .collect();
    html! {
        <g key={bar.key.clone()} class={classes!(bar.class, is_beyond(bar, axis).then_some("beyond"))}>
            { line("caption", "68%", &cut(&bar.name, LETTERS), &rounded(bar.consumption)) }
            { for parts }
        </g>
    }
}
