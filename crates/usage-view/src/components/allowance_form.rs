//! The form in which an allowance is typed.
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use metering_core::usage::{
    Allowance, AllowanceProblem, AllowanceProblems, Period, TypedAllowance,
};

use crate::amount::plain;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(super) struct AllowanceFormProps {
    /// The allowance at first.
    pub(super) current: Option<Allowance>,
    /// Whether it was typed in, and can be forgotten.
    pub(super) is_own: bool,
    /// The form is done with.
    pub(super) on_close: Callback<()>,
    pub(super) dispatch: Callback<Action>,
}

/// The fields of an allowance.
#[component(AllowanceForm)]
pub(super) fn allowance_form(props: &AllowanceFormProps) -> Html {
    let AllowanceFormProps {
        current,
        is_own,
        on_close,
        dispatch,
    } = props;
    let typed = use_state_eq(|| {
        current.map_or_else(TypedAllowance::default, |allowance| TypedAllowance {
            ipus: plain(allowance.ipus()),
            first_day: allowance.first_day().to_string(),
            period: allowance.period(),
        })
    });
    let problems = use_state_eq(AllowanceProblems::default);
    let (ipus, first_day) = (use_node_ref(), use_node_ref());
    let change = |set: fn(&mut TypedAllowance, String)| {
        let typed = typed.clone();
        move |event: InputEvent| {
            let mut next = (*typed).clone();
            set(
                &mut next,
                event.target_unchecked_into::<HtmlInputElement>().value(),
            );
            typed.set(next);
        }
    };
    let on_period = {
        let typed = typed.clone();
        move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            let period = if value == MONTHLY {
                Period::Monthly
            } else {
                Period::Annual
            };
            typed.set(TypedAllowance {
                period,
                ..(*typed).clone()
            });
        }
    };
    let onsubmit = {
        let (typed, problems) = (typed.clone(), problems.clone());
        let (dispatch, on_close) = (dispatch.clone(), on_close.clone());
        let (ipus, first_day) = (ipus.clone(), first_day.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            match typed.read() {
                Ok(allowance) => {
                    dispatch.emit(Action::SetAllowance(Some(allowance)));
                    on_close.emit(());
                }
                Err(found) => {
                    problems.set(found);
                    let field = if found.ipus.is_some() {
                        &ipus
                    } else {
                        &first_day
                    };
                    if let Some(field) = field.cast::<HtmlElement>() {
                        let _ = field.focus(); // without a focus there is nothing to move
                    }
                }
            }
        }
    };
    let on_forget = {
        let (dispatch, on_close) = (dispatch.clone(), on_close.clone());
        move |_: MouseEvent| {
            dispatch.emit(Action::SetAllowance(None));
            on_close.emit(());
        }
    };
    let is_monthly = typed.period == Period::Monthly;
    html! {
        <form class="filter" aria-label="Allowance" novalidate=true {onsubmit}>
            <div class="field">
                <label for="usage-allowance-ipus">{"Allowance (IPUs)"}</label>
                <input id="usage-allowance-ipus" ref={ipus} type="text" inputmode="decimal" autocomplete="off"
                    value={typed.ipus.clone()} oninput={change(|typed, text| typed.ipus = text)}
                    aria-invalid={problems.ipus.map(|_| "true")} aria-describedby={problems.ipus.map(|_| "usage-allowance-ipus-problem")} />
                { problem("usage-allowance-ipus-problem", problems.ipus) }
            </div>
            <div class="field">
                <label for="usage-allowance-first">{"First day of a period"}</label>
                <input id="usage-allowance-first" ref={first_day} type="date" value={typed.first_day.clone()}
                    oninput={change(|typed, text| typed.first_day = text)}
                    aria-invalid={problems.first_day.map(|_| "true")}
                    aria-describedby={problems.first_day.map(|_| "usage-allowance-first-problem")} />
                { problem("usage-allowance-first-problem", problems.first_day) }
            </div>
            <div class="field">
                <label for="usage-allowance-period">{"Period"}</label>
                <select id="usage-allowance-period" onchange={on_period}>
                    <option value={MONTHLY} selected={is_monthly}>{"Monthly"}</option>
                    <option value="annual" selected={!is_monthly}>{"Annual"}</option>
                </select>
            </div>
            <div class="actions">
                <button class="primary">{"Keep allowance"}</button>
                <button type="button" onclick={on_close.reform(|_: MouseEvent| ())}>{"Cancel"}</button>
                if *is_own {
                    <button type="button" onclick={on_forget}>{"Forget allowance"}</button>
                }
            </div>
            <p class="quiet">{"Kept in this browser only."}</p>
        </form>
    }
}

const MONTHLY: &str = "monthly";

fn problem(id: &'static str, problem: Option<AllowanceProblem>) -> Html {
    match problem {
        Some(problem) => html! { <p {id} class="problem">{ problem.to_string() }</p> },
        None => Html::default(),
    }
}
