//! A section: heading, chart and table.
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use yew::platform::{spawn_local, time::sleep};
use yew::prelude::*;

use super::{BarChart, OverTimeView, SaveButtons, SumsTable};
use crate::state::{Action, BillingDay, OverTime, Section};
use metering_core::usage::{Figures, Grain, Sheet};

#[derive(Properties, PartialEq)]
pub(super) struct SectionProps {
    pub(super) section: Section,
    pub(super) figures: Rc<Figures>,
    /// The projects opened to their folders.
    pub(super) folders: BTreeMap<u32, usize>,
    /// How usage over time is looked at, the periods to choose from, and the first day of a billing period, if it can be typed.
    pub(super) over_time: (OverTime, Vec<Grain>, Option<BillingDay>),
    pub(super) dispatch: Callback<Action>,
}

/// A section: heading, chart and table.
#[component(SectionView)]
pub(super) fn section_view(props: &SectionProps) -> Html {
    let SectionProps {
        section,
        figures,
        folders,
        over_time: (looks, grains, billing_day),
        dispatch,
    } = props;
    let section = *section;
    let has_turn = use_turn();
    let table = html! {
        <SumsTable {section} figures={Rc::clone(figures)} folders={folders.clone()} dispatch={dispatch.clone()} />
    };
    let title_id = format!("usage-{}", section.name());
    let sheet = match (section, figures.question.cross.by) {
        (Section::Days, Some(_)) => {
            Sheet::Cross(figures.question.cross.clone(), figures.question.today)
        }
        (
            Section::Days
            | Section::Meters
            | Section::Projects
            | Section::Assets
            | Section::Organizations,
            _,
        ) => {
            let by = section.group_by(figures.question.cross.grain);
            let sort = figures
                .table(by)
                .map_or(section.first_sort(), |(query, _)| query.sort);
            Sheet::Sums(by, sort, folders.keys().copied().collect())
        }
    };
    html! {
        <div class="usage-section">
            <div class="region-head">
                <h3 id={title_id.clone()}>{ section.title() }</h3>
                <SaveButtons name={section.title()} heading={title_id} figures={Rc::clone(figures)} {sheet} has_chart={true}
                    dispatch={dispatch.clone()} />
            </div>
            if has_turn {
                { match section {
                    Section::Days => html! {
                        <OverTimeView figures={Rc::clone(figures)} grains={grains.clone()} looks={looks.clone()} billing_day={*billing_day} dispatch={dispatch.clone()}>
                            { table }
                        </OverTimeView>
                    },
                    Section::Meters | Section::Projects | Section::Assets | Section::Organizations => html! {
                        <>
                            <BarChart {section} figures={Rc::clone(figures)} dispatch={dispatch.clone()} />
                            { table }
                        </>
                    },
                } }
            }
        </div>
    }
}

/// Whether it is this section's turn to be drawn. Yew renders all that is new in one go; so that this does not block the page,
/// each section waits for a task of its own.
#[hook]
fn use_turn() -> bool {
    // Natively there is no page to block.
    let has_turn = use_state_eq(|| cfg!(not(target_arch = "wasm32")));
    use_effect_with((), {
        let has_turn = has_turn.setter();
        move |()| {
            spawn_local(async move {
                sleep(Duration::ZERO).await;
                has_turn.set(true);
            });
        }
    });
    *has_turn
}
