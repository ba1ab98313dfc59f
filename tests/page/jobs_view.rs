//! The table of jobs: one row for each, in every state that a job can be in.

use metering_core::job::ExportJob;
use metering_export::app::State;
use metering_export::app::state::{JobsAction, PageAction, SessionAction};
use metering_export::service::{Call, Kind, ServiceError, body};
use scraper::ElementRef;

use super::dom::{Page, children, text, texts};
use super::{
    END, LATE_END, START, connected, fill, job, newest, noon, refused, send, submitted, unanswered,
};

/// The rows of the jobs, without the head.
fn rows(page: &Page) -> Vec<ElementRef<'_>> {
    children(page.get("table", "Export jobs"), "tbody [role=row]")
}

/// The page with one job that has this status.
fn with(status: &str) -> Page {
    let mut state = connected();
    send(&mut state, Ok(job("A", status)));
    Page::of(&state)
}

fn cells(row: ElementRef<'_>) -> Vec<String> {
    texts(row, "[role=cell]")
}

#[test]
fn the_columns_have_the_names_that_people_use() {
    let page = with("CREATED");
    let names = [
        "Status", "Job", "Type", "From", "To", "Created", "Updated", "Actions",
    ];
    assert_eq!(page.names("columnheader"), names);
    for header in page.all("columnheader") {
        assert_eq!(header.attr("scope"), Some("col"));
    }
    // On narrow screens each cell says its column itself.
    let labels: Vec<_> = children(rows(&page)[0], "[data-label]")
        .into_iter()
        .map(|cell| cell.attr("data-label"))
        .collect();
    assert_eq!(
        labels,
        names[..7].iter().copied().map(Some).collect::<Vec<_>>()
    );
}

#[test]
fn each_status_is_text() {
    for (status, shown) in [
        ("CREATED", "Created"),
        ("PROCESSING", "Running"),
        ("SUCCESS", "Succeeded"),
        ("FAILED", "Failed"),
        ("PARTIAL_SUCCESS", "Partly succeeded"),
        ("ON <b>HOLD</b>", "ON <b>HOLD</b>"),
        ("", "Not known yet"),
    ] {
        let page = with(status);
        let row = rows(&page)[0];
        assert_eq!(cells(row)[0], shown, "{status}");
        for icon in children(row, "svg") {
            assert_eq!(
                icon.attr("aria-hidden"),
                Some("true"),
                "the text says it already"
            );
        }
    }
}

#[test]
fn the_main_fields_are_columns() {
    let mut state = connected();
    let answer = serde_json::json!({
        "jobId": "cYjwJNEF7OckWEmkSC1tSI", "status": "CREATED", "startDate": "2024-08-12T00:00:00Z",
        "endDate": "soon", "createTime": null,
    });
    send(
        &mut state,
        ExportJob::read(&answer.to_string()).map_err(|_| unanswered(Call::Submit)),
    );
    let page = Page::of(&state);
    let expected = [
        "Created",
        "cYjwJNEF7OckWEmkSC1tSI",
        "–",
        "2024-08-12",
        "soon",
        "–",
        "2024-09-12 12:00:00",
        "RefreshMore",
    ];
    assert_eq!(cells(rows(&page)[0]), expected);
    let about = ["cYjwJNEF7OckWEmkSC1tSI", "2024-08-12", "soon"];
    assert_eq!(page.descriptions(page.get("button", "More")), about);
}

#[test]
fn each_button_of_a_row_says_which_job_it_is_about() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "CREATED")));
    send(&mut state, Ok(job("B", "SUCCESS")));
    let page = Page::of(&state);
    let rows = rows(&page);
    assert_eq!(rows.len(), 2, "newest first");
    for (row, (id, names)) in rows
        .into_iter()
        .zip([("B", ["Show usage", "More"]), ("A", ["Refresh", "More"])])
    {
        let buttons = children(row, "button");
        assert_eq!(texts(row, "button"), names);
        for button in &buttons {
            assert_eq!(page.descriptions(*button), [id]);
            assert_eq!(button.attr("disabled"), None);
        }
        assert_eq!(buttons[1].attr("aria-haspopup"), Some("menu"));
        assert_eq!(buttons[1].attr("aria-expanded"), Some("false"));
    }
}

#[test]
fn without_a_session_nothing_can_be_refreshed() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "CREATED")));
    state.apply(SessionAction::SignedOut);
    let page = Page::of(&state);
    for (name, disabled) in [("Refresh", true), ("Refresh all", true), ("More", false)] {
        assert_eq!(
            page.get("button", name).attr("disabled").is_some(),
            disabled,
            "{name}"
        );
    }
}

#[test]
fn the_head_says_how_many_jobs_go_on() {
    let said =
        |state: &State| texts(Page::of(state).get("region", "Export jobs"), "p").swap_remove(0);
    let mut state = connected();
    send(&mut state, Ok(job("A", "SUCCESS")));
    assert_eq!(said(&state), "No job is running.");
    assert!(
        Page::of(&state)
            .get("button", "Refresh all")
            .attr("disabled")
            .is_some()
    );
    send(&mut state, Ok(job("B", "CREATED")));
    assert_eq!(
        said(&state),
        "1 job is running. Its status updates automatically."
    );
    assert!(
        Page::of(&state)
            .get("button", "Refresh all")
            .attr("disabled")
            .is_none()
    );
    send(&mut state, Ok(job("C", "QUEUED")));
    assert_eq!(
        said(&state),
        "2 jobs are running. Their status updates automatically."
    );
    state.apply(SessionAction::SignedOut);
    assert_eq!(
        said(&state),
        "2 jobs are running. Sign in to update the status."
    );
}

#[test]
fn a_request_on_its_way_can_be_looked_at_but_not_removed() {
    let mut state = connected();
    state.apply(JobsAction::Requested {
        body: "{}".into(),
        now: noon(),
        random: 0.0,
    });
    let page = Page::of(&state);
    let row = rows(&page)[0];
    assert_eq!(cells(row)[..2], ["Sending…", "none yet"]);
    assert_eq!(texts(row, "button"), ["More"]);
}

#[test]
fn a_lost_answer_says_what_is_not_known_and_what_can_be_done() {
    let mut state = connected();
    send(&mut state, Err(unanswered(Call::Submit)));
    let page = Page::of(&state);
    let rows = rows(&page);
    assert_eq!(cells(rows[0])[..2], ["Unknown", "none yet"]);
    assert_eq!(texts(rows[0], "button"), ["Request again", "More"]);
    let said = "Unknown: the service may have created this job. No answer from the service. Check the network and that the host of this page passes /saas/ on to the service. The request was not sent again, because that could create a second job. If you learn the job's ID, for example from the callback, add it below; otherwise request the export again.";
    assert_eq!(text(rows[1]), said);
    assert!(
        page.find("alert", "")
            .into_iter()
            .all(|alert| text(alert).is_empty()),
        "no refusal"
    );
}

#[test]
fn a_failed_job_says_why_as_text() {
    for status in ["FAILED", "PARTIAL_SUCCESS"] {
        let mut state = connected();
        let markup = "<html><script>alert(1)</script><h1>502</h1></html>";
        let failed = ExportJob {
            error_message: Some(markup.into()),
            ..job("A", status)
        };
        send(&mut state, Ok(failed));
        let page = Page::of(&state);
        let rows = rows(&page);
        assert_eq!(text(rows[1]), format!("The service says: {markup}"));
        assert!(children(page.all("main")[0], "script, h1").is_empty());
    }
}

#[test]
fn what_could_not_be_refreshed_says_so_beside_the_last_known_fields() {
    for (connected_still, rest) in [(true, "; the page tries again."), (false, ".")] {
        let mut state = connected();
        send(&mut state, Ok(job("A", "PROCESSING")));
        let error = refused(Call::Status, 503, "Later.");
        state.apply(JobsAction::Refreshed {
            key: newest(&state),
            answer: Err(error),
            now: noon(),
            jitter: 0.5,
        });
        if !connected_still {
            state.apply(SessionAction::SignedOut);
        }
        let page = Page::of(&state);
        let rows = rows(&page);
        assert_eq!(cells(rows[0])[0], "Running");
        let said = "Not refreshed. The service is not available (HTTP 503). Try again later. The service says: “Later.” (code IDS_1) The last known status is shown";
        assert_eq!(text(rows[1]), format!("{said}{rest}"));
    }
}

#[test]
fn an_ended_job_that_could_not_be_refreshed_is_not_asked_for_again() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "SUCCESS")));
    let kind = Kind::TimedOut {
        limit: std::time::Duration::from_mins(1),
    };
    let error = ServiceError::new(Call::Status, kind);
    state.apply(JobsAction::Refreshed {
        key: newest(&state),
        answer: Err(error),
        now: noon(),
        jitter: 0.5,
    });
    let said = text(rows(&Page::of(&state))[1]);
    assert_eq!(
        said,
        "Not refreshed. No answer within 60 seconds. The last known status is shown."
    );
}

#[test]
fn a_job_known_by_its_id_alone_has_never_been_refreshed() {
    let mut state = connected();
    state.apply(JobsAction::Added {
        job_id: "A<b>".into(),
        job: None,
        now: noon(),
        random: 0.0,
    });
    let page = Page::of(&state);
    let expected = [
        "Not known yet",
        "A<b>",
        "–",
        "–",
        "–",
        "–",
        "never",
        "RefreshMore",
    ];
    assert_eq!(cells(rows(&page)[0]), expected);
}

#[test]
fn a_row_is_busy_while_its_job_is_asked_for() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "CREATED")));
    assert_eq!(rows(&Page::of(&state))[0].attr("aria-busy"), None);
    state.apply(JobsAction::Refreshing {
        key: newest(&state),
    });
    assert_eq!(rows(&Page::of(&state))[0].attr("aria-busy"), Some("true"));
}

#[test]
fn a_request_that_was_made_already_is_said_beside_the_button() {
    let said = |state: &State| {
        let page = Page::of(state);
        text(page.get("region", "Export request"))
            .contains("You requested this export on 2024-09-12 12:00:00, and ")
    };
    let mut state = connected();
    fill(&mut state, &[START, END]);
    state.apply(PageAction::Ticked { now: noon() });
    assert!(!said(&state));
    let evaluated = state.form.evaluate(&state.page.config.rules(), None);
    let request = evaluated.checked.result.expect("a request");
    state.apply(JobsAction::Requested {
        body: body(&request.to_draft()),
        now: noon(),
        random: 0.5,
    });
    state.apply(submitted(newest(&state), Ok(job("A", "CREATED"))));
    assert!(said(&state));
    fill(&mut state, &[LATE_END]);
    assert!(!said(&state));
}
