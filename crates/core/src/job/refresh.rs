//! When a job is asked for again: a decision, not a timer.

use std::time::Duration;

use super::JobStatus;

/// Longest `Retry-After` that is waited out; a host that asks for more is asked again after this.
pub const RETRY_AFTER_LIMIT: Duration = Duration::from_hours(1);

/// Seconds between one refresh and the next; the last one repeats.
const STEPS: [u32; 7] = [2, 3, 5, 8, 13, 21, 30];

/// After this many requests, about an hour, a job whose undocumented status does not change is no longer refreshed.
const MOST_OF_UNKNOWN: u32 = 124;

/// How the last question about a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// With the job's fields.
    Answered,
    /// With an error that may pass; `retry_after` if the service named a time.
    Failed {
        /// The service's `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// With 401: the session is gone.
    SessionGone,
    /// With 404: the service does not know the job, or not any more.
    NotFound,
}

/// What to do next about a job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Next {
    /// Nothing: the job has ended, or to ask again would tell nothing new.
    #[default]
    Stop,
    /// Wait for a new sign-in, then ask at once.
    AwaitSignIn,
    /// Ask again after this time.
    After(Duration),
}

/// Decides when to ask for a job again.
///
/// `attempt` counts the questions since the status last changed, from 0. `jitter` in `0.0..1.0` spreads the questions of
/// many jobs and tabs over ±10 % of the step. A `Retry-After` is never undercut.
pub fn next_refresh(status: &JobStatus, asked: Asked, attempt: u32, jitter: f64) -> Next {
    let has_no_end = matches!(status, JobStatus::Unknown(_)) && attempt >= MOST_OF_UNKNOWN;
    if status.has_ended() || has_no_end {
        return Next::Stop;
    }
    let index = usize::try_from(attempt)
        .unwrap_or(usize::MAX)
        .min(STEPS.len() - 1);
    let step = f64::from(STEPS[index]);
    let wait = Duration::from_secs_f64(step * (0.9 + 0.2 * jitter.clamp(0.0, 1.0)))
        .min(Duration::from_secs(30));
    match asked {
        Asked::Answered => Next::After(wait),
        Asked::Failed { retry_after } => Next::After(
            retry_after
                .unwrap_or_default()
                .min(RETRY_AFTER_LIMIT)
                .max(wait),
        ),
        Asked::SessionGone => Next::AwaitSignIn,
        Asked::NotFound => Next::Stop,
    }
}
