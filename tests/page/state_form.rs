//! What is typed, what is noticed, what a reload brings back.

use std::rc::Rc;

use metering_core::job::{JobList, Record, Submission, Tracked};
use metering_core::request::{Draft, Field, RangeLimit};
use metering_export::app::state::{
    FormAction, JobsAction, NoticesAction, PageAction, SessionAction,
};
use metering_export::app::{Config, State, Typed};
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
        state.apply(FormAction::Typed {
            field,
            text: text.clone(),
        });
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
        state.apply(FormAction::Left { field });
    }
    assert_eq!(state.form.left, [Field::EndDate, Field::StartDate]);
    state.apply(FormAction::Attempted);
    state.apply(FormAction::Attempted);
    assert_eq!(state.form.attempts, 2);
}

#[test]
fn a_range_is_sent_as_one_until_it_changes_or_was_requested() {
    for (field, stays) in [
        (Field::StartDate, false),
        (Field::EndDate, false),
        (Field::JobType, false),
        (Field::CombinedMeterUsage, true),
        (Field::AllLinkedOrgs, true),
        (Field::CallbackUrl, true),
    ] {
        let mut state = connected();
        fill(&mut state, &[START, LATE_END]);
        assert_eq!(state.form.as_one, None);
        state.apply(FormAction::AsOne { as_one: true });
        assert_eq!(state.form.as_one, Some(true));
        state.apply(FormAction::Left { field });
        state.apply(FormAction::Typed {
            field,
            text: "x".into(),
        });
        assert_eq!(state.form.as_one.is_some(), stays, "{field:?}");
        state.apply(JobsAction::Requested {
            body: "{}".into(),
            now: noon(),
            random: 0.0,
        });
        assert_eq!(state.form.as_one, None);
    }
}

/// Everything that can happen except typing.
fn everything(state: &mut State) {
    state.apply(SessionAction::Connected { session: session() });
    state.apply(FormAction::Left {
        field: Field::StartDate,
    });
    state.apply(FormAction::Attempted);
    state.apply(FormAction::AsOne { as_one: true });
    state.apply(PageAction::Configured {
        outcome: Ok(Config::default()),
    });
    state.apply(PageAction::Configured {
        outcome: Err("it is not an object.".into()),
    });
    state.apply(NoticesAction::Shown {
        text: "Notice.".into(),
    });
    state.apply(NoticesAction::Dismissed { index: 0 });
    state.apply(PageAction::Ticked { now: noon() });
    state.apply(PageAction::Hidden { hidden: true });
    state.apply(PageAction::Hidden { hidden: false });
    send(state, Ok(job("A", "CREATED")));
    let key = newest(state);
    state.apply(JobsAction::Refreshing { key });
    state.apply(JobsAction::Refreshed {
        key,
        answer: Ok(job("A", "SUCCESS")),
        now: noon(),
        jitter: 0.5,
    });
    state.apply(JobsAction::RefreshAsked { key });
    state.apply(JobsAction::AllRefreshed);
    state.apply(JobsAction::Refreshed {
        key,
        answer: Err(refused(Call::Status, 401, "No.")),
        now: noon(),
        jitter: 0.5,
    });
    state.apply(JobsAction::Removed { key });
    send(state, Err(refused(Call::Submit, 400, "No.")));
    send(state, Err(unanswered(Call::Submit)));
    state.apply(JobsAction::Added {
        job_id: "B".into(),
        job: None,
        now: noon(),
        random: 0.0,
    });
    state.apply(JobsAction::Reread {
        records: Vec::new(),
    });
    state.apply(NoticesAction::Announced {
        text: "Said.".into(),
    });
    state.apply(SessionAction::SignedOut);
    state.apply(SessionAction::Connected { session: session() });
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
    state.apply(SessionAction::Restored {
        typed: connect.clone(),
    });
    let fields = [
        START,
        LATE_END,
        (Field::CallbackUrl, " not a URL "),
        (Field::AllLinkedOrgs, "?"),
    ];
    fill(&mut state, &fields);
    let typed = state.form.typed.clone();
    everything(&mut state);
    assert_eq!(
        (&state.form.typed, &state.session.typed),
        (&typed, &connect)
    );
}

#[test]
fn a_notice_is_not_repeated_and_goes_when_it_was_read() {
    let mut state = State::default();
    for text in ["First.", "Second.", "First."] {
        state.apply(NoticesAction::Shown { text: text.into() });
    }
    assert_eq!(state.notices.shown, ["First.", "Second."]);
    state.apply(NoticesAction::Dismissed { index: 7 });
    assert_eq!(state.notices.shown.len(), 2, "there is no eighth");
    state.apply(NoticesAction::Dismissed { index: 0 });
    assert_eq!(state.notices.shown, ["Second."]);
    state.apply(NoticesAction::Shown {
        text: "First.".into(),
    });
    assert_eq!(
        state.notices.shown,
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
    let state = after([PageAction::Configured {
        outcome: Ok(config.clone()),
    }]);
    assert_eq!(*state.page.config, config);
    assert_eq!(state.notices.shown, [""; 0]);

    let state = after([PageAction::Configured {
        outcome: Err("note: give a text.".into()),
    }]);
    assert_eq!(*state.page.config, Config::default());
    let notice = "config.json could not be used; the defaults apply. Reason: note: give a text.";
    assert_eq!(state.notices.shown, [notice]);
}

#[test]
fn a_reload_brings_back_jobs_and_what_was_typed() {
    let mut list = JobList::default();
    let tracked = Tracked::new(job("A", "CREATED"), Some(noon()));
    let key = list.add(None, None, Submission::Accepted(tracked));
    let entry = list.get(key).expect("an entry").clone();
    let restored = entry.clone().restored();
    let mut typed = Draft::default();
    typed.set(Field::StartDate, "2024");
    let mut state = State::default();
    assert!(!state.page.ready, "before, nothing is stored");
    state.apply(JobsAction::Owned { own: vec![noon()] });
    let records = vec![(key, Record { revision: 1, entry })];
    state.apply(JobsAction::Reread { records });
    state.apply(FormAction::Restored {
        typed: typed.clone(),
    });
    state.apply(PageAction::Ready);
    assert!(state.page.ready);
    assert_eq!(
        (state.jobs.list.get(key), &state.form.typed),
        (Some(&restored), &typed)
    );
    assert_eq!(state.jobs.own, [noon()]);
}

#[test]
fn the_clock_is_the_browsers() {
    let state = after([
        PageAction::Ticked { now: noon() },
        PageAction::Ticked {
            now: at("2024-09-12T12:00:30Z"),
        },
    ]);
    assert_eq!(state.page.now, Some(at("2024-09-12T12:00:30Z")));
}

#[test]
fn the_same_words_twice_are_said_twice() {
    let mut state = State::default();
    for count in 1..=2 {
        state.apply(NoticesAction::Announced {
            text: "Copied as cURL.".into(),
        });
        assert_eq!(
            (
                state.notices.announced.count(),
                state.notices.announced.last()
            ),
            (count, "Copied as cURL.")
        );
    }
}

#[test]
fn a_request_keeps_the_form_as_it_is() {
    let mut state = connected();
    fill(&mut state, &[START, END]);
    state.apply(FormAction::Left {
        field: Field::StartDate,
    });
    let form = state.form.clone();
    send(&mut state, Ok(job("A", "CREATED")));
    assert_eq!(state.form, form);
}

#[test]
fn a_key_in_the_form_changes_nothing_that_another_region_shows() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "CREATED")));
    let before = state.clone();
    state.apply(FormAction::Typed {
        field: Field::StartDate,
        text: "2".into(),
    });
    assert!(!Rc::ptr_eq(&before.form, &state.form));
    // A region renders only when what it shows is another value; this is the quickest way for it to see that it is not.
    assert!(Rc::ptr_eq(&before.jobs, &state.jobs));
    assert!(Rc::ptr_eq(&before.downloads, &state.downloads));
    assert!(Rc::ptr_eq(&before.session, &state.session));
    assert!(Rc::ptr_eq(&before.page, &state.page));
    assert!(Rc::ptr_eq(&before.notices, &state.notices));
}
