//! All of the region.
use std::rc::Rc;

use yew::prelude::*;

use super::save_buttons::save_table;
use super::{
    AllowanceView, ChangesView, Compared, Exports, Facets, FilterFields, Kinds, Listings, Merged,
    ReadingProgress, Rejected, ReportHead, SectionView, TotalsView,
};
use crate::state::{Action, Section, State};
use metering_core::usage::message::{Listed, Opened};
use metering_core::usage::{Format, Kind, Preferred, Sheet};

#[derive(Properties, PartialEq)]
pub struct ContentProps {
    /// What is open and how it is looked at.
    pub state: Rc<State>,
    /// Tells what somebody does.
    pub dispatch: Callback<Action>,
}

/// All of the region.
#[component(Content)]
pub fn content(props: &ContentProps) -> Html {
    let ContentProps { state, dispatch } = props;
    let opened = &state.opened;
    let read_anyway = |export: &Listed| {
        let export = export.clone();
        dispatch.reform(move |_: MouseEvent| Action::ReadAnyway(export.clone()))
    };
    html! {
        <>
            if let Some(reading) = &state.reading {
                <ReadingProgress reading={reading.clone()} dispatch={dispatch.clone()} />
            }
            if let Some(words) = &state.problem {
                <p class="notice error-notice" role="alert">{ words.clone() }</p>
            }
            <>{ for opened.failures.iter().map(|failure| html! {
                <p class="notice error-notice">
                    <bdi>{ failure.export.source.name.clone() }</bdi>{ format!(" could not be read. {}", failure.error) }
                    if failure.error.is_limit() {
                        {" "}
                        <button type="button" class="small" onclick={read_anyway(&failure.export)}>{"Read anyway"}</button>
                    }
                </p>
            }) }</>
            if state.reading.is_none() && opened.ids.is_empty() {
                <p class="empty"><strong>{"No export is open."}</strong></p>
            }
            <Exports opened={Rc::clone(opened)} closed={state.closed.clone()} dispatch={dispatch.clone()} />
            if !opened.ids.is_empty() {
                <Kinds kinds={state.kinds()} shown={state.kind()} dispatch={dispatch.clone()} />
                <FilterFields typed={state.settings.typed.clone()} days={state.kind() != Kind::Job}
                    swapped={state.filter().is_swapped()} dispatch={dispatch.clone()} />
                <Shown state={Rc::clone(state)} dispatch={dispatch.clone()} />
            }
        </>
    }
}

/// The figures, once they are there, and what was found in the files.
#[component(Shown)]
fn shown(props: &ContentProps) -> Html {
    let ContentProps { state, dispatch } = props;
    let Some(figures) = &state.figures else {
        return Html::default();
    };
    let names = Rc::new(state.names());
    let kind = figures.question.filter.kind;
    let announce = dispatch.reform(Action::Announce);
    let save = |format| save_table(figures, &Sheet::Rows, format, dispatch, &announce);
    let prefer = dispatch.reform(Action::Prefer);
    let preferred = Preferred::among(&state.opened.ids, state.preferred.as_ref());
    let over_time = (
        state.settings.over_time.clone(),
        state.grains(),
        state.typed_billing_day(),
    );
    html! {
        <>
            <ReportHead figures={Rc::clone(figures)} dispatch={dispatch.clone()} />
            if kind != Kind::Job {
                <Facets figures={Rc::clone(figures)} offered={state.settings.offered.clone()} dispatch={dispatch.clone()} />
            }
            if kind == Kind::Job {
                <Listings figures={Rc::clone(figures)} dispatch={dispatch.clone()}
                    not_counted={(not_counted(&state.opened, kind), unread_files(&state.opened))} />
            } else {
                <TotalsView figures={Rc::clone(figures)} not_counted={not_counted(&state.opened, kind)}
                    unread_files={unread_files(&state.opened)} />
                <AllowanceView figures={Rc::clone(figures)} own={state.own_allowance} given={state.given_allowance}
                    dispatch={dispatch.clone()} />
            }
            if kind == Kind::Job {
            } else if figures.question.filter.is_swapped() {
                <p class="empty"><strong>{"The first day is after the last day."}</strong></p>
            } else if figures.totals.rows == 0 && !state.filter().is_empty() {
                <p class="empty"><strong>{"Nothing matches the filter."}</strong>{" Shorten the words or widen the days."}</p>
            } else if figures.totals.rows == 0 {
                <p class="empty"><strong>{"There are no rows."}</strong></p>
            } else {
                <>{ for Section::of(kind).iter().map(|&section| html! {
                    <SectionView key={section.name()} {section} figures={Rc::clone(figures)} over_time={over_time.clone()}
                        folders={state.settings.folders.clone()} dispatch={dispatch.clone()} />
                }) }</>
            }
            <ChangesView figures={Rc::clone(figures)} dispatch={dispatch.clone()} />
            // Always there: Yew inserts what goes before an empty component before the element that followed it, which must not
            // go away at the same time.
            <div>
                if let (Kind::Project | Kind::Summary, Some(comparison)) = (kind, &state.opened.comparison) {
                    <Compared comparison={comparison.clone()} figures={Rc::clone(figures)} dispatch={dispatch.clone()} />
                }
            </div>
            <Merged report={Rc::new(state.merged())} ids={state.opened.ids.clone()} {names} {kind} {preferred} {prefer} />
            <Rejected opened={Rc::clone(&state.opened)} {kind} page={state.rejected_page} size={state.rows()} dispatch={dispatch.clone()} />
            // Always there, too.
            <div class="actions">
                if kind != Kind::Job {
                    <button type="button" onclick={save(Format::Csv)}>{"Export merged rows"}</button>
                    <button type="button" class="small" onclick={save(Format::Raw)}>{"Export raw rows"}</button>
                    <span class="quiet">
                        {"All rows shown, duplicates removed, as one CSV file. Raw: names as the service wrote them, for programs; a spreadsheet may run formulas in them."}
                    </span>
                }
            </div>
        </>
    }
}

/// How many rows of a kind could not be read.
fn not_counted(opened: &Opened, kind: Kind) -> u64 {
    let files = opened.reports.iter().flat_map(|report| &report.files);
    let files = files.filter(|file| file.kind == Some(kind) && file.problem.is_none());
    files.map(|file| file.rejected.total).sum()
}

/// How many files could not be read of exports that are open.
fn unread_files(opened: &Opened) -> u64 {
    let files = opened.reports.iter().flat_map(|report| &report.files);
    files.filter(|file| file.problem.is_some()).count() as u64
}
