//! The form that opens a session, with a password or with a session ID from elsewhere.

use std::rc::Rc;

use yew::prelude::*;

use super::typed::{Problem, Secrets, Submitted, Typed};
use crate::app::config::Config;
use crate::app::field::{Control, Field, typed, unless_empty};
use crate::app::state::{Connection, SessionAction, SessionState};
use crate::app::task::use_task;
use crate::app::{Dispatch, dom};
use crate::service;

#[derive(Properties, PartialEq)]
pub(super) struct SignInProps {
    pub(super) session: Rc<SessionState>,
    pub(super) config: Rc<Config>,
    /// Whether `config.json` was read, or could not be.
    pub(super) configured: bool,
    pub(super) dispatch: Dispatch,
}

/// What the form itself remembers. It goes with the form, as soon as somebody is signed in.
#[derive(Clone, Default, PartialEq)]
struct Memory {
    secrets: Secrets,
    problems: Vec<Problem>,
    /// The service's refusal.
    error: Option<String>,
}

/// The form that opens a session.
#[component(SignIn)]
pub(super) fn sign_in(props: &SignInProps) -> Html {
    let SignInProps {
        session,
        config,
        configured,
        dispatch,
    } = props;
    let (configured, connect) = (*configured, &session.typed);
    let memory = use_state_eq(Memory::default);
    let task = use_task();
    let asked = use_state_eq(|| false);

    let oninput = {
        let (memory, dispatch, before) = (memory.clone(), dispatch.clone(), connect.clone());
        Callback::from(move |event: InputEvent| {
            let Some((name, text)) = typed(&event) else {
                return;
            };
            let (mut connect, mut memory_now) = (before.clone(), (*memory).clone());
            match name.as_str() {
                "user-name" => connect.user_name = text,
                "login-url" => connect.login_url = Some(text),
                "base-url" => connect.base_url = Some(text),
                "password" => memory_now.secrets.password = text,
                "session-id" => memory_now.secrets.session_id = text,
                "connect-with" => {
                    connect.pasting = text == "session";
                    // What went wrong was about the other way.
                    memory_now.problems.clear();
                    memory_now.error = None;
                }
                _ => return,
            }
            memory.set(memory_now);
            dispatch.dispatch(SessionAction::Typed { typed: connect }.into());
        })
    };
    let busy = task.is_busy() || *asked;
    let submit = {
        let (memory, dispatch) = (memory.clone(), dispatch.clone());
        let (config, typed) = (config.clone(), connect.clone());
        Callback::from(move |()| {
            let (mut connect, mut secrets) = (typed.clone(), memory.secrets.clone());
            // A browser can fill in these two before the page listens.
            for (name, text) in [
                ("user-name", &mut connect.user_name),
                ("password", &mut secrets.password),
            ] {
                if text.is_empty() {
                    *text = dom::value(name).unwrap_or_default();
                }
            }
            let mut problems = Vec::new();
            match connect.submit(&secrets, &config) {
                Ok(Submitted::Session(session)) => {
                    dispatch.dispatch(SessionAction::Connected { session }.into());
                }
                Ok(Submitted::SignIn { url, base }) => {
                    let (memory, dispatch) = (memory.clone(), dispatch.clone());
                    let (user_name, secrets) = (connect.user_name.clone(), secrets.clone());
                    let time_limit = config.time_limit();
                    task.run(async move {
                        let outcome =
                            service::sign_in(&url, &user_name, &secrets.password, base, time_limit);
                        match outcome.await {
                            Ok(session) => {
                                dispatch.dispatch(SessionAction::Connected { session }.into());
                            }
                            Err(error) => memory.set(Memory {
                                secrets,
                                problems: Vec::new(),
                                error: Some(error.to_string()),
                            }),
                        }
                    });
                }
                Err(found) => problems = found,
            }
            if let Some((id, _)) = problems.first() {
                dom::focus(id);
            }
            if connect != typed {
                dispatch.dispatch(SessionAction::Typed { typed: connect }.into());
            }
            memory.set(Memory {
                secrets,
                problems,
                error: None,
            });
        })
    };
    let onsubmit = {
        let (submit, asked) = (submit.clone(), asked.clone());
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
    use_effect_with(*asked && configured, move |now| {
        if *now {
            asked.set(false);
            submit.emit(());
        }
    });

    html! {
        <form class="connect" method="dialog" {oninput} {onsubmit} novalidate=true aria-busy={busy.then_some("true")}>
            if !dom::is_secure() {
                <p class="notice warning-notice">
                    {"This page is not encrypted (http): others on the network can read a password or a session ID that you enter. Open it with https."}
                </p>
            }
            if session.connection == Connection::Expired {
                <p class="notice warning-notice">
                    {"The session has expired. Sign in again: what you typed and your jobs are still here."}
                </p>
            }
            if session.connection == Connection::Idle {
                <p class="notice warning-notice">
                    {"You were signed out after 30 minutes of inactivity. Sign in again: what you typed and your jobs are still here."}
                </p>
            }
            if !config.note.is_empty() {
                <p class="note">{ config.note.clone() }</p>
            }
            { ways(connect.pasting) }
            { fields(connect, config, &memory) }
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

fn fields(connect: &Typed, config: &Config, memory: &Memory) -> Html {
    let field = |id: &'static str, label, value: &str, control, hint: Option<&'static str>| {
        let problem = memory.problems.iter().find(|(field, _)| *field == id);
        let problem = problem.map(|(_, text)| AttrValue::from(text.clone()));
        let hint = hint.map(AttrValue::from);
        html! { <Field {id} {label} value={unless_empty(value)} {problem} {hint} {control} /> }
    };
    let secrets = &memory.secrets;
    if connect.pasting {
        let hint = Some("For people who use single sign-on. Kept in memory only.");
        return html! {
            <div key="session" class="row">
                { field("session-id", "Session ID", &secrets.session_id, Control::Secret("off"), hint) }
                { field("base-url", "API base URL", connect.base_url(config), Control::Text, None) }
                <button type="submit" class="primary">{"Connect"}</button>
            </div>
        };
    }
    html! {
        <div key="password" class="row three">
            { field("user-name", "User name", &connect.user_name, Control::UserName, None) }
            { field("password", "Password", &secrets.password, Control::Secret("current-password"), None) }
            { field("login-url", "Login URL", connect.login_url(config), Control::Text, None) }
            <button type="submit" class="primary">{"Sign in"}</button>
        </div>
    }
}
