//! Groups by period: the table of usage over time, with sums on both sides.
use std::ops::Range;
use std::rc::Rc;

use yew::prelude::*;

use super::Pager;
use super::name::{capitalized, period};
use super::only_button::group_head;
use super::sums_table::{and_others, others, sort_head};
use crate::amount::{count, exact, rounded, share, without};
use crate::state::{Action, PAGE_ROWS, TimeAction, is_on_paper};
use metering_core::usage::{Figures, GroupBy, Ipus, SortBy};

/// Periods that stand side by side on paper.
const PAPER_COLUMNS: usize = 12;

#[derive(Properties, PartialEq)]
pub(super) struct CrossTableProps {
    pub(super) figures: Rc<Figures>,
    pub(super) by: GroupBy,
    /// Whether the cells are shares of their period.
    pub(super) share: bool,
    pub(super) dispatch: Callback<Action>,
}

/// Groups by period.
#[component(CrossTable)]
pub(super) fn cross_table(props: &CrossTableProps) -> Html {
    let CrossTableProps {
        figures,
        by,
        share: shares,
        dispatch,
    } = props;
    let (by, cross, query) = (*by, &figures.cross, &figures.question.cross);
    let title = format!("{} by {}", capitalized(&by.plural()), query.grain.noun());
    let totals = cross.column_totals();
    let cell = |amount: Ipus, whole: Ipus| {
        let text = if *shares {
            share(amount, whole)
        } else {
            rounded(amount)
        };
        html! { <td class="figure" title={exact(amount)}>{ text }</td> }
    };
    let head = |text: String, sort_by: SortBy, day| {
        let is_sorted = query.sort.by == sort_by && query.sorted_in == day;
        let descending = is_sorted.then_some(query.sort.descending);
        let action = Action::Time(TimeAction::Sort(sort_by, day));
        let onclick = dispatch.reform(move |_: MouseEvent| action.clone());
        sort_head(text, sort_by != SortBy::Name, descending, onclick)
    };
    let whole = figures.totals.consumption;
    let on =
        |action: fn(usize) -> TimeAction| dispatch.reform(move |page| Action::Time(action(page)));
    // Paper does not scroll: some periods below the others.
    let width = if is_on_paper(figures) {
        PAPER_COLUMNS
    } else {
        totals.len()
    };
    let parts: Vec<Range<usize>> = (0..totals.len())
        .step_by(width.max(1))
        .map(|start| start..(start + width).min(totals.len()))
        .collect();
    let table = |part: Range<usize>| {
        let is_last = part.end == totals.len();
        let totals = &totals[part.clone()];
        html! {
            <table class="sums cross" aria-label={title.clone()}>
                <thead>
                    <tr>
                        { head(capitalized(by.noun()), SortBy::Name, None) }
                        <>{ for totals.iter().map(|total| {
                            head(period(query.grain, total.days), SortBy::Consumption, Some(total.days.first))
                        }) }</>
                        if is_last {
                            { head(if *shares { "Total" } else { "Total (IPUs)" }.into(), SortBy::Consumption, None) }
                        }
                    </tr>
                </thead>
                <tbody>
                    { for cross.rows.iter().map(|row| {
                        let cells = row.cells[part.clone()].iter().zip(totals);
                        html! {
                            <tr key={row.group.id}>
                                { group_head(by, &row.group, dispatch) }
                                <>{ for cells.map(|(amount, total)| cell(*amount, total.consumption)) }</>
                                if is_last {
                                    { cell(row.group.consumption, whole) }
                                }
                            </tr>
                        }
                    }) }
                </tbody>
                <tfoot>
                    if let Some(groups) = others(figures, cross.groups, cross.rows.len()) {
                        <tr>
                            <th scope="row">{ and_others(groups, by) }</th>
                            <>{ for totals.iter().zip(part.clone()).map(|(total, at)| {
                                let shown = cross.rows.iter().map(|row| row.cells[at]);
                                cell(without(total.consumption, shown), total.consumption)
                            }) }</>
                            if is_last {
                                { cell(without(whole, cross.rows.iter().map(|row| row.group.consumption)), whole) }
                            }
                        </tr>
                    }
                    <tr>
                        <th scope="row">{ format!("Total, {}", count(cross.groups as u64, by.noun(), &by.plural())) }</th>
                        <>{ for totals.iter().map(|total| cell(total.consumption, total.consumption)) }</>
                        if is_last {
                            { cell(whole, whole) }
                        }
                    </tr>
                    if totals.iter().any(|total| total.days.days() > 1 && !total.is_complete()) {
                        <tr class="quiet">
                            <th scope="row">{"Complete days"}</th>
                            <>{ for totals.iter().map(|total| html! {
                                <td class="figure">{ format!("{} of {}", total.complete, total.days.days()) }</td>
                            }) }</>
                            if is_last {
                                <td></td>
                            }
                        </tr>
                    }
                </tfoot>
            </table>
        }
    };
    html! {
        <>
            <div class="scroll" tabindex="0" role="group" aria-label={format!("{title}, scrolls sideways")}>
                { for parts.into_iter().map(table) }
            </div>
            <Pager title={title.clone()} page={query.skip / PAGE_ROWS} size={query.take} items={cross.groups} on_page={on(TimeAction::Page)} />
            if cross.column_pages() > 1 {
                <Pager title={format!("{title}, periods")} page={cross.columns} items={cross.periods.len()} size={31}
                    on_page={on(TimeAction::Columns)} />
            }
        </>
    }
}
