//! A section: heading, chart and table.
use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

use super::{BarChart, CopyButtons, OverTimeView, SumsTable};
use crate::state::{Action, OverTime, Section};
use metering_core::usage::{Figures, Grain};

#[derive(Properties, PartialEq)]
pub(super) struct SectionProps {
    pub(super) section: Section,
    pub(super) figures: Rc<Figures>,
    /// The projects opened to their folders.
    pub(super) folders: BTreeMap<u32, usize>,
    /// How usage over time is looked at, and the periods to choose from.
    pub(super) over_time: (OverTime, Vec<Grain>),
    pub(super) dispatch: Callback<Action>,
}

/// A section: heading, chart and table.
#[component(SectionView)]
pub(super) fn section_view(props: &SectionProps) -> Html {
    let SectionProps {
        section,
        figures,
        folders,
        over_time: (looks, grains),
        dispatch,
    } = props;
    let section = *section;
    let table = html! {
        <SumsTable {section} figures={Rc::clone(figures)} folders={folders.clone()} dispatch={dispatch.clone()} />
    };
    let title_id = format!("usage-{}", section.name());
    let onclick = dispatch.reform(move |_: MouseEvent| Action::SaveTable(section));
    html! {
        <div class="usage-section">
            <div class="region-head">
                <h3 id={title_id.clone()}>{ section.title() }</h3>
                <button type="button" class="small" {onclick} aria-describedby={title_id}>{"Export CSV"}</button>
                <CopyButtons name={section.title()} figures={Rc::clone(figures)} dispatch={dispatch.clone()} />
            </div>
            { match section {
                Section::Days => html! {
                    <OverTimeView figures={Rc::clone(figures)} grains={grains.clone()} looks={looks.clone()} dispatch={dispatch.clone()}>
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
        </div>
    }
}
