//! Signing in with a password, or with a session ID from elsewhere.

use yew::prelude::*;

use super::Typed;
use super::secrets::{Secrets, Submitted, submit};
use crate::app::dom;
use crate::app::field::TextField;
use crate::app::state::Action;
use crate::app::store::use_store;
use crate::app::task::use_task;
use crate::service;

/// Properties of [`ConnectForm`].
#[derive(Properties, PartialEq)]
pub struct ConnectFormProps {
    /// Whether a session was open until the service said that it has expired.
    pub expired: bool,
}

/// The form that opens a session.
#[component(ConnectForm)]
pub fn connect_form(props: &ConnectFormProps) -> Html {
    let store = use_store();
    let secrets = use_state(Secrets::default);
    let problems = use_state(Vec::<(&'static str, String)>::new);
    let error = use_state(|| None::<String>);
    let running = use_task();

    let typed = &store.connect;
    let login_url = typed.login_url.clone().unwrap_or_else(|| store.config.login_url.clone());
    let base_url = typed.base_url.clone().unwrap_or_else(|| store.config.api_base_url.clone());

    let change = |change: fn(&mut Typed, String)| {
        let store = store.clone();
        Callback::from(move |text| {
            let mut typed = store.connect.clone();
            change(&mut typed, text);
            store.dispatch(Action::ConnectTyped(typed));
        })
    };
    let keep = |change: fn(&mut Secrets, String)| {
        let secrets = secrets.clone();
        Callback::from(move |text| {
            let mut changed = (*secrets).clone();
            change(&mut changed, text);
            secrets.set(changed);
        })
    };
    let paste = |pasting: bool| {
        let (store, problems) = (store.clone(), problems.clone());
        Callback::from(move |_: Event| {
            problems.set(Vec::new());
            store.dispatch(Action::ConnectTyped(Typed { pasting, ..store.connect.clone() }));
        })
    };
    let onsubmit = {
        let (store, secrets, problems, error, running) =
            (store.clone(), secrets.clone(), problems.clone(), error.clone(), running.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if running.is_busy() {
                return;
            }
            error.set(None);
            problems.set(Vec::new());
            match submit(&store.connect, &secrets, &store.config) {
                Ok(Submitted::Session(session)) => store.dispatch(Action::Connected(session)),
                Ok(Submitted::SignIn { url, base }) => {
                    let (store, secrets, error) = (store.clone(), secrets.clone(), error.clone());
                    let user_name = store.connect.user_name.clone();
                    let limit = store.config.time_limit();
                    running.run(async move {
                        match service::sign_in(&url, &user_name, &secrets.password, base, limit).await {
                            Ok(session) => store.dispatch(Action::Connected(session)),
                            Err(failure) => error.set(Some(failure.to_string())),
                        }
                    });
                }
                Err(found) => {
                    if let Some((id, _)) = found.first() {
                        dom::focus(id);
                    }
                    problems.set(found);
                }
            }
        })
    };
    let problem = |id: &str| {
        problems.iter().find(|(field, _)| *field == id).map(|(_, text)| AttrValue::from(text.clone()))
    };
    let busy = running.is_busy();

    html! {
        <form class="connect" {onsubmit} novalidate=true aria-busy={busy.then_some("true")}>
            if props.expired {
                <p class="notice warning-notice" role="status">
                    {"The session has expired. Sign in again: everything typed and every job is still here."}
                </p>
            }
            if !store.config.note.is_empty() {
                <p class="note">{ &store.config.note }</p>
            }
            <fieldset class="segments">
                <legend class="visually-hidden">{"Connect with"}</legend>
                <label>
                    <input type="radio" name="connect-with" checked={!typed.pasting} onchange={paste(false)} />
                    <span>{"User name"}<span class="visually-hidden">{" and password"}</span></span>
                </label>
                <label>
                    <input type="radio" name="connect-with" checked={typed.pasting} onchange={paste(true)} />
                    <span>{"Single sign-on"}<span class="visually-hidden">{" session"}</span></span>
                </label>
            </fieldset>
            if typed.pasting {
                <div class="row">
                    <TextField id="session-id" label="Session ID" secret=true value={secrets.session_id.clone()}
                        on_typed={keep(|secrets, text| secrets.session_id = text)} problem={problem("session-id")}
                        hint="For people who use single sign-on. Kept in memory only." />
                    <TextField id="base-url" label="API base URL" value={base_url} inputmode="url"
                        on_typed={change(|typed, text| typed.base_url = Some(text))} problem={problem("base-url")}
                        hint="This host's proxy, or https://<pod>/saas" />
                    <button type="submit" class="primary">{"Connect"}</button>
                </div>
            } else {
                <div class="row three">
                    <TextField id="user-name" label="User name" value={typed.user_name.clone()} autocomplete="username"
                        on_typed={change(|typed, text| typed.user_name = text)} problem={problem("user-name")} />
                    <TextField id="password" label="Password" secret=true value={secrets.password.clone()}
                        autocomplete="current-password" on_typed={keep(|secrets, text| secrets.password = text)}
                        problem={problem("password")} />
                    <TextField id="login-url" label="Login URL" value={login_url} inputmode="url"
                        on_typed={change(|typed, text| typed.login_url = Some(text))} problem={problem("login-url")} />
                    <button type="submit" class="primary" aria-disabled={busy.then_some("true")}>{"Sign in"}</button>
                </div>
            }
            <div role="alert">
                if let Some(error) = &*error {
                    <p class="notice error-notice">{ error }</p>
                }
            </div>
        </form>
    }
}
