//! The page after an export was asked for with problems in the form.

use metering_core::request::Field;
use metering_export::app::State;
use metering_export::app::state::{FormAction, JobsAction, SessionAction};
use metering_export::service::Call;

use super::dom::{Page, children, text, texts};
use super::{END, LATE_END, START, connected, fill, refused, send};

/// The texts of the summary, and the label of the control that each entry leads to.
fn summary(page: &Page) -> Vec<(String, String)> {
    let summary = page.get("group", "There is a problem");
    assert_eq!(summary.attr("tabindex"), Some("-1"), "it takes the focus");
    let links = children(summary, "a").into_iter();
    let parts = links.map(|link| {
        let id = link.attr("href").and_then(|href| href.strip_prefix('#'));
        let target = page.by_id(id.expect("a place on the page"));
        (text(link), page.name(target))
    });
    parts.collect()
}

fn attempted(mut state: State, fields: &[(Field, &str)]) -> Page {
    fill(&mut state, fields);
    state.apply(FormAction::Attempted);
    Page::of(&state)
}

#[test]
fn the_summary_names_every_problem_and_leads_to_its_field() {
    let fields = [
        (Field::EndDate, "2024-02-30"),
        (Field::CombinedMeterUsage, "true"),
        (Field::CallbackUrl, "x"),
    ];
    let page = attempted(connected(), &fields);
    let summary = summary(&page);
    let targets: Vec<_> = summary.iter().map(|(_, target)| target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "Start date",
            "End date",
            "Combined meter usage",
            "Callback URL"
        ]
    );
    let words = "Combined meter usage: “true” must be written exactly TRUE.";
    assert_eq!(summary[2].0, words);
    for (words, target) in &summary {
        assert!(words.starts_with(&format!("{target}: ")), "{words}");
    }
}

#[test]
fn the_same_words_stand_at_the_field() {
    let page = attempted(
        connected(),
        &[
            (Field::AllLinkedOrgs, "yes"),
            (Field::CallbackUrl, "ftp://a.b/"),
        ],
    );
    let summary = summary(&page);
    assert_eq!(summary.len(), 4, "{summary:?}");
    for (words, label) in summary {
        let control = page.field(&label);
        assert_eq!(control.attr("aria-invalid"), Some("true"), "{label}");
        assert_eq!(words, format!("{label}: {}", page.descriptions(control)[0]));
    }
    for label in ["Job type", "Combined meter usage"] {
        assert_eq!(page.field(label).attr("aria-invalid"), None, "{label}");
    }
}

#[test]
fn without_a_session_the_summary_leads_to_the_sign_in() {
    const FIRST: &str = "Sign in first.";
    let page = attempted(State::default(), &[START, END]);
    assert_eq!(summary(&page), [(FIRST.to_owned(), "User name".to_owned())]);

    let mut state = State::default();
    state.apply(SessionAction::Restored {
        typed: metering_export::app::Typed {
            pasting: true,
            ..metering_export::app::Typed::default()
        },
    });
    let page = attempted(state, &[START, END]);
    assert_eq!(
        summary(&page),
        [(FIRST.to_owned(), "Session ID".to_owned())]
    );
}

#[test]
fn the_summary_goes_when_nothing_is_left_to_mend() {
    let page = attempted(connected(), &[START, END]);
    assert!(page.find("group", "There is a problem").is_empty());
}

#[test]
fn too_long_a_range_is_no_problem_and_can_be_sent_as_one() {
    let mut state = connected();
    fill(&mut state, &[START, LATE_END]);
    state.apply(FormAction::Attempted);
    let page = Page::of(&state);
    assert!(page.find("group", "There is a problem").is_empty());
    page.get("button", "Request 2 exports");
    let menu = page.get("button", "Other ways");
    assert_eq!(menu.attr("aria-haspopup"), Some("menu"));
    assert_eq!(menu.attr("aria-expanded"), Some("false"));

    state.apply(FormAction::AsOne { as_one: true });
    let page = Page::of(&state);
    page.get("button", "Request export");
    page.get("button", "Split into 2 exports");
    assert_eq!(page.field("End date").attr("aria-invalid"), None);
    let words = page.descriptions(page.field("End date"));
    assert!(words[0].starts_with("The range is 31 days"), "{words:?}");
}

#[test]
fn job_level_takes_a_meter_or_all_of_them_and_calls_neither_optional() {
    let mut state = connected();
    fill(&mut state, &[START, END, (Field::JobType, "JOB_LEVEL")]);
    state.apply(FormAction::Attempted);
    let page = Page::of(&state);
    let words = page.descriptions(page.field("Meter ID"));
    assert_eq!(words[0], "Enter a meter ID, or set “All meters” to TRUE.");
    // Only the callback URL is.
    let marks = texts(page.get("region", "Export request"), ".field .mark");
    assert_eq!(marks, ["optional"]);
    fill(&mut state, &[(Field::AllMeters, "TRUE")]);
    assert!(
        Page::of(&state)
            .find("group", "There is a problem")
            .is_empty()
    );
}

#[test]
fn a_date_in_another_form_is_answered_with_the_form_to_use() {
    for typed in ["12/08/2024", "12.8.2024", "August 12", "2024-08-12 at 10"] {
        let mut state = connected();
        fill(&mut state, &[(Field::StartDate, typed), END]);
        state.apply(FormAction::Left {
            field: Field::StartDate,
        });
        let page = Page::of(&state);
        let start = page.field("Start date");
        assert_eq!(start.attr("aria-invalid"), Some("true"), "{typed}");
        let words = page.descriptions(start);
        assert_eq!(words[0], "Enter the date as 2024-08-12.", "{typed}");
    }
}

#[test]
fn a_refusal_stands_at_the_form_as_an_alert() {
    let mut state = connected();
    fill(&mut state, &[START, END]);
    send(
        &mut state,
        Err(refused(Call::Submit, 400, "<b>Five</b> jobs are active.")),
    );
    let page = Page::of(&state);
    let said = "Not requested. The service did not accept this request: <b>Five</b> jobs are active. (code IDS_1)";
    let alerts: Vec<_> = page.all("alert").into_iter().map(text).collect();
    assert!(alerts.contains(&said.to_owned()), "{alerts:?}");
    assert_eq!(page.field("Start date").attr("value"), Some("2024-08-12"));
}

#[test]
fn while_a_request_is_on_its_way_the_button_says_so_and_keeps_the_focus() {
    let mut state = connected();
    fill(&mut state, &[START, END]);
    state.apply(JobsAction::Requested {
        body: "{}".into(),
        now: super::noon(),
        random: 0.0,
    });
    let page = Page::of(&state);
    let button = page.get("button", "Request export");
    assert_eq!(
        (button.attr("aria-disabled"), button.attr("disabled")),
        (Some("true"), None)
    );
    assert!(
        texts(page.get("region", "Export request"), "span")
            .contains(&"Waiting for the service…".to_owned())
    );
}
