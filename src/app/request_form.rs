//! The region "Export request".

mod body;
mod dates;
mod presets;
mod split;
mod state;
mod submit;
mod summary;

pub use presets::{Preset, bare};
pub use state::FormState;

use yew::prelude::*;

use super::Store;
use super::field::{Control, Field as View, PICK, goes_to_a_control, typed, unless_empty};
use super::state::Action;
use body::use_body;
use metering_core::request::{Checked, Field};
use submit::use_submit;
use summary::use_summary;

/// The accessible name of a field's control.
fn label(field: Field) -> &'static str {
    match field {
        Field::StartDate => "Start date",
        Field::EndDate => "End date",
        Field::JobType => "Job type",
        Field::CombinedMeterUsage => "Combined meter usage",
        Field::AllLinkedOrgs => "All linked orgs",
        Field::CallbackUrl => "Callback URL",
    }
}

/// The ID of a field's control: its name on the wire, which is unique on the page.
fn control_id(field: Field) -> &'static str {
    field.name()
}

/// The control of a field, with what is to be said about it now.
fn control(
    store: &Store,
    checked: &Checked,
    field: Field,
    control: Control,
    hint: AttrValue,
) -> Html {
    let form = &store.form;
    let words = |problems| {
        let texts: Vec<_> = state::about(problems, field)
            .map(ToString::to_string)
            .collect();
        (!texts.is_empty()).then(|| AttrValue::from(texts.join(" ")))
    };
    let problems = checked.result.as_ref().err().filter(|_| form.shows(field));
    let is_optional = !matches!(field, Field::StartDate | Field::EndDate | Field::JobType);
    View {
        id: control_id(field),
        label: label(field),
        mark: is_optional.then_some("optional"),
        value: unless_empty(form.text(field)),
        problem: problems.and_then(|problems| words(problems)),
        warning: words(&checked.warnings),
        hint: Some(hint),
        control,
    }
    .view()
}

/// The region "Export request": the form, and beside it the body that will be sent.
#[hook]
pub fn use_export_form(store: &Store) -> Html {
    let checked = store.form.check(&store.config.rules(), store.now);
    let submit = use_submit(store);
    let summary = use_summary(store, &checked);
    let body = use_body(store, &checked);

    let dispatch = store.dispatcher();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some((name, text)) = typed(&event)
            && let Some(field) = Field::from_name(name.strip_prefix(PICK).unwrap_or(&name))
        {
            dispatch.dispatch(Action::FormTyped(field, text));
        }
    });
    let dispatch = store.dispatcher();
    let onfocusout = Callback::from(move |event: FocusEvent| {
        // Problems that appear move what is below them. Where the pointer goes to a button, that would move it away from
        // under the pointer; and an empty field that is only passed by is not yet a mistake.
        if goes_to_a_control(&event)
            && let Some((name, text)) = typed(&event)
            && let Some(field) = Field::from_name(&name)
            && !text.is_empty()
        {
            dispatch.dispatch(Action::Left(field));
        }
    });
    let onsubmit = {
        let submit = submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(false);
        })
    };
    let field =
        |field, kind, hint: &'static str| control(store, &checked, field, kind, hint.into());
    let plan = store
        .form
        .split
        .then(|| store.form.windows(&store.config.rules()))
        .flatten();
    let name = plan.map_or_else(
        || "Request export".to_owned(),
        |windows| format!("Request {} exports", windows.len()),
    );
    let sending = store.is_sending();

    html! {
        <section class="region request" aria-labelledby="request-title">
            <h2 id="request-title" tabindex="-1">{"Export request"}</h2>
            { summary }
            <div class="columns">
                <form method="dialog" {oninput} {onfocusout} {onsubmit} novalidate=true>
                    { dates::view(store, &checked, &submit) }
                    <div class="pair">
                        { field(Field::JobType, JOB_TYPES, "The data that is exported.") }
                        { field(Field::CombinedMeterUsage, FLAGS, "TRUE: all organizations in one CSV file.") }
                    </div>
                    <div class="pair">
                        { field(Field::AllLinkedOrgs, FLAGS, "TRUE: the parent organization and all linked ones.") }
                        { field(Field::CallbackUrl, Control::Text, "A public URL to which the service posts the status.") }
                    </div>
                    <div class="actions">
                        <button type="submit" class="primary" aria-disabled={sending.then_some("true")}>
                            { name }
                        </button>
                        if sending {
                            <span class="quiet">{"Waiting for the service…"}</span>
                        }
                    </div>
                    <div role="alert">
                        if let Some(refusal) = &store.refusal {
                            <p class="notice error-notice">{ format!("Not requested. {refusal}") }</p>
                        }
                    </div>
                </form>
                { body }
            </div>
        </section>
    }
}

/// The only job type that is documented for project-level data.
const JOB_TYPES: Control = Control::Choice(&[("PROJECT_FOLDER", "PROJECT_FOLDER")]);

/// The choices of a flag: left out, or one of the two strings that the service knows.
const FLAGS: Control = Control::Choice(&[
    ("", "Not sent (FALSE)"),
    ("TRUE", "TRUE"),
    ("FALSE", "FALSE"),
]);
