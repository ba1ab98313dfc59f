//! Several tabs with one storage: what one takes over from the other, in any order of events, also when tabs crash.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use metering_core::job::{
    Change, JobList, Key, Next, Record, Refused, Submission, Tracked, Turn, Written,
};
use proptest::prelude::*;

use super::{at, job};

/// A storage that is written one transaction after the other.
#[derive(Clone, Default)]
pub(super) struct Database(BTreeMap<Key, String>);

impl Database {
    pub(super) fn all(&self) -> Vec<(Key, Record)> {
        let keys = self.0.keys();
        keys.map(|key| (*key, self.get(*key).expect("a record")))
            .collect()
    }

    fn get(&self, key: Key) -> Option<Record> {
        let text = self.0.get(&key)?;
        Some(Record::read(text, noon()).expect("a record"))
    }

    pub(super) fn write(&mut self, changes: Vec<Change>) -> Vec<Written> {
        let write = |change: Change| {
            let stored = self.get(change.key());
            let revision = change.revision_over(stored.as_ref());
            match change {
                Change::Forget { key, revision } => match stored {
                    Some(stored) if stored.revision != revision => Written::Kept { key, stored },
                    Some(_) | None => {
                        self.0.remove(&key);
                        Written::Forgotten { key }
                    }
                },
                Change::Put { entry, .. } => match revision {
                    None => Written::Outdated { entry, stored },
                    Some(revision) => {
                        let record = Record {
                            revision,
                            entry: entry.for_storage(),
                        };
                        self.0.insert(entry.key, record.write());
                        Written::Stored { entry, revision }
                    }
                },
            }
        };
        changes.into_iter().map(write).collect()
    }
}

/// Writes what a tab has changed.
pub(super) fn commit(list: &mut JobList, database: &mut Database) {
    let written = database.write(list.unsaved());
    list.written(written);
}

/// Two tabs that have read the same storage.
fn tabs(mut first: JobList) -> (Database, [JobList; 2]) {
    let mut database = Database::default();
    commit(&mut first, &mut database);
    let mut second = JobList::default();
    second.reread(database.all());
    (database, [first, second])
}

fn noon() -> DateTime<Utc> {
    at("12:00:00")
}

fn export(windows: usize) -> JobList {
    let mut list = JobList::default();
    list.date_keys(noon(), 0.0);
    list.queue(vec!["{}".to_owned(); windows], noon());
    list
}

fn watched(status: &str) -> JobList {
    let mut list = JobList::default();
    let tracked = Tracked::new(job("A", status), Some(at("10:00:00")));
    list.add(None, None, Submission::Accepted(tracked));
    list
}

fn send(list: &mut JobList) -> Key {
    let Turn::Send(key) = list.turn(noon(), 99, None) else {
        panic!("nothing to send");
    };
    list.send(key, noon());
    key
}

fn submissions(list: &JobList) -> Vec<&'static str> {
    let name = |submission: &Submission| match submission {
        Submission::Queued { refusal: None } => "queued",
        Submission::Queued { refusal: Some(_) } => "refused",
        Submission::Held { .. } => "held",
        Submission::Sending { .. } => "sending",
        Submission::Unanswered { .. } => "unknown",
        Submission::Accepted(_) => "accepted",
    };
    list.entries()
        .iter()
        .map(|entry| name(&entry.submission))
        .collect()
}

fn tracked(list: &JobList) -> &Tracked {
    list.entries()[0].tracked().expect("a job")
}

#[test]
fn keys_of_other_tabs_and_times_are_different() {
    let number = |now, random| Key::dated(now, random).number();
    let keys = [
        number(noon(), 0.0),
        number(noon(), 0.5),
        number(noon(), 1.0),
        number(noon() + TimeDelta::milliseconds(1), 0.0),
    ];
    assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
    let last = Key::dated(at("12:00:00") + TimeDelta::days(365 * 200), 1.0);
    #[allow(clippy::cast_precision_loss)]
    let number = last.number() as f64;
    assert_eq!(Key::from_number(number), Some(last));
    for number in [-1.0, 0.5, f64::NAN, f64::INFINITY, 1e17] {
        assert_eq!(Key::from_number(number), None);
    }
}

#[test]
fn what_another_tab_adds_changes_or_removes_is_taken_over() {
    let (mut database, [mut mine, mut theirs]) = tabs(watched("PROCESSING"));
    let key = mine.find("A").expect("the job");
    theirs.answered(key, job("A", "SUCCESS"), at("10:00:05"), 0.5);
    theirs.date_keys(noon(), 0.5);
    let added = Tracked::new(job("B", "CREATED"), None);
    theirs.add(None, None, Submission::Accepted(added));
    commit(&mut theirs, &mut database);
    mine.reread(database.all());
    assert_eq!(mine.entries().len(), 2);
    let entry = mine.get(key).and_then(|entry| entry.tracked());
    assert_eq!(
        entry.map(|tracked| tracked.job.status.name()),
        Some("SUCCESS")
    );
    assert_eq!(mine.unsaved(), []);
    theirs.remove(key);
    commit(&mut theirs, &mut database);
    mine.reread(database.all());
    assert_eq!((mine.get(key), mine.entries().len()), (None, 1));
    theirs.forget_removed();
    commit(&mut theirs, &mut database);
    mine.reread(database.all());
    assert_eq!((mine.removed(), mine.unsaved()), (&[][..], vec![]));
}

/// A page that Back brings again knows an old list.
#[test]
fn a_tab_that_knows_less_overwrites_nothing() {
    let (mut database, [mut mine, mut theirs]) = tabs(export(2));
    let key = send(&mut theirs);
    commit(&mut theirs, &mut database);
    theirs.accepted(key, job("A", "CREATED"), noon(), 0.5);
    commit(&mut theirs, &mut database);
    let before = database.all();

    // To this tab both are still queued.
    assert_eq!(send(&mut mine), key);
    commit(&mut mine, &mut database);
    assert_eq!(mine.to_send(), None, "it was sent already");
    assert_eq!(submissions(&mine), ["accepted", "queued"]);
    assert_eq!(database.all(), before);

    // Nor does it bring back what was removed.
    theirs.remove(key);
    commit(&mut theirs, &mut database);
    mine.hold(noon());
    mine.answered(key, job("A", "PROCESSING"), at("10:00:09"), 0.5);
    let after_removal = database.all().len();
    commit(&mut mine, &mut database);
    assert_eq!((database.all().len(), mine.get(key)), (after_removal, None));
}

#[test]
fn a_removal_can_be_undone_in_any_tab_whatever_the_other_does() {
    let (database, [mut mine, theirs]) = tabs(watched("PROCESSING"));
    let key = mine.find("A").expect("the job");
    let mut removed = database;
    mine.remove(key);
    commit(&mut mine, &mut removed);

    // The other tab sees it go, and brings it back. This one must not forget it then.
    let (mut database, mut mine_now, mut other) = (removed.clone(), mine.clone(), theirs.clone());
    other.reread(database.all());
    assert_eq!((other.find("A"), other.removed().len()), (None, 1));
    other.undo();
    commit(&mut other, &mut database);
    mine_now.forget_removed();
    commit(&mut mine_now, &mut database);
    assert_eq!((mine_now.find("A"), database.all().len()), (Some(key), 1));

    // One forgets it in the moment in which the other brings it back.
    let (mut database, mut mine_now, mut other) = (removed.clone(), mine.clone(), theirs.clone());
    other.reread(database.all());
    mine_now.forget_removed();
    commit(&mut mine_now, &mut database);
    other.undo();
    commit(&mut other, &mut database);
    assert_eq!((other.find("A"), database.all().len()), (Some(key), 1));

    // A refresh elsewhere does not bring it back.
    let (mut database, mut other) = (removed, theirs);
    other.answered(key, job("A", "SUCCESS"), at("10:00:09"), 0.5);
    commit(&mut other, &mut database);
    assert_eq!((other.find("A"), other.removed().len()), (None, 1));
}

#[test]
fn of_two_refreshes_the_later_counts() {
    for (mine_at, theirs_at, status) in [
        ("10:00:05", "10:00:04", "SUCCESS"),
        ("10:00:04", "10:00:05", "PROCESSING"),
    ] {
        let (mut database, [mut mine, mut theirs]) = tabs(watched("CREATED"));
        let key = mine.find("A").expect("the job");
        theirs.answered(key, job("A", "PROCESSING"), at(theirs_at), 0.5);
        mine.answered(key, job("A", "SUCCESS"), at(mine_at), 0.5);
        commit(&mut theirs, &mut database);
        commit(&mut mine, &mut database);
        assert_eq!(tracked(&mine).job.status.name(), status);
        theirs.reread(database.all());
        assert_eq!(tracked(&theirs).job.status.name(), status);
    }
}

#[test]
fn a_job_that_was_created_is_kept_even_if_its_request_was_removed_elsewhere() {
    let (mut database, [mut mine, mut theirs]) = tabs(export(1));
    let key = send(&mut mine);
    commit(&mut mine, &mut database);
    theirs.reread(database.all());
    assert_eq!(submissions(&theirs), ["unknown"]);
    theirs.remove(key);
    commit(&mut theirs, &mut database);
    mine.reread(database.all());
    assert_eq!(
        submissions(&mine),
        ["sending"],
        "its answer is still to come"
    );
    mine.accepted(key, job("A", "CREATED"), noon(), 0.5);
    commit(&mut mine, &mut database);
    theirs.reread(database.all());
    assert_eq!(submissions(&theirs), ["accepted"]);
}

/// Two tabs that show the same unfinished job take turns; each answer would otherwise be the other's reason to ask.
#[test]
fn two_tabs_do_not_drive_each_other_to_ask_without_a_pause() {
    let (mut database, mut tabs) = tabs(watched("PROCESSING"));
    for round in 0..6_i64 {
        let asking = usize::from(round % 2 == 1);
        let now = at("10:01:00") + TimeDelta::seconds(round);
        let key = tabs[asking].find("A").expect("the job");
        tabs[asking].answered(key, job("A", "PROCESSING"), now, 0.5);
        commit(&mut tabs[asking], &mut database);
        tabs[1 - asking].reread(database.all());
        for tab in &tabs {
            let next = tracked(tab).next;
            assert!(
                matches!(next, Next::After(wait) if wait >= Duration::from_secs(2)),
                "{next:?}"
            );
        }
    }
}

/// What can happen in a tab.
#[derive(Clone, Debug)]
enum Event {
    /// The tab decides to send, whether the lock is its own or not.
    Decide,
    /// What it has changed reaches the storage.
    Commit,
    /// A request leaves if that is stored; the service takes it.
    Leave,
    /// The answer arrives.
    Answer(u8),
    /// The tab reads the storage: told by the other, or brought back by Back.
    Reread,
    /// The tab ends at this very moment, and is opened again.
    Crash,
    Hold,
    Resume,
    Remove(u8),
    Undo,
    Forget,
}

fn event() -> impl Strategy<Value = (usize, Event)> {
    let event = prop_oneof![
        4 => Just(Event::Decide),
        6 => Just(Event::Commit),
        5 => Just(Event::Leave),
        4 => (0_u8..6).prop_map(Event::Answer),
        2 => Just(Event::Reread),
        2 => Just(Event::Crash),
        1 => Just(Event::Hold),
        1 => Just(Event::Resume),
        1 => any::<u8>().prop_map(Event::Remove),
        1 => Just(Event::Undo),
        1 => Just(Event::Forget),
    ];
    (0_usize..2, event)
}

/// A tab, and the request of it that is on the wire.
struct Tab {
    list: JobList,
    on_the_wire: Option<Key>,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Even without a lock, whatever crashes when: no window reaches the service twice unless it was refused.
    #[test]
    fn no_window_reaches_the_service_twice(
        windows in 1_usize..5,
        events in prop::collection::vec(event(), 0..60),
    ) {
        let (mut database, lists) = tabs(export(windows));
        let mut tabs = lists.map(|list| Tab { list, on_the_wire: None });
        let mut taken = BTreeMap::<Key, usize>::new();
        for (number, event) in events {
            let tab = &mut tabs[number];
            match event {
                Event::Decide => {
                    if let Turn::Send(key) = tab.list.turn(noon(), 99, None) {
                        tab.list.send(key, noon());
                    }
                }
                Event::Commit => commit(&mut tab.list, &mut database),
                Event::Leave if tab.on_the_wire.is_none() => {
                    if let Some(key) = tab.list.to_send() {
                        tab.on_the_wire = Some(key);
                        *taken.entry(key).or_default() += 1;
                        prop_assert!(taken[&key] == 1, "{key:?} twice");
                    }
                }
                Event::Answer(answer) => {
                    let Some(key) = tab.on_the_wire.take() else { continue };
                    match answer {
                        0 => {
                            // The service created nothing: sending it again is right.
                            taken.insert(key, 0);
                            tab.list.refused(key, Refused::SessionGone, "No.".into(), noon());
                        }
                        1 => tab.list.unanswered(key, "Lost.".into(), None),
                        _ => tab.list.accepted(key, job("J", "CREATED"), noon(), 0.5),
                    }
                }
                Event::Reread => tab.list.reread(database.all()),
                Event::Crash => {
                    tab.on_the_wire = None;
                    tab.list = JobList::default();
                    tab.list.reread(database.all());
                }
                Event::Hold => tab.list.hold(noon()),
                Event::Resume => tab.list.resume(noon()),
                Event::Remove(which) => {
                    let keys: Vec<_> = tab.list.entries().iter().map(|entry| entry.key).collect();
                    // As in the table: not while it is on its way.
                    let key = keys.get(usize::from(which) % windows);
                    if let Some(key) = key.filter(|key| tab.list.sending() != Some(**key)) {
                        tab.list.remove(*key);
                    }
                }
                Event::Undo => tab.list.undo(),
                Event::Forget => tab.list.forget_removed(),
                Event::Leave => {}
            }
        }
    }
}
