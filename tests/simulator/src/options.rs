//! What a simulator is started with.

use std::path::PathBuf;
use std::time::Duration;

use crate::dataset::Dataset;
use crate::sub_path::SubPath;

/// User name that the simulator accepts; it is good for nothing else.
pub const DEMO_USERNAME: &str = "admin@example.com";

/// Password of [`DEMO_USERNAME`]; it is good for nothing else.
pub const DEMO_PASSWORD: &str = "metering-demo";

/// Everything about a simulator that can be chosen; the default is a fast service on a free port, without a page.
#[derive(Clone, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent switches, set by name"
)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Directory with the built page, served from the same origin.
    pub dist: Option<PathBuf>,
    /// Path under which the page is served; the service stays at `/saas/`.
    pub sub_path: SubPath,
    /// Whether pages of other origins may call. The real service allows none; browser unit tests need it.
    pub allow_origin: bool,
    /// Whether a connection serves more than one request. Browsers repeat a request by themselves, POST included, if a
    /// connection that was used before breaks without an answer; so tests that cut connections say which they want.
    pub keep_alive: bool,
    /// How long a job is `CREATED`, and then `PROCESSING`.
    pub pace: Duration,
    /// Whether session identifiers have the form of a JWT, as organizations can choose since November 2025.
    pub jwt_sessions: bool,
    /// How a job beyond the limit of active ones is refused.
    pub busy_answer: BusyAnswer,
    /// How long a range may be.
    pub range_rule: RangeRule,
    /// How a wrong user name or password is answered.
    pub wrong_password: WrongPassword,
    /// What sign-in gives as the name of the user; the name that one signs in with is [`DEMO_USERNAME`] all the same.
    pub user_name: String,
    /// What sign-in gives as the name of the organization.
    pub org_name: String,
    /// What sign-in gives as `baseApiUrl`; its own origin followed by `/saas` if none.
    pub base_api_url: Option<String>,
    /// What the downloads hold.
    pub dataset: Dataset,
    /// Whether each request is written to standard error.
    pub verbose: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            dist: None,
            sub_path: SubPath::default(),
            allow_origin: false,
            keep_alive: false,
            pace: Duration::from_secs(1),
            jwt_sessions: false,
            busy_answer: BusyAnswer::default(),
            range_rule: RangeRule::default(),
            wrong_password: WrongPassword::default(),
            user_name: DEMO_USERNAME.to_owned(),
            org_name: "Simulated Organization".to_owned(),
            base_api_url: None,
            dataset: Dataset::default(),
            verbose: false,
        }
    }
}

/// How long a range may be: for project level the documentation says 30 days, and its own example asks for 31.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RangeRule {
    /// At most the documented number of days, to the second.
    #[default]
    Strict,
    /// A day more, so that the documented example is accepted.
    Lenient31,
}

/// How a job beyond the limit of active ones is refused; the documentation does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BusyAnswer {
    /// 400 with an error in the v3 shape.
    #[default]
    BadRequest,
    /// 429 with an error in the v3 shape and, if given, `Retry-After` in seconds.
    TooManyRequests {
        /// Seconds after which to try again.
        retry_after: Option<u64>,
    },
}

/// How a wrong user name or password is answered: 401 is documented, 400 has been reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WrongPassword {
    /// 401, as documented.
    #[default]
    Unauthorized,
    /// 400, as reported.
    BadRequest,
}
