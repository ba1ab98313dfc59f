//! The region "Export request".

mod body;
mod choice;
mod dates;
mod presets;
mod state;
mod submit;
mod summary;

pub use presets::{Preset, bare};
pub use state::FormState;

use yew::prelude::*;

use super::field::TextField;
use super::state::Action;
use super::store::use_store;
use crate::request::{Checked, Field};
use body::RequestBody;
use choice::Choice;
use dates::Dates;
use submit::use_submit;
use summary::Summary;

/// The accessible name of a field's control.
pub(super) fn label(field: Field) -> &'static str {
    match field {
        Field::StartDate => "Start date",
        Field::EndDate => "End date",
        Field::JobType => "Job type",
        Field::CombinedMeterUsage => "Combined meter usage",
        Field::AllLinkedOrgs => "All linked orgs",
        Field::CallbackUrl => "Callback URL",
    }
}

/// The ID of a field's control.
pub(super) fn control_id(field: Field) -> AttrValue {
    AttrValue::from(format!("field-{}", field.name()))
}

/// The problems and warnings of a field as they are shown at it, if it is time to show them.
fn texts(form: &FormState, checked: &Checked, field: Field) -> (Option<AttrValue>, Option<AttrValue>) {
    let words = |problems| {
        let texts: Vec<_> = state::about(problems, field).map(ToString::to_string).collect();
        (!texts.is_empty()).then(|| AttrValue::from(texts.join(" ")))
    };
    let problems = checked.result.as_ref().err().map(Vec::as_slice).unwrap_or_default();
    let problem = if form.shows(field) { words(problems) } else { None };
    (problem, words(&checked.warnings))
}

/// The region "Export request": the form, and beside it the body that will be sent.
#[component(ExportForm)]
pub fn export_form() -> Html {
    let store = use_store();
    let submit = use_submit();
    let form = &store.form;
    let checked = form.check(&store.config.rules(), store.now);

    let typed = |field| {
        let store = store.clone();
        Callback::from(move |text| store.dispatch(Action::FormTyped(field, text)))
    };
    let left = |field| {
        let store = store.clone();
        Callback::from(move |()| store.dispatch(Action::Left(field)))
    };
    let choice = |field, hint: &'static str, options: &'static [(&'static str, &'static str)]| {
        let (problem, _) = texts(form, &checked, field);
        html! {
            <Choice id={control_id(field)} label={label(field)} value={form.text(field).to_owned()} {options}
                on_typed={typed(field)} {hint} {problem} mark={(field != Field::JobType).then_some("optional")} />
        }
    };
    let (callback_problem, callback_warning) = texts(form, &checked, Field::CallbackUrl);
    let onsubmit = {
        let submit = submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(false);
        })
    };
    let sending = store.is_sending();

    html! {
        <section class="region request" aria-labelledby="request-title">
            <h2 id="request-title" tabindex="-1">{"Export request"}</h2>
            <Summary checked={checked.clone()} />
            <div class="columns">
                <form {onsubmit} novalidate=true>
                    <Dates checked={checked.clone()} on_send_anyway={submit.reform(|()| true)} />
                    <div class="pair">
                        { choice(Field::JobType, "The data that is exported.", &[("PROJECT_FOLDER", "PROJECT_FOLDER")]) }
                        { choice(Field::AllLinkedOrgs, "TRUE: the parent organization and all linked ones.", FLAGS) }
                    </div>
                    <div class="pair">
                        { choice(Field::CombinedMeterUsage, "TRUE: all organizations in one CSV file.", FLAGS) }
                        <TextField id={control_id(Field::CallbackUrl)} label={label(Field::CallbackUrl)}
                            value={form.text(Field::CallbackUrl).to_owned()} on_typed={typed(Field::CallbackUrl)}
                            on_left={left(Field::CallbackUrl)} problem={callback_problem} warning={callback_warning}
                            inputmode="url" mark="optional" hint="A public URL to which the service posts the status." />
                    </div>
                    <div class="actions">
                        <button type="submit" class="primary" aria-disabled={sending.then_some("true")}>
                            {"Request export"}
                        </button>
                        if sending {
                            <span class="quiet">{"Waiting for the service…"}</span>
                        }
                    </div>
                    <div role="alert">
                        if let Some(refusal) = &store.refusal {
                            <p class="notice error-notice">{"Not requested. "}{ refusal }</p>
                        }
                    </div>
                </form>
                <RequestBody {checked} />
            </div>
        </section>
    }
}

/// The choices of a flag: left out, or one of the two strings that the service knows.
const FLAGS: &[(&str, &str)] = &[("", "Not sent (FALSE)"), ("TRUE", "TRUE"), ("FALSE", "FALSE")];
