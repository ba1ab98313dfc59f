//! Split exports in the state: queueing, answers, stopping, and what is said of it.

use std::time::Duration;

use metering_core::job::{Counts, Key, Row, Split, Turn};
use metering_core::request::Field;
use metering_export::app::{Action, State};
use metering_export::service::{Answer, Call, Kind, ServiceError};

use super::{after, connected, fill, job, noon, refused, session, unanswered};

fn queued(windows: usize) -> State {
    let mut state = connected();
    state.apply(Action::Queued(vec!["{}".into(); windows], noon()));
    state
}

fn split(state: &State) -> Split {
    match state.jobs.rows().into_iter().next() {
        Some(Row::Export(split)) => split,
        other => panic!("no export: {other:?}"),
    }
}

fn counts(state: &State) -> Counts {
    split(state).counts()
}

/// Sends the next window.
fn send(state: &mut State) -> Key {
    let Turn::Send(key) = state.jobs.turn(noon(), 5) else {
        panic!("nothing to send");
    };
    state.apply(Action::SendingWindow(key, noon()));
    key
}

/// Sends the next window, which is answered like this.
fn answer(state: &mut State, answer: Result<metering_core::job::ExportJob, ServiceError>) -> Key {
    let key = send(state);
    state.apply(Action::SubmittedWindow(key, answer, noon(), 0.5));
    key
}

fn later(status: u16, seconds: u64) -> ServiceError {
    let answer = Answer {
        status,
        content_type: None,
        retry_after: Some(Duration::from_secs(seconds)),
        body: String::new(),
    };
    ServiceError::of(Call::Submit, &answer).expect("an error")
}

#[test]
fn queueing_takes_the_plan_and_the_last_refusal_away() {
    let mut state = connected();
    super::send(&mut state, Err(refused(Call::Submit, 400, "No.")));
    state.apply(Action::SplitShown(true));
    assert!(state.form.split);
    state.apply(Action::Queued(vec!["{}".into(); 3], noon()));
    assert_eq!((state.form.split, &state.refusal), (false, &None));
    assert_eq!(state.announced.last(), "3 exports are queued.");
    assert_eq!(counts(&state).queued, 3);
    assert!(!state.is_sending(), "nothing is sent by this");
}

#[test]
fn a_plan_is_for_the_dates_as_they_are() {
    let mut state = connected();
    fill(&mut state, &[super::START, (Field::EndDate, "2024-11-09")]);
    let rules = state.config.rules();
    for (field, stays) in [
        (Field::CallbackUrl, true),
        (Field::StartDate, false),
        (Field::EndDate, false),
    ] {
        state.apply(Action::SplitShown(true));
        fill(&mut state, &[(field, "")]);
        assert_eq!(state.form.split, stays, "{field:?}");
    }

    // Only what can be split has a plan.
    for (end, windows) in [
        ("2024-09-10", None),
        ("2024-09-11", Some(2)),
        ("2024-11-09", Some(3)),
        ("2025-08-11", Some(13)),
        ("2032-10-28", Some(100)),
        ("2032-10-29", None),
        ("9999-12-31", None),
        ("2024-08-01", None),
    ] {
        fill(&mut state, &[super::START, (Field::EndDate, end)]);
        let found = state.form.windows(&rules).map(|windows| windows.len());
        assert_eq!(found, windows, "{end}");
        let plan = state.form.plan(&rules).map(|plan| plan.len());
        assert_eq!(plan, windows, "{end}");
    }
    // Without the rest of the form there are windows, and no requests yet.
    fill(
        &mut state,
        &[
            (Field::EndDate, "2024-11-09"),
            (Field::CallbackUrl, "no URL"),
        ],
    );
    assert!(state.form.windows(&rules).is_some() && state.form.plan(&rules).is_none());
    // The range is no problem any more; the URL is.
    state.apply(Action::SplitShown(true));
    let problems = state
        .form
        .check(&rules, None)
        .result
        .expect_err("a problem");
    let codes: Vec<_> = problems.iter().map(|problem| problem.code.name()).collect();
    assert_eq!(codes, ["notAUrl"]);
}

#[test]
fn a_job_a_lost_answer_and_each_kind_of_refusal() {
    let words = refused(Call::Submit, 409, "Five jobs.").to_string();
    let mut state = queued(3);
    answer(&mut state, Ok(job("A", "CREATED")));
    assert_eq!(state.announced.last(), "Export requested. Job A: CREATED.");

    // While a job is active it can be the limit: it stays queued, with the words.
    answer(&mut state, Err(refused(Call::Submit, 409, "Five jobs.")));
    assert_eq!(
        (counts(&state).queued, split(&state).words()),
        (2, Some(&*words))
    );
    assert_eq!(state.refusal, None, "the form is not about this");
    assert_eq!(state.jobs.turn(noon(), 5), Turn::Idle);

    let mut state = queued(2);
    answer(&mut state, Err(unanswered(Call::Submit)));
    assert_eq!((counts(&state).unknown, counts(&state).queued), (1, 1));

    for (error, turn) in [
        (later(429, 9), Turn::Wait(Duration::from_secs(9))),
        (
            ServiceError::new(Call::Submit, Kind::TooManyRequests { retry_after: None }),
            Turn::Wait(Duration::from_secs(30)),
        ),
        (
            ServiceError::new(
                Call::Submit,
                Kind::NoAnswer {
                    offline: true,
                    cross_origin: false,
                },
            ),
            Turn::Wait(Duration::from_secs(30)),
        ),
    ] {
        let mut state = queued(2);
        answer(&mut state, Err(error.clone()));
        assert_eq!(state.jobs.turn(noon(), 5), turn, "{error}");
        assert_eq!(counts(&state).queued, 2, "{error}");
    }
    for status in [400, 403, 404, 409, 422] {
        let mut state = queued(2);
        answer(&mut state, Err(refused(Call::Submit, status, "No.")));
        assert_eq!(
            (counts(&state).held, counts(&state).queued),
            (2, 0),
            "{status}"
        );
        assert_eq!(state.announced.last(), "An export was refused.");
    }
    // Any 5xx may hide a job, whatever time it names: the next window is sent, this one is not sent again.
    for error in [
        refused(Call::Submit, 502, ""),
        refused(Call::Submit, 503, ""),
        later(503, 9),
    ] {
        let mut state = queued(2);
        let key = answer(&mut state, Err(error.clone()));
        assert_eq!(
            (counts(&state).unknown, counts(&state).queued),
            (1, 1),
            "{error}"
        );
        let Turn::Send(next) = state.jobs.turn(noon(), 5) else {
            panic!("the next window waits")
        };
        assert_ne!(next, key, "{error}");
    }
}

#[test]
fn after_a_lost_session_the_queue_goes_on_with_the_next() {
    let mut state = queued(2);
    let key = answer(&mut state, Err(refused(Call::Submit, 401, "Expired.")));
    assert!(state.client().is_none());
    assert_eq!(
        state.announced.last(),
        "The session has expired. Sign in again."
    );
    assert_eq!(counts(&state).queued, 2);
    state.apply(Action::Connected(session()));
    assert_eq!(state.jobs.turn(noon(), 5), Turn::Send(key));
}

#[test]
fn an_export_is_stopped_resumed_and_forgotten_as_one() {
    let mut state = queued(3);
    answer(&mut state, Ok(job("A", "CREATED")));
    state.apply(Action::Held(noon()));
    assert_eq!(
        state.announced.last(),
        "What was not requested yet is cancelled."
    );
    assert_eq!((counts(&state).running, counts(&state).held), (1, 2));
    state.apply(Action::Resumed(noon()));
    let key = send(&mut state);
    state.apply(Action::Unsendable(key, "Not valid.".into()));
    assert_eq!(
        (counts(&state).held, split(&state).words()),
        (2, Some("Not valid."))
    );
    state.apply(Action::Again(key));
    assert_eq!((counts(&state).held, counts(&state).queued), (1, 1));
    state.apply(Action::ExportRemoved(noon()));
    assert_eq!(state.jobs.entries(), []);
}

#[test]
fn an_answer_to_a_window_that_was_forgotten_has_no_effect() {
    let mut state = queued(1);
    let key = send(&mut state);
    state.apply(Action::ExportRemoved(noon()));
    let before = state.clone();
    state.apply(Action::SubmittedWindow(
        key,
        Ok(job("A", "CREATED")),
        noon(),
        0.5,
    ));
    assert_eq!(state, before);
}

#[test]
fn a_session_is_needed_to_send_and_not_to_look() {
    let mut state = after([Action::Queued(vec!["{}".into()], noon())]);
    assert!(state.client().is_none() && state.jobs.has_queued());
    state.apply(Action::Connected(session()));
    assert!(state.client().is_some());
}
