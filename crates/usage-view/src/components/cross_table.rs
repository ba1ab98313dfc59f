//! Groups by period: the table of usage over time, with sums on both sides.
use std::rc::Rc;

use yew::prelude::*;

use super::Pager;
use super::name::{capitalized, period};
use super::only_button::group_head;
use super::sums_table::{and_others, others};
use crate::amount::{count, exact, rounded, share, without};
use crate::state::{Action, PAGE_ROWS, TimeAction};
use metering_core::usage::{Figures, GroupBy, Ipus, SortBy};

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
    let head = |text: String, sort_by: SortBy, day, class| {
        let is_sorted = query.sort.by == sort_by && query.sorted_in == day;
        let order = is_sorted.then_some(if query.sort.descending {
            "descending"
        } else {
            "ascending"
        });
        let action = Action::Time(TimeAction::Sort(sort_by, day));
        let onclick = dispatch.reform(move |_: MouseEvent| action.clone());
        html! {
            <th scope="col" {class} aria-sort={order}><button type="button" class="sort" {onclick}>{ text }</button></th>
        }
    };
    let whole = figures.totals.consumption;
    let on =
        |action: fn(usize) -> TimeAction| dispatch.reform(move |page| Action::Time(action(page)));
    html! {
        <>
            <div class="scroll" tabindex="0" role="group" aria-label={format!("{title}, scrolls sideways")}>
            <table class="sums cross" aria-label={title.clone()}>
                <thead>
                    <tr>
                        { head(capitalized(by.noun()), SortBy::Name, None, None::<&str>) }
                        <>{ for totals.iter().map(|total| {
                            head(period(query.grain, total.days), SortBy::Consumption, Some(total.days.first), Some("figure"))
                        }) }</>
                        { head(if *shares { "Total" } else { "Total (IPUs)" }.into(), SortBy::Consumption, None, Some("figure")) }
                    </tr>
                </thead>
                <tbody>
                    { for cross.rows.iter().map(|row| {
                        html! {
                            <tr key={row.group.id}>
                                { group_head(by, &row.group, dispatch) }
                                <>{ for row.cells.iter().zip(totals).map(|(amount, total)| cell(*amount, total.consumption)) }</>
                                { cell(row.group.consumption, whole) }
                            </tr>
                        }
                    }) }
                </tbody>
                <tfoot>
                    if let Some(groups) = others(figures, cross.groups, cross.rows.len()) {
                        <tr>
                            <th scope="row">{ and_others(groups, by) }</th>
                            <>{ for totals.iter().enumerate().map(|(at, total)| {
                                let shown = cross.rows.iter().map(|row| row.cells[at]);
                                cell(without(total.consumption, shown), total.consumption)
                            }) }</>
                            { cell(without(whole, cross.rows.iter().map(|row| row.group.consumption)), whole) }
                        </tr>
                    }
                    <tr>
                        <th scope="row">{ format!("Total, {}", count(cross.groups as u64, by.noun(), &by.plural())) }</th>
                        <>{ for totals.iter().map(|total| cell(total.consumption, total.consumption)) }</>
                        { cell(whole, whole) }
                    </tr>
                    if totals.iter().any(|total| total.days.days() > 1 && !total.is_complete()) {
                        <tr class="quiet">
                            <th scope="row">{"Complete days"}</th>
                            <>{ for totals.iter().map(|total| html! {
                                <td class="figure">{ format!("{} of {}", total.complete, total.days.days()) }</td>
                            }) }</>
                            <td></td>
                        </tr>
                    }
                </tfoot>
            </table></div>
            <Pager title={title.clone()} page={query.skip / PAGE_ROWS} size={query.take} items={cross.groups} on_page={on(TimeAction::Page)} />
            if cross.column_pages() > 1 {
                <Pager title={format!("{title}, periods")} page={cross.columns} items={cross.periods.len()} size={31}
                    on_page={on(TimeAction::Columns)} />
            }
        </>
    }
}
