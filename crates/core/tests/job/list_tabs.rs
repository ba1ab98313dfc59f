//! Two tabs with one stored list: what one takes over from the other.

use std::time::Duration;

use chrono::{DateTime, Utc};
use metering_core::job::{ExportJob, JobList, Key, Next, Submission, Tracked};

use super::{at, job};

/// A job as a tab reads it from the storage.
fn stored(job: ExportJob, refreshed_at: DateTime<Utc>) -> Submission {
    Submission::Accepted(Tracked::new(job, Some(refreshed_at)))
}

/// A list with these jobs, oldest first, all refreshed at ten.
fn list_of(jobs: &[(&str, &str)]) -> JobList {
    let mut list = JobList::default();
    for (id, status) in jobs {
        list.add(None, None, stored(job(id, status), at("10:00:00")));
    }
    list
}

fn ids(list: &JobList) -> Vec<String> {
    let jobs = list.entries().iter().filter_map(|entry| entry.tracked());
    jobs.map(|tracked| tracked.job.job_id.clone()).collect()
}

fn tracked<'a>(list: &'a JobList, id: &str) -> &'a Tracked {
    let entry = list.find(id).and_then(|key| list.get(key));
    entry.and_then(|entry| entry.tracked()).expect("a job")
}

/// A request that was sent at this time.
fn sent(list: &mut JobList, time: &str, submission: Submission) -> Key {
    list.add(Some("{}".into()), Some(at(time)), submission)
}

fn closed() -> Submission {
    Submission::Unanswered {
        why: "The page was closed before the answer arrived.".into(),
    }
}

#[test]
fn what_another_tab_added_or_removed_is_added_and_removed() {
    let mut mine = list_of(&[("A", "CREATED"), ("B", "SUCCESS")]);
    let key = mine.find("B");
    mine.adopt(&list_of(&[("B", "SUCCESS"), ("C", "CREATED")]));
    assert_eq!(ids(&mine), ["C", "B"]);
    assert_eq!(mine.find("B"), key, "an entry that stays keeps its key");
    mine.adopt(&JobList::default());
    assert_eq!(ids(&mine), [""; 0]);
}

#[test]
fn fresher_fields_are_taken_over_and_older_ones_are_not() {
    let mut mine = list_of(&[("A", "PROCESSING")]);
    let mut theirs = JobList::default();
    theirs.add(None, None, stored(job("A", "SUCCESS"), at("10:00:05")));
    mine.adopt(&theirs);
    assert_eq!(tracked(&mine, "A").job, job("A", "SUCCESS"));
    assert_eq!(tracked(&mine, "A").refreshed_at, Some(at("10:00:05")));
    assert_eq!(tracked(&mine, "A").next, Next::Stop);

    let before = mine.clone();
    mine.adopt(&list_of(&[("A", "CREATED")]));
    assert_eq!(mine, before);
}

#[test]
fn an_answer_in_another_tab_is_as_good_as_one_here() {
    let mut mine = list_of(&[("A", "PROCESSING")]);
    let key = mine.find("A").expect("the job");
    mine.failed(
        key,
        "No answer.".into(),
        metering_core::job::Asked::SessionGone,
        0.5,
    );
    let turn = tracked(&mine, "A").turn;

    let mut theirs = JobList::default();
    theirs.add(None, None, stored(job("A", "PROCESSING"), at("10:00:05")));
    mine.adopt(&theirs);
    let tracked = tracked(&mine, "A");
    assert_eq!(tracked.trouble, None);
    assert_ne!(
        tracked.turn, turn,
        "a decision, which an owner of timers has to see"
    );
}

/// Two tabs that show the same unfinished job take turns; each answer would otherwise be the other's reason to ask.
#[test]
fn two_tabs_do_not_drive_each_other_to_ask_without_a_pause() {
    let mut tabs = [
        list_of(&[("A", "PROCESSING")]),
        list_of(&[("A", "PROCESSING")]),
    ];
    for round in 0..6_i64 {
        let (asking, watching) = if round % 2 == 0 { (0, 1) } else { (1, 0) };
        let now = at("10:01:00") + chrono::TimeDelta::seconds(round);
        let key = tabs[asking].find("A").expect("the job");
        tabs[asking].answered(key, job("A", "PROCESSING"), now, 0.5);
        let mut storage = JobList::default();
        storage.add(None, None, stored(job("A", "PROCESSING"), now));
        tabs[watching].adopt(&storage);
        for tab in &tabs {
            let next = tracked(tab, "A").next;
            assert!(
                matches!(next, Next::After(wait) if wait >= Duration::from_secs(2)),
                "{next:?}"
            );
        }
    }
}

#[test]
fn a_request_on_its_way_from_here_stays() {
    let mut mine = list_of(&[("A", "CREATED")]);
    let sending = sent(&mut mine, "10:00:00", Submission::Sending);
    // Unknown there.
    mine.adopt(&list_of(&[("A", "CREATED"), ("B", "CREATED")]));
    assert_eq!(mine.sending(), Some(sending));
    assert_eq!(ids(&mine), ["B", "A"]);

    // Known there from the storage, where it looks like one that was given up.
    let mut theirs = list_of(&[("A", "CREATED")]);
    sent(&mut theirs, "10:00:00", closed());
    mine.adopt(&theirs);
    assert_eq!(mine.sending(), Some(sending));
    assert_eq!(mine.entries().len(), 2);
}

#[test]
fn a_request_of_another_tab_gets_its_job_when_that_has_its_answer() {
    let mut mine = JobList::default();
    let mut theirs = JobList::default();
    sent(&mut theirs, "10:00:00", closed());
    mine.adopt(&theirs);
    assert_eq!(mine.entries()[0].submission, closed());
    let key = mine.entries()[0].key;

    let mut theirs = JobList::default();
    sent(
        &mut theirs,
        "10:00:00",
        stored(job("A", "CREATED"), at("10:00:01")),
    );
    mine.adopt(&theirs);
    assert_eq!((mine.entries().len(), mine.find("A")), (1, Some(key)));

    let before = mine.clone();
    let mut late = JobList::default();
    sent(&mut late, "10:00:00", closed());
    mine.adopt(&late);
    assert_eq!(mine, before, "a job that is known is not forgotten");
}

#[test]
fn requests_of_the_same_body_at_other_times_are_different() {
    let mut mine = JobList::default();
    sent(&mut mine, "10:00:00", closed());
    let mut theirs = mine.clone();
    sent(&mut theirs, "10:00:01", closed());
    mine.adopt(&theirs);
    assert_eq!(mine.entries().len(), 2);
}
