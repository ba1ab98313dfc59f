//! Summary beside project level.
use std::rc::Rc;

use yew::prelude::*;

use super::SaveButtons;
use crate::amount::{count, exact};
use crate::state::Action;
use metering_core::usage::{Comparison, Figures, Ipus, Sheet, difference};

#[derive(Properties, PartialEq)]
pub(super) struct ComparedProps {
    pub(super) comparison: Comparison,
    pub(super) figures: Rc<Figures>,
    pub(super) dispatch: Callback<Action>,
}

/// What carries no project, in all and by day.
#[component(Compared)]
pub(super) fn compared(props: &ComparedProps) -> Html {
    let Comparison {
        days,
        organizations,
        summary,
        project_level,
    } = &props.comparison;
    let title = "Summary beside project level";
    let figures = |summary: Ipus, project_level: Ipus| {
        let rest = difference(summary, project_level);
        [summary, project_level, rest]
            .map(|amount| html! { <td class="figure">{ exact(amount) }</td> })
    };
    let same = format!(
        "{} and {} for which exports of both kinds are open, whatever the filter.",
        count(days.len() as u64, "day", "days"),
        count(*organizations, "organization", "organizations")
    );
    html! {
        <div class="usage-section">
            <div class="region-head">
                <h3 id="usage-compared">{ title }</h3>
                <SaveButtons name={title} heading="usage-compared" figures={Rc::clone(&props.figures)} sheet={Sheet::Comparison}
                    dispatch={props.dispatch.clone()} />
            </div>
            <p class="quiet">{ same }</p>
            <div class="scroll" tabindex="0" role="group" aria-label={title}><table class="sums" aria-labelledby="usage-compared">
                <thead>
                    <tr>
                        <th scope="col">{"Day"}</th>
                        <>{ for ["Summary (IPUs)", "Project level (IPUs)", "Not in project level (IPUs)"].map(|name| html! {
                            <th scope="col" class="figure">{ name }</th>
                        }) }</>
                    </tr>
                </thead>
                <tbody>
                    { for days.iter().rev().map(|day| html! {
                        <tr>
                            <th scope="row">
                                { day.day.to_string() }
                                if day.day.is_provisional(props.figures.question.today) {
                                    <span class="mark provisional-mark">{" provisional"}</span>
                                }
                            </th>
                            <>{ for figures(day.summary, day.project_level) }</>
                        </tr>
                    }) }
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{"Total"}</th>
                        <>{ for figures(*summary, *project_level) }</>
                    </tr>
                </tfoot>
            </table></div>
        </div>
    }
}
