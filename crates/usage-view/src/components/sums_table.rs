//! A table of sums: sorted, in pages, with the sum of all pages.
use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

use super::name::{full_words, period};
use super::{Name, OnlyButton, Pager};
use crate::amount::{count, exact, number_of, share, without};
use crate::state::{Action, PAGE_ROWS, Section, is_on_paper};
use metering_core::usage::{Choice, Figures, Grain, GroupBy, GroupName, GroupRow, Ipus, SortBy};

#[derive(Properties, PartialEq)]
pub(super) struct SumsTableProps {
    pub(super) section: Section,
    pub(super) figures: Rc<Figures>,
    /// The projects opened to their folders.
    pub(super) folders: BTreeMap<u32, usize>,
    pub(super) dispatch: Callback<Action>,
}

/// A table of sums: sorted, in pages, with the sum of all pages.
#[component(SumsTable)]
pub(super) fn sums_table(props: &SumsTableProps) -> Html {
    let SumsTableProps {
        section,
        figures,
        folders,
        dispatch,
    } = props;
    let section = *section;
    let grain = figures.question.cross.grain;
    let by = section.group_by(grain);
    let Some((query, page)) = figures.table(by) else {
        return Html::default();
    };
    let title = section.table_title(grain);
    let whole = page.consumption;
    let total = if figures.question.filter.is_empty() {
        "Total"
    } else {
        "Filtered total"
    };
    let head = |by: SortBy, text: &str| {
        let descending = (query.sort.by == by).then_some(query.sort.descending);
        let onclick = dispatch.reform(move |_: MouseEvent| Action::Sort(section, by));
        sort_head(text.into(), by != SortBy::Name, descending, onclick)
    };
    html! {
        <>
            <div class="scroll"><table class="sums" aria-label={title.clone()}>
                <thead>
                    <tr>
                        { head(SortBy::Name, section.column(grain)) }
                        { head(SortBy::Consumption, "Consumption (IPUs)") }
                        <th scope="col" class="figure">{"Share"}</th>
                        { head(SortBy::Rows, "Rows") }
                    </tr>
                </thead>
                <tbody>
                    { for page.rows.iter().map(|row| {
                        let is_open = folders.contains_key(&row.id);
                        html! {
                            <key={row.id}>
                                <SumsRow row={row.clone()} {by} {whole} {is_open} mark={mark(figures, &row.name)} dispatch={dispatch.clone()} />
                                if section == Section::Projects && is_open {
                                    <Folders project={row.id} figures={Rc::clone(figures)} {whole} dispatch={dispatch.clone()} />
                                }
                            </>
                        }
                    }) }
                </tbody>
                <tfoot>
                    if let Some(groups) = others(figures, page.groups, page.rows.len()) {
                        <tr>
                            <th scope="row">{ and_others(groups, by) }</th>
                            <SumCells consumption={without(whole, page.rows.iter().map(|row| row.consumption))} {whole}
                                rows={page.rows_in_all - page.rows.iter().map(|row| row.rows).sum::<u64>()} />
                        </tr>
                    }
                    <tr>
                        <th scope="row">{ format!("{total}, {}", section.groups(figures)) }</th>
                        <SumCells consumption={whole} {whole} rows={page.rows_in_all} />
                    </tr>
                </tfoot>
            </table></div>
            <Pager {title} page={query.skip / PAGE_ROWS} size={query.take} items={page.groups}
                on_page={dispatch.reform(move |page| Action::Page(section, page))} />
        </>
    }
}

/// How many groups have no row of their own on paper; none on a screen, which has pages.
pub(super) fn others(figures: &Figures, groups: usize, shown: usize) -> Option<usize> {
    let rest = groups.checked_sub(shown).filter(|rest| *rest > 0);
    rest.filter(|_| is_on_paper(figures))
}

/// The head of the row that stands for them.
pub(super) fn and_others(groups: usize, by: GroupBy) -> String {
    let (one, many) = (
        format!("other {}", by.noun()),
        format!("other {}", by.plural()),
    );
    format!("and {}", count(groups as u64, &one, &many))
}

/// What is to be known of a period's figures.
fn mark(figures: &Figures, name: &GroupName) -> AttrValue {
    let GroupName::Period { days, .. } = name else {
        return AttrValue::default();
    };
    let mut periods = figures.cross.periods.iter();
    let total = periods.find(|total| total.days == *days);
    let mut words = String::new();
    if let Some(total) = total {
        if days.days() > 1 && !total.is_complete() {
            words = format!(" {} of {} days complete", total.complete, days.days());
        }
        if total.provisional {
            words += " provisional";
        }
    }
    words.into()
}

/// The head of a column, which sorts by it. `descending` is its order; `None` where the table is sorted by another.
pub(super) fn sort_head(
    text: String,
    is_figure: bool,
    descending: Option<bool>,
    onclick: Callback<MouseEvent>,
) -> Html {
    let class = is_figure.then_some("figure");
    let order = descending.map(|is_descending| {
        if is_descending {
            "descending"
        } else {
            "ascending"
        }
    });
    html! {
        <th scope="col" {class} aria-sort={order}><button type="button" class="sort" {onclick}>{ text }</button></th>
    }
}

#[derive(Properties, PartialEq)]
struct SumCellsProps {
    consumption: Ipus,
    /// What the share is of.
    whole: Ipus,
    rows: u64,
}

/// Amount, share and number of rows.
#[component(SumCells)]
fn sum_cells(props: &SumCellsProps) -> Html {
    html! {
        <>
            <td class="figure">{ exact(props.consumption) }</td>
            <td class="figure">{ share(props.consumption, props.whole) }</td>
            <td class="figure">{ number_of(props.rows) }</td>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SumsRowProps {
    #[prop_or_default]
    class: Option<&'static str>,
    row: GroupRow,
    by: GroupBy,
    whole: Ipus,
    /// Whether it is a project that is opened to its folders.
    #[prop_or_default]
    is_open: bool,
    /// What is to be known of its figures.
    #[prop_or_default]
    mark: AttrValue,
    dispatch: Callback<Action>,
}

/// The row of a group.
#[component(SumsRow)]
fn sums_row(props: &SumsRowProps) -> Html {
    let SumsRowProps {
        class,
        row,
        by,
        whole,
        is_open,
        mark,
        dispatch,
    } = props;
    let only = match &row.name {
        GroupName::Period { days, .. } => Action::Only(*days, None),
        GroupName::Project { .. }
        | GroupName::Unclear { .. }
        | GroupName::Folder { .. }
        | GroupName::Organization { .. }
        | GroupName::Meter { .. }
        | GroupName::Asset { .. }
        | GroupName::AssetType { .. }
        | GroupName::Environment { .. }
        | GroupName::Tier { .. } => Action::Choose(Choice {
            by: *by,
            names: row.key.clone(),
        }),
    };
    let name = match &row.name {
        GroupName::Project { project } => {
            let id = row.id;
            let onclick = dispatch.reform(move |_: MouseEvent| Action::Toggle(id));
            html! {
                <button type="button" class="open" {onclick} aria-expanded={is_open.to_string()}>
                    <Name name={project.clone()} none="No project" />
                </button>
            }
        }
        GroupName::Period { grain, days } => html! {
            <>
                { period(*grain, *days) }
                if *grain == Grain::Week {
                    <span class="mark">{ format!(" from {}", days.first) }</span>
                }
                if !mark.is_empty() {
                    <span class="mark provisional-mark">{ mark.clone() }</span>
                }
            </>
        },
        GroupName::Folder { folder, .. } => {
            html! { <Name name={folder.clone()} none="No folder" /> }
        }
        GroupName::Unclear { text } => html! {
            <>
                <i class="null">{"Name unclear: "}</i>
                <bdi>{ text.clone() }</bdi>
            </>
        },
        GroupName::Organization {
            org_id,
            org_name,
            org_types,
        } => html! {
            <>
                if let Some(name) = org_name {
                    <bdi>{ name.clone() }</bdi>{" "}
                }
                <Name name={org_id.clone()} none="No organization" />
                <span class="mark">{ format!(" {}", org_types.join(", ")) }</span>
            </>
        },
        GroupName::Meter {
            meter_id,
            meter_name: Some(name),
        } => html! {
            <>
                <bdi>{ name.clone() }</bdi>
                <span class="mark">{ format!(" {}", meter_id.clone().unwrap_or_default()) }</span>
            </>
        },
        GroupName::Meter {
            meter_id,
            meter_name: None,
        } => html! { <Name name={meter_id.clone()} none="No meter" /> },
        GroupName::Asset {
            project,
            folder,
            asset,
            asset_type,
        } => {
            let parts = [asset_type, project, folder].into_iter().flatten().cloned();
            let parts: Vec<String> = parts.collect();
            html! {
                <>
                    <Name name={asset.clone()} none="No asset" />
                    <span class="mark">{" "}<bdi>{ parts.join(" › ") }</bdi></span>
                </>
            }
        }
        GroupName::AssetType { .. } | GroupName::Environment { .. } | GroupName::Tier { .. } => {
            full_words(&row.name).into()
        }
    };
    html! {
        <tr class={*class}>
            <th scope="row">
                <div class="row-name">
                    <div>{ name }</div>
                    <OnlyButton name={full_words(&row.name)} action={only} dispatch={dispatch.clone()} />
                </div>
            </th>
            <SumCells consumption={row.consumption} whole={*whole} rows={row.rows} />
        </tr>
    }
}

#[derive(Properties, PartialEq)]
struct FoldersProps {
    project: u32,
    figures: Rc<Figures>,
    whole: Ipus,
    dispatch: Callback<Action>,
}

/// The folders of a project, largest first.
#[component(Folders)]
fn folders(props: &FoldersProps) -> Html {
    let FoldersProps {
        project,
        figures,
        whole,
        dispatch,
    } = props;
    let project = *project;
    // Not there before the worker has answered.
    let Some((_, page)) = figures.table(GroupBy::FoldersOf(project)) else {
        return Html::default();
    };
    let rest = page.groups - page.rows.len();
    let onclick = dispatch.reform(move |_: MouseEvent| Action::MoreFolders(project));
    html! {
        <>
            <>{ for page.rows.iter().map(|row| {
                html! {
                    <SumsRow key={row.id} class="inside" row={row.clone()} by={GroupBy::Folder} whole={*whole}
                        dispatch={dispatch.clone()} />
                }
            }) }</>
            if rest > 0 {
                <tr class="inside">
                    <td colspan="4">
                        <button type="button" class="small" {onclick}>
                            { format!("Show more of {} further folders", number_of(rest as u64)) }
                        </button>
                    </td>
                </tr>
            }
        </>
    }
}
