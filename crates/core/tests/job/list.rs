//! Entries of the list: adding, finding, sending, removing.

use metering_core::job::{ExportJob, JobList, Key, Next, Submission, Tracked};

use super::{at, job};

const BODY: &str = "{}";

fn sent(list: &mut JobList) -> Key {
    list.add(
        Some(BODY.into()),
        Some(at("10:00:00")),
        Submission::Sending { is_stored: false },
    )
}

fn tracked(list: &JobList, key: Key) -> &Tracked {
    list.get(key)
        .and_then(|entry| entry.tracked())
        .expect("a job")
}

/// A list with jobs `A`, `B`, … of these statuses, and their keys, oldest first.
fn list_of(statuses: &[&str]) -> (JobList, Vec<Key>) {
    let mut list = JobList::default();
    let keys = ["A", "B", "C", "D"]
        .iter()
        .zip(statuses)
        .map(|(id, status)| {
            let tracked = Tracked::new(job(id, status), Some(at("10:00:00")));
            list.add(None, None, Submission::Accepted(tracked))
        });
    let keys = keys.collect();
    (list, keys)
}

#[test]
fn the_newest_entry_is_first_and_keys_are_never_given_twice() {
    let (mut list, keys) = list_of(&["CREATED", "SUCCESS"]);
    assert_eq!(
        keys.iter().map(|key| key.number()).collect::<Vec<_>>(),
        [0, 1]
    );
    list.remove(keys[1]);
    let third = sent(&mut list);
    assert_eq!(
        third.number(),
        2,
        "a key that was removed is not given again"
    );
    let order: Vec<_> = list.entries().iter().map(|entry| entry.key).collect();
    assert_eq!(order, [third, keys[0]]);
}

#[test]
fn an_entry_keeps_what_it_was_added_with() {
    let mut list = JobList::default();
    let key = sent(&mut list);
    let entry = list.get(key).expect("the entry");
    assert_eq!(
        (entry.key, entry.body.as_deref(), entry.sent_at),
        (key, Some(BODY), Some(at("10:00:00")))
    );
    assert_eq!(entry.submission, Submission::Sending { is_stored: false });
    assert_eq!(entry.tracked(), None);
}

#[test]
fn a_job_is_found_by_its_id_alone() {
    let (mut list, keys) = list_of(&["CREATED", "SUCCESS"]);
    sent(&mut list);
    assert_eq!(list.find("A"), Some(keys[0]));
    assert_eq!(list.find("B"), Some(keys[1]));
    for unknown in ["C", "a", "", " A"] {
        assert_eq!(list.find(unknown), None, "{unknown:?}");
    }
    list.remove(keys[0]);
    assert_eq!((list.find("A"), list.get(keys[0])), (None, None));
}

#[test]
fn a_request_on_its_way_is_known_until_its_answer_or_its_loss() {
    let mut list = JobList::default();
    assert_eq!(list.sending(), None);
    let first = sent(&mut list);
    assert_eq!(list.sending(), Some(first));
    list.accepted(first, job("A", "CREATED"), at("10:00:01"), 0.5);
    assert_eq!(list.sending(), None);

    let second = sent(&mut list);
    list.unanswered(second, "No answer.".into(), None);
    assert_eq!(list.sending(), None);
    let entry = list.get(second).expect("the entry");
    assert_eq!(
        entry.submission,
        Submission::Unanswered {
            why: "No answer.".into(),
            answer: None
        }
    );
    assert_eq!(
        (entry.body.as_deref(), entry.tracked()),
        (Some(BODY), None),
        "what was sent stays"
    );

    let third = sent(&mut list);
    list.remove(third);
    assert_eq!(list.sending(), None);
}

#[test]
fn a_job_created_an_instant_ago_is_asked_for_after_the_first_step() {
    let mut list = JobList::default();
    for (status, next) in [
        ("CREATED", Next::After(std::time::Duration::from_secs(2))),
        ("QUEUED", Next::After(std::time::Duration::from_secs(2))),
        ("SUCCESS", Next::Stop),
    ] {
        let key = sent(&mut list);
        list.accepted(key, job("A", status), at("10:00:01"), 0.5);
        let tracked = tracked(&list, key);
        assert_eq!(
            (tracked.next, tracked.refreshed_at),
            (next, Some(at("10:00:01"))),
            "{status}"
        );
        assert_eq!((&tracked.trouble, tracked.refreshing), (&None, false));
        assert_eq!(
            list.get(key).and_then(|entry| entry.body.as_deref()),
            Some(BODY)
        );
    }
}

#[test]
fn a_job_that_comes_from_elsewhere_is_asked_for_at_once_unless_it_has_ended() {
    let at_once = Next::After(std::time::Duration::ZERO);
    for (status, next) in [
        ("CREATED", at_once),
        ("PROCESSING", at_once),
        ("QUEUED", at_once),
        ("SUCCESS", Next::Stop),
        ("FAILED", Next::Stop),
        ("PARTIAL_SUCCESS", Next::Stop),
    ] {
        assert_eq!(
            Tracked::new(job("A", status), Some(at("10:00:00"))).next,
            next,
            "{status}"
        );
    }
    let named = Tracked::new(ExportJob::named("A".into()), None);
    assert_eq!((named.next, named.refreshed_at), (at_once, None));
}

#[test]
fn what_happens_to_an_entry_that_is_gone_has_no_effect() {
    let (mut list, keys) = list_of(&["CREATED", "CREATED"]);
    list.remove(keys[0]);
    let before = list.clone();
    let gone = keys[0];
    list.accepted(gone, job("A", "SUCCESS"), at("11:00:00"), 0.5);
    list.unanswered(gone, "No answer.".into(), None);
    list.asking(gone);
    assert_eq!(
        list.answered(gone, job("A", "SUCCESS"), at("11:00:00"), 0.5),
        None
    );
    list.failed(
        gone,
        "No answer.".into(),
        metering_core::job::Asked::SessionGone,
        0.5,
    );
    list.ask_now(gone);
    list.remove(gone);
    assert_eq!(list, before);
}

#[test]
fn questions_about_a_request_without_a_job_have_no_effect() {
    let mut list = JobList::default();
    let sending = sent(&mut list);
    let unknown = sent(&mut list);
    list.unanswered(unknown, "No answer.".into(), None);
    let before = list.clone();
    for key in [sending, unknown] {
        list.asking(key);
        assert_eq!(
            list.answered(key, job("A", "SUCCESS"), at("11:00:00"), 0.5),
            None
        );
        list.ask_now(key);
    }
    list.wake();
    assert_eq!(list, before);
}
