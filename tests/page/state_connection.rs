//! Sessions that open, close and expire.

use std::rc::Rc;
use std::time::Duration;

use chrono::TimeDelta;
use metering_core::job::{Next, Tracked};
use metering_export::app::state::session::time_unused;
use metering_export::app::state::{
    Connection, JobsAction, PageAction, SessionAction, SessionState,
};
use metering_export::app::{Config, State};
use metering_export::service::Call;

use super::dom::Page;
use super::{
    END, SESSION_ID, START, connected, fill, job, newest, noon, refused, send, session, unanswered,
};

/// A connected state with one unfinished job.
fn watching() -> State {
    let mut state = connected();
    send(&mut state, Ok(job("A", "PROCESSING")));
    state
}

fn tracked(state: &State) -> &Tracked {
    let entry = state.jobs.list.get(newest(state)).expect("an entry");
    entry.tracked().expect("a job")
}

/// The newest job's question is answered with an error of this status.
fn answered_with(state: &mut State, status: u16) {
    let error = refused(Call::Status, status, "No.");
    state.apply(JobsAction::Refreshed {
        key: newest(state),
        answer: Err(error),
        now: noon(),
        jitter: 0.5,
    });
}

#[test]
fn a_session_makes_a_client_with_the_time_limit_of_the_deployment() {
    let mut state = State::default();
    assert_eq!(
        (state.client(), &state.session.connection),
        (None, &Connection::SignedOut)
    );

    state.apply(SessionAction::Connected { session: session() });
    let client = state.client().expect("a client");
    assert_eq!(
        (client.session, client.time_limit),
        (session(), Duration::from_mins(1))
    );
    assert_eq!(
        (
            state.notices.announced.count(),
            state.notices.announced.last()
        ),
        (1, "Signed in.")
    );

    let config = Config {
        timeout_seconds: 7,
        ..Config::default()
    };
    state.apply(PageAction::Configured {
        outcome: Ok(config),
    });
    assert_eq!(
        state.client().map(|client| client.time_limit),
        Some(Duration::from_secs(7))
    );
}

#[test]
fn a_session_is_forgotten_after_half_an_hour_without_use() {
    let mut state = watching();
    fill(&mut state, &[START]);
    let typed = state.form.clone();
    state.apply(SessionAction::Unused {
        time: TimeDelta::seconds(30 * 60 - 1),
    });
    assert!(state.client().is_some());
    state.apply(SessionAction::Unused {
        time: TimeDelta::minutes(30),
    });
    assert_eq!(
        (state.client(), &state.session.connection),
        (None, &Connection::Idle)
    );
    assert_eq!(
        state.notices.announced.last(),
        "Signed out after 30 minutes of inactivity. Sign in again."
    );
    // Everything but the session is still there.
    assert_eq!(tracked(&state).job.job_id, "A");
    assert_eq!(state.form, typed);
}

#[test]
fn a_minute_before_that_it_is_said_and_any_use_keeps_the_session() {
    let unused = |state: &mut State, seconds| {
        state.apply(SessionAction::Unused {
            time: TimeDelta::seconds(seconds),
        });
        state.session.ends_soon
    };
    let mut state = watching();
    assert!(!unused(&mut state, 29 * 60 - 1));
    assert!(unused(&mut state, 29 * 60));
    let said =
        "You will be signed out in a minute for inactivity. Any key or click keeps you signed in.";
    assert_eq!(state.notices.announced.last(), said);
    let count = state.notices.announced.count();
    assert!(unused(&mut state, 29 * 60 + 10));
    assert_eq!(state.notices.announced.count(), count, "said once");
    Page::of(&state).get("button", "Stay signed in");
    assert!(!unused(&mut state, 0));
    assert!(state.client().is_some());
    assert_eq!(Page::of(&state).find("button", "Stay signed in").len(), 0);
    assert!(unused(&mut state, 29 * 60));
    assert!(!unused(&mut state, 30 * 60), "it has ended");
    assert!(state.client().is_none());
}

#[test]
fn a_clock_that_jumps_neither_keeps_a_session_nor_hides_a_sleep() {
    let moment = |seconds, clock: &str| {
        (
            Duration::from_secs(seconds),
            super::at(&format!("2024-08-12T{clock}Z")),
        )
    };
    let used = moment(100, "12:00:00");
    for (now, unused) in [
        (moment(160, "12:01:00"), 60),
        (moment(100 + 31 * 60, "11:00:00"), 31 * 60), // put back
        (moment(101, "12:31:00"), 31 * 60),           // the computer slept
        (moment(99, "11:00:00"), 0),
    ] {
        let time = time_unused(used, now);
        assert_eq!(time, TimeDelta::seconds(unused), "{now:?}");
    }
}

#[test]
fn nobody_is_signed_out_twice() {
    for connection in [Connection::SignedOut, Connection::Expired] {
        let session = SessionState {
            connection: connection.clone(),
            ..SessionState::default()
        };
        let mut state = State {
            session: Rc::new(session),
            ..State::default()
        };
        state.apply(SessionAction::Unused {
            time: TimeDelta::hours(1),
        });
        assert_eq!(
            (&state.session.connection, state.notices.announced.count()),
            (&connection, 0)
        );
    }
}

#[test]
fn signing_out_leaves_everything_but_the_session() {
    let mut state = watching();
    fill(&mut state, &[START, END]);
    let before = state.clone();
    state.apply(SessionAction::SignedOut);
    assert_eq!(
        (state.client(), &state.session.connection),
        (None, &Connection::SignedOut)
    );
    assert_eq!(state.notices.announced.last(), "Signed out.");
    assert_eq!((&state.form, &state.jobs), (&before.form, &before.jobs));
}

#[test]
fn a_401_ends_the_session_and_keeps_everything_else() {
    let mut state = watching();
    fill(&mut state, &[START, END]);
    let form = state.form.clone();
    let fields = tracked(&state).job.clone();

    answered_with(&mut state, 401);
    assert_eq!(state.session.connection, Connection::Expired);
    assert_eq!(state.client(), None);
    assert_eq!(
        state.notices.announced.last(),
        "The session has expired. Sign in again."
    );
    assert_eq!(state.form, form);
    let tracked = tracked(&state);
    assert_eq!((&tracked.job, tracked.next), (&fields, Next::AwaitSignIn));
    let trouble = "The session has expired. Sign in again. The service says: “No.” (code IDS_1)";
    assert_eq!(tracked.trouble.as_deref(), Some(trouble));
}

#[test]
fn a_new_session_goes_on_where_the_old_one_ended() {
    let mut state = watching();
    answered_with(&mut state, 401);
    state.apply(SessionAction::Connected { session: session() });
    assert_eq!(tracked(&state).next, Next::After(Duration::ZERO));

    state.apply(JobsAction::Refreshed {
        key: newest(&state),
        answer: Ok(job("A", "SUCCESS")),
        now: noon(),
        jitter: 0.5,
    });
    assert_eq!(
        (tracked(&state).next, &tracked(&state).trouble),
        (Next::Stop, &None)
    );
}

#[test]
fn a_401_to_a_request_ends_the_session_and_is_a_refusal() {
    let mut state = connected();
    fill(&mut state, &[START, END]);
    let typed = state.form.typed.clone();
    send(&mut state, Err(refused(Call::Submit, 401, "No.")));
    assert_eq!(state.session.connection, Connection::Expired);
    assert_eq!(state.jobs.list.entries(), []);
    let refusal = "The session has expired. Sign in again. The service says: “No.” (code IDS_1)";
    assert_eq!(state.form.refusal.as_deref(), Some(refusal));
    assert_eq!(state.form.typed, typed);
}

#[test]
fn several_401_say_once_that_the_session_has_expired() {
    let mut state = watching();
    let first = newest(&state);
    send(&mut state, Ok(job("B", "CREATED")));
    answered_with(&mut state, 401);
    let announced = state.notices.announced.clone();

    let error = refused(Call::Status, 401, "No.");
    state.apply(JobsAction::Refreshed {
        key: first,
        answer: Err(error),
        now: noon(),
        jitter: 0.5,
    });
    assert_eq!(state.notices.announced, announced);
    assert_eq!(state.session.connection, Connection::Expired);
}

#[test]
fn a_401_after_signing_out_is_no_expiry() {
    let mut state = watching();
    state.apply(SessionAction::SignedOut);
    answered_with(&mut state, 401);
    assert_eq!(state.session.connection, Connection::SignedOut);
    assert_eq!(state.notices.announced.last(), "Signed out.");
}

#[test]
fn no_other_failure_ends_the_session() {
    for status in [302, 400, 403, 404, 409, 429, 500, 502, 503] {
        let mut state = watching();
        answered_with(&mut state, status);
        assert_eq!(
            state.session.connection,
            Connection::Connected(session()),
            "{status}"
        );
        send(&mut state, Err(refused(Call::Submit, status, "No.")));
        assert_eq!(
            state.session.connection,
            Connection::Connected(session()),
            "{status}"
        );
    }
    let mut state = watching();
    let error = unanswered(Call::Status);
    state.apply(JobsAction::Refreshed {
        key: newest(&state),
        answer: Err(error),
        now: noon(),
        jitter: 0.5,
    });
    assert_eq!(state.session.connection, Connection::Connected(session()));
}

#[test]
fn a_state_is_printed_without_its_session() {
    let mut state = watching();
    send(&mut state, Err(refused(Call::Submit, 400, "No.")));
    send(&mut state, Err(unanswered(Call::Submit)));
    for printed in [
        format!("{state:?}"),
        format!("{state:#?}"),
        format!("{:?}", state.client()),
    ] {
        assert!(printed.contains("Secret(…)"), "{printed}");
        assert!(!printed.contains(SESSION_ID), "{printed}");
    }
    // Actions are what a logger of state changes would print.
    let action = format!("{:?}", SessionAction::Connected { session: session() });
    assert!(
        action.contains("Secret(…)") && !action.contains(SESSION_ID),
        "{action}"
    );
}
