//! When a job is asked for again.

use std::time::Duration;

use metering_core::job::{Asked, JobStatus, Next, RETRY_AFTER_LIMIT, next_refresh};

/// A jitter that leaves the step as it is.
const MIDDLE: f64 = 0.5;

fn wait(asked: Asked, attempt: u32, jitter: f64) -> Duration {
    match next_refresh(&JobStatus::Processing, asked, attempt, jitter) {
        Next::After(wait) => wait,
        other @ (Next::Stop | Next::AwaitSignIn) => panic!("{other:?} instead of a wait"),
    }
}

fn failed(retry_after: Option<u64>) -> Asked {
    Asked::Failed {
        retry_after: retry_after.map(Duration::from_secs),
    }
}

#[test]
fn an_unfinished_job_is_asked_for_at_growing_intervals() {
    let steps = [2, 3, 5, 8, 13, 21, 30, 30, 30];
    for (attempt, seconds) in (0..).zip(steps) {
        assert_eq!(
            wait(Asked::Answered, attempt, MIDDLE),
            Duration::from_secs(seconds),
            "attempt {attempt}"
        );
        assert_eq!(
            wait(failed(None), attempt, MIDDLE),
            Duration::from_secs(seconds),
            "failed attempt {attempt}"
        );
    }
    assert_eq!(
        wait(Asked::Answered, u32::MAX, MIDDLE),
        Duration::from_secs(30)
    );
}

#[test]
fn jitter_moves_a_step_by_a_tenth_and_never_beyond_half_a_minute() {
    for (attempt, jitter, millis) in [
        (0, 0.0, 1_800),
        (0, 1.0, 2_200),
        (3, 0.0, 7_200),
        (3, 0.25, 7_600),
        (3, 1.0, 8_800),
        (6, 0.0, 27_000),
        (6, 0.75, 30_000),
        (6, 1.0, 30_000),
        (0, -1.0, 1_800),
        (0, 2.0, 2_200),
    ] {
        assert_eq!(
            wait(Asked::Answered, attempt, jitter).as_millis(),
            millis,
            "attempt {attempt}, jitter {jitter}"
        );
    }
}

#[test]
fn retry_after_is_never_undercut_and_capped_at_an_hour() {
    assert_eq!(RETRY_AFTER_LIMIT, Duration::from_hours(1));
    for (attempt, jitter, retry_after, millis) in [
        (0, 0.0, 0, 1_800),
        (0, 0.0, 1, 1_800),
        (0, 0.0, 2, 2_000),
        (0, 1.0, 2, 2_200),
        (0, 0.0, 60, 60_000),
        (6, 0.0, 29, 29_000),
        (6, 1.0, 31, 31_000),
        (9, 1.0, 3_600, 3_600_000),
        (0, 0.0, 3_601, 3_600_000),
        (0, 0.0, u64::MAX, 3_600_000),
    ] {
        let wait = wait(failed(Some(retry_after)), attempt, jitter);
        assert_eq!(
            wait.as_millis(),
            millis,
            "attempt {attempt}, jitter {jitter}, Retry-After {retry_after}"
        );
    }
}

#[test]
fn a_job_that_has_ended_is_not_asked_for_again() {
    for status in [
        JobStatus::Success,
        JobStatus::Failed,
        JobStatus::PartialSuccess,
    ] {
        for asked in [Asked::Answered, failed(Some(5)), Asked::SessionGone] {
            assert_eq!(
                next_refresh(&status, asked, 0, MIDDLE),
                Next::Stop,
                "{status:?} {asked:?}"
            );
        }
    }
}

#[test]
fn without_a_session_an_unfinished_job_waits_for_the_next() {
    for status in [
        JobStatus::Created,
        JobStatus::Processing,
        JobStatus::Unknown("QUEUED".into()),
    ] {
        assert_eq!(
            next_refresh(&status, Asked::SessionGone, 3, MIDDLE),
            Next::AwaitSignIn,
            "{status:?}"
        );
        assert!(
            matches!(
                next_refresh(&status, Asked::Answered, 3, MIDDLE),
                Next::After(_)
            ),
            "{status:?}"
        );
    }
}

#[test]
fn a_job_that_the_service_does_not_know_is_not_asked_for_again() {
    let next = next_refresh(&JobStatus::Created, Asked::NotFound, 0, MIDDLE);
    assert_eq!(next, Next::Stop);
}

#[test]
fn a_status_that_is_not_documented_is_asked_for_during_an_hour() {
    let status = JobStatus::Unknown("QUEUED".into());
    let mut waited = Duration::ZERO;
    let mut attempt = 0;
    while let Next::After(wait) = next_refresh(&status, Asked::Answered, attempt, MIDDLE) {
        waited += wait;
        attempt += 1;
        assert!(waited < Duration::from_hours(2), "it ends");
    }
    let minutes = waited.as_secs() / 60;
    assert!((59..=60).contains(&minutes), "{minutes} minutes");
    // A documented one is asked for as long as it takes.
    let created = next_refresh(&JobStatus::Created, Asked::Answered, attempt, MIDDLE);
    assert_eq!(created, Next::After(Duration::from_secs(30)));
}
