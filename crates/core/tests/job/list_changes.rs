//! What answers, errors and people do to a job of the list.

use std::rc::Rc;
use std::time::Duration;

use chrono::TimeDelta;
use metering_core::job::{Asked, ExportJob, JobList, JobStatus, Key, Next, Submission, Tracked};

use super::{at, job, read};

const AT_ONCE: Next = Next::After(Duration::ZERO);
const GONE_WRONG: Asked = Asked::Failed { retry_after: None };

fn after(seconds: u64) -> Next {
    Next::After(Duration::from_secs(seconds))
}

/// A list with one job, and its key.
fn one(status: &str) -> (JobList, Key) {
    let mut list = JobList::default();
    let job = read(&format!(
        r#"{{"jobId":"A","status":"{status}","orgId":"O","createTime":"2024-09-12T10:00:00Z"}}"#
    ));
    let tracked = Tracked::new(job.expect("a job"), Some(at("10:00:00")));
    let key = list.add(None, None, Submission::Accepted(tracked));
    (list, key)
}

fn tracked(list: &JobList, key: Key) -> &Tracked {
    list.get(key)
        .and_then(|entry| entry.tracked())
        .expect("a job")
}

#[test]
fn the_same_status_again_is_no_change_and_the_steps_grow() {
    let (mut list, key) = one("PROCESSING");
    for seconds in [3, 5, 8, 13, 21, 30, 30] {
        assert_eq!(
            list.answered(key, job("A", "PROCESSING"), at("10:00:10"), 0.5),
            None
        );
        assert_eq!(tracked(&list, key).next, after(seconds));
    }
}

#[test]
fn another_status_is_told_and_begins_the_steps_anew() {
    let (mut list, key) = one("CREATED");
    for (status, told, next) in [
        ("CREATED", None, after(3)),
        ("CREATED", None, after(5)),
        ("PROCESSING", Some(JobStatus::Processing), after(2)),
        ("PROCESSING", None, after(3)),
        (
            "QUEUED",
            Some(JobStatus::Unknown("QUEUED".into())),
            after(2),
        ),
        (
            "PARTIAL_SUCCESS",
            Some(JobStatus::PartialSuccess),
            Next::Stop,
        ),
        ("PARTIAL_SUCCESS", None, Next::Stop),
    ] {
        assert_eq!(
            list.answered(key, job("A", status), at("10:00:10"), 0.5),
            told,
            "{status}"
        );
        let tracked = tracked(&list, key);
        assert_eq!(
            (tracked.next, tracked.refreshed_at),
            (next, Some(at("10:00:10"))),
            "{status}"
        );
    }
}

#[test]
fn an_answer_keeps_what_it_is_silent_about() {
    let (mut list, key) = one("CREATED");
    list.answered(key, job("A", "PROCESSING"), at("10:00:10"), 0.5);
    let job = &tracked(&list, key).job;
    assert_eq!(
        (job.org_id.as_deref(), job.create_time.as_deref()),
        (Some("O"), Some("2024-09-12T10:00:00Z"))
    );
}

#[test]
fn a_failed_question_keeps_the_fields_beside_the_trouble_and_goes_on() {
    let (mut list, key) = one("PROCESSING");
    let fields = tracked(&list, key).job.clone();
    list.asking(key);
    assert!(tracked(&list, key).refreshing);

    for seconds in [3, 5, 8] {
        list.failed(key, "No answer.".into(), GONE_WRONG, 0.5);
        let tracked = tracked(&list, key);
        assert_eq!(
            (&tracked.job, tracked.refreshed_at),
            (&fields, Some(at("10:00:00")))
        );
        assert_eq!(
            (tracked.trouble.as_deref(), tracked.refreshing),
            (Some("No answer."), false)
        );
        assert_eq!(tracked.next, after(seconds));
    }
    list.failed(
        key,
        "Wait.".into(),
        Asked::Failed {
            retry_after: Some(Duration::from_secs(90)),
        },
        0.5,
    );
    assert_eq!(
        (
            tracked(&list, key).next,
            tracked(&list, key).trouble.as_deref()
        ),
        (after(90), Some("Wait."))
    );

    list.answered(key, job("A", "PROCESSING"), at("10:00:20"), 0.5);
    assert_eq!(
        (
            tracked(&list, key).trouble.as_deref(),
            tracked(&list, key).refreshed_at
        ),
        (None, Some(at("10:00:20")))
    );
}

#[test]
fn without_a_session_a_job_waits_until_it_is_woken() {
    let (mut list, key) = one("PROCESSING");
    list.failed(key, "Signed out.".into(), Asked::SessionGone, 0.5);
    assert_eq!(tracked(&list, key).next, Next::AwaitSignIn);
    list.wake();
    assert_eq!(
        (
            tracked(&list, key).next,
            tracked(&list, key).trouble.as_deref()
        ),
        (AT_ONCE, Some("Signed out."))
    );
}

#[test]
fn asking_now_is_for_ended_jobs_too() {
    for status in ["CREATED", "SUCCESS", "FAILED", "PARTIAL_SUCCESS"] {
        let (mut list, key) = one(status);
        list.ask_now(key);
        assert_eq!(tracked(&list, key).next, AT_ONCE, "{status}");
    }
    let (mut list, key) = one("SUCCESS");
    list.ask_now(key);
    list.failed(key, "No answer.".into(), GONE_WRONG, 0.5);
    assert_eq!(
        tracked(&list, key).next,
        Next::Stop,
        "an ended job is not asked for again by itself"
    );
    assert_eq!(tracked(&list, key).trouble.as_deref(), Some("No answer."));
}

#[test]
fn asking_now_begins_the_steps_anew() {
    let (mut list, key) = one("PROCESSING");
    for _ in 0..9 {
        list.answered(key, job("A", "PROCESSING"), at("10:00:10"), 0.5);
    }
    assert_eq!(tracked(&list, key).next, after(30));
    list.ask_now(key);
    list.answered(key, job("A", "PROCESSING"), at("10:00:11"), 0.5);
    assert_eq!(tracked(&list, key).next, after(3));
}

#[test]
fn waking_asks_for_unfinished_jobs_and_leaves_the_others_as_they_are() {
    let mut list = JobList::default();
    let mut add = |id, status| {
        list.add(
            None,
            None,
            Submission::Accepted(Tracked::new(job(id, status), Some(at("10:00:00")))),
        )
    };
    let (created, ended) = (add("A", "CREATED"), add("B", "SUCCESS"));
    let unknown = list.add(
        Some("{}".into()),
        None,
        Submission::Unanswered {
            why: "No answer.".into(),
            answer: None,
        },
    );
    list.answered(created, job("A", "CREATED"), at("10:00:10"), 0.5);
    let before: Vec<_> = list.entries().iter().map(Rc::clone).collect();

    list.wake();
    assert_eq!(tracked(&list, created).next, AT_ONCE);
    for key in [ended, unknown] {
        let same = |entries: &[Rc<_>]| {
            entries
                .iter()
                .find(|entry: &&Rc<metering_core::job::Entry>| entry.key == key)
                .cloned()
        };
        let (then, now) = (
            same(&before).expect("there"),
            same(list.entries()).expect("still there"),
        );
        assert!(
            Rc::ptr_eq(&then, &now),
            "an entry that did not change is not drawn again"
        );
    }
}

#[test]
fn every_decision_is_a_new_turn() {
    let (mut list, key) = one("PROCESSING");
    let mut turns = vec![tracked(&list, key).turn];
    let mut turn = |list: &JobList| turns.push(tracked(list, key).turn);
    list.answered(key, job("A", "PROCESSING"), at("10:00:10"), 0.5);
    turn(&list);
    list.failed(key, "No answer.".into(), GONE_WRONG, 0.5);
    turn(&list);
    list.ask_now(key);
    turn(&list);
    list.wake();
    turn(&list);
    list.failed(key, "Signed out.".into(), Asked::SessionGone, 0.5);
    turn(&list);
    turns.dedup();
    assert_eq!(turns.len(), 6, "an owner of timers sees each decision");

    let before = tracked(&list, key).turn;
    list.asking(key);
    assert_eq!(
        tracked(&list, key).turn,
        before,
        "a question under way is no decision"
    );
}

#[test]
fn a_job_known_by_its_id_alone_learns_its_fields() {
    let mut list = JobList::default();
    let named = Tracked::new(ExportJob::named("A".into()), None);
    let key = list.add(None, None, Submission::Accepted(named));
    let told = list.answered(key, job("A", "SUCCESS"), at("10:00:10"), 0.5);
    assert_eq!(
        (told, tracked(&list, key).next),
        (Some(JobStatus::Success), Next::Stop)
    );
}

#[test]
fn the_same_request_is_known_while_its_data_can_be_had() {
    let bodies =
        |texts: &[&str]| -> Vec<String> { texts.iter().map(|text| (*text).to_owned()).collect() };
    let mut list = JobList::default();
    let first = list.add(
        Some("1".into()),
        None,
        Submission::Sending { is_stored: false },
    );
    let ask = |list: &JobList, texts: &[&str]| {
        list.same_request(&bodies(texts), at("12:00:00"))
            .map(|entry| entry.key)
    };
    assert_eq!(ask(&list, &["1"]), Some(first), "on its way");
    assert_eq!((ask(&list, &["2"]), ask(&list, &[])), (None, None));
    list.accepted(first, job("A", "CREATED"), at("10:00:00"), 0.5);
    assert_eq!(ask(&list, &["1"]), Some(first));
    list.answered(first, job("A", "FAILED"), at("10:00:00"), 0.5);
    assert_eq!(ask(&list, &["1"]), None);
    list.answered(first, job("A", "SUCCESS"), at("10:00:00"), 0.5);
    assert_eq!(ask(&list, &["1"]), Some(first));
    let later = at("10:00:00") + TimeDelta::days(3);
    assert!(
        list.same_request(&bodies(&["1"]), later).is_none(),
        "the data is gone"
    );

    // Of several requests, all of them.
    assert_eq!(ask(&list, &["1", "2"]), None);
    let second = list.add(Some("2".into()), None, Submission::Queued { refusal: None });
    assert_eq!(ask(&list, &["1", "2"]), Some(second));
    list.remove(second);
    assert_eq!(ask(&list, &["1", "2"]), None);
}

#[test]
fn a_request_has_ended_when_all_of_its_jobs_have() {
    let mut list = JobList::default();
    let body = r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-10T23:59:59Z"}"#;
    let one = list.add(
        Some(body.into()),
        None,
        Submission::Sending { is_stored: false },
    );
    list.queue(vec!["{}".into(); 2], at("12:00:00"));
    let running = list.running();
    assert_eq!((running.len(), list.ended(&running)), (2, vec![]));

    list.name_organization(one, Some("Acme".into()));
    list.accepted(one, job("A", "SUCCESS"), at("12:00:00"), 0.5);
    let said = |list: &JobList, before: &[_]| -> Vec<String> {
        list.ended(before)
            .into_iter()
            .map(|(_, said)| said)
            .collect()
    };
    assert_eq!(
        said(&list, &running),
        ["Acme, 2024-08-12 to 2024-09-10: Succeeded"]
    );
    assert_eq!(list.ended(&list.running()), [], "said once");

    // Two parts: the first alone ends nothing.
    let running = list.running();
    let parts: Vec<_> = list
        .entries()
        .iter()
        .map(|entry| entry.key)
        .filter(|key| *key != one)
        .collect();
    list.accepted(parts[1], job("B", "SUCCESS"), at("12:00:00"), 0.5);
    assert_eq!(list.ended(&running), []);
    list.accepted(parts[0], job("C", "FAILED"), at("12:00:00"), 0.5);
    assert_eq!(said(&list, &running), ["1 of 2 parts have data"]);
    list.remove_export(at("12:00:00"));
    assert_eq!(list.ended(&running), [], "what was removed has not ended");
}
