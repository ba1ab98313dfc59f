//! Split exports in the state: queueing, answers, stopping, and what is said of it.

use std::time::Duration;

use metering_core::job::{Counts, Key, Row, Split, Turn};
use metering_core::request::{Code, Field};
use metering_export::app::State;
use metering_export::app::state::{FormAction, JobsAction, SessionAction};
use metering_export::service::{Answer, Call, Kind, ServiceError};

use super::{after, connected, fill, job, noon, refused, session, unanswered};

fn queued(windows: usize) -> State {
    let mut state = connected();
    state.apply(JobsAction::Queued {
        bodies: vec!["{}".into(); windows],
        now: noon(),
        random: 0.0,
    });
    state
}

fn split(state: &State) -> Split {
    match state.jobs.list.rows().into_iter().next() {
        Some(Row::Export(split)) => split,
        other => panic!("no export: {other:?}"),
    }
}

fn counts(state: &State) -> Counts {
    split(state).counts()
}

/// Sends the next window.
fn send(state: &mut State) -> Key {
    let Turn::Send(key) = state.jobs.list.turn(noon(), 5, None) else {
        panic!("nothing to send");
    };
    state.apply(JobsAction::Sending { key, now: noon() });
    key
}

/// Sends the next window, which is answered like this.
fn answer(state: &mut State, answer: Result<metering_core::job::ExportJob, ServiceError>) -> Key {
    let key = send(state);
    state.apply(JobsAction::Submitted {
        key,
        answer,
        now: noon(),
        steady: noon(),
        org_name: None,
        jitter: 0.5,
    });
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
fn only_what_can_be_split_has_a_plan() {
    let mut state = connected();
    let rules = state.page.config.rules();
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
        let evaluated = state.form.evaluate(&rules, None);
        let found = evaluated.windows.map(|windows| windows.len());
        assert_eq!(found, windows, "{end}");
        let plan = evaluated.plan.map(|plan| plan.len());
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
    let evaluated = state.form.evaluate(&rules, None);
    assert!(evaluated.windows.is_some() && evaluated.plan.is_none());
    // The range is no problem; the URL is.
    let problems = evaluated.problems();
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::NotAUrl]);
}

#[test]
fn queueing_takes_the_plan_and_the_last_refusal_away() {
    let mut state = connected();
    super::send(&mut state, Err(refused(Call::Submit, 400, "No.")));
    state.apply(FormAction::PlanShown { shown: true });
    assert!(state.form.plan_shown);
    state.apply(JobsAction::Queued {
        bodies: vec!["{}".into(); 3],
        now: noon(),
        random: 0.0,
    });
    assert_eq!((state.form.plan_shown, &state.form.refusal), (false, &None));
    assert_eq!(state.notices.announced.last(), "3 exports are queued.");
    assert_eq!(counts(&state).queued, 3);
    assert!(!state.jobs.is_sending(), "nothing is sent by this");
}

#[test]
fn a_job_a_lost_answer_and_each_kind_of_refusal() {
    let words = refused(Call::Submit, 409, "Five jobs.").to_string();
    let mut state = queued(3);
    answer(&mut state, Ok(job("A", "CREATED")));
    assert_eq!(
        state.notices.announced.last(),
        "Export requested. Job A: Created."
    );

    // It can be the limit of active jobs: it stays queued, with the words.
    answer(&mut state, Err(refused(Call::Submit, 409, "Five jobs.")));
    assert_eq!(
        (counts(&state).queued, split(&state).words()),
        (2, Some(&*words))
    );
    assert_eq!(state.form.refusal, None, "the form is not about this");
    assert_eq!(
        state.jobs.list.turn(noon(), 5, None),
        Turn::Wait(Duration::from_secs(30))
    );

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
        assert_eq!(state.jobs.list.turn(noon(), 5, None), turn, "{error}");
        assert_eq!(counts(&state).queued, 2, "{error}");
    }
    for status in [400, 403, 404, 409, 422] {
        let mut state = queued(2);
        answer(&mut state, Err(refused(Call::Submit, status, "No.")));
        assert_eq!(
            (counts(&state).held, counts(&state).queued),
            (0, 2),
            "{status}"
        );
        assert_eq!(state.notices.announced.last(), "An export was refused.");

        let mut state = queued(2);
        let words = "The field endDate is not a date.";
        answer(&mut state, Err(refused(Call::Submit, status, words)));
        assert_eq!(
            (counts(&state).held, counts(&state).queued),
            (2, 0),
            "{status}"
        );
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
        let Turn::Send(next) = state.jobs.list.turn(noon(), 5, None) else {
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
        state.notices.announced.last(),
        "The session has expired. Sign in again."
    );
    assert_eq!(counts(&state).queued, 2);
    state.apply(SessionAction::Connected { session: session() });
    assert_eq!(state.jobs.list.turn(noon(), 5, None), Turn::Send(key));
}

#[test]
fn an_export_is_stopped_resumed_and_forgotten_as_one() {
    let mut state = queued(3);
    answer(&mut state, Ok(job("A", "CREATED")));
    state.apply(JobsAction::Held { export: noon() });
    assert_eq!(
        state.notices.announced.last(),
        "The parts that were not requested yet are cancelled."
    );
    assert_eq!((counts(&state).running, counts(&state).held), (1, 2));
    state.apply(JobsAction::Resumed { export: noon() });
    let key = send(&mut state);
    state.apply(JobsAction::Unsendable {
        key,
        why: "Not valid.".into(),
    });
    assert_eq!(
        (counts(&state).held, split(&state).words()),
        (2, Some("Not valid."))
    );
    state.apply(JobsAction::RequestedAgain {
        key,
        now: noon(),
        random: 0.0,
    });
    assert_eq!((counts(&state).held, counts(&state).queued), (1, 1));
    state.apply(JobsAction::ExportRemoved { export: noon() });
    assert_eq!(state.jobs.list.entries(), []);
}

#[test]
fn an_answer_to_a_window_that_was_forgotten_has_no_effect() {
    let mut state = queued(1);
    let key = send(&mut state);
    state.apply(JobsAction::ExportRemoved { export: noon() });
    let before = state.clone();
    state.apply(JobsAction::Submitted {
        key,
        answer: Ok(job("A", "CREATED")),
        now: noon(),
        steady: noon(),
        org_name: None,
        jitter: 0.5,
    });
    assert_eq!(state, before);
}

#[test]
fn a_session_is_needed_to_send_and_not_to_look() {
    let mut state = after([JobsAction::Queued {
        bodies: vec!["{}".into()],
        now: noon(),
        random: 0.0,
    }]);
    assert!(state.client().is_none() && state.jobs.list.has_queued());
    state.apply(SessionAction::Connected { session: session() });
    assert!(state.client().is_some());
}
