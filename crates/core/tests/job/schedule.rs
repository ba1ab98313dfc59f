//! Many refreshes by one timer: which is next, how many at a time, how close together.

use std::time::Duration;

use metering_core::job::{Asked, JobList, Key, Schedule, Submission, Tracked};

use super::{at, job};

/// A list of so many running jobs, each to be refreshed at once.
fn running(jobs: usize) -> JobList {
    let mut list = JobList::default();
    for number in 0..jobs {
        let tracked = Tracked::new(job(&number.to_string(), "PROCESSING"), None);
        list.add(None, None, Submission::Accepted(tracked));
    }
    list
}

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn answered(list: &mut JobList, key: Key, status: &str) {
    let job_id = list.get(key).and_then(|entry| entry.tracked());
    let job_id = job_id.expect("a job").job.job_id.clone();
    list.answered(key, job(&job_id, status), at("10:00:00"), 0.5);
}

#[test]
fn at_most_six_are_under_way_and_their_starts_are_spread() {
    let mut list = running(500);
    let mut schedule = Schedule::default();
    let mut now = millis(10_000);
    schedule.update(&list, now);
    let mut started = Vec::new();
    while let Some((key, wait)) = schedule.next(now) {
        let expected = if started.is_empty() { 0 } else { 100 };
        assert_eq!(wait, millis(expected));
        now += wait;
        schedule.start(key, now).expect("a job ID");
        assert!(!started.contains(&key));
        started.push(key);
    }
    assert_eq!(started.len(), 6);

    // Each that ends makes room for one.
    answered(&mut list, started[0], "PROCESSING");
    schedule.update(&list, now);
    assert!(!schedule.is_running(started[0]));
    let (key, wait) = schedule.next(now).expect("the next");
    assert!(!started.contains(&key) && wait == millis(100));
}

#[test]
fn each_is_started_at_its_time_the_earliest_first() {
    let mut list = running(2);
    let keys: Vec<Key> = list.entries().iter().map(|entry| entry.key).collect();
    answered(&mut list, keys[0], "PROCESSING"); // 3 s
    list.failed(
        keys[1],
        "Later.".into(),
        Asked::Failed {
            retry_after: Some(Duration::from_secs(9)),
        },
        0.5,
    );
    let mut schedule = Schedule::default();
    schedule.update(&list, millis(500));
    assert_eq!(schedule.next(millis(500)), Some((keys[0], millis(3_000))));
    assert_eq!(schedule.next(millis(3_400)), Some((keys[0], millis(100))));
    assert_eq!(schedule.start(keys[0], millis(3_500)).as_deref(), Some("1"));
    assert_eq!(schedule.next(millis(3_500)), Some((keys[1], millis(6_000))));
    // Nothing new was decided: the time stays the same.
    schedule.update(&list, millis(4_000));
    assert!(schedule.is_running(keys[0]));
    assert_eq!(schedule.next(millis(4_000)), Some((keys[1], millis(5_500))));
}

#[test]
fn what_has_ended_waits_for_a_session_or_was_removed_is_not_refreshed() {
    let mut list = running(3);
    let keys: Vec<Key> = list.entries().iter().map(|entry| entry.key).collect();
    let mut schedule = Schedule::default();
    schedule.update(&list, Duration::ZERO);
    for key in &keys {
        schedule.start(*key, Duration::ZERO);
    }
    answered(&mut list, keys[0], "SUCCESS");
    list.failed(keys[1], "Expired.".into(), Asked::SessionGone, 0.5);
    list.remove(keys[2]);
    schedule.update(&list, Duration::ZERO);
    for key in keys {
        assert!(!schedule.is_running(key));
    }
    assert_eq!(schedule.next(millis(99_999)), None);
}

#[test]
fn asking_at_once_replaces_what_is_under_way() {
    let mut list = running(1);
    let key = list.entries()[0].key;
    let mut schedule = Schedule::default();
    schedule.update(&list, Duration::ZERO);
    schedule.start(key, Duration::ZERO);
    list.ask_now(key);
    schedule.update(&list, millis(50));
    assert!(!schedule.is_running(key));
    assert_eq!(schedule.next(millis(50)), Some((key, millis(50))));
}
