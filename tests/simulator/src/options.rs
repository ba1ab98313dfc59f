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
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Directory with the built page, served from the same origin.
    pub dist: Option<PathBuf>,
    /// Path under which the page is served; the service stays at `/saas/`.
    pub sub_path: SubPath,
    /// Whether pages of other origins may call. The real service allows none; browser unit tests need it.
    pub allow_origin: bool,
    /// How long a job stays in each status.
    pub pace: Pace,
    /// How long a session lives without being used; 30 minutes at the real service.
    pub session_life: Duration,
    /// Whether session identifiers have the form of a JWT, as organizations can choose since November 2025.
    pub jwt_sessions: bool,
    /// How many jobs may be `CREATED` or `PROCESSING` at a time; 5 at the real service.
    pub max_active_jobs: usize,
    /// How a job beyond that limit is refused.
    pub busy_answer: BusyAnswer,
    /// How long a finished job's data can be downloaded; 3 days at the real service.
    pub retention: Duration,
    /// How long a range may be.
    pub range_rule: RangeRule,
    /// How a wrong user name or password is answered.
    pub wrong_password: WrongPassword,
    /// What sign-in gives as the name of the user; the name that one signs in with is [`DEMO_USERNAME`] all the same.
    pub user_name: String,
    /// What sign-in gives as the name of the organization.
    pub org_name: String,
    /// What sign-in gives as `baseApiUrl`; its own origin followed by `/saas` if none. A test behind a proxy sets it.
    pub base_api_url: Option<String>,
    /// What the downloads hold.
    pub dataset: Dataset,
    /// What is written to standard error.
    pub log: Log,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            dist: None,
            sub_path: SubPath::default(),
            allow_origin: false,
            pace: Pace::default(),
            session_life: Duration::from_mins(30),
            jwt_sessions: false,
            max_active_jobs: 5,
            busy_answer: BusyAnswer::default(),
            retention: Duration::from_hours(72),
            range_rule: RangeRule::default(),
            wrong_password: WrongPassword::default(),
            user_name: DEMO_USERNAME.to_owned(),
            org_name: "Simulated Organization".to_owned(),
            base_api_url: None,
            dataset: Dataset::default(),
            log: Log::default(),
        }
    }
}

/// What a simulator writes to standard error, a line each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Log {
    /// Nothing.
    #[default]
    Silent,
    /// Callbacks, those not posted too.
    Callbacks,
    /// Callbacks and requests.
    Requests,
}

/// How long a job stays in the statuses before its last.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Time in `CREATED`.
    pub created: Duration,
    /// Time in `PROCESSING`.
    pub processing: Duration,
}

impl Pace {
    /// The same time in `CREATED` and in `PROCESSING`.
    pub const fn each(time: Duration) -> Self {
        Self {
            created: time,
            processing: time,
        }
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self::each(Duration::from_secs(1))
    }
}

/// How long a range may be: the documentation says 30 days, its own example asks for 31.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RangeRule {
    /// At most 30 days, to the second.
    #[default]
    Strict,
    /// At most 31 days, so that the documented example is accepted.
    Lenient31,
}

impl RangeRule {
    /// The longest range, in days.
    pub const fn days(self) -> i64 {
        match self {
            Self::Strict => 30,
            Self::Lenient31 => 31,
        }
    }
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
