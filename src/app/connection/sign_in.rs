//! The form that opens a session, with a password or with a session ID from elsewhere.

use yew::prelude::*;

use super::TITLE;
use super::typed::{Problem, Secrets, Submitted, Typed};
use crate::app::field::{Control, Field, typed, unless_empty};
use crate::app::state::{Action, Connection};
use crate::app::task::use_task;
use crate::app::{Store, dom};
use crate::service;

/// What the form itself remembers.
#[derive(Clone, Default, PartialEq)]
struct Memory {
    secrets: Secrets,
    problems: Vec<Problem>,
    /// The service's refusal.
    error: Option<String>,
}

/// The form that opens a session.
#[hook]
pub(super) fn use_sign_in(store: &Store) -> Html {
    let memory = use_state_eq(|| Memory {
        secrets: Secrets::early(),
        ..Memory::default()
    });
    let task = use_task();
    let asked = use_state_eq(|| false);

    // The secrets have done their work, and the form that had the focus is gone.
    use_effect_with(matches!(store.connection, Connection::Connected(_)), {
        let memory = memory.clone();
        move |connected| {
            if *connected {
                memory.set(Memory::default());
                dom::focus(TITLE);
            }
        }
    });

    let oninput = {
        let (store, memory) = (store.clone(), memory.clone());
        Callback::from(move |event: InputEvent| {
            let Some((name, text)) = typed(&event) else {
                return;
            };
            let mut connect = store.connect.clone();
            let mut secrets = memory.secrets.clone();
            match name.as_str() {
                "user-name" => connect.user_name = text,
                "login-url" => connect.login_url = Some(text),
                "base-url" => connect.base_url = Some(text),
                "password" => secrets.password = text,
                "session-id" => secrets.session_id = text,
                "connect-with" => connect.pasting = text == "session",
                _ => return,
            }
            memory.set(Memory {
                secrets,
                ..(*memory).clone()
            });
            store.dispatch(Action::ConnectTyped(connect));
        })
    };
    let busy = task.is_busy() || *asked;
    let submit = {
        let (store, memory) = (store.clone(), memory.clone());
        Callback::from(move |()| {
            let Memory { secrets, .. } = (*memory).clone();
            let mut problems = Vec::new();
            match store.connect.submit(&secrets, &store.config) {
                Ok(Submitted::Session(session)) => store.dispatch(Action::Connected(session)),
                Ok(Submitted::SignIn { url, base }) => {
                    let (store, memory) = (store.clone(), memory.clone());
                    let Secrets { password, .. } = secrets.clone();
                    task.run(async move {
                        let user_name = &store.connect.user_name;
                        match service::sign_in(
                            &url,
                            user_name,
                            &password,
                            base,
                            store.config.time_limit(),
                        )
                        .await
                        {
                            Ok(session) => store.dispatch(Action::Connected(session)),
                            Err(error) => memory.set(Memory {
                                error: Some(error.to_string()),
                                ..(*memory).clone()
                            }),
                        }
                    });
                }
                Err(found) => problems = found,
            }
            if let Some((id, _)) = problems.first() {
                dom::focus(id);
            }
            memory.set(Memory {
                secrets,
                problems,
                error: None,
            });
        })
    };
    let onsubmit = {
        let (submit, asked, configured) = (submit.clone(), asked.clone(), store.configured);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if busy {
                return;
            }
            if configured {
                submit.emit(());
            } else {
                // Where to sign in is not known yet: whoever is quick would send the password elsewhere.
                asked.set(true);
            }
        })
    };
    use_effect_with(*asked && store.configured, move |now| {
        if *now {
            asked.set(false);
            submit.emit(());
        }
    });

    html! {
        <form class="connect" method="dialog" {oninput} {onsubmit} novalidate=true aria-busy={busy.then_some("true")}>
            if store.connection == Connection::Expired {
                <p class="notice warning-notice">
                    {"The session has expired. Sign in again: everything typed and every job is still here."}
                </p>
            }
            if store.connection == Connection::Idle {
                <p class="notice warning-notice">
                    {"Signed out, because nobody has used this page for 30 minutes. Sign in again: everything typed and every job is still here."}
                </p>
            }
            if !store.config.note.is_empty() {
                <p class="note">{ store.config.note.clone() }</p>
            }
            { ways(store.connect.pasting) }
            { fields(store, &memory) }
            <div role="alert">
                if let Some(error) = &memory.error {
                    <p class="notice error-notice">{ error.clone() }</p>
                }
            </div>
        </form>
    }
}

/// The two ways to connect.
fn ways(pasting: bool) -> Html {
    let way = |value: &'static str, text: &'static str, checked: bool| {
        html! {
            <label><input type="radio" name="connect-with" {value} {checked} /><span>{ text }</span></label>
        }
    };
    html! {
        <fieldset class="segments">
            <legend class="visually-hidden">{"Connect with"}</legend>
            { way("password", "User name and password", !pasting) }
            { way("session", "Session ID", pasting) }
        </fieldset>
    }
}

fn fields(store: &Store, memory: &Memory) -> Html {
    let connect: &Typed = &store.connect;
    let field = |id: &'static str, label, value: &str, control, hint: Option<&'static str>| {
        let problem = memory.problems.iter().find(|(field, _)| *field == id);
        let problem = problem.map(|(_, text)| AttrValue::from(text.clone()));
        Field {
            id,
            label,
            value: unless_empty(value),
            problem,
            hint: hint.map(Into::into),
            control,
            ..Field::default()
        }
        .view()
    };
    let secrets = &memory.secrets;
    if connect.pasting {
        let hint = Some("For people who use single sign-on. Kept in memory only.");
        return html! {
            <div key="session" class="row">
                { field("session-id", "Session ID", &secrets.session_id, Control::Secret("off"), hint) }
                { field("base-url", "API base URL", connect.base_url(&store.config), Control::Text, None) }
                <button type="submit" class="primary">{"Connect"}</button>
            </div>
        };
    }
    html! {
        <div key="password" class="row three">
            { field("user-name", "User name", &connect.user_name, Control::UserName, None) }
            { field("password", "Password", &secrets.password, Control::Secret("current-password"), None) }
            { field("login-url", "Login URL", connect.login_url(&store.config), Control::Text, None) }
            <button type="submit" class="primary">{"Sign in"}</button>
        </div>
    }
}
