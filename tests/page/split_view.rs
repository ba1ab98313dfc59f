//! A range longer than the limit in the form, and the export that it becomes in the table.

use metering_core::job::{ExportJob, Turn};
use metering_core::request::Field;
use metering_export::app::State;
use metering_export::app::state::downloads::{Purpose, Want};
use metering_export::app::state::{DownloadsAction, FormAction, JobsAction, SessionAction};
use metering_export::service::{Bytes, Call};
use scraper::ElementRef;

use super::dom::{Page, children, text, texts};
use super::{START, connected, fill, job, noon, refused};

/// A form with ninety days.
fn ninety_days() -> State {
    let mut state = connected();
    fill(&mut state, &[START, (Field::EndDate, "2024-11-09")]);
    state
}

/// The same, queued.
fn queued() -> State {
    let mut state = ninety_days();
    let evaluated = state.form.evaluate(&state.page.config.rules(), None);
    let plan = evaluated.plan.expect("a plan");
    let bodies = plan.iter().map(metering_export::service::body).collect();
    state.apply(JobsAction::Queued {
        bodies,
        now: noon(),
        random: 0.0,
    });
    state
}

fn answer(state: &mut State, answer: Result<ExportJob, metering_export::service::ServiceError>) {
    let Turn::Send(key) = state.jobs.list.turn(noon(), 5, None) else {
        panic!("nothing to send");
    };
    state.apply(JobsAction::Sending { key, now: noon() });
    state.apply(JobsAction::Submitted {
        key,
        answer,
        now: noon(),
        steady: noon(),
        org_name: None,
        jitter: 0.5,
    });
}

fn rows(page: &Page) -> Vec<ElementRef<'_>> {
    children(page.get("table", "Export jobs"), "tbody [role=row]")
}

#[test]
fn the_plan_is_shown_before_anything_is_requested() {
    let mut state = ninety_days();
    let page = Page::of(&state);
    let plan = page.get("button", "Show the plan");
    assert_eq!(plan.attr("aria-expanded"), Some("false"));
    page.get("button", "Request 3 exports");

    state.apply(FormAction::PlanShown { shown: true });
    let page = Page::of(&state);
    let button = page.get("button", "Show the plan");
    assert_eq!(button.attr("aria-expanded"), Some("true"));
    let plan = page.get("region", "Plan: 3 exports");
    let expected = [
        "2024-08-12 – 2024-09-10 30 days",
        "2024-09-11 – 2024-10-10 30 days",
        "2024-10-11 – 2024-11-09 30 days",
    ];
    assert_eq!(texts(plan, "li"), expected);
    assert!(text(plan).contains("At most 5 run at a time"));
    let body = page.get("region", "Request body");
    assert!(text(body).contains("1 of 3"), "{}", text(body));
    assert!(text(body).contains("\"endDate\": \"2024-09-10T23:59:59Z\""));
}

#[test]
fn a_range_within_the_limit_and_one_without_end_are_not_split() {
    for end in ["2024-09-10", "9999-12-31", "2024-08-01", ""] {
        let mut state = connected();
        fill(&mut state, &[START, (Field::EndDate, end)]);
        let page = Page::of(&state);
        page.get("button", "Request export");
        assert!(page.find("button", "Show the plan").is_empty(), "{end}");
    }
}

#[test]
fn an_export_is_one_entry_with_one_bar() {
    let mut state = queued();
    let page = Page::of(&state);
    let rows_shown = rows(&page);
    let cells = texts(rows_shown[0], "[role=cell]");
    let expected = [
        "0 of 3 ended",
        "3 parts",
        "Project level",
        "2024-08-12",
        "2024-11-09",
        "2024-09-12 12:00:00",
        "–",
        "CancelParts",
    ];
    assert_eq!(cells, expected);
    assert_eq!(text(rows_shown[1]), "Parts: 3 queued.");
    assert_eq!(rows_shown.len(), 2, "its windows are folded");
    for (name, expanded) in [("Parts", Some("false")), ("Cancel", None)] {
        let button = page.get("button", name);
        assert_eq!(page.descriptions(button), ["3 parts"]);
        assert_eq!(button.attr("aria-expanded"), expanded);
    }
    answer(&mut state, Ok(job("A", "SUCCESS")));
    answer(&mut state, Ok(job("B", "PROCESSING")));
    let page = Page::of(&state);
    let bar = page.get("progressbar", "Parts that have ended");
    assert_eq!((bar.attr("value"), bar.attr("max")), (Some("1"), Some("3")));
    assert_eq!(
        text(rows(&page)[1]),
        "Parts: 1 complete, 1 running, 1 queued."
    );
    page.get("button", "Show usage");
}

#[test]
fn a_refusal_is_said_for_the_export() {
    let mut state = queued();
    answer(&mut state, Ok(job("A", "CREATED")));
    answer(&mut state, Err(refused(Call::Submit, 400, "Five jobs.")));
    let words = "The service did not accept this request: Five jobs. (code IDS_1)";
    let page = Page::of(&state);
    assert_eq!(
        text(rows(&page)[2]),
        format!("Refused for now; tried again later. {words}")
    );

    let mut state = queued();
    let words = "The service did not accept this request: endDate: too late. (code IDS_1)";
    answer(
        &mut state,
        Err(refused(Call::Submit, 400, "endDate: too late.")),
    );
    let page = Page::of(&state);
    assert_eq!(text(rows(&page)[2]), format!("Not requested. {words}"));
    assert_eq!(texts(rows(&page)[0], "button"), ["Resume", "Parts", "More"]);
    assert_eq!(
        texts(rows(&page)[0], "[role=cell]")[0],
        "Stopped: none of 3 parts requested"
    );

    let mut state = queued();
    state.apply(SessionAction::SignedOut);
    let page = Page::of(&state);
    assert_eq!(text(rows(&page)[2]), "Sign in to request the rest.");
}

#[test]
fn an_export_that_has_ended_says_whether_all_of_it_is_there() {
    for (statuses, said) in [
        (["SUCCESS", "SUCCESS", "SUCCESS"], "Complete"),
        (["SUCCESS", "PARTIAL_SUCCESS", "SUCCESS"], "Incomplete"),
        (["SUCCESS", "FAILED", "SUCCESS"], "2 of 3 parts have data"),
        (["FAILED", "FAILED", "FAILED"], "0 of 3 parts have data"),
    ] {
        let mut state = queued();
        for (id, status) in ["A", "B", "C"].into_iter().zip(statuses) {
            answer(&mut state, Ok(job(id, status)));
        }
        let page = Page::of(&state);
        assert_eq!(
            texts(rows(&page)[0], "[role=cell]")[0],
            said,
            "{statuses:?}"
        );
    }
}

#[test]
fn what_arrives_is_told_of_the_export_while_it_is_folded() {
    let mut state = queued();
    for id in ["A", "B", "C"] {
        answer(&mut state, Ok(job(id, "SUCCESS")));
    }
    let jobs = ["A", "B", "C"].map(str::to_owned).to_vec();
    let purpose = Purpose::Show;
    state.apply(DownloadsAction::Wanted {
        want: Want {
            jobs,
            purpose,
            days: None,
        },
    });
    let bytes = Bytes {
        received: 1_000_000,
        whole: Some(4_000_000),
    };
    state.apply(DownloadsAction::Arrived {
        job_id: "A".into(),
        bytes,
    });
    let page = Page::of(&state);
    let bar = page.get("progressbar", "Download");
    assert_eq!(page.descriptions(bar), ["1 of 3: 1.0 of 4.0 MB downloaded"]);
    let failed = refused(Call::Download, 500, "No.");
    state.apply(DownloadsAction::Ended {
        job_id: "A".into(),
        outcome: Err(failed),
    });
    let page = Page::of(&state);
    let said = "1 of 3: Not downloaded. The service is not available (HTTP 500). Try again later. The service says: “No.” (code IDS_1)";
    assert_eq!(text(rows(&page)[2]), said);
}
