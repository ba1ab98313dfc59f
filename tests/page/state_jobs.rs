//! Requests, their answers, and questions about jobs.

use std::rc::Rc;
use std::time::Duration;

use metering_core::job::{Entry, Next, Record, Submission, Tracked, Written};
use metering_export::app::State;
use metering_export::app::state::{FormAction, JobsAction, PageAction};
use metering_export::service::{Answer, Call, Kind, ServiceError};

use super::dom::{Page, text};
use super::{at, connected, job, newest, noon, refused, send, submitted, unanswered};

const LOST: &str = "The answer was lost: the service may have created this job.";

fn entry(state: &State) -> &Entry {
    state.jobs.list.get(newest(state)).expect("an entry")
}

fn tracked(state: &State) -> &Tracked {
    entry(state).tracked().expect("a job")
}

fn answered(state: &mut State, answer: Result<metering_core::job::ExportJob, ServiceError>) {
    state.apply(JobsAction::Refreshed {
        key: newest(state),
        answer,
        now: noon(),
        jitter: 0.5,
    });
}

#[test]
fn a_request_on_its_way_takes_the_last_refusal_and_the_summary_away() {
    let mut state = connected();
    send(&mut state, Err(refused(Call::Submit, 400, "No.")));
    state.apply(FormAction::Attempted);
    assert!(state.form.refusal.is_some() && !state.jobs.is_sending());

    state.apply(JobsAction::Requested {
        body: "{\"a\": 1}".into(),
        now: noon(),
        random: 0.0,
    });
    assert!(state.jobs.is_sending());
    assert_eq!((&state.form.refusal, state.form.attempts), (&None, 0));
    let entry = entry(&state);
    assert_eq!(entry.submission, Submission::Sending { is_stored: false });
    assert_eq!(
        (entry.body.as_deref(), entry.sent_at),
        (Some("{\"a\": 1}"), Some(noon()))
    );
}

#[test]
fn a_job_is_announced_and_asked_for_after_the_first_step() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "CREATED")));
    assert!(!state.jobs.is_sending());
    assert_eq!(
        state.notices.announced.last(),
        "Export requested. Job A: Created."
    );
    assert_eq!(tracked(&state).next, Next::After(Duration::from_secs(2)));
    assert_eq!(entry(&state).body.as_deref(), Some("{}"));
    assert_eq!(state.form.refusal, None);
}

#[rustfmt::skip] // One row a line.
#[test]
fn a_refusal_leaves_no_job_and_the_services_words() {
    for (status, text) in [
        (400, "The service did not accept this request: Five jobs. (code IDS_1)"),
        (403, "This user may not export metering data. Ask an administrator of the organization for the privilege. The service says: “Five jobs.” (code IDS_1)"),
        (404, "The service has no such address. Check the login URL and the API base URL. The service says: “Five jobs.” (code IDS_1)"),
        (409, "The service refused the call (HTTP 409). The service says: “Five jobs.” (code IDS_1)"),
        (429, "Too many requests. Wait a minute and try again. The service says: “Five jobs.” (code IDS_1)"),
    ] {
        let mut state = connected();
        send(&mut state, Err(refused(Call::Submit, status, "Five jobs.")));
        assert_eq!(state.form.refusal.as_deref(), Some(text), "{status}");
        assert_eq!(state.jobs.list.entries(), [], "{status}");
        assert!(!state.jobs.is_sending());
    }
}

#[test]
fn a_request_that_never_left_this_computer_is_a_refusal() {
    let mut state = connected();
    let kind = Kind::NoAnswer {
        offline: true,
        cross_origin: false,
    };
    send(&mut state, Err(ServiceError::new(Call::Submit, kind)));
    let text = "This computer is offline. Nothing was sent; try again when the network is back.";
    assert_eq!(state.form.refusal.as_deref(), Some(text));
    assert_eq!(state.jobs.list.entries(), []);
}

/// A 2xx that is a web page.
fn html() -> ServiceError {
    let answer = Answer {
        status: 200,
        content_type: Some("text/html".into()),
        retry_after: None,
        body: String::new(),
    };
    ServiceError::unreadable(Call::Submit, &answer, "it is not JSON".into())
}

#[test]
fn a_lost_answer_stays_as_an_entry_and_is_no_refusal() {
    let limit = Duration::from_mins(1);
    let why = "it has no jobId".to_owned();
    for error in [
        unanswered(Call::Submit),
        ServiceError::new(Call::Submit, Kind::TimedOut { limit }),
        ServiceError::new(Call::Submit, Kind::Unreadable { why }),
        refused(Call::Submit, 502, "Gateway."),
        html(),
    ] {
        let mut state = connected();
        let text = error.to_string();
        send(&mut state, Err(error));
        assert_eq!(
            entry(&state).submission,
            Submission::Unanswered {
                why: text,
                answer: None
            }
        );
        assert_eq!(state.form.refusal, None);
        assert_eq!(state.notices.announced.last(), LOST);
        assert!(!state.jobs.is_sending(), "nothing is sent again by itself");
    }
}

#[test]
fn an_answer_to_nothing_has_no_effect() {
    let mut state = connected();
    state.apply(JobsAction::Requested {
        body: "{}".into(),
        now: noon(),
        random: 0.0,
    });
    let key = newest(&state);
    state.apply(JobsAction::Removed { key });
    let before = state.clone();
    for answer in [
        Ok(job("A", "CREATED")),
        Err(unanswered(Call::Submit)),
        Err(refused(Call::Submit, 401, "No.")),
    ] {
        state.apply(submitted(key, answer));
        assert_eq!(state, before);
    }
}

#[test]
fn changes_of_status_are_announced_and_nothing_else() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "CREATED")));
    for (status, announced) in [
        ("CREATED", None),
        ("PROCESSING", Some("Job A: Running.")),
        ("PROCESSING", None),
        ("ON_HOLD", Some("Job A: ON_HOLD.")),
        ("PARTIAL_SUCCESS", Some("Job A: Partly succeeded.")),
        ("PARTIAL_SUCCESS", None),
    ] {
        let count = state.notices.announced.count();
        answered(&mut state, Ok(job("A", status)));
        assert_eq!(tracked(&state).job.status.name(), status);
        match announced {
            Some(text) => assert_eq!(
                (
                    state.notices.announced.count(),
                    state.notices.announced.last()
                ),
                (count + 1, text)
            ),
            None => assert_eq!(state.notices.announced.count(), count),
        }
    }
    answered(&mut state, Err(refused(Call::Status, 500, "No.")));
    assert_eq!(state.notices.announced.last(), "Job A: Partly succeeded.");
}

#[test]
fn a_failed_question_keeps_the_fields_and_waits_as_long_as_the_service_asks() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "PROCESSING")));
    for (retry_after, seconds) in [(None, 3), (Some(90), 90), (Some(7_200), 3_600)] {
        let retry_after = retry_after.map(Duration::from_secs);
        let error = ServiceError::new(Call::Status, Kind::TooManyRequests { retry_after });
        let text = error.to_string();
        answered(&mut state, Err(error));
        let tracked = tracked(&state);
        assert_eq!(tracked.job, job("A", "PROCESSING"));
        assert_eq!(tracked.trouble, Some(text));
        assert_eq!(tracked.next, Next::After(Duration::from_secs(seconds)));
    }
}

#[test]
fn a_job_added_by_its_id_is_asked_for_at_once_and_never_added_twice() {
    let mut state = connected();
    state.apply(JobsAction::Added {
        job_id: "A".into(),
        job: None,
        now: noon(),
        random: 0.0,
    });
    assert_eq!(tracked(&state).job.job_id, "A");
    assert_eq!(tracked(&state).next, Next::After(Duration::ZERO));
    assert_eq!((&entry(&state).body, entry(&state).sent_at), (&None, None));

    answered(&mut state, Ok(job("A", "SUCCESS")));
    assert_eq!(tracked(&state).next, Next::Stop);
    state.apply(JobsAction::Added {
        job_id: "A".into(),
        job: None,
        now: noon(),
        random: 0.0,
    });
    assert_eq!(state.jobs.list.entries().len(), 1);
    assert_eq!(tracked(&state).next, Next::After(Duration::ZERO));

    state.apply(JobsAction::Added {
        job_id: "B".into(),
        job: None,
        now: noon(),
        random: 0.0,
    });
    assert_eq!(state.jobs.list.entries().len(), 2);
}

#[test]
fn one_job_or_all_are_asked_for_at_once() {
    let mut state = connected();
    for (id, status) in [("A", "CREATED"), ("B", "SUCCESS"), ("C", "PROCESSING")] {
        send(&mut state, Ok(job(id, status)));
    }
    let next = |state: &State| -> Vec<Next> {
        let tracked = state
            .jobs
            .list
            .entries()
            .iter()
            .filter_map(|entry| entry.tracked());
        tracked.map(|tracked| tracked.next).collect()
    };
    let (step, at_once) = (
        Next::After(Duration::from_secs(2)),
        Next::After(Duration::ZERO),
    );
    assert_eq!(next(&state), [step, Next::Stop, step]);

    let mut one = state.clone();
    one.apply(JobsAction::RefreshAsked { key: newest(&one) });
    assert_eq!(next(&one), [at_once, Next::Stop, step]);

    let mut all = state.clone();
    all.apply(JobsAction::AllRefreshed);
    assert_eq!(next(&all), [at_once, Next::Stop, at_once]);

    // Shown again, everything unfinished is asked for; hidden, nothing is decided.
    state.apply(PageAction::Hidden { hidden: true });
    assert!(state.page.hidden);
    assert_eq!(next(&state), [step, Next::Stop, step]);
    state.apply(PageAction::Hidden { hidden: false });
    assert!(!state.page.hidden);
    assert_eq!(next(&state), [at_once, Next::Stop, at_once]);
}

#[test]
fn what_another_tab_has_written_is_taken_over_in_silence() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "CREATED")));
    let announced = state.notices.announced.clone();
    let mut theirs = state.jobs.list.clone();
    theirs.answered(
        newest(&state),
        job("A", "SUCCESS"),
        at("2024-09-12T12:00:09Z"),
        0.5,
    );
    let (key, entry) = (newest(&state), Rc::clone(&state.jobs.list.entries()[0]));
    let written = vec![Written::Stored { entry, revision: 1 }];
    state.apply(JobsAction::Written { written });
    let entry = theirs.get(key).expect("an entry").clone();
    let records = vec![(key, Some(Record { revision: 2, entry }))];
    state.apply(JobsAction::Learned { records });
    assert_eq!(tracked(&state).job.status.name(), "SUCCESS");
    assert_eq!(
        (tracked(&state).next, state.notices.announced.clone()),
        (Next::Stop, announced)
    );
}

#[test]
fn a_question_under_way_is_marked_and_a_removed_entry_is_gone() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "CREATED")));
    let key = newest(&state);
    state.apply(JobsAction::Refreshing { key });
    assert!(tracked(&state).refreshing);
    state.apply(JobsAction::Removed { key });
    assert_eq!(state.jobs.list.entries(), []);
    answered_late(&mut state, key);
}

/// The answer to a question about an entry that was removed meanwhile.
fn answered_late(state: &mut State, key: metering_core::job::Key) {
    let before = state.clone();
    state.apply(JobsAction::Refreshed {
        key,
        answer: Ok(job("A", "SUCCESS")),
        now: noon(),
        jitter: 0.5,
    });
    assert_eq!(*state, before);
}

#[test]
fn what_was_removed_can_be_brought_back() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "CREATED")));
    let key = newest(&state);
    state.apply(JobsAction::Removed { key });
    let said = "Removed from this page. It goes on at the service.";
    assert_eq!(
        state.notices.announced.last(),
        format!("{said} You can undo this.")
    );
    let page = Page::of(&state);
    assert!(text(page.get("region", "Export jobs")).contains(said));
    page.get("button", "Undo");
    state.apply(JobsAction::RemovalUndone);
    assert_eq!(newest(&state), key);
    assert_eq!(state.notices.announced.last(), "Removal undone.");
    assert_eq!(Page::of(&state).find("button", "Undo").len(), 0);

    state.apply(JobsAction::Removed { key });
    state.apply(JobsAction::RemovedForgotten);
    state.apply(JobsAction::RemovalUndone);
    assert_eq!(state.jobs.list.entries(), []);
}

#[test]
fn a_job_that_is_added_after_its_answer_shows_its_fields_at_once() {
    let mut state = connected();
    let added = |job_id: &str, answer| JobsAction::Added {
        job_id: job_id.into(),
        job: answer,
        now: noon(),
        random: 0.5,
    };
    state.apply(added("A", Some(job("A", "PROCESSING"))));
    assert_eq!(tracked(&state).job.status.name(), "PROCESSING");
    assert_eq!(state.notices.announced.last(), "Job A: Running.");
    state.apply(added("A", Some(job("A", "SUCCESS"))));
    assert_eq!(state.jobs.list.entries().len(), 1, "not twice");
    assert_eq!(tracked(&state).job.status.name(), "SUCCESS");
}
