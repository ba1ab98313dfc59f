//! What was read, and what there is to know about it: files that could not be read, rows that were refused, and what
//! merging found.
use yew::prelude::*;

use super::amount::{count, exact, number_of};
use super::table::{PAGE_ROWS, name, pager};
use metering_core::usage::{
    DayRange, Difference, ExportReport, KeyedRow, Listed, MergeReport, RejectedRow, Usage,
    UsageError,
};

/// The exports that could not be read at all.
pub(super) fn failures(failures: &[(String, UsageError)]) -> Html {
    html! {
        { for failures.iter().map(|(name, error)| html! {
            <p class="notice error-notice"><bdi>{ name.clone() }</bdi>{ format!(" could not be read. {error}") }</p>
        }) }
    }
}

/// What is shown, and what each export lacks.
pub(super) fn exports(usage: &Usage) -> Html {
    let reports: Vec<ExportReport> = usage.exports().reports().collect();
    let windows = &usage.report().windows;
    let warnings: Vec<Html> = reports.iter().flat_map(warnings).collect();
    html! {
        <>
            <ul class="exports quiet" aria-label="Exports shown">
                { for reports.iter().zip(windows).map(|(report, window)| html! {
                    <li>
                        <bdi><strong>{ report.source.name.clone() }</strong></bdi>
                        { format!(": {}", count(report.rows, "row", "rows")) }
                        if let Some(range) = window.days {
                            { format!(", {}", days(range)) }
                        }
                    </li>
                }) }
            </ul>
            { for warnings }
        </>
    }
}

/// What is missing of an export that was read nevertheless.
fn warnings(report: &ExportReport) -> Vec<Html> {
    let warning = |text: String| html! { <p class="notice warning-notice">{ text }</p> };
    let export = &report.source.name;
    let mut said = Vec::new();
    if report.source.partial {
        said.push(warning(format!(
            "{export} ended in PARTIAL_SUCCESS: data of some linked organizations is missing."
        )));
    }
    for file in &report.files {
        if let Some(problem) = &file.problem {
            said.push(warning(format!(
                "“{}” in {export} was not read. {problem}",
                file.name
            )));
        }
        if !file.unread_columns.is_empty() {
            let columns = file.unread_columns.join("”, “");
            said.push(warning(format!(
                "“{}” in {export} has columns that are not read: “{columns}”.",
                file.name
            )));
        }
    }
    if report.rounded > 0 {
        said.push(warning(format!(
            "{} of {export} have more than 12 decimals and are rounded to 12.",
            count(report.rounded, "amount", "amounts")
        )));
    }
    if report.not_utf8 > 0 {
        said.push(warning(format!(
            "{} of {export} hold names that are not UTF-8; what cannot be read of them is shown as “\u{fffd}”.",
            count(report.not_utf8, "row", "rows")
        )));
    }
    said
}

/// The rows that could not be read, with their lines.
pub(super) fn rejected(usage: &Usage, page: usize) -> Html {
    let reports: Vec<ExportReport> = usage.exports().reports().collect();
    let total: u64 = reports.iter().map(|report| report.rejected.total).sum();
    if total == 0 {
        return Html::default();
    }
    let rows: Vec<(&ExportReport, &RejectedRow)> = reports
        .iter()
        .flat_map(|report| report.rejected.rows.iter().map(move |row| (report, row)))
        .collect();
    let listed = rows.len();
    let page = page.min(listed.saturating_sub(1) / PAGE_ROWS);
    let shown = rows.into_iter().skip(page * PAGE_ROWS).take(PAGE_ROWS);
    html! {
        <div class="usage-section">
            <h3 id="usage-rejected">{ format!("Not counted: {} that could not be read", count(total, "row", "rows")) }</h3>
            if total > listed as u64 {
                <p class="quiet">{ format!("The first {} are listed.", number_of(listed as u64)) }</p>
            }
            <div class="scroll" tabindex="0" role="group" aria-labelledby="usage-rejected"><table aria-labelledby="usage-rejected">
                <thead>
                    <tr>
                        <th scope="col">{"Line"}</th>
                        <th scope="col">{"Why"}</th>
                        <th scope="col">{"Row"}</th>
                    </tr>
                </thead>
                <tbody>
                    { for shown.map(|(report, row)| html! {
                        <tr>
                            <th scope="row">
                                { number_of(row.line) }
                                <span class="mark"><bdi>{ file_of(report, row) }</bdi></span>
                            </th>
                            <td>{ row.problem.to_string() }</td>
                            <td><code>{ row.text.clone() }</code></td>
                        </tr>
                    }) }
                </tbody>
            </table></div>
            { pager("rejected", page, listed, "rows that could not be read") }
        </div>
    }
}

fn file_of(report: &ExportReport, row: &RejectedRow) -> String {
    let file = report.files.get(row.file).map(|file| file.name.as_str());
    format!(" {}, {}", report.source.name, file.unwrap_or_default())
}

/// What merging several exports found; nothing where there is but one and nothing is odd.
pub(super) fn merged(usage: &Usage) -> Html {
    let report = usage.report();
    let names: Vec<String> = usage
        .exports()
        .reports()
        .map(|report| report.source.name)
        .collect();
    let found = found(report, &names);
    if found.is_empty() {
        return if names.len() > 1 {
            html! { <p class="quiet">{"The exports fit together: no gaps, no overlaps, no row twice."}</p> }
        } else {
            Html::default()
        };
    }
    html! {
        <div class="usage-section">
            <h3 id="usage-merged">{ if names.len() > 1 { "How the exports fit together" } else { "About the rows" } }</h3>
            <ul aria-labelledby="usage-merged">
                { for found.into_iter().map(|text| html! { <li>{ text }</li> }) }
            </ul>
            { differing(&report.differing, &names) }
            { listed("Rows that only an earlier export has", &report.only_earlier, &names) }
            { listed("Rows that an export has twice", &report.duplicates, &names) }
        </div>
    }
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
        found.push(format!(
            "{} {} in {}. Their rows are counted once.",
            days(overlap.days),
            if overlap.days.days() == 1 {
                "is"
            } else {
                "are"
            },
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
            "not counted, because a later export has them too",
        ),
        (
            report.differing.total,
            "told differently by a later export; the later one counts",
        ),
        (
            report.only_earlier.total,
            "counted although a later export of the same day does not have them",
        ),
        (
            report.duplicates.total,
            "counted although the same export has the same key before",
        ),
        (
            report.outside_window,
            "counted although they are dated outside the days asked for",
        ),
    ];
    for (rows, words) in counted {
        if rows > 0 {
            found.push(format!("{}: {words}.", count(rows, "row", "rows")));
        }
    }
    found
}

pub(super) fn days(range: DayRange) -> String {
    if range.first == range.last {
        range.first.to_string()
    } else {
        format!("{} to {}", range.first, range.last)
    }
}

fn ranges(list: &[DayRange]) -> String {
    let texts: Vec<String> = list.iter().map(|range| days(*range)).collect();
    texts.join(", ")
}

/// Rows of a list that are shown; how many there are stands above them.
const SHOWN: usize = 20;

fn differing(list: &Listed<Difference>, names: &[String]) -> Html {
    let rows = list.first.iter().flat_map(|difference| {
        [
            ("counts", &difference.counts),
            ("not counted", &difference.superseded),
        ]
    });
    lines("Rows that differ", list.total, rows.take(2 * SHOWN), names)
}

fn listed(title: &'static str, list: &Listed<KeyedRow>, names: &[String]) -> Html {
    let rows = list.first.iter().map(|row| ("counts", row));
    lines(title, list.total, rows.take(SHOWN), names)
}

fn lines<'a>(
    title: &'static str,
    total: u64,
    rows: impl Iterator<Item = (&'static str, &'a KeyedRow)>,
    names: &[String],
) -> Html {
    if total == 0 {
        return Html::default();
    }
    html! {
        <details>
            <summary>{ format!("{title} ({})", number_of(total)) }</summary>
            if total > SHOWN as u64 {
                <p class="quiet">{ format!("The first {SHOWN} are listed.") }</p>
            }
            <div class="scroll" tabindex="0" role="group" aria-label={title}><table aria-label={title}>
                <thead>
                    <tr>
                        { for ["Date", "Project", "Folder", "Org ID", "Export", ""].map(|text| html! { <th scope="col">{ text }</th> }) }
                        <th scope="col" class="figure">{"Consumption (IPUs)"}</th>
                    </tr>
                </thead>
                <tbody>
                    { for rows.map(|(note, row)| html! {
                        <tr>
                            <td>{ row.date.clone() }</td>
                            <td>{ name(row.project.as_deref(), "No project") }</td>
                            <td>{ name(row.folder.as_deref(), "No folder") }</td>
                            <td>{ name(row.org_id.as_deref(), "No organization") }</td>
                            <td><bdi>{ names.get(row.export).cloned() }</bdi></td>
                            <td>{ note }</td>
                            <td class="figure">{ exact(row.consumption) }</td>
                        </tr>
                    }) }
                </tbody>
            </table></div>
        </details>
    }
}
