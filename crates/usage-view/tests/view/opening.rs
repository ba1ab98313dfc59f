//! Opening and closing exports, and what is shown meanwhile.
use metering_core::usage::message::{Answer, Listed, Opened, Reading};
use metering_core::usage::{Progress, UsageError};
use usage_view::{Action, State};

use super::dom::{Page, texts};
use super::support::{later, source};

fn listed(id: u32, name: &str) -> Listed {
    Listed {
        id,
        source: source(name),
        anyway: false,
    }
}

fn open(exports: &[(u32, &str)], replace: bool) -> Action {
    Action::Open {
        exports: exports.iter().map(|(id, name)| listed(*id, name)).collect(),
        days: None,
        replace,
    }
}

/// The worker's answer that these exports are open.
fn answer(ids: &[u32], cancelled: bool) -> Action {
    let opened = Opened {
        ids: ids.to_vec(),
        cancelled,
        ..Opened::default()
    };
    Action::Answered(Answer::Opened(Box::new(opened)))
}

fn after(actions: impl IntoIterator<Item = Action>) -> State {
    let mut state = State::new(later());
    for action in actions {
        state.apply(action);
    }
    state
}

fn ids(list: &[Listed]) -> Vec<u32> {
    list.iter().map(|listed| listed.id).collect()
}

const BOTH: [(u32, &str); 2] = [(0, "a.zip"), (1, "b.zip")];

#[test]
fn opening_adds_to_what_is_open() {
    let mut state = after([open(&BOTH[..1], false), answer(&[0], false)]);
    state.apply(open(&BOTH[1..], false));
    assert_eq!(ids(&state.list().exports), [0, 1]);
    // The same file again is no other export.
    state.apply(open(&BOTH, false));
    assert_eq!(ids(&state.list().exports), [0, 1]);
}

#[test]
fn what_is_replaced_or_closed_can_be_opened_again() {
    let mut state = after([open(&BOTH, false), answer(&[0, 1], false)]);
    state.apply(open(&[(1, "b.zip"), (2, "c.zip")], true));
    state.apply(answer(&[1, 2], false));
    assert_eq!(
        (ids(&state.open), ids(&state.closed)),
        (vec![1, 2], vec![0])
    );
    let page = Page::of(&state);
    assert!(texts(page.root(), "span").contains(&"Closed: a.zip.".to_owned()));
    state.apply(Action::Reopen);
    assert_eq!(ids(&state.open), [1, 2, 0]);

    state.apply(Action::CloseAll);
    assert_eq!(
        (ids(&state.open), ids(&state.closed)),
        (vec![], vec![1, 2, 0])
    );
    state.apply(answer(&[], false));
    assert_eq!(
        texts(Page::of(&state).root(), "p.empty"),
        ["No export is open."]
    );
    assert_eq!(state.question(), None);
}

#[test]
fn a_cancelled_reading_leaves_open_what_was_open() {
    let mut state = after([open(&BOTH[..1], false), answer(&[0], false)]);
    state.apply(open(&BOTH[1..], true));
    state.apply(answer(&[0], true));
    assert_eq!((ids(&state.open), ids(&state.closed)), (vec![0], vec![]));
}

#[test]
fn reading_shows_how_far_it_is_and_can_be_cancelled() {
    let reading = |progress| {
        Action::Answered(Answer::Reading(Reading {
            name: "a.zip".into(),
            nth: 2,
            of: 3,
            progress,
        }))
    };
    let mut state = after([open(&BOTH, false), reading(None)]);
    assert_eq!(Page::of(&state).by_selector("progress[value]").len(), 0);
    state.apply(reading(Some(Progress {
        read: 1_500_000,
        of: 15_400_000,
        rows: 97_000,
    })));
    let page = Page::of(&state);
    let bar = page.get("progressbar", "Reading a.zip (2 of 3)");
    assert_eq!(
        (bar.attr("value"), bar.attr("max")),
        (Some("1500000"), Some("15400000"))
    );
    assert!(texts(page.root(), "p").contains(&"1,500 of 15,400 KB, 97,000 rows".to_owned()));
    assert_eq!(page.names("button"), ["Cancel"]);
}

#[test]
fn a_worker_that_stops_is_said_and_its_exports_can_be_opened_again() {
    let mut state = after([open(&BOTH, false), answer(&[0, 1], false)]);
    state.apply(Action::WorkerGone("Reading has stopped.".into()));
    let page = Page::of(&state);
    assert_eq!(texts(page.root(), "[role=alert]"), ["Reading has stopped."]);
    assert_eq!(page.names("button"), ["Open again"]);
    state.apply(Action::Reopen);
    assert_eq!(ids(&state.list().exports), [0, 1]);
    assert!(Page::of(&state).all("alert").is_empty());
}

#[test]
fn what_cannot_be_read_is_said_in_words() {
    let mut state = after([open(&BOTH, false)]);
    let opened = Opened {
        failures: vec![metering_core::usage::message::Failure {
            export: listed(0, "<b>.zip"),
            error: UsageError::Unreadable {
                reason: "it is gone".into(),
            },
        }],
        ..Opened::default()
    };
    state.apply(Action::Answered(Answer::Opened(Box::new(opened))));
    assert_eq!(
        texts(Page::of(&state).root(), "p.notice"),
        ["<b>.zip could not be read. The browser cannot read the file: it is gone. Open it again."]
    );
    assert!(state.open.is_empty());
}
