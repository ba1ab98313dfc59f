//! Split exports in two tabs with one stored list, and in any order of events.

use chrono::{DateTime, TimeDelta, Utc};
use metering_core::job::{JobList, Key, Refused, Submission, Turn};
use proptest::prelude::*;

use super::{at, job};

fn noon() -> DateTime<Utc> {
    at("12:00:00")
}

fn export(windows: usize) -> JobList {
    let mut list = JobList::default();
    list.queue(vec!["{}".to_owned(); windows], noon());
    list
}

fn send(list: &mut JobList) -> Key {
    let Turn::Send(key) = list.turn(noon(), 99, None) else {
        panic!("nothing to send");
    };
    list.sent(key, noon());
    key
}

/// What the storage says of a list: nothing is on its way in it.
fn stored(list: &JobList) -> JobList {
    let mut stored = list.clone();
    if let Some(key) = list.sending() {
        stored.unanswered(key, "The page was closed.".into());
    }
    stored
}

fn submissions(list: &JobList) -> Vec<&'static str> {
    list.entries()
        .iter()
        .map(|entry| match &entry.submission {
            Submission::Queued { refusal: None } => "queued",
            Submission::Queued { refusal: Some(_) } => "refused",
            Submission::Held { .. } => "held",
            Submission::Sending => "sending",
            Submission::Unanswered { .. } => "unknown",
            Submission::Accepted(_) => "accepted",
        })
        .collect()
}

#[test]
fn a_tab_never_takes_a_window_for_queued_that_another_has_sent() {
    let mut theirs = export(2);
    let mut mine = theirs.clone();
    let key = send(&mut theirs);
    mine.adopt(&stored(&theirs));
    assert_eq!(submissions(&mine), ["unknown", "queued"]);
    // An old list, stored by a tab that did not know yet, changes nothing.
    theirs.adopt(&export(2));
    assert_eq!(submissions(&theirs), ["sending", "queued"]);
    mine.adopt(&export(2));
    assert_eq!(submissions(&mine), ["unknown", "queued"]);

    theirs.accepted(key, job("A", "CREATED"), noon(), 0.5);
    mine.adopt(&stored(&theirs));
    assert_eq!(submissions(&mine), ["accepted", "queued"]);
    assert_eq!(mine.entries()[0].sent_at, Some(noon()));
    mine.adopt(&export(2));
    assert_eq!(submissions(&mine), ["accepted", "queued"]);
}

#[test]
fn refusals_stops_and_what_is_asked_for_again_reach_the_other_tab() {
    let mut theirs = export(2);
    let mut mine = theirs.clone();
    let key = send(&mut theirs);
    let busy = Refused::Busy { retry_after: None };
    theirs.refused(key, busy, "Busy.".into(), noon());
    mine.adopt(&theirs);
    assert_eq!(submissions(&mine), ["refused", "queued"]);
    theirs.hold(noon());
    mine.adopt(&theirs);
    assert_eq!(submissions(&mine), ["held", "held"]);
    theirs.resume(noon());
    mine.adopt(&theirs);
    assert_eq!(submissions(&mine), ["queued", "queued"]);

    let key = send(&mut theirs);
    theirs.unanswered(key, "Lost.".into());
    theirs.again(key);
    mine.adopt(&theirs);
    assert_eq!(submissions(&mine), ["queued", "unknown", "queued"]);
}

/// What can happen in a tab.
#[derive(Clone, Debug)]
enum Event {
    /// The tab sends what it would send.
    Send,
    /// The answer to what is on its way.
    Answer(u8),
    /// A job of its list ends.
    Ends(u8),
    /// The tab learns of the other's list as that has stored it.
    Adopt,
    Hold,
    Resume,
    /// Time passes.
    Later(u16),
}

fn event() -> impl Strategy<Value = (usize, Event)> {
    let event = prop_oneof![
        3 => Just(Event::Send),
        3 => (0_u8..6).prop_map(Event::Answer),
        2 => any::<u8>().prop_map(Event::Ends),
        3 => Just(Event::Adopt),
        1 => Just(Event::Hold),
        1 => Just(Event::Resume),
        1 => (0_u16..400).prop_map(Event::Later),
    ];
    (0_usize..2, event)
}

proptest! {
    /// One tab at a time sends, as the lock has it, and takes over from the other with what that has stored.
    #[test]
    fn no_window_gets_two_jobs_and_no_more_are_active_than_the_limit(
        windows in 1_usize..8,
        limit in 1_usize..4,
        events in prop::collection::vec(event(), 0..80),
    ) {
        let mut tabs = [export(windows), export(windows)];
        let mut leader = 0;
        let mut now = noon();
        let mut created = 0_usize;
        let mut sent = std::collections::BTreeMap::<(u32, u32), usize>::new();
        for (tab, event) in events {
            match event {
                Event::Send if tabs[leader].sending().is_none() => {
                    // The lock goes from tab to tab only between two requests.
                    if tab != leader {
                        let theirs = stored(&tabs[leader]);
                        tabs[tab].adopt(&theirs);
                        leader = tab;
                    }
                    if let Turn::Send(key) = tabs[leader].turn(now, limit, None) {
                        prop_assert!(tabs[leader].active() < limit);
                        let window = tabs[leader].get(key).and_then(|entry| entry.window).expect("a window");
                        *sent.entry((window.number, window.round)).or_default() += 1;
                        tabs[leader].sent(key, now);
                    }
                }
                Event::Answer(answer) => {
                    let Some(key) = tabs[leader].sending() else { continue };
                    let window = tabs[leader].get(key).and_then(|entry| entry.window).expect("a window");
                    let refused = match answer {
                        0 => Some(Refused::Busy { retry_after: None }),
                        1 => Some(Refused::Request),
                        2 => Some(Refused::SessionGone),
                        _ => None,
                    };
                    match refused {
                        Some(refused) => {
                            // Nothing was created: sending it again is right.
                            sent.insert((window.number, window.round), 0);
                            tabs[leader].refused(key, refused, "No.".into(), now);
                        }
                        None if answer == 3 => tabs[leader].unanswered(key, "Lost.".into()),
                        None => {
                            created += 1;
                            tabs[leader].accepted(key, job(&format!("J{created}"), "CREATED"), now, 0.5);
                        }
                    }
                }
                Event::Ends(which) if created > 0 => {
                    let id = format!("J{}", usize::from(which) % created + 1);
                    now += TimeDelta::seconds(1);
                    if let Some(key) = tabs[tab].find(&id) {
                        tabs[tab].answered(key, job(&id, "SUCCESS"), now, 0.5);
                    }
                }
                Event::Adopt => {
                    let theirs = stored(&tabs[1 - tab]);
                    tabs[tab].adopt(&theirs);
                }
                Event::Hold => tabs[leader].hold(noon()),
                Event::Resume => tabs[leader].resume(noon()),
                Event::Later(seconds) => now += TimeDelta::seconds(seconds.into()),
                Event::Send | Event::Ends(_) => {}
            }
            prop_assert!(sent.values().all(|&times| times <= 1), "{sent:?}");
        }
    }
}
