//! What must stay in memory, and what the connect form makes of it.

use super::Typed;
use crate::app::config::Config;
use crate::service::{BaseUrl, CREDENTIAL_LIMIT, LoginUrl, Secret, Session};

/// Password and session ID as typed. In the form's own memory only, and gone with it: no `Debug`, no `Serialize`.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Secrets {
    pub(super) password: String,
    pub(super) session_id: String,
}

/// What follows from a correctly filled form.
pub(super) enum Submitted {
    /// Ask the service for a session; `base` as [`crate::service::sign_in`] takes it.
    SignIn {
        url: LoginUrl,
        base: Option<BaseUrl>,
    },
    /// The pasted session. Whether the service accepts it shows with the first call.
    Session(Session),
}

/// Checks the form; problems come with the ID of their control.
pub(super) fn submit(
    typed: &Typed,
    secrets: &Secrets,
    config: &Config,
) -> Result<Submitted, Vec<(&'static str, String)>> {
    let mut problems = Vec::new();
    if typed.pasting {
        let id = Secret::new(&secrets.session_id);
        if id.is_none() {
            problems.push(("session-id", "Enter the session ID.".to_owned()));
        }
        let base = BaseUrl::parse(typed.base_url.as_deref().unwrap_or(&config.api_base_url));
        if let Err(problem) = &base {
            problems.push(("base-url", problem.to_string()));
        }
        return match (id, base) {
            (Some(id), Ok(base)) => Ok(Submitted::Session(Session {
                id,
                base,
                logout_url: None,
                user_name: None,
                org_name: None,
            })),
            (None, _) | (_, Err(_)) => Err(problems),
        };
    }
    for (id, name, text) in [
        ("user-name", "user name", &typed.user_name),
        ("password", "password", &secrets.password),
    ] {
        if text.is_empty() {
            problems.push((id, format!("Enter the {name}.")));
        } else if text.chars().count() > CREDENTIAL_LIMIT {
            problems.push((
                id,
                format!("The service reads at most {CREDENTIAL_LIMIT} characters."),
            ));
        }
    }
    let url = LoginUrl::parse(typed.login_url.as_deref().unwrap_or(&config.login_url));
    if let Err(problem) = &url {
        problems.push(("login-url", problem.to_string()));
    }
    // Checked when `config.json` was read, and the default is one.
    let base = BaseUrl::parse(&config.api_base_url)
        .ok()
        .filter(|_| !config.use_returned_base_url);
    match url {
        Ok(url) if problems.is_empty() => Ok(Submitted::SignIn { url, base }),
        Ok(_) | Err(_) => Err(problems),
    }
}
