//! The allowance: what is left of it, and how long it lasts.
use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::exports::days;
use super::{AllowanceChart, AllowanceForm, Pager, SaveButtons};
use crate::amount::{count, exact, rounded, share, trimmed};
use crate::state::Action;
use metering_core::usage::{Allowance, AllowanceReport, Day, Figures, Kind, Period, Rate, Sheet};

#[derive(Properties, PartialEq)]
pub(super) struct AllowanceProps {
    pub(super) figures: Rc<Figures>,
    /// The allowance that was typed in, and that of `config.json`.
    pub(super) own: Option<Allowance>,
    pub(super) given: Option<Allowance>,
    pub(super) dispatch: Callback<Action>,
}

/// The allowance: its form, and how it stands.
#[component(AllowanceView)]
pub(super) fn allowance_view(props: &AllowanceProps) -> Html {
    let AllowanceProps {
        figures,
        own,
        given,
        dispatch,
    } = props;
    let editing = use_state_eq(|| false);
    let toggle = {
        let editing = editing.clone();
        move |_: MouseEvent| editing.set(!*editing)
    };
    let opener = use_node_ref();
    let on_close = {
        let (editing, opener) = (editing.setter(), opener.clone());
        move |()| {
            editing.set(false);
            if let Some(opener) = opener.cast::<HtmlElement>() {
                let _ = opener.focus(); // a button takes the focus
            }
        }
    };
    let current = own.or(*given);
    let text = if current.is_some() {
        "Change the allowance"
    } else {
        "Set an allowance"
    };
    html! {
        <div class="usage-section">
            <div class="region-head">
                <h3 id="usage-allowance">{"Allowance"}</h3>
                <button type="button" class="small" ref={opener} onclick={toggle} aria-expanded={editing.to_string()}>{ text }</button>
                if let Some(report) = figures.allowance.as_ref().filter(|report| report.known.is_some()) {
                    <SaveButtons name="Allowance" heading="usage-allowance" figures={Rc::clone(figures)} has_chart={true}
                        sheet={Sheet::Cumulative(report.allowance, figures.question.today)} dispatch={dispatch.clone()} />
                }
            </div>
            if *editing {
                <AllowanceForm {current} is_own={own.is_some()} {on_close} dispatch={dispatch.clone()} />
            }
            if let Some(report) = &figures.allowance {
                <Standing report={Rc::new(report.clone())} today={figures.question.today} size={figures.question.listings.1} />
            } else {
                <p class="quiet">{"Enter how many IPUs your organization may consume, to see what is left and how long it lasts."}</p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct StandingProps {
    report: Rc<AllowanceReport>,
    today: Day,
    /// How many rows of a table are shown at once.
    size: usize,
}

/// How the allowance stands: figures, what they rest on, chart and table.
#[component(Standing)]
fn standing(props: &StandingProps) -> Html {
    let StandingProps {
        report,
        today,
        size,
    } = props;
    let whole = report.allowance.ipus();
    let figure = |name: &'static str, value: String, below: [String; 2]| {
        html! { <div><dt>{ name }</dt><dd><strong>{ value }</strong><>{ for below.map(|text| html! { <span>{ text }</span> }) }</></dd></div> }
    };
    let rate = |name: &'static str, rate: Option<Rate>| {
        let Some(rate) = rate else {
            return figure(name, "–".into(), Default::default());
        };
        let per_day = format!("{} a day", rounded(rate.per_day()));
        let measured = format!(
            "{}, {}",
            count(rate.days.into(), "day", "days"),
            days(rate.range)
        );
        figure(name, per_day, [measured, until(&rate, report)])
    };
    let name_of_period = match report.allowance.period() {
        Period::Monthly => "Month",
        Period::Annual => "Year",
    };
    let of_whole = format!("{} of {}", share(report.consumed, whole), trimmed(whole));
    let [last_7, last_30] = report.rates;
    html! {
        <>
            <dl class="totals" aria-label="Allowance">
                { figure("Consumed (IPUs)", rounded(report.consumed), [exact(report.consumed), of_whole]) }
                { figure("Remaining (IPUs)", rounded(report.remaining), [exact(report.remaining), share(report.remaining, whole)]) }
                { figure(name_of_period, days(report.period), Default::default()) }
                { rate("Last 7 complete days", last_7) }
                { rate("Last 30 complete days", last_30) }
                if let Some(band) = report.weeks.filter(|_| report.used_up().is_none()) {
                    { figure("Fastest and slowest of four weeks",
                        format!("{} and {} a day", rounded(band.fastest.per_day()), rounded(band.slowest.per_day())),
                        [until(&band.fastest, report), until(&band.slowest, report)]) }
                }
            </dl>
            <>{ for notes(report, *today).into_iter().map(|text| html! { <p class="quiet about">{ text }</p> }) }</>
            if report.known.is_some() {
                <AllowanceChart report={Rc::clone(report)} />
                <CumulativeTable report={Rc::clone(report)} size={*size} />
            }
        </>
    }
}

/// Until when the allowance lasts at a rate; nothing where it is used up.
fn until(rate: &Rate, report: &AllowanceReport) -> String {
    if report.used_up().is_some() {
        return String::new();
    }
    match rate.runs_out {
        Some(day) => format!("runs out on {day}"),
        None => "lasts beyond the period".into(),
    }
}

/// What the figures rest on, in sentences.
fn notes(report: &AllowanceReport, today: Day) -> Vec<String> {
    let kind = report.kind.title().to_lowercase();
    let below = match report.kind {
        Kind::Summary => "",
        Kind::Project | Kind::Asset | Kind::Job => {
            " They can be below the summary, which is the number that is billed."
        }
    };
    let mut notes = vec![format!(
        "Estimate, from {kind} exports.{below} It is of all their rows: the filter does not change it."
    )];
    if today < report.period.first {
        notes.push(format!("The period begins on {}.", report.period.first));
    }
    match report.known {
        Some(known) => notes.push(format!(
            "There is data from {} to {}.",
            known.first, known.last
        )),
        None => notes.push("No open export covers a day of this period.".into()),
    }
    if !report.missing.is_empty() && report.known.is_some() {
        let missing: Vec<String> = report.missing.iter().map(|range| days(*range)).collect();
        notes.push(format!(
            "No open export covers {}: what was consumed then is not in the figures, and the estimate takes the rate for these days.",
            missing.join(", ")
        ));
    }
    if let Some(day) = report.used_up() {
        notes.push(format!("The allowance was used up on {day}."));
    }
    let marks = report.marks.iter().filter_map(|mark| {
        let day = mark.day?;
        Some(format!("{}% on {day}", mark.percent))
    });
    let marks: Vec<String> = marks.collect();
    if !marks.is_empty() {
        notes.push(format!("Reached: {}.", marks.join(", ")));
    }
    notes
}

#[derive(Properties, PartialEq)]
struct CumulativeTableProps {
    report: Rc<AllowanceReport>,
    /// How many rows are shown at once.
    size: usize,
}

/// The chart as a table, the newest day first.
#[component(CumulativeTable)]
fn cumulative_table(props: &CumulativeTableProps) -> Html {
    let report = &props.report;
    let page = use_state_eq(|| 0);
    let size = props.size;
    let last_page = report.days.len().saturating_sub(1) / size;
    let shown = (*page).min(last_page);
    let rows = report.days.iter().rev().skip(shown * size).take(size);
    let on_page = {
        let page = page.setter();
        move |to| page.set(to)
    };
    html! {
        <>
            <div class="scroll"><table class="sums" aria-label="Cumulative use">
                <thead>
                    <tr>
                        <th scope="col">{"Day"}</th>
                        <th scope="col" class="figure">{ format!("Consumed since {} (IPUs)", report.period.first) }</th>
                        <th scope="col" class="figure">{"Share of the allowance"}</th>
                    </tr>
                </thead>
                <tbody>
                    { for rows.map(|at| html! {
                        <tr key={at.day.to_string()}>
                            <th scope="row">
                                { at.day.to_string() }
                                if at.provisional {
                                    <span class="mark provisional-mark">{" provisional"}</span>
                                }
                            </th>
                            <td class="figure">{ exact(at.consumed) }</td>
                            <td class="figure">{ share(at.consumed, report.allowance.ipus()) }</td>
                        </tr>
                    }) }
                </tbody>
            </table></div>
            <Pager title="Cumulative use" page={shown} {size} items={report.days.len()} {on_page} />
        </>
    }
}
