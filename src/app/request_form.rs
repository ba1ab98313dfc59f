//! The region "Export request": the form, and beside it the body that will be sent.

mod body;
mod dates;
mod plan;
mod presets;
mod repeated;
mod summary;

pub use presets::Preset;

use std::rc::Rc;

use chrono::{DateTime, Utc};
use yew::prelude::*;

use super::config::Config;
use super::field::{self, Control, PICK, goes_to_a_control, typed, unless_empty};
use super::state::form::{Evaluated, words};
use super::state::{Connection, FormAction, FormState, JobsAction, SessionState};
use super::{Dispatch, clock};
use crate::service::{self, BaseUrl};
use body::RequestBody;
use dates::Dates;
use metering_core::request::{Field, JobType};
use metering_core::usage::{Kind, Meter};
use repeated::{REPEATED, Repeated};
use summary::Summary;

#[derive(Properties, PartialEq)]
pub(super) struct RequestFormProps {
    pub(super) form: Rc<FormState>,
    pub(super) config: Rc<Config>,
    pub(super) session: Rc<SessionState>,
    /// The meters that are suggested.
    pub(super) meters: Rc<Vec<Meter>>,
    /// The page's clock.
    pub(super) now: Option<DateTime<Utc>>,
    /// Whether what was typed before is back.
    pub(super) ready: bool,
    /// Whether a request is on its way.
    pub(super) sending: bool,
    pub(super) dispatch: Dispatch,
}

/// The accessible name of a field's control.
fn label(field: Field) -> &'static str {
    match field {
        Field::StartDate => "Start date",
        Field::EndDate => "End date",
        Field::JobType => "Job type",
        Field::CombinedMeterUsage => "Combined meter usage",
        Field::AllLinkedOrgs => "All linked orgs",
        Field::MeterId => "Meter ID",
        Field::AllMeters => "All meters",
        Field::CallbackUrl => "Callback URL",
    }
}

/// The ID of a field's control: its name on the wire, which is unique on the page.
fn control_id(field: Field) -> &'static str {
    field.name()
}

/// What people call a type of data, here and where it is shown.
pub(super) const fn type_name(job_type: JobType) -> &'static str {
    Kind::of(job_type).title()
}

const JOB_TYPES: Control = Control::Choice(&[
    (
        JobType::ProjectFolder.name(),
        type_name(JobType::ProjectFolder),
    ),
    (JobType::Summary.name(), type_name(JobType::Summary)),
    (JobType::Asset.name(), type_name(JobType::Asset)),
    (JobType::JobLevel.name(), type_name(JobType::JobLevel)),
]);

/// What a type is for.
fn purpose(job_type: Option<JobType>) -> &'static str {
    match job_type {
        None => "The data that is exported.",
        Some(JobType::ProjectFolder) => {
            "What each project and folder consumed. Up to 30 days an export."
        }
        Some(JobType::Summary) => {
            "What each meter consumed: the figures that are billed. Up to 180 days an export."
        }
        Some(JobType::Asset) => {
            "What each asset consumed, such as a mapping. Up to 30 days an export."
        }
        Some(JobType::JobLevel) => {
            "Each run of a job, in the unit of its meter; for certain meters. Up to 180 days an export."
        }
    }
}

/// The control of an optional field, and its hint.
fn optional_control(field: Field, meters: &Rc<Vec<Meter>>) -> (Control, &'static str) {
    match field {
        Field::CombinedMeterUsage => (FLAGS, "TRUE: all organizations in one CSV file."),
        Field::AllLinkedOrgs => (FLAGS, "TRUE: the parent organization and all linked ones."),
        Field::MeterId => (Control::Meter(meters.clone()), "Only this meter."),
        Field::AllMeters => (FLAGS, "TRUE: all meters, without a meter ID."),
        Field::CallbackUrl => (
            Control::Text,
            "The service posts the job status to this public URL.",
        ),
        Field::StartDate | Field::EndDate | Field::JobType => (Control::Text, ""),
    }
}

/// The choices of a flag: left out, or one of the two strings that the service knows.
const FLAGS: Control = Control::Choice(&[
    ("", "Not sent (FALSE)"),
    ("TRUE", "TRUE"),
    ("FALSE", "FALSE"),
]);

/// The region "Export request".
#[component(RequestForm)]
pub(super) fn request_form(props: &RequestFormProps) -> Html {
    let RequestFormProps {
        form,
        config,
        session,
        meters,
        now,
        ready,
        sending,
        dispatch,
    } = props;
    let evaluated = Rc::new(form.evaluate(&config.rules(), *now));
    let is_connected = matches!(session.connection, Connection::Connected(_));

    let oninput = dispatch_with(dispatch, |event: InputEvent| {
        let (name, text) = typed(&event)?;
        let field = Field::from_name(name.strip_prefix(PICK).unwrap_or(&name))?;
        Some(FormAction::Typed { field, text })
    });
    let onfocusout = dispatch_with(dispatch, |event: FocusEvent| {
        // Problems that appear move what is below them. Where the pointer goes to a button, that would move it away from
        // under the pointer; and an empty field that is only passed by is not yet a mistake.
        let (name, text) = typed(&event).filter(|_| goes_to_a_control(&event))?;
        let field = Field::from_name(&name).filter(|_| !text.is_empty())?;
        Some(FormAction::Left { field })
    });
    let onsubmit = {
        let submit = submit(props);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        })
    };
    let job_type = JobType::from_name(form.text(Field::JobType));
    let optional = Field::ALL
        .into_iter()
        .filter(|field| !field.is_required() && job_type.unwrap_or_default().takes(*field));
    let windows = evaluated.windows.as_ref().filter(|_| evaluated.is_split);
    let name = windows.map_or_else(
        || "Request export".to_owned(),
        |windows| format!("Request {} exports", windows.len()),
    );

    html! {
        <section class="region request" aria-labelledby="request-title">
            <h2 id="request-title" tabindex="-1">{"Export request"}</h2>
            <Summary attempts={form.attempts} problems={evaluated.problems().to_vec()}
                sign_in={(!is_connected).then_some(if session.typed.pasting { "session-id" } else { "user-name" })} />
            <div class="columns">
                <form method="dialog" {oninput} {onfocusout} {onsubmit} novalidate=true>
                    <Dates form={form.clone()} evaluated={evaluated.clone()} {ready} max_active={config.max_active_jobs}
                        dispatch={dispatch.clone()} />
                    { field_view(form, &evaluated, Field::JobType, JOB_TYPES, purpose(job_type).into()) }
                    <div class="pair">
                        { for optional.map(|field| {
                            let (control, hint) = optional_control(field, meters);
                            field_view(form, &evaluated, field, control, hint.into())
                        }) }
                    </div>
                    <div class="actions">
                        <button type="submit" class="primary" aria-disabled={sending.then_some("true")} aria-describedby={REPEATED}>
                            { name }
                        </button>
                        if *sending {
                            <span class="quiet">{"Waiting for the service…"}</span>
                        }
                    </div>
                    <Repeated bodies={stored(&evaluated)} now={*now} />
                    <div role="alert">
                        if let Some(refusal) = &form.refusal {
                            <p class="notice error-notice">{ format!("Not requested. {refusal}") }</p>
                        }
                    </div>
                </form>
                { body(props, &evaluated) }
            </div>
        </section>
    }
}

/// The control of a field of the request, with what is to be said about it now.
fn field_view(
    form: &FormState,
    evaluated: &Evaluated,
    field: Field,
    control: Control,
    hint: AttrValue,
) -> Html {
    // Of these two one is needed.
    let is_either = matches!(field, Field::MeterId | Field::AllMeters)
        && form.text(Field::JobType) == JobType::JobLevel.name();
    let is_optional = !field.is_required() && !is_either;
    let problem = words(evaluated.problems(), field).filter(|_| form.shows(field));
    let warning = words(&evaluated.checked.warnings, field);
    html! {
        <field::Field key={field.name()} id={control_id(field)} label={label(field)}
            mark={is_optional.then_some("optional")} value={unless_empty(form.text(field))}
            problem={problem.map(AttrValue::from)} warning={warning.map(AttrValue::from)} {hint} {control} />
    }
}

/// A callback that dispatches what it makes of an event, if that is anything.
fn dispatch_with<E: 'static>(
    dispatch: &Dispatch,
    action: impl Fn(E) -> Option<FormAction> + 'static,
) -> Callback<E> {
    let dispatch = dispatch.clone();
    Callback::from(move |event| {
        if let Some(action) = action(event) {
            dispatch.dispatch(action.into());
        }
    })
}

/// The request body as it stands, and where it would be sent.
fn body(props: &RequestFormProps, evaluated: &Evaluated) -> Html {
    let requests = evaluated.requests();
    let bodies: Vec<String> = requests.iter().map(service::body).collect();
    let (mark, text) = match &bodies[..] {
        // Not sent like this; it shows what the problems are about.
        [] => (
            Some("not complete".to_owned()),
            service::body(&evaluated.sent),
        ),
        [body] => (None, body.clone()),
        [first, ..] => (Some(format!("1 of {}", bodies.len())), first.clone()),
    };
    let path = requests.first().map_or("", |request| request.path());
    let base = match &props.session.connection {
        Connection::Connected(session) => Some(session.base.clone()),
        // That of a session by default.
        Connection::SignedOut | Connection::Expired | Connection::Idle => {
            BaseUrl::parse(&props.config.api_base_url).ok()
        }
    };
    let is_complete = evaluated.checked.result.is_ok();
    html! {
        <RequestBody {mark} {text} {is_complete} {bodies} {base} {path} dispatch={props.dispatch.clone()} />
    }
}

/// The requests that the form stands for, as the jobs keep them: as drafts, which name the job type of each.
fn stored(evaluated: &Evaluated) -> Vec<String> {
    let requests = evaluated.requests().iter();
    requests
        .map(|request| service::body(&request.to_draft()))
        .collect()
}

/// The callback behind "Request export". Each click that finds a valid request asks for the export once.
fn submit(props: &RequestFormProps) -> Callback<()> {
    let (form, config, dispatch) = (
        props.form.clone(),
        props.config.clone(),
        props.dispatch.clone(),
    );
    let is_connected = matches!(props.session.connection, Connection::Connected(_));
    let sending = props.sending;
    Callback::from(move |()| {
        if sending {
            return;
        }
        let (now, random) = (clock::now(), clock::jitter());
        let evaluated = form.evaluate(&config.rules(), Some(now));
        let mut bodies = stored(&evaluated);
        let action = if bodies.is_empty() || !is_connected {
            FormAction::Attempted.into()
        } else if evaluated.plan.is_some() {
            JobsAction::Queued {
                bodies,
                now,
                random,
            }
            .into()
        } else {
            let body = bodies.remove(0);
            JobsAction::Requested { body, now, random }.into()
        };
        dispatch.dispatch(action);
    })
}
