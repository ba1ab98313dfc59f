//! The form that opens a session, with a password or with a session ID from elsewhere.

use std::rc::Rc;

use yew::prelude::*;

use super::typed::{Entry, Problem, Secrets, Submitted, Typed};
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
    // What the form itself remembers. It goes with the form, as soon as somebody is signed in.
    let password = use_state_eq(String::new);
    let session_id = use_state_eq(String::new);
    let problems = use_state_eq(Vec::<Problem>::new);
    // The service's refusal.
    let error = use_state_eq(|| None::<String>);
    let task = use_task();
    let asked = use_state_eq(|| false);

    let oninput = {
        let (password, session_id) = (password.setter(), session_id.setter());
        let (problems, error, dispatch) = (problems.setter(), error.setter(), dispatch.clone());
        Callback::from(move |event: InputEvent| {
            let Some((name, text)) = typed(&event) else {
                return;
            };
            let entry = match name.as_str() {
                "password" => return password.set(text),
                "session-id" => return session_id.set(text),
                "user-name" => Entry::UserName(text),
                "login-url" => Entry::LoginUrl(text),
                "base-url" => Entry::BaseUrl(text),
                "connect-with" => {
                    // What went wrong was about the other way.
                    problems.set(Vec::new());
                    error.set(None);
                    Entry::Pasting(text == "session")
                }
                _ => return,
            };
            dispatch.dispatch(SessionAction::Typed { entry }.into());
        })
    };
    let busy = task.is_busy() || *asked;
    let secrets = Secrets {
        password: (*password).clone(),
        session_id: (*session_id).clone(),
    };
    let submit = {
        let (problems, error) = (problems.setter(), error.setter());
        let (config, typed, dispatch) = (config.clone(), connect.clone(), dispatch.clone());
        let (password, secrets) = (password.setter(), secrets.clone());
        Callback::from(move |()| {
            let (mut connect, mut secrets) = (typed.clone(), secrets.clone());
            // A browser can fill in these two before the page listens.
            if connect.user_name.is_empty() {
                connect.user_name = dom::value("user-name").unwrap_or_default();
                let entry = Entry::UserName(connect.user_name.clone());
                dispatch.dispatch(SessionAction::Typed { entry }.into());
            }
            if secrets.password.is_empty() {
                secrets.password = dom::value("password").unwrap_or_default();
                password.set(secrets.password.clone());
            }
            let mut found = Vec::new();
            match connect.submit(&secrets, &config) {
                Ok(Submitted::Session(session)) => {
                    dispatch.dispatch(SessionAction::Connected { session }.into());
                }
                Ok(Submitted::SignIn { url, base }) => {
                    let (error, dispatch) = (error.clone(), dispatch.clone());
                    let (user_name, password) = (connect.user_name, secrets.password);
                    let time_limit = config.time_limit();
                    task.run(async move {
                        match service::sign_in(&url, &user_name, &password, base, time_limit).await
                        {
                            Ok(session) => {
                                dispatch.dispatch(SessionAction::Connected { session }.into());
                            }
                            Err(refusal) => error.set(Some(refusal.to_string())),
                        }
                    });
                }
                Err(problems) => found = problems,
            }
            if let Some((id, _)) = found.first() {
                dom::focus(id);
            }
            problems.set(found);
            error.set(None);
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
            { fields(connect, config, &secrets, &problems) }
            <div role="alert">
                if let Some(error) = &*error {
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

fn fields(connect: &Typed, config: &Config, secrets: &Secrets, problems: &[Problem]) -> Html {
    let field = |id: &'static str, label, value: &str, control, hint: Option<&'static str>| {
        let problem = problems.iter().find(|(field, _)| *field == id);
        let problem = problem.map(|(_, text)| AttrValue::from(text.clone()));
        let hint = hint.map(AttrValue::from);
        html! { <Field {id} {label} value={unless_empty(value)} {problem} {hint} {control} /> }
    };
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
