//! What is written of the list, what is read back, and what a record holds.

use std::time::Duration;

use metering_core::job::{
    Change, ExportJob, JobList, Key, Next, REDACTED, Record, Refused, Submission, Tracked, Turn,
};

use super::stored_tabs::{Database, commit};
use super::{at, job};

/// A list with one running job, stored.
fn one(database: &mut Database) -> (JobList, Key) {
    let mut list = JobList::default();
    list.date_keys(at("10:00:00"), 0.5);
    let tracked = Tracked::new(job("A", "PROCESSING"), Some(at("10:00:00")));
    let key = list.add(None, None, Submission::Accepted(tracked));
    commit(&mut list, database);
    (list, key)
}

/// The list of a page that is opened now.
fn reopened(database: &Database) -> JobList {
    let mut list = JobList::default();
    list.reread(database.all());
    list
}

fn submission(list: &JobList, key: Key) -> &Submission {
    &list.get(key).expect("an entry").submission
}

#[test]
fn what_is_written_once_is_not_written_again() {
    let mut database = Database::default();
    let (mut list, key) = one(&mut database);
    assert_eq!(list.unsaved(), []);
    // What a reload forgets is not written.
    list.asking(key);
    list.ask_now(key);
    assert_eq!(list.unsaved(), []);
    list.answered(key, job("A", "SUCCESS"), at("10:00:05"), 0.5);
    let changes = list.unsaved();
    assert_eq!(changes.len(), 1);
    assert!(!changes[0].is_precious(), "a refresh can be repeated");
    commit(&mut list, &mut database);
    assert_eq!(list.unsaved(), []);
    let read = reopened(&database);
    let tracked = read.get(key).and_then(|entry| entry.tracked());
    assert_eq!(
        tracked.map(|tracked| &tracked.job),
        Some(&job("A", "SUCCESS"))
    );
}

#[test]
fn a_removal_is_written_like_any_change() {
    let mut database = Database::default();
    let (mut list, key) = one(&mut database);
    list.remove(key);
    assert!(list.unsaved()[0].is_precious());
    commit(&mut list, &mut database);
    assert_eq!((list.entries(), list.removed().len()), (&[][..], 1));

    // A page that is closed too soon has lost nothing.
    let mut read = reopened(&database);
    assert_eq!((read.entries(), read.removed().len()), (&[][..], 1));
    read.undo();
    assert_eq!((read.entries().len(), read.find("A")), (1, Some(key)));
    assert_eq!(
        read.get(key)
            .and_then(|entry| entry.tracked())
            .map(|tracked| tracked.next),
        Some(Next::After(Duration::ZERO)),
        "its status is asked for at once"
    );
    let mut undone = Database::clone(&database);
    commit(&mut read, &mut undone);
    assert_eq!(reopened(&undone).find("A"), Some(key));

    list.forget_removed();
    assert_eq!(list.unsaved(), [Change::Forget { key, revision: 2 }]);
    commit(&mut list, &mut database);
    assert_eq!((list.unsaved(), database.all()), (vec![], vec![]));
}

#[test]
fn a_request_leaves_only_when_that_is_stored() {
    for is_window in [true, false] {
        let mut database = Database::default();
        let mut list = JobList::default();
        if is_window {
            list.queue(vec!["{}".into(); 2], at("10:00:00"));
            commit(&mut list, &mut database);
            let Turn::Send(key) = list.turn(at("10:00:01"), 5, None) else {
                panic!("nothing to send")
            };
            list.send(key, at("10:00:01"));
        } else {
            let sending = Submission::Sending { is_stored: false };
            list.add(Some("{}".into()), Some(at("10:00:01")), sending);
        }
        let key = list.sending();
        assert_eq!(list.to_send(), None);
        assert!(
            list.unsaved()
                .iter()
                .any(|change| change.is_intent() && change.is_precious())
        );
        commit(&mut list, &mut database);
        assert_eq!((list.to_send(), key.is_some()), (key, true));
        // A browser that ends now leaves a request of which nobody knows whether it was sent.
        let read = reopened(&database);
        assert!(
            matches!(submission(&read, key.expect("a key")), Submission::Unanswered { why, .. } if why == "The page that sent it was closed before the answer arrived, or still waits for it.")
        );
        assert_eq!(read.unsaved(), [], "reading alone changes no record");
    }
}

#[test]
fn what_was_being_written_when_a_turn_came_does_not_let_the_request_leave() {
    let mut database = Database::default();
    let mut list = JobList::default();
    list.queue(vec!["{}".into()], at("10:00:00"));
    let queued = list.unsaved();
    let Turn::Send(key) = list.turn(at("10:00:00"), 5, None) else {
        panic!("nothing to send")
    };
    list.send(key, at("10:00:00"));
    // The answer to the write that began before.
    list.written(database.write(queued));
    assert_eq!(list.to_send(), None);
    assert!(list.unsaved()[0].is_intent());
    commit(&mut list, &mut database);
    assert_eq!(list.to_send(), Some(key));
}

#[test]
fn a_stored_request_is_checked_and_keeps_its_type() {
    let mut list = JobList::default();
    let body = r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-10T23:59:59Z","jobType":"JOB_LEVEL","allMeters":"TRUE"}"#;
    list.queue(vec![body.into(), "[]".into()], at("10:00:00"));
    let requests = list.entries().iter().map(|entry| entry.request());
    let mut paths: Vec<_> = requests
        .map(|request| request.map(|request| request.path()))
        .collect();
    paths.sort_unstable();
    assert_eq!(paths, [None, Some("ExportServiceJobLevelMeteringData")]);
}

#[test]
fn what_cannot_be_stored_is_not_sent_by_itself() {
    let mut list = JobList::default();
    list.queue(vec!["{}".into(); 2], at("10:00:00"));
    let Turn::Send(key) = list.turn(at("10:00:01"), 5, None) else {
        panic!("nothing to send")
    };
    list.send(key, at("10:00:01"));
    list.not_written(&[key], "No room.");
    assert_eq!(
        (list.sending(), list.turn(at("11:00:00"), 5, None)),
        (None, Turn::Idle)
    );
    let why = Some("No room.".to_owned());
    assert_eq!(submission(&list, key), &Submission::Held { why });

    // Somebody has clicked.
    let sending = Submission::Sending { is_stored: false };
    let key = list.add(Some("{}".into()), Some(at("10:00:01")), sending);
    list.not_written(&[key], "No room.");
    assert_eq!(list.to_send(), Some(key));
}

#[test]
fn what_is_stored_waits_no_longer_than_the_service_may_ask_for() {
    let text = r#"{"revision":1,"entry":{"window":{"export":1726142400000,"number":1,"of":1,"round":0},"body":"{}","sentAt":null,"refusals":1,"submission":{"queued":{"refusal":{"words":"No.","until":253402300799000,"wait":{"secs":1000000000000,"nanos":0},"active":null}}}}}"#;
    let mut list = JobList::default();
    let record = Record::read(text, at("12:00:00"));
    assert!(record.is_some());
    list.learn(vec![(Key::from_number(1.0).expect("a key"), record)]);
    assert_eq!(
        list.turn(at("12:00:00"), 5, None),
        Turn::Wait(Duration::from_hours(1))
    );
}

#[test]
fn only_what_is_plainly_queued_is_sent() {
    let mut list = JobList::default();
    let window = r#"{"export":1726142400000,"number":1,"of":1,"round":0}"#;
    let entry = |window: &str, submission: &str| {
        let text = format!(
            r#"{{"revision":1,"entry":{{"window":{window},"body":"{{}}","sentAt":null,"refusals":0,"submission":{submission}}}}}"#
        );
        Record::read(&text, at("12:00:00"))
    };
    for (window, submission) in [
        ("null", r#"{"queued":{"refusal":null}}"#),
        (
            window,
            r#"{"queued":{"refusal":{"words":"No.","until":null,"wait":null,"active":null}}}"#,
        ),
        (window, r#"{"sending":{}}"#),
        (window, r#"{"held":{"why":null}}"#),
    ] {
        let Some(record) = entry(window, submission) else {
            continue; // set aside
        };
        list.learn(vec![(Key::from_number(1.0).expect("a key"), Some(record))]);
        assert_eq!(
            list.turn(at("12:00:00"), 5, None),
            Turn::Idle,
            "{submission}"
        );
        list = JobList::default();
    }
    for rubbish in [
        "null",
        "{}",
        "17",
        r#""queued""#,
        r#"{"posted":{}}"#,
        r#"{"accepted":{"job":{}}}"#,
        r#"{"accepted":{"job":{"jobId":" ","status":"CREATED"},"refreshedAt":null}}"#,
    ] {
        assert_eq!(entry(window, rubbish), None, "{rubbish}");
    }
    let beyond = window.replace(r#""of":1"#, r#""of":0"#);
    assert_eq!(entry(&beyond, r#"{"held":{"why":null}}"#), None);
}

#[test]
fn a_credential_and_a_text_without_end_are_not_stored() {
    let mut list = JobList::default();
    let body = r#"{"callbackUrl":"https://example.com/?token=abcdefgh12345678"}"#;
    list.queue(vec![body.to_owned()], at("10:00:00"));
    let entry = list.entries()[0].for_storage();
    assert!(
        !entry
            .body
            .as_deref()
            .expect("a body")
            .contains("abcdefgh12345678")
    );
    assert_eq!(
        list.entries()[0].body.as_deref(),
        Some(body),
        "it is still known here"
    );
    let restored = entry.restored();
    let why = Some(REDACTED.to_owned());
    assert_eq!(restored.submission, Submission::Held { why });

    let long = "é".repeat(6_000_000);
    let failed = ExportJob {
        error_message: Some(long.clone()),
        ..job("A", "FAILED")
    };
    let tracked = Tracked::new(failed, None);
    let key = list.add(None, None, Submission::Accepted(tracked));
    let stored = list.get(key).expect("an entry").for_storage();
    let text = serde_json::to_string(&stored).expect("JSON");
    assert!(text.len() < 5_000, "{}", text.len());
    list.refused(key, Refused::Unclear, long, at("10:00:00"));
    let stored = list.get(key).expect("an entry").for_storage();
    assert!(serde_json::to_string(&stored).expect("JSON").len() < 5_000);
}

#[test]
fn a_wait_that_is_read_back_is_no_longer_than_it_was_meant_to_be() {
    let mut list = JobList::default();
    list.queue(vec!["{}".into()], at("10:00:00"));
    let Turn::Send(key) = list.turn(at("10:00:00"), 5, None) else {
        panic!("nothing to send")
    };
    let retry_after = Some(Duration::from_secs(90));
    list.send(key, at("10:00:00"));
    list.refused(
        key,
        Refused::Busy { retry_after },
        "No.".into(),
        at("10:00:00"),
    );
    let entry = list.get(key).expect("an entry").for_storage();
    let text = Record { revision: 1, entry }.write();
    for (now, wait) in [
        ("10:00:30", 60), // time has passed
        ("09:00:00", 90), // the clock has been put back
        ("10:01:30", 0),
    ] {
        let record = Record::read(&text, at(now)).expect("a record");
        let mut read = JobList::default();
        read.reread(vec![(key, record)]);
        let turn = if wait == 0 {
            Turn::Send(key)
        } else {
            Turn::Wait(Duration::from_secs(wait))
        };
        assert_eq!(read.turn(at(now), 5, None), turn, "{now}");
    }
}
