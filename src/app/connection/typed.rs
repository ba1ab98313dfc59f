//! What was typed to connect: the part that may be kept, and the part that must not.

use serde::{Deserialize, Serialize};

use crate::app::config::Config;
use crate::service::{BaseUrl, CREDENTIAL_LIMIT, LoginUrl, Secret, Session};

/// What was typed to connect, without the password and the session ID: those never leave the form's own memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Typed {
    /// Whether a session ID is pasted instead of signing in.
    pub pasting: bool,
    /// User name.
    pub user_name: String,
    /// Login URL, if it is not that of `config.json`.
    pub login_url: Option<String>,
    /// API base URL, if it is not that of `config.json`.
    pub base_url: Option<String>,
}

/// One of them as it is now.
#[derive(Debug)]
pub enum Entry {
    /// Whether a session ID is pasted.
    Pasting(bool),
    /// User name.
    UserName(String),
    /// Login URL.
    LoginUrl(String),
    /// API base URL.
    BaseUrl(String),
}

/// Password and session ID as typed. In the form's own memory only, and gone with the session: no `Debug`, no `Serialize`.
#[derive(Clone)]
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

/// A problem and the ID of the control that it is about.
pub(super) type Problem = (&'static str, String);

impl Typed {
    pub(in crate::app) fn set(&mut self, entry: Entry) {
        match entry {
            Entry::Pasting(pasting) => self.pasting = pasting,
            Entry::UserName(name) => self.user_name = name,
            Entry::LoginUrl(url) => self.login_url = Some(url),
            Entry::BaseUrl(url) => self.base_url = Some(url),
        }
    }

    /// The login URL as typed, or that of `config.json`.
    pub(super) fn login_url<'a>(&'a self, config: &'a Config) -> &'a str {
        self.login_url.as_deref().unwrap_or(&config.login_url)
    }

    /// The API base URL as typed, or that of `config.json`.
    pub(super) fn base_url<'a>(&'a self, config: &'a Config) -> &'a str {
        self.base_url.as_deref().unwrap_or(&config.api_base_url)
    }

    /// Checks the form.
    pub(super) fn submit(
        &self,
        secrets: &Secrets,
        config: &Config,
    ) -> Result<Submitted, Vec<Problem>> {
        if self.pasting {
            self.paste(secrets, config)
        } else {
            self.sign_in(secrets, config)
        }
    }

    fn paste(&self, secrets: &Secrets, config: &Config) -> Result<Submitted, Vec<Problem>> {
        let id = Secret::new(&secrets.session_id)
            .ok_or(("session-id", "Enter the session ID.".to_owned()));
        let base = BaseUrl::parse(self.base_url(config))
            .map_err(|problem| ("base-url", problem.to_string()));
        match (id, base) {
            (Ok(id), Ok(base)) => Ok(Submitted::Session(Session {
                id,
                base,
                logout_url: None,
                user_name: None,
                org_name: None,
            })),
            (id, base) => Err(id.err().into_iter().chain(base.err()).collect()),
        }
    }

    fn sign_in(&self, secrets: &Secrets, config: &Config) -> Result<Submitted, Vec<Problem>> {
        let mut problems = Vec::new();
        for (id, name, text) in [
            ("user-name", "user name", &self.user_name),
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
        // Checked when `config.json` was read, and the default is one.
        let base = BaseUrl::parse(&config.api_base_url)
            .ok()
            .filter(|_| !config.use_returned_base_url);
        match LoginUrl::parse(self.login_url(config)) {
            Ok(url) if problems.is_empty() => Ok(Submitted::SignIn { url, base }),
            Ok(_) => Err(problems),
            Err(problem) => {
                problems.push(("login-url", problem.to_string()));
                Err(problems)
            }
        }
    }
}
