//! What is typed, what is noticed, what a reload brings back.

use metering_core::job::{JobList, Submission, Tracked};
use metering_core::request::{Field, RangeLimit};
use metering_export::app::{Action, Config, FormState, Restored, State, Typed};
use metering_export::service::Call;

use super::{
    END, LATE_END, START, after, at, connected, fill, job, newest, noon, refused, send, session,
    unanswered,
};

#[test]
fn typing_changes_one_field() {
    let mut state = State::default();
    for field in Field::ALL {
        let before = state.form.clone();
        let text = format!(" typed into {} ", field.name());
        state.apply(Action::FormTyped(field, text.clone()));
        assert_eq!(state.form.text(field), text);
        for other in Field::ALL.into_iter().filter(|other| *other != field) {
            assert_eq!(
                state.form.text(other),
                before.text(other),
                "{field:?} {other:?}"
            );
        }
    }
}

#[test]
fn fields_left_are_remembered_once_and_attempts_are_counted() {
    let mut state = State::default();
    for field in [Field::EndDate, Field::StartDate, Field::EndDate] {
        state.apply(Action::Left(field));
    }
    assert_eq!(state.form.left, [Field::EndDate, Field::StartDate]);
    state.apply(Action::Attempted);
    state.apply(Action::Attempted);
    assert_eq!(state.form.attempts, 2);
}

#[test]
fn the_limit_stays_waived_until_a_date_changes() {
    for (field, stays) in [
        (Field::StartDate, false),
        (Field::EndDate, false),
        (Field::JobType, true),
        (Field::CombinedMeterUsage, true),
        (Field::AllLinkedOrgs, true),
        (Field::CallbackUrl, true),
    ] {
        let mut state = connected();
        fill(&mut state, &[START, LATE_END]);
        assert!(!state.form.limit_waived);
        state.apply(Action::Waived);
        assert!(state.form.limit_waived);
        state.apply(Action::Left(field));
        state.apply(Action::Sending("{}".into(), noon()));
        state.apply(Action::FormTyped(field, "x".into()));
        assert_eq!(state.form.limit_waived, stays, "{field:?}");
    }
}

/// Everything that can happen except typing.
fn everything(state: &mut State) {
    state.apply(Action::Connected(session()));
    state.apply(Action::Left(Field::StartDate));
    state.apply(Action::Attempted);
    state.apply(Action::Waived);
    state.apply(Action::Configured(Ok(Config::default())));
    state.apply(Action::Configured(Err("it is not an object.".into())));
    state.apply(Action::Notice("Notice.".into()));
    state.apply(Action::Dismissed(0));
    state.apply(Action::Tick(noon()));
    state.apply(Action::Hidden(true));
    state.apply(Action::Hidden(false));
    send(state, Ok(job("A", "CREATED")));
    let key = newest(state);
    state.apply(Action::Asking(key));
    state.apply(Action::Answered(key, Ok(job("A", "SUCCESS")), noon(), 0.5));
    state.apply(Action::AskNow(key));
    state.apply(Action::AskAll);
    state.apply(Action::Answered(
        key,
        Err(refused(Call::Status, 401, "No.")),
        noon(),
        0.5,
    ));
    state.apply(Action::Removed(key));
    send(state, Err(refused(Call::Submit, 400, "No.")));
    send(state, Err(unanswered(Call::Submit)));
    state.apply(Action::Added("B".into()));
    state.apply(Action::Adopted(JobList::default()));
    state.apply(Action::Announce("Said.".into()));
    state.apply(Action::SignedOut);
    state.apply(Action::Connected(session()));
}

#[test]
fn nothing_typed_is_ever_cleared() {
    let connect = Typed {
        pasting: true,
        user_name: "admin".into(),
        login_url: Some("/x/login".into()),
        base_url: Some(String::new()),
    };
    let mut state = State::default();
    state.apply(Action::ConnectTyped(connect.clone()));
    let fields = [
        START,
        LATE_END,
        (Field::CallbackUrl, " not a URL "),
        (Field::AllLinkedOrgs, "?"),
    ];
    fill(&mut state, &fields);
    let typed = state.form.typed.clone();
    everything(&mut state);
    assert_eq!((state.form.typed, state.connect), (typed, connect));
}

#[test]
fn a_notice_is_not_repeated_and_goes_when_it_was_read() {
    let mut state = State::default();
    for text in ["First.", "Second.", "First."] {
        state.apply(Action::Notice(text.into()));
    }
    assert_eq!(state.notices, ["First.", "Second."]);
    state.apply(Action::Dismissed(7));
    assert_eq!(state.notices.len(), 2, "there is no eighth");
    state.apply(Action::Dismissed(0));
    assert_eq!(state.notices, ["Second."]);
    state.apply(Action::Notice("First.".into()));
    assert_eq!(
        state.notices,
        ["Second.", "First."],
        "what happens again is said again"
    );
}

#[test]
fn a_configuration_is_used_or_its_problem_is_said() {
    let config = Config {
        deployment: "Production".into(),
        range_limit: RangeLimit::Warning,
        ..Config::default()
    };
    let state = after([Action::Configured(Ok(config.clone()))]);
    assert_eq!((state.config, state.notices), (config, vec![]));

    let state = after([Action::Configured(Err("note: give a text.".into()))]);
    assert_eq!(state.config, Config::default());
    let notice = "config.json cannot be used, so its defaults are: note: give a text.";
    assert_eq!(state.notices, [notice]);
}

#[test]
fn a_reload_brings_back_jobs_and_what_was_typed() {
    let mut jobs = JobList::default();
    let tracked = Tracked::new(job("A", "CREATED"), Some(noon()));
    jobs.add(None, None, Submission::Accepted(tracked));
    let mut form = FormState::default();
    form.typed(Field::StartDate, "2024".into());
    let connect = Typed {
        user_name: "admin".into(),
        ..Typed::default()
    };
    let restored = Restored {
        jobs: jobs.clone(),
        form: form.clone(),
        connect: connect.clone(),
    };
    let mut state = State::default();
    assert!(!state.ready, "before, nothing is stored");
    state.apply(Action::Restored(restored));
    assert!(state.ready);
    assert_eq!(
        (state.jobs, state.form, state.connect),
        (jobs, form, connect)
    );
}

#[test]
fn what_was_typed_before_the_storage_was_read_is_newer() {
    let typed = Typed {
        user_name: "now@example.com".into(),
        ..Typed::default()
    };
    let stored = Typed {
        pasting: true,
        user_name: "before@example.com".into(),
        login_url: Some("/before/login".into()),
        base_url: Some("/before".into()),
    };
    let restored = Restored {
        jobs: JobList::default(),
        form: FormState::default(),
        connect: stored.clone(),
    };
    let state = after([Action::ConnectTyped(typed), Action::Restored(restored)]);
    let expected = Typed {
        user_name: "now@example.com".into(),
        ..stored
    };
    assert_eq!(state.connect, expected);
}

#[test]
fn the_clock_is_the_browsers() {
    let state = after([
        Action::Tick(noon()),
        Action::Tick(at("2024-09-12T12:00:30Z")),
    ]);
    assert_eq!(state.now, Some(at("2024-09-12T12:00:30Z")));
}

#[test]
fn the_same_words_twice_are_said_twice() {
    let mut state = State::default();
    for count in 1..=2 {
        state.apply(Action::Announce("Copied as cURL.".into()));
        assert_eq!(
            (state.announced.count(), state.announced.last()),
            (count, "Copied as cURL.")
        );
    }
}

#[test]
fn a_request_keeps_the_form_as_it_is() {
    let mut state = connected();
    fill(&mut state, &[START, END]);
    state.apply(Action::Left(Field::StartDate));
    let form = state.form.clone();
    send(&mut state, Ok(job("A", "CREATED")));
    assert_eq!(state.form, form);
}
