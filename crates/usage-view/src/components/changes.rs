//! A period beside another one: totals and each group with its change.
use std::rc::Rc;

use yew::prelude::*;

use super::exports::days;
use super::name::{capitalized, period};
use super::only_button::group_head;
use super::sums_table::{and_others, others, sort_head};
use super::{Pager, SaveButtons, Select};
use crate::amount::{change, exact, rounded, without};
use crate::state::{Action, PAGE_ROWS, TimeAction};
use metering_core::usage::{
    Against, ChangeQuery, ChangeSortBy, Changes, Figures, Ipus, PeriodTotal, Sheet, difference,
};

#[derive(Properties, PartialEq)]
pub(super) struct ChangesProps {
    pub(super) figures: Rc<Figures>,
    pub(super) dispatch: Callback<Action>,
}

/// A period beside another one; nothing where none is wanted.
#[component(ChangesView)]
pub(super) fn changes_view(props: &ChangesProps) -> Html {
    let ChangesProps { figures, dispatch } = props;
    let Some(query) = &figures.question.compare else {
        return Html::default();
    };
    let Some(changes) = &figures.changes else {
        return match query.against {
            Against::Before | Against::YearBefore => Html::default(),
            Against::DaysBefore => html! {
                <p class="quiet">{"Enter the first and the last day of the filter: they are compared with as many days before."}</p>
            },
        };
    };
    let periods: Vec<(String, String)> = changes
        .periods
        .iter()
        .map(|days| (days.first.to_string(), period(query.grain, *days)))
        .collect();
    let shown = changes.current.days.first.to_string();
    let on_period = dispatch
        .reform(|day: String| Action::Time(TimeAction::Period(day.parse().unwrap_or_default())));
    let on_same = {
        let same_days = query.same_days;
        dispatch.reform(move |_: Event| Action::Time(TimeAction::SameDays(!same_days)))
    };
    let sheet = Sheet::Changes(query.clone(), figures.question.today);
    html! {
        <div class="usage-section">
            <div class="region-head">
                <h3 id="usage-changes">{"Compared"}</h3>
                <SaveButtons name="Compared" heading="usage-changes" figures={Rc::clone(figures)} {sheet} dispatch={dispatch.clone()} />
            </div>
            <div class="looks">
                if !periods.is_empty() {
                    <Select id="usage-period" label="Period" options={periods} value={shown} on_change={on_period} />
                }
                <label class="check">
                    <input type="checkbox" checked={query.same_days} onchange={on_same} />
                    {"Same number of days"}
                </label>
            </div>
            <p class="quiet">{ incomplete(query.against, changes) }</p>
            <ChangesTable figures={Rc::clone(figures)} query={query.clone()} changes={changes.clone()} dispatch={dispatch.clone()} />
        </div>
    }
}

/// What is incomplete of the two periods, in words.
fn incomplete(against: Against, changes: &Changes) -> String {
    let words = |total: &PeriodTotal| {
        let days = days(total.days);
        if total.is_complete() {
            days
        } else {
            format!(
                "{days} (incomplete: {} of {} days)",
                total.complete,
                total.days.days()
            )
        }
    };
    let applies = match against {
        Against::Before | Against::YearBefore => {
            " Words and chosen groups apply, the days of the filter do not."
        }
        Against::DaysBefore => "",
    };
    let (current, base) = (words(&changes.current), words(&changes.base));
    format!("{current} beside {base}.{applies}")
}

#[derive(Properties, PartialEq)]
struct ChangesTableProps {
    figures: Rc<Figures>,
    query: ChangeQuery,
    changes: Changes,
    dispatch: Callback<Action>,
}

/// Each group in both periods.
#[component(ChangesTable)]
fn changes_table(props: &ChangesTableProps) -> Html {
    let ChangesTableProps {
        figures,
        query,
        changes,
        dispatch,
    } = props;
    let by = query.by;
    let title = format!("{} compared", capitalized(&by.plural()));
    let head = |text: String, sort_by: ChangeSortBy| {
        let descending = (query.sort_by == sort_by).then_some(query.descending);
        let onclick =
            dispatch.reform(move |_: MouseEvent| Action::Time(TimeAction::SortChanges(sort_by)));
        sort_head(text, sort_by != ChangeSortBy::Name, descending, onclick)
    };
    let cells = |current: Ipus, base: Ipus| {
        let more = difference(current, base);
        let sign = if more > Ipus::ZERO { "+" } else { "" };
        html! {
            <>
                <td class="figure" title={exact(base)}>{ rounded(base) }</td>
                <td class="figure" title={exact(current)}>{ rounded(current) }</td>
                <td class="figure" title={exact(more)}>{ sign }{ rounded(more) }</td>
                <td class="figure">{ change(current, base) }</td>
            </>
        }
    };
    let total = if figures.question.filter.is_empty() {
        "Total"
    } else {
        "Filtered total"
    };
    let name = |of: &PeriodTotal| match query.against {
        Against::Before | Against::YearBefore => period(query.grain, of.days),
        Against::DaysBefore => days(of.days),
    };
    html! {
        <>
            <div class="scroll"><table class="sums" aria-label={title.clone()}>
                <thead>
                    <tr>
                        { head(capitalized(by.noun()), ChangeSortBy::Name) }
                        { head(name(&changes.base), ChangeSortBy::Base) }
                        { head(name(&changes.current), ChangeSortBy::Current) }
                        { head("Change (IPUs)".into(), ChangeSortBy::Change) }
                        <th scope="col" class="figure">{"Change (%)"}</th>
                    </tr>
                </thead>
                <tbody>
                    { for changes.rows.iter().map(|row| {
                        html! {
                            <tr key={row.group.id}>
                                { group_head(by, &row.group, dispatch) }
                                { cells(row.group.consumption, row.base) }
                            </tr>
                        }
                    }) }
                </tbody>
                <tfoot>
                    if let Some(groups) = others(figures, changes.groups, changes.rows.len()) {
                        <tr>
                            <th scope="row">{ and_others(groups, by) }</th>
                            { cells(
                                without(changes.current.consumption, changes.rows.iter().map(|row| row.group.consumption)),
                                without(changes.base.consumption, changes.rows.iter().map(|row| row.base)),
                            ) }
                        </tr>
                    }
                    <tr>
                        <th scope="row">{ total }</th>
                        { cells(changes.current.consumption, changes.base.consumption) }
                    </tr>
                </tfoot>
            </table></div>
            <Pager title={title.clone()} page={query.skip / PAGE_ROWS} size={query.take} items={changes.groups}
                on_page={dispatch.reform(|page| Action::Time(TimeAction::ChangesPage(page)))} />
        </>
    }
}
