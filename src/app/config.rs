//! `config.json`: what a deployment says about itself. Fetched at start, not compiled in.

use std::time::Duration;

use serde::Deserialize;

use crate::request::{RangeLimit, Rules};
use crate::service::{BaseUrl, LoginUrl};

/// Where the service is and what the deployment is called. Every field may be absent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Config {
    /// Name of the deployment, shown in the page's head.
    pub deployment: String,
    /// A line about the deployment, shown above the sign-in, for example whom to ask for access.
    pub note: String,
    /// Address of the login call: a path of the page's own host, or an https URL.
    pub login_url: String,
    /// Base URL of the API: a path of the page's own host, or an https URL.
    pub api_base_url: String,
    /// Whether the base URL that login returns is used instead of `apiBaseUrl`.
    pub use_returned_base_url: bool,
    /// Longest time for one call, in seconds.
    pub timeout_seconds: u16,
    /// Whether a range of more than 30 days is an error here, or a warning and left to the service.
    pub range_limit: Limit,
}

/// [`RangeLimit`] as `config.json` spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Limit {
    /// `"error"`
    Error,
    /// `"warning"`
    Warning,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            deployment: String::new(),
            note: String::new(),
            login_url: LoginUrl::EXAMPLE.to_owned(),
            api_base_url: BaseUrl::EXAMPLE.to_owned(),
            use_returned_base_url: false,
            timeout_seconds: 60,
            range_limit: Limit::Error,
        }
    }
}

impl Config {
    /// Reads `config.json`.
    ///
    /// # Errors
    /// A sentence for the administrator of the host: what is wrong and where.
    pub fn read(text: &str) -> Result<Self, String> {
        let config: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        LoginUrl::parse(&config.login_url).map_err(|problem| format!("loginUrl: {problem}"))?;
        BaseUrl::parse(&config.api_base_url).map_err(|problem| format!("apiBaseUrl: {problem}"))?;
        if config.timeout_seconds == 0 {
            return Err("timeoutSeconds: give at least 1.".into());
        }
        Ok(config)
    }

    /// The time limit of one call.
    pub fn time_limit(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds.into())
    }

    /// The validator's rules in this deployment.
    pub fn rules(&self) -> Rules {
        let range_limit = match self.range_limit {
            Limit::Error => RangeLimit::Error,
            Limit::Warning => RangeLimit::Warning,
        };
        Rules { range_limit, ..Rules::default() }
    }
}
