//! How the exports fit together.
use std::rc::Rc;

use yew::prelude::*;

use super::Name;
use super::exports::days;
use crate::amount::{count, exact, number_of};
use metering_core::usage::{DayRange, KeyedRow, Kind, MergeReport, Preferred};

#[derive(Properties, PartialEq)]
pub(super) struct MergedProps {
    pub(super) report: Rc<MergeReport>,
    /// The numbers and the names of the exports.
    pub(super) ids: Vec<u32>,
    pub(super) names: Rc<Vec<String>>,
    pub(super) kind: Kind,
    /// What was chosen to count where nothing tells which file is newer.
    pub(super) preferred: Option<Preferred>,
    pub(super) prefer: Callback<Option<(u32, Option<String>)>>,
}

/// What merging the exports found.
#[component(Merged)]
pub(super) fn merged(props: &MergedProps) -> Html {
    let MergedProps {
        report,
        ids,
        names,
        kind,
        preferred,
        prefer,
    } = props;
    let kind = *kind;
    let found = found(report, names);
    if found.is_empty() && preferred.is_none() {
        return if names.len() > 1 {
            html! { <p class="quiet">{"The exports fit together: no gaps, no overlaps, no row twice."}</p> }
        } else {
            Html::default()
        };
    }
    let differing = report.differing.first.iter().flat_map(|difference| {
        [
            ("counts", difference.counts.clone()),
            ("not counted", difference.superseded.clone()),
        ]
    });
    let counting = |rows: &[KeyedRow]| -> Vec<(&'static str, KeyedRow)> {
        rows.iter().map(|row| ("counts", row.clone())).collect()
    };
    html! {
        <div class="usage-section">
            <h3 id="usage-merged">{ if names.len() > 1 { "How the exports fit together" } else { "About the rows" } }</h3>
            <ul aria-labelledby="usage-merged">
                { for found.into_iter().map(|text| html! { <li>{ text }</li> }) }
            </ul>
            if report.undecided > 0 {
                <div class="notice warning-notice">
                    { format!("{} between files, and nothing tells which file is newer. The file that comes to more counts.",
                        count(report.undecided, "row differs", "rows differ")) }
                    <>{ for report.undecided_between.iter().filter_map(|choice| {
                        let (id, name) = (*ids.get(choice.export)?, label(choice, names)?);
                        let file = choice.file.clone();
                        let onclick = prefer.reform(move |_: MouseEvent| Some((id, file.clone())));
                        Some(html! { <>{" "}<button type="button" class="small" {onclick}>{ format!("Let {name} count") }</button></> })
                    }) }</>
                </div>
            }
            if let Some(name) = preferred.as_ref().and_then(|preferred| label(preferred, names)) {
                <p class="quiet">
                    <bdi>{ name.to_owned() }</bdi>{" counts where nothing tells which file is newer. "}
                    <button type="button" class="small" onclick={prefer.reform(|_: MouseEvent| None)}>{"Undo the choice"}</button>
                </p>
            }
            <Rows {kind} title="Rows that differ" total={report.differing.total} rows={differing.collect::<Vec<_>>()}
                listed={report.differing.first.len()} names={Rc::clone(names)} />
            <Rows {kind} title="Rows that only an older export has" total={report.only_earlier.total}
                rows={counting(&report.only_earlier.first)} listed={report.only_earlier.first.len()} names={Rc::clone(names)} />
            <Rows {kind} title="Rows that a file has twice" total={report.duplicates.total} rows={counting(&report.duplicates.first)}
                listed={report.duplicates.first.len()} names={Rc::clone(names)} />
        </div>
    }
}

/// What a choice is called.
fn label<'a>(choice: &'a Preferred, exports: &'a [String]) -> Option<&'a str> {
    let export = exports.get(choice.export)?;
    Some(choice.file.as_ref().unwrap_or(export))
}

fn found(report: &MergeReport, names: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    if !report.gaps.is_empty() {
        found.push(format!("Days without an export: {}.", ranges(&report.gaps)));
    }
    for overlap in &report.overlaps {
        let exports: Vec<&str> = overlap
            .exports
            .iter()
            .filter_map(|&at| names.get(at).map(String::as_str))
            .collect();
        let verb = if overlap.days.days() == 1 {
            "is"
        } else {
            "are"
        };
        found.push(format!(
            "{} {verb} in {}. Their rows are counted once.",
            days(overlap.days),
            exports.join(" and ")
        ));
    }
    if !report.incomplete.is_empty() {
        found.push(format!(
            "Days for which data of some linked organizations is missing: {}.",
            ranges(&report.incomplete)
        ));
    }
    let counted = [
        (
            report.superseded,
            "not counted, because another file has the same row",
        ),
        (
            report.differing.total,
            "different in two files, of which one counts",
        ),
        (
            report.only_earlier.total,
            "counted, although a newer export of the same day does not have them",
        ),
        (
            report.duplicates.total,
            "counted, although the same file has the same row before",
        ),
        (
            report.outside_window,
            "counted, although they are dated outside the days requested",
        ),
    ];
    for (rows, words) in counted {
        if rows > 0 {
            found.push(format!("{}: {words}.", count(rows, "row", "rows")));
        }
    }
    found
}

fn ranges(list: &[DayRange]) -> String {
    let texts: Vec<String> = list.iter().map(|range| days(*range)).collect();
    texts.join(", ")
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    kind: Kind,
    title: &'static str,
    /// How many there are, and how many of them are listed.
    total: u64,
    listed: usize,
    rows: Vec<(&'static str, KeyedRow)>,
    names: Rc<Vec<String>>,
}

/// Rows, each with whether it counts.
#[component(Rows)]
fn rows(props: &RowsProps) -> Html {
    let RowsProps {
        kind,
        title,
        total,
        listed,
        rows,
        names,
    } = props;
    if *total == 0 {
        return Html::default();
    }
    html! {
        <details>
            <summary>{ format!("{title} ({})", number_of(*total)) }</summary>
            if *total > *listed as u64 {
                <p class="quiet">{ format!("The first {listed} are listed.") }</p>
            }
            <div class="scroll" tabindex="0" role="group" aria-label={*title}><table aria-label={*title}>
                <thead>
                    <tr>
                        <th scope="col">{"Date"}</th>
                        <>{ for columns(*kind).map(|(name, ..)| html! { <th scope="col">{ *name }</th> }) }</>
                        <>{ for ["Org ID", "Export", ""].map(|text| html! { <th scope="col">{ text }</th> }) }</>
                        <th scope="col" class="figure">{"Consumption (IPUs)"}</th>
                    </tr>
                </thead>
                <tbody>
                    { for rows.iter().map(|(note, row)| html! {
                        <tr>
                            <td>{ row.date.clone() }</td>
                            <>{ for columns(*kind).map(|(_, none, name)| html! { <td><Name name={name(row)} none={*none} /></td> }) }</>
                            <td><Name name={row.org_id.clone()} none="No organization" /></td>
                            <td>
                                <bdi>{ names.get(row.export).cloned() }</bdi>
                                <span class="mark"><bdi>{ format!(" {}", row.file) }</bdi></span>
                            </td>
                            <td>{ *note }</td>
                            <td class="figure">{ exact(row.consumption) }</td>
                        </tr>
                    }) }
                </tbody>
            </table></div>
        </details>
    }
}

/// A column with names: its head, what stands where there is no name, and the name.
type NameColumn = (&'static str, &'static str, fn(&KeyedRow) -> Option<String>);

const COLUMNS: [NameColumn; 4] = [
    ("Meter", "No meter", |row| row.meter.clone()),
    ("Asset", "No asset", |row| row.asset.clone()),
    ("Project", "No project", |row| row.project.clone()),
    ("Folder", "No folder", |row| row.folder.clone()),
];

/// The names that tell the rows of a kind apart, besides the organization.
fn columns(kind: Kind) -> impl Iterator<Item = &'static NameColumn> {
    let columns = match kind {
        Kind::Project => &COLUMNS[2..],
        Kind::Summary => &COLUMNS[..1],
        Kind::Asset => &COLUMNS[..],
        Kind::Job => &[],
    };
    columns.iter()
}
