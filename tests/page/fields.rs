//! Every field: its label, what it is, its hint, its problem and its warning.

use metering_core::request::Field;
use metering_core::usage::Meter;
use metering_export::app::state::{FormAction, PageAction, SessionAction};
use metering_export::app::{State, Typed, merged_meters};

use super::dom::{Page, children, text, texts};
use super::{END, LATE_END, START, at, connected, fill};

/// Label, kind of control, hint.
type Row = (&'static str, &'static str, &'static str);

#[rustfmt::skip] // One row a line.
const REQUEST: [Row; 6] = [
    ("Start date", "text", "Such as 2024-08-12, in UTC."),
    ("End date", "text", "Such as 2024-08-12, in UTC."),
    ("Job type", "select", "What each project and folder consumed. Up to 30 days an export."),
    ("Combined meter usage", "select", "TRUE: all organizations in one CSV file."),
    ("All linked orgs", "select", "TRUE: the parent organization and all linked ones."),
    ("Callback URL", "text", "The service posts the job status to this public URL."),
];

/// `text`, `password` or whatever else an input is; otherwise the element's name.
fn kind(control: scraper::ElementRef<'_>) -> &str {
    control.attr("type").unwrap_or(control.value().name())
}

#[test]
fn every_field_of_the_request_has_its_label_and_hint() {
    let page = Page::of(&State::default());
    for (label, expected, hint) in REQUEST {
        let control = page.field(label);
        assert_eq!(kind(control), expected, "{label}");
        assert_eq!(page.descriptions(control), [hint], "{label}");
        let required = label.ends_with("date").then_some("true");
        assert_eq!(control.attr("aria-required"), required, "{label}");
    }
}

#[test]
fn the_fields_stand_in_the_order_of_the_documentation() {
    let page = Page::of(&State::default());
    let form = page.get("region", "Export request");
    let labels: Vec<_> = texts(form, "label").into_iter().take(6).collect();
    assert_eq!(labels, REQUEST.map(|(label, ..)| label));
}

#[test]
fn each_type_has_its_fields_and_what_was_typed_is_kept() {
    let mut state = State::default();
    let optional = |state: &State| -> Vec<_> {
        let labels = texts(Page::of(state).get("region", "Export request"), "label");
        labels.into_iter().skip(3).collect()
    };
    let of_projects = ["Combined meter usage", "All linked orgs", "Callback URL"];
    assert_eq!(optional(&state), of_projects);
    fill(
        &mut state,
        &[
            (Field::CombinedMeterUsage, "TRUE"),
            (Field::JobType, "ASSET"),
        ],
    );
    assert_eq!(optional(&state), ["Meter ID", "Callback URL"]);
    fill(&mut state, &[(Field::JobType, "SUMMARY")]);
    assert_eq!(optional(&state), of_projects);
    let chosen = Page::of(&state);
    let chosen = children(chosen.field("Combined meter usage"), "option[selected]");
    assert_eq!(chosen.into_iter().map(text).collect::<Vec<_>>(), ["TRUE"]);
}

#[test]
fn known_meters_are_suggested_where_one_can_be_typed() {
    let mut state = State::default();
    let meter = |id: &str, name: Option<&str>| Meter {
        id: id.into(),
        name: name.map(str::to_owned),
    };
    let found = vec![
        meter("a2nB", Some("Data Integration")),
        meter("3TaY", None),
        meter("not an ID", Some("Sendable by nobody")),
    ];
    let before = vec![
        meter("3TaY", Some("Application Integration")),
        meter("a2nB", Some("Old name")),
    ];
    let known = merged_meters(found, before);
    state.apply(PageAction::Metered { known });
    fill(&mut state, &[(Field::JobType, "ASSET")]);
    let page = Page::of(&state);
    let list = page.field("Meter ID").attr("list").expect("a list");
    let suggested = children(page.by_id(list), "option");
    let suggested: Vec<_> = suggested
        .iter()
        .map(|option| (option.attr("value"), option.attr("label")))
        .collect();
    assert_eq!(
        suggested,
        [
            (Some("3TaY"), Some("Application Integration")),
            (Some("a2nB"), Some("Data Integration")),
        ]
    );
}

#[test]
fn choices_are_the_strings_that_the_service_knows() {
    let page = Page::of(&State::default());
    let choices = |label| -> Vec<(&str, String, bool)> {
        let options = children(page.field(label), "option").into_iter();
        let parts = options.map(|option| {
            let value = option.attr("value").unwrap_or_default();
            (value, text(option), option.attr("selected").is_some())
        });
        parts.collect()
    };
    let flags = [
        ("", "Not sent (FALSE)".into(), true),
        ("TRUE", "TRUE".into(), false),
        ("FALSE", "FALSE".into(), false),
    ];
    assert_eq!(choices("Combined meter usage"), flags);
    assert_eq!(choices("All linked orgs"), flags);
    assert_eq!(
        choices("Job type"),
        [
            ("PROJECT_FOLDER", "Project level".into(), true),
            ("SUMMARY", "Summary".into(), false),
            ("ASSET", "Asset level".into(), false),
            ("JOB_LEVEL", "Job level".into(), false),
        ]
    );
}

#[test]
fn what_was_typed_stands_in_the_field() {
    let mut state = State::default();
    fill(
        &mut state,
        &[
            (Field::StartDate, " 2024-08-12 "),
            (Field::CallbackUrl, "\"><script>"),
            (Field::AllLinkedOrgs, "FALSE"),
        ],
    );
    let page = Page::of(&state);
    assert_eq!(page.field("Start date").attr("value"), Some(" 2024-08-12 "));
    assert_eq!(
        page.field("Callback URL").attr("value"),
        Some("\"><script>")
    );
    let chosen = children(page.field("All linked orgs"), "option[selected]");
    assert_eq!(chosen.into_iter().map(text).collect::<Vec<_>>(), ["FALSE"]);
    assert!(children(page.all("main")[0], "script").is_empty());
}

#[test]
fn a_date_says_the_instant_that_it_means() {
    let mut state = super::after([PageAction::Ready]);
    fill(&mut state, &[START, END]);
    let page = Page::of(&state);
    assert_eq!(
        page.descriptions(page.field("Start date")),
        ["2024-08-12T00:00:00Z"]
    );
    assert_eq!(
        page.descriptions(page.field("End date")),
        ["2024-09-10T23:59:59Z"]
    );
    assert_eq!(
        page.field("Pick a start date").attr("value"),
        Some("2024-08-12")
    );
    assert_eq!(
        page.field("Pick an end date").attr("value"),
        Some("2024-09-10")
    );
}

#[test]
fn the_days_are_counted_and_what_is_longer_is_several_exports() {
    let longer = "31 days: 2 exports (at most 30 days each)";
    for (end, days) in [(END, "30 days: 1 export"), (LATE_END, longer)] {
        let mut state = State::default();
        fill(&mut state, &[START, end]);
        let page = Page::of(&state);
        let said = text(page.get("group", "RangeUTC"));
        assert!(said.contains(days), "{said}");
    }
}

#[test]
fn a_problem_is_said_at_its_field_once_that_was_left() {
    let mut state = connected();
    fill(
        &mut state,
        &[
            START,
            (Field::EndDate, "2024-08-11"),
            (Field::CallbackUrl, "x"),
        ],
    );
    let page = Page::of(&state);
    for (label, ..) in REQUEST {
        assert_eq!(
            page.field(label).attr("aria-invalid"),
            None,
            "{label}: still typing"
        );
    }

    state.apply(FormAction::Left {
        field: Field::EndDate,
    });
    let page = Page::of(&state);
    let end = page.field("End date");
    assert_eq!(end.attr("aria-invalid"), Some("true"));
    let said = [
        "The range must end after its start, 2024-08-12T00:00:00Z.",
        "2024-08-11T23:59:59Z",
    ];
    assert_eq!(page.descriptions(end), said, "the problem comes first");
    assert_eq!(page.field("Callback URL").attr("aria-invalid"), None);
}

#[test]
fn a_warning_is_said_without_waiting_and_is_no_mistake() {
    let mut state = connected();
    fill(
        &mut state,
        &[
            START,
            END,
            (Field::CallbackUrl, "http://MyExportJobStatus.com"),
        ],
    );
    state.apply(PageAction::Ticked {
        now: at("2024-09-01T00:00:00Z"),
    });
    let page = Page::of(&state);
    for (label, warning) in [
        (
            "End date",
            "The range ends in the future. The export holds only what is metered when the job runs.",
        ),
        (
            "Callback URL",
            "The job status would travel unencrypted. Use https if the host offers it.",
        ),
    ] {
        let field = page.field(label);
        assert_eq!(field.attr("aria-invalid"), None, "{label}");
        assert_eq!(page.descriptions(field)[0], warning, "{label}");
    }
}

#[test]
fn the_fields_to_sign_in_have_their_labels() {
    let page = Page::of(&State::default());
    for (label, expected, autocomplete, value) in [
        ("User name", "text", "username", Some("")),
        ("Password", "password", "current-password", Some("")),
        (
            "Login URL",
            "text",
            "off",
            Some("/saas/public/core/v3/login"),
        ),
    ] {
        let control = page.field(label);
        assert_eq!(
            (kind(control), control.attr("autocomplete")),
            (expected, Some(autocomplete)),
            "{label}"
        );
        assert_eq!(control.attr("value").or(Some("")), value, "{label}");
    }
    let add = page.field("Job ID");
    assert_eq!(
        page.descriptions(add),
        ["A job requested elsewhere. The service has no list of jobs."]
    );
    assert_eq!(
        text(children(page.get("form", "Add a job"), "button")[0]),
        "Add job"
    );
}

#[test]
fn the_other_way_is_a_session_id_from_elsewhere() {
    let typed = Typed {
        pasting: true,
        ..Typed::default()
    };
    let mut state = State::default();
    state.apply(SessionAction::Restored { typed });
    let page = Page::of(&state);
    let session = page.field("Session ID");
    assert!(page.find("textbox", "Password").is_empty());
    assert_eq!(
        session.attr("type"),
        Some("password"),
        "nobody reads it over a shoulder"
    );
    assert_eq!(
        page.descriptions(session),
        ["For people who use single sign-on. Kept in memory only."]
    );
    assert_eq!(page.field("API base URL").attr("value"), Some("/saas"));
    assert_eq!(page.find("button", "Connect").len(), 1);
}
