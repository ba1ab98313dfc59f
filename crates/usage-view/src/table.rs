//! A table of sums: sorted, in pages, with what all of it comes to.
use yew::prelude::*;

use super::amount::{exact, number_of, share};
use super::section::Section;
use super::settings::Settings;
use metering_core::usage::{
    Day, GroupBy, GroupName, GroupRow, Ipus, Page, Query, Sort, SortBy, View,
};

/// Rows on a page.
pub(super) const PAGE_ROWS: usize = 10;

/// Folders of a project that are shown at first.
pub(super) const FOLDERS: usize = 25;

/// How a table is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TableState {
    /// `None`: the order that the table begins with.
    pub(super) sort: Option<Sort>,
    pub(super) page: usize,
}

impl TableState {
    /// Sorts by a column: names from the first on, figures from the largest on; again, the other way round.
    pub(super) fn sort_by(&mut self, by: SortBy, first: Sort) {
        let now = self.sort.unwrap_or(first);
        let descending = if now.by == by {
            !now.descending
        } else {
            by != SortBy::Name
        };
        *self = Self {
            sort: Some(Sort { by, descending }),
            page: 0,
        };
    }
}

/// What a table shows.
pub(super) struct Table {
    pub(super) section: Section,
    pub(super) query: Query,
    pub(super) page: Page,
    /// How many groups there are, in words.
    pub(super) what: String,
    pub(super) filtered: bool,
    pub(super) today: Day,
}

pub(super) fn view(table: &Table, view: &View<'_>, settings: &Settings) -> Html {
    let Table { section, page, .. } = table;
    let whole = page.consumption;
    let label = format!("usage-{}", section.name());
    let of_filter = if table.filtered {
        "Total of the filter"
    } else {
        "Total"
    };
    html! {
        <>
            <div class="scroll"><table class="sums" aria-labelledby={label}>
                <thead>
                    <tr>
                        { head(table, SortBy::Name, section.column()) }
                        { head(table, SortBy::Consumption, "Consumption (IPUs)") }
                        <th scope="col" class="figure">{"Share"}</th>
                        { head(table, SortBy::Rows, "Rows") }
                    </tr>
                </thead>
                <tbody>
                    { for page.rows.iter().map(|row| rows(table, row, view, settings)) }
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{ format!("{of_filter}, {}", table.what) }</th>
                        { figures(whole, whole, page.rows_in_all) }
                    </tr>
                </tfoot>
            </table></div>
            { pager(section.name(), table.query.skip / PAGE_ROWS, page.groups, section.title()) }
        </>
    }
}

/// The head of a column that can be sorted by.
fn head(table: &Table, by: SortBy, text: &'static str) -> Html {
    let sort = table.query.sort;
    let order = (sort.by == by).then_some(if sort.descending {
        "descending"
    } else {
        "ascending"
    });
    let (name, class) = match by {
        SortBy::Name => ("name", None),
        SortBy::Consumption => ("consumption", Some("figure")),
        SortBy::Rows => ("rows", Some("figure")),
    };
    html! {
        <th scope="col" {class} aria-sort={order}>
            <button type="button" class="sort" data-do="sort" data-value={format!("{} {name}", table.section.name())}>
                { text }
            </button>
        </th>
    }
}

fn figures(consumption: Ipus, whole: Ipus, rows: u64) -> Html {
    html! {
        <>
            <td class="figure">{ exact(consumption) }</td>
            <td class="figure">{ share(consumption, whole) }</td>
            <td class="figure">{ number_of(rows) }</td>
        </>
    }
}

/// The row of a group; below an opened project, its folders.
fn rows(table: &Table, row: &GroupRow, view: &View<'_>, settings: &Settings) -> Html {
    let whole = table.page.consumption;
    let name = match &row.name {
        GroupName::Project { project } => {
            let opened = settings.opened(row.id);
            let expanded = if opened.is_some() { "true" } else { "false" };
            html! {
                <button type="button" class="open" data-do="open" data-value={row.id.to_string()} aria-expanded={expanded}>
                    { name(project.as_deref(), "No project") }
                </button>
            }
        }
        GroupName::Day { day } => html! {
            <>
                { day.to_string() }
                if day.is_provisional(table.today) {
                    <span class="mark provisional-mark">{" provisional"}</span>
                }
            </>
        },
        GroupName::Folder { folder, .. } => name(folder.as_deref(), "No folder"),
        GroupName::Organization { org_id, org_types } => html! {
            <>
                { name(org_id.as_deref(), "No organization") }
                <span class="mark">{ format!(" {}", org_types.join(", ")) }</span>
            </>
        },
    };
    let folders = settings
        .opened(row.id)
        .filter(|_| table.section == Section::Projects)
        .map(|limit| folders(row, limit, whole, view));
    html! {
        <key={row.id}>
            <tr>
                <th scope="row">{ name }</th>
                { figures(row.consumption, whole, row.rows) }
            </tr>
            { for folders }
        </>
    }
}

/// The folders of a project, largest first.
fn folders(project: &GroupRow, limit: usize, whole: Ipus, view: &View<'_>) -> Html {
    let page = view.table(Query {
        by: GroupBy::FoldersOf(project.id),
        sort: Sort::LARGEST_FIRST,
        skip: 0,
        take: limit,
    });
    let rest = page.groups - page.rows.len();
    html! {
        <>
            { for page.rows.iter().map(|row| html! {
                <tr class="inside" key={format!("{}-{}", project.id, row.id)}>
                    <th scope="row">{ match &row.name {
                        GroupName::Folder { folder, .. } => name(folder.as_deref(), "No folder"),
                        GroupName::Day { .. } | GroupName::Project { .. } | GroupName::Organization { .. } => Html::default(),
                    } }</th>
                    { figures(row.consumption, whole, row.rows) }
                </tr>
            }) }
            if rest > 0 {
                <tr class="inside" key={format!("{}-more", project.id)}>
                    <td colspan="4">
                        <button type="button" class="small" data-do="more" data-value={project.id.to_string()}>
                            { format!("Show more of {} further folders", number_of(rest as u64)) }
                        </button>
                    </td>
                </tr>
            }
        </>
    }
}

/// A name from the file, or what stands for none.
pub(super) fn name(name: Option<&str>, instead: &'static str) -> Html {
    match name {
        Some(name) => html! { <bdi>{ name.to_owned() }</bdi> },
        None => html! { <i class="null">{ instead }</i> },
    }
}

/// Which page of a list is shown, with the ways to its neighbours; nothing where one page is all.
pub(super) fn pager(of: &str, page: usize, items: usize, title: &'static str) -> Html {
    let pages = items.div_ceil(PAGE_ROWS);
    if pages < 2 {
        return Html::default();
    }
    let button = |text: &'static str, to: Option<usize>| {
        let disabled = to.is_none().then_some("true");
        let value = to.map(|to| format!("{of} {to}"));
        html! {
            <button type="button" class="small" data-do="page" data-value={value} aria-disabled={disabled}>{ text }</button>
        }
    };
    let first = page * PAGE_ROWS + 1;
    let last = (first + PAGE_ROWS - 1).min(items);
    html! {
        <div class="pager" role="group" aria-label={format!("Pages, {title}")}>
            { button("First", (page > 0).then_some(0)) }
            { button("Previous", page.checked_sub(1)) }
            <span class="quiet">{ format!("{} to {} of {}", number_of(first as u64), number_of(last as u64), number_of(items as u64)) }</span>
            { button("Next", Some(page + 1).filter(|to| *to < pages)) }
            { button("Last", Some(pages - 1).filter(|to| *to > page)) }
        </div>
    }
}
