//! `config.json`: what a deployment says about itself. Fetched at start, not compiled in.

use std::time::Duration;

use serde_json::Value;

use crate::service::{BaseUrl, LoginUrl};
use metering_core::job::ACTIVE_JOBS;
use metering_core::request::{RangeLimit, Rules};
use metering_core::usage::message::Settings;

/// Where the service is and what the deployment is called. Every field may be absent.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub range_limit: RangeLimit,
    /// How many jobs a split export may have active at a time, other requests of this browser counted.
    pub max_active_jobs: usize,
    /// What the usage view is told.
    pub usage: Settings,
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
            range_limit: RangeLimit::Error,
            max_active_jobs: ACTIVE_JOBS,
            usage: Settings::default(),
        }
    }
}

impl Config {
    /// Reads `config.json`. Every field may be absent; unknown ones are an error, because they are misspelled ones.
    ///
    /// # Errors
    /// A sentence for the administrator of the host: what is wrong and where.
    pub fn read(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| {
            format!(
                "it is not JSON at line {}, column {}.",
                error.line(),
                error.column()
            )
        })?;
        let fields = value.as_object().ok_or("it is not an object.")?;
        let mut config = Self::default();
        for (name, value) in fields {
            let text = || {
                value
                    .as_str()
                    .map(str::to_owned)
                    .ok_or_else(|| format!("{name}: give a text."))
            };
            let flag = || {
                value
                    .as_bool()
                    .ok_or_else(|| format!("{name}: give true or false."))
            };
            match name.as_str() {
                "deployment" => config.deployment = text()?,
                "note" => config.note = text()?,
                "loginUrl" => config.login_url = text()?,
                "apiBaseUrl" => config.api_base_url = text()?,
                "useReturnedBaseUrl" => config.use_returned_base_url = flag()?,
                "keepExports" => config.usage.keep_exports = flag()?,
                "timeoutSeconds" => {
                    let seconds = value
                        .as_u64()
                        .and_then(|seconds| u16::try_from(seconds).ok());
                    config.timeout_seconds = seconds
                        .filter(|seconds| *seconds > 0)
                        .ok_or("timeoutSeconds: give a whole number from 1 to 65535.")?;
                }
                "rangeLimit" => {
                    config.range_limit = match value.as_str() {
                        Some("error") => RangeLimit::Error,
                        Some("warning") => RangeLimit::Warning,
                        _ => return Err("rangeLimit: give \"error\" or \"warning\".".into()),
                    };
                }
                "maxActiveJobs" => {
                    let jobs = value.as_u64().and_then(|jobs| usize::try_from(jobs).ok());
                    config.max_active_jobs = jobs
                        .filter(|jobs| (1..=100).contains(jobs))
                        .ok_or("maxActiveJobs: give a whole number from 1 to 100.")?;
                }
                "allowance" => {
                    let allowance = serde_json::from_value(value.clone());
                    config.usage.allowance = allowance.map_err(|error| {
                        let error = error.to_string();
                        format!("allowance: {}.", error.trim_end_matches('.'))
                    })?;
                }
                unknown => return Err(format!("{unknown}: there is no such field.")),
            }
        }
        LoginUrl::parse(&config.login_url).map_err(|problem| format!("loginUrl: {problem}"))?;
        BaseUrl::parse(&config.api_base_url).map_err(|problem| format!("apiBaseUrl: {problem}"))?;
        Ok(config)
    }

    /// The time limit of one call.
    pub fn time_limit(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds.into())
    }

    /// The validator's rules in this deployment.
    pub fn rules(&self) -> Rules {
        Rules {
            range_limit: self.range_limit,
            ..Rules::default()
        }
    }
}
