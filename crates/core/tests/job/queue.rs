//! Which window of a split export is requested when.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use metering_core::job::{JobList, Key, Refused, Row, Split, Submission, Turn};

use super::{at, job};

const LIMIT: usize = 5;

/// Bodies of so many windows.
fn bodies(windows: usize) -> Vec<String> {
    (1..=windows)
        .map(|number| format!(r#"{{"startDate":"s{number}","endDate":"e{number}"}}"#))
        .collect()
}

/// A list with one export of so many windows, asked for at noon.
fn export(windows: usize) -> JobList {
    let mut list = JobList::default();
    list.queue(bodies(windows), noon());
    list
}

fn noon() -> DateTime<Utc> {
    at("12:00:00")
}

fn later(seconds: i64) -> DateTime<Utc> {
    noon() + TimeDelta::seconds(seconds)
}

fn split(list: &JobList) -> Split {
    match list.rows().into_iter().next() {
        Some(Row::Export(split)) => split,
        other => panic!("no export comes first: {other:?}"),
    }
}

/// The number of a window whose turn it is.
fn turn_of(list: &JobList, now: DateTime<Utc>) -> Option<u32> {
    match list.turn(now, LIMIT, None) {
        Turn::Send(key) => list.get(key)?.window.map(|window| window.number),
        Turn::Wait(_) | Turn::Idle => None,
    }
}

/// Sends the window whose turn it is; its job has this ID and status.
fn accept(list: &mut JobList, id: &str, status: &str) -> Key {
    let Turn::Send(key) = list.turn(noon(), LIMIT, None) else {
        panic!("nothing to send");
    };
    list.send(key, noon());
    list.accepted(key, job(id, status), noon(), 0.5);
    key
}

/// Sends the window whose turn it is, and has it refused.
fn refuse(list: &mut JobList, refused: Refused, now: DateTime<Utc>) -> Key {
    let Turn::Send(key) = list.turn(now, LIMIT, None) else {
        panic!("nothing to send");
    };
    list.send(key, now);
    list.refused(key, refused, "No.".into(), now);
    key
}

const BUSY: Refused = Refused::Busy { retry_after: None };

#[test]
fn windows_are_requested_in_their_order_one_at_a_time() {
    let mut list = export(3);
    for number in 1..=3 {
        assert_eq!(turn_of(&list, noon()), Some(number));
        let Turn::Send(key) = list.turn(noon(), LIMIT, None) else {
            panic!("nothing to send");
        };
        list.send(key, noon());
        assert_eq!(
            list.turn(noon(), LIMIT, None),
            Turn::Idle,
            "one is on its way"
        );
        list.accepted(key, job(&format!("J{number}"), "CREATED"), noon(), 0.5);
    }
    assert_eq!(list.turn(noon(), LIMIT, None), Turn::Idle);
    assert!(!list.has_queued());
}

#[test]
fn an_older_export_comes_before_a_newer_one() {
    let mut list = export(2);
    list.queue(bodies(2), later(60));
    assert_eq!(split(&list).export, later(60), "newest first in the table");
    accept(&mut list, "A", "CREATED");
    accept(&mut list, "B", "CREATED");
    let Turn::Send(key) = list.turn(noon(), LIMIT, None) else {
        panic!("nothing to send");
    };
    let window = list
        .get(key)
        .and_then(|entry| entry.window)
        .expect("a window");
    assert_eq!((window.export, window.number), (later(60), 1));
}

#[test]
fn no_more_jobs_are_active_than_the_limit_and_the_next_follows_as_one_ends() {
    let mut list = export(12);
    let keys: Vec<Key> = (0..5)
        .map(|n| accept(&mut list, &format!("J{n}"), "CREATED"))
        .collect();
    assert_eq!(
        (list.active(), list.turn(noon(), LIMIT, None)),
        (5, Turn::Idle)
    );
    for (status, goes_on) in [("PROCESSING", false), ("ON_HOLD", true)] {
        let mut list = list.clone();
        list.answered(keys[2], job("J2", status), noon(), 0.5);
        assert_eq!(turn_of(&list, noon()).is_some(), goes_on, "{status}");
    }
    for status in ["SUCCESS", "FAILED", "PARTIAL_SUCCESS"] {
        let mut list = list.clone();
        list.answered(keys[2], job("J2", status), noon(), 0.5);
        assert_eq!(turn_of(&list, noon()), Some(6), "{status}");
    }
}

#[test]
fn jobs_of_other_requests_count_against_the_limit() {
    let mut list = export(2);
    let key = list.add(None, None, Submission::Sending { is_stored: false });
    assert_eq!(list.turn(noon(), 1, None), Turn::Idle, "one at a time");
    list.accepted(key, job("A", "PROCESSING"), noon(), 0.5);
    assert_eq!(list.turn(noon(), 1, None), Turn::Idle);
    list.answered(key, job("A", "SUCCESS"), noon(), 0.5);
    assert!(matches!(list.turn(noon(), 1, None), Turn::Send(_)));
}

#[test]
fn a_time_that_the_service_names_is_never_undercut() {
    for (named, waited) in [(0, 0_i64), (7, 7), (3_600, 3_600), (86_400, 3_600)] {
        let mut list = export(2);
        let first = accept(&mut list, "A", "CREATED");
        let retry_after = Some(Duration::from_secs(named));
        refuse(&mut list, Refused::Busy { retry_after }, noon());
        // Not even as a job ends.
        list.answered(first, job("A", "SUCCESS"), noon(), 0.5);
        if waited > 0 {
            let waits = Duration::from_secs(waited.unsigned_abs());
            assert_eq!(list.turn(noon(), LIMIT, None), Turn::Wait(waits), "{named}");
            assert_eq!(turn_of(&list, later(waited - 1)), None, "{named}");
        }
        assert_eq!(turn_of(&list, later(waited)), Some(2), "{named}");
    }
}

#[test]
fn without_such_a_time_the_pauses_grow_up_to_five_minutes() {
    let mut list = export(1);
    let mut now = noon();
    for pause in [30, 60, 120, 240, 300, 300] {
        refuse(&mut list, BUSY, now);
        assert_eq!(
            list.turn(now, LIMIT, None),
            Turn::Wait(Duration::from_secs(pause))
        );
        now += TimeDelta::seconds(i64::try_from(pause).expect("seconds"));
    }
    // What was accepted does not count against the next.
    let mut list = export(2);
    refuse(&mut list, BUSY, noon());
    let Turn::Send(key) = list.turn(later(30), LIMIT, None) else {
        panic!("nothing to send");
    };
    list.send(key, later(30));
    list.accepted(key, job("A", "SUCCESS"), later(30), 0.5);
    refuse(&mut list, BUSY, later(30));
    assert_eq!(
        list.turn(later(30), LIMIT, None),
        Turn::Wait(Duration::from_secs(30))
    );
}

#[test]
fn the_end_of_a_job_ends_a_pause() {
    let mut list = export(3);
    let first = accept(&mut list, "A", "CREATED");
    refuse(&mut list, BUSY, noon());
    list.answered(first, job("A", "PROCESSING"), noon(), 0.5);
    assert_eq!(
        list.turn(noon(), LIMIT, None),
        Turn::Wait(Duration::from_secs(30))
    );
    list.answered(first, job("A", "FAILED"), noon(), 0.5);
    assert_eq!(turn_of(&list, noon()), Some(2));
}

/// The service's words for a window that waits.
fn waits_for(key: Key, list: &JobList) -> Option<String> {
    match &list.get(key).expect("an entry").submission {
        Submission::Queued { refusal } => refusal.as_ref().map(|refusal| refusal.words.clone()),
        other => panic!("not queued: {other:?}"),
    }
}

#[test]
fn an_unclear_refusal_waits_whoever_holds_the_slots() {
    // What is answered beyond the limit of active jobs is not documented: it can look like a fault of the request.
    let mut list = export(3);
    let first = refuse(&mut list, Refused::Unclear, noon());
    assert_eq!(waits_for(first, &list).as_deref(), Some("No."));
    assert_eq!(split(&list).words(), Some("No."));
    assert_eq!(
        list.turn(noon(), LIMIT, None),
        Turn::Wait(Duration::from_secs(30)),
        "the slots may be those of others"
    );
    let Turn::Send(key) = list.turn(later(30), LIMIT, None) else {
        panic!("nothing to send");
    };
    list.send(key, later(30));
    list.accepted(key, job("A", "CREATED"), later(30), 0.5);

    // One's own job that ends frees a slot at once.
    let second = refuse(&mut list, Refused::Unclear, later(30));
    assert_eq!(turn_of(&list, later(59)), None);
    list.answered(first, job("A", "SUCCESS"), later(31), 0.5);
    assert_eq!(turn_of(&list, later(31)), Some(2));
    assert_eq!(waits_for(second, &list).as_deref(), Some("No."));
}

/// Refuses the window whose turn it is again and again; how often, and for how many seconds, until it is given up.
fn refusals_until_given_up(list: &mut JobList) -> (u32, i64) {
    let mut now = later(0);
    for count in 1..100 {
        refuse(list, Refused::Unclear, now);
        match list.turn(now, LIMIT, None) {
            Turn::Wait(wait) => now += TimeDelta::from_std(wait).expect("seconds"),
            Turn::Idle => return (count, (now - noon()).num_seconds()),
            Turn::Send(_) => panic!("no pause"),
        }
    }
    panic!("tried for ever");
}

#[test]
fn a_refusal_that_comes_again_for_an_hour_without_an_active_job_stops_the_export() {
    let mut list = export(3);
    assert_eq!(refusals_until_given_up(&mut list), (16, 3_750));
    assert_eq!(
        (split(&list).counts().held, split(&list).words()),
        (3, Some("No."))
    );
    list.resume(noon());
    assert_eq!(
        refusals_until_given_up(&mut list),
        (16, 3_750),
        "counted anew"
    );

    // While a job of one's own is active, it says nothing, however often it comes.
    let mut list = export(3);
    let first = accept(&mut list, "A", "PROCESSING");
    let mut now = noon();
    for _ in 0..50 {
        refuse(&mut list, Refused::Unclear, now);
        now += TimeDelta::minutes(5);
    }
    list.answered(first, job("A", "SUCCESS"), now, 0.5);
    refuse(&mut list, Refused::Unclear, now);
    assert_eq!(split(&list).counts().queued, 2);
}

#[test]
fn a_refusal_of_the_content_stops_the_export() {
    for (words, refused) in [
        ("The field endDate is not a date.", Refused::Content),
        ("Invalid start date: 2024", Refused::Content),
        ("METER_ID unknown", Refused::Content),
        (
            "The organization has 5 active export jobs already. Wait until one has ended.",
            Refused::Unclear,
        ),
        ("", Refused::Unclear),
    ] {
        assert_eq!(Refused::of_words(words), refused, "{words}");
    }
    let mut list = export(3);
    accept(&mut list, "A", "SUCCESS");
    let second = refuse(&mut list, Refused::Content, noon());
    let counts = split(&list).counts();
    assert_eq!((counts.with_data, counts.held, counts.queued), (1, 2, 0));
    assert_eq!(split(&list).words(), Some("No."));
    assert_eq!(list.turn(later(100_000), LIMIT, None), Turn::Idle);

    // One, or all, when somebody says so.
    let mut one = list.clone();
    one.again(second);
    assert_eq!(turn_of(&one, noon()), Some(2));
    assert_eq!(split(&one).counts().held, 1);
    list.resume(noon());
    assert_eq!(
        (turn_of(&list, noon()), split(&list).counts().queued),
        (Some(2), 2)
    );
    assert_eq!(
        split(&list).earlier,
        [],
        "nothing was sent that could be known"
    );
}

#[test]
fn a_lost_session_leaves_the_window_where_it_was() {
    let mut list = export(2);
    let key = refuse(&mut list, Refused::SessionGone, noon());
    assert_eq!(
        (list.turn(noon(), LIMIT, None), split(&list).words()),
        (Turn::Send(key), None)
    );
}

#[test]
fn a_lost_answer_is_not_repeated_and_does_not_hold_up_the_others() {
    let mut list = export(2);
    let Turn::Send(key) = list.turn(noon(), LIMIT, None) else {
        panic!("nothing to send");
    };
    list.send(key, noon());
    list.unanswered(key, "Lost.".into(), None);
    assert_eq!(turn_of(&list, noon()), Some(2));
    accept(&mut list, "B", "SUCCESS");
    assert_eq!(list.turn(later(100_000), LIMIT, None), Turn::Idle);
    assert_eq!(split(&list).counts().unknown, 1);

    // Asked for again, the old request stays: its job may yet become known.
    list.again(key);
    assert_eq!(turn_of(&list, noon()), Some(1));
    let split = split(&list);
    assert_eq!((split.counts().unknown, split.counts().queued), (0, 1));
    assert_eq!(split.earlier.len(), 1);
    assert_eq!(split.earlier[0].key, key);
}

#[test]
fn what_is_not_sent_yet_can_be_stopped_and_resumed() {
    let mut list = export(4);
    accept(&mut list, "A", "CREATED");
    let Turn::Send(key) = list.turn(noon(), LIMIT, None) else {
        panic!("nothing to send");
    };
    list.send(key, noon());
    list.hold(noon());
    let counts = split(&list).counts();
    assert_eq!((counts.running, counts.held), (2, 2));
    list.accepted(key, job("B", "CREATED"), noon(), 0.5);
    assert_eq!(list.turn(noon(), LIMIT, None), Turn::Idle);
    list.hold(later(1)); // another export
    list.resume(later(1));
    assert_eq!(split(&list).counts().held, 2);
    list.resume(noon());
    assert_eq!(turn_of(&list, noon()), Some(3));
}

#[test]
fn the_data_of_an_export_is_that_of_each_window_asked_for_last() {
    let mut list = export(3);
    let first = accept(&mut list, "A", "PARTIAL_SUCCESS");
    let second = accept(&mut list, "B", "FAILED");
    accept(&mut list, "C", "SUCCESS");
    assert_eq!(split(&list).jobs_with_data(), ["A", "C"]);
    list.again(first);
    list.again(second);
    assert_eq!(
        split(&list).jobs_with_data(),
        ["A", "C"],
        "until there is more"
    );
    accept(&mut list, "A2", "SUCCESS");
    accept(&mut list, "B2", "SUCCESS");
    let split = split(&list);
    assert_eq!(split.jobs_with_data(), ["A2", "B2", "C"]);
    assert_eq!(split.counts().with_data, 3);
    assert_eq!(split.earlier.len(), 2);
    assert_eq!(split.range(), Some(("s1".into(), "e3".into())));
}

#[test]
fn the_table_keeps_windows_together_and_exports_in_their_place() {
    let mut list = JobList::default();
    list.add(None, None, Submission::Accepted(tracked("X")));
    list.queue(bodies(2), noon());
    list.add(None, None, Submission::Accepted(tracked("Y")));
    let shape: Vec<usize> = list
        .rows()
        .iter()
        .map(|row| match row {
            Row::Job(_) => 1,
            Row::Export(split) => split.windows.len(),
        })
        .collect();
    assert_eq!(shape, [1, 2, 1]);
    list.remove_export(later(1));
    assert_eq!(list.rows().len(), 3);
    list.remove_export(noon());
    assert_eq!((list.rows().len(), list.has_queued()), (2, false));
}

fn tracked(id: &str) -> metering_core::job::Tracked {
    metering_core::job::Tracked::new(job(id, "SUCCESS"), Some(noon()))
}
