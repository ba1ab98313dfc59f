//! The page as it first appears.

use std::process::Command;

use metering_export::app::State;
use metering_export::app::state::{NoticesAction, PageAction};

use super::dom::{Page, children, text, texts};
use super::{END, START, after, connected, fill};
use metering_export::app::Config;

#[test]
fn the_regions_are_in_reading_order() {
    let page = Page::of(&State::default());
    let names = [
        "Connection",
        "Export request",
        "Request body",
        "Export jobs",
        "Usage",
    ];
    assert_eq!(page.names("region"), names);
    let headings = [
        "Metering export",
        "Connection",
        "Export request",
        "Request body",
        "Export jobs",
        "Usage",
    ];
    assert_eq!(page.names("heading"), headings);
    assert!(text(page.all("banner")[0]).contains("All times are UTC"));
}

/// What is typed before the program runs is typed into this.
#[test]
fn the_program_prints_the_first_view_for_the_html() {
    let program = Command::new(env!("CARGO_BIN_EXE_metering-export-app")).output();
    let printed = String::from_utf8(program.expect("the page's program").stdout);
    let page = Page::parse(&printed.expect("a text"));
    let fields = [
        "User name",
        "Password",
        "Login URL",
        "Start date",
        "End date",
        "Job type",
        "Combined meter usage",
        "All linked orgs",
        "Callback URL",
        "Job ID",
        "Open a ZIP or CSV",
    ];
    let controls = children(page.all("main")[0], "input:not([type=radio]), select").into_iter();
    let names: Vec<_> = controls.map(|control| page.name(control)).collect();
    assert_eq!(names, fields);
    let first = Page::of(&State::default());
    for role in ["region", "heading", "button", "link", "radio", "group"] {
        assert_eq!(page.names(role), first.names(role), "{role}");
    }
    assert_eq!(
        page.field("Login URL").attr("value"),
        Some("/saas/public/core/v3/login")
    );
    // Without its program the browser would write what is typed, the password too, into the address.
    for form in children(page.all("main")[0], "form") {
        assert_eq!(form.attr("method"), Some("dialog"));
    }
}

#[test]
fn the_first_link_skips_to_the_request() {
    let page = Page::of(&State::default());
    let links = page.all("link");
    assert_eq!(page.names("link"), ["Skip to the export request"]);
    let target = links[0]
        .attr("href")
        .and_then(|href| href.strip_prefix('#'));
    let target = page.by_id(target.expect("a place on the page"));
    assert_eq!(
        (text(target).as_str(), target.attr("tabindex")),
        ("Export request", Some("-1"))
    );
}

#[test]
fn every_button_is_there_under_its_name() {
    let page = Page::of(&State::default());
    let names = [
        "Sign in",
        "Last 7 days",
        "Last 30 days",
        "This month",
        "Previous month",
        "Last 90 days",
        "This year",
        "Previous year",
        "Request export",
        "Copy as cURL",
        "Add job",
        "Forget everything in this browser",
    ];
    assert_eq!(page.names("button"), names);
    for button in page.all("button") {
        let name = page.name(button);
        let submits = ["Sign in", "Request export", "Add job"].contains(&name.as_str());
        assert_eq!(
            button.attr("type"),
            Some(if submits { "submit" } else { "button" }),
            "{name}"
        );
        assert_eq!(button.attr("disabled"), None, "{name}");
    }
    let presets = page.get("group", "Range presets");
    assert_eq!(
        texts(presets, "button"),
        [
            "Last 7 days",
            "Last 30 days",
            "This month",
            "Previous month",
            "Last 90 days",
            "This year",
            "Previous year"
        ]
    );
}

#[test]
fn the_empty_list_says_what_to_do() {
    let empty = "Request an export above. Its job appears here and updates until it has ended.";
    let said = |ready: bool| {
        let page = Page::of(&after(ready.then_some(PageAction::Ready)));
        assert!(page.all("table").is_empty());
        texts(page.get("region", "Export jobs"), "p").swap_remove(0)
    };
    // Before the storage is read, there may be some.
    assert_eq!(said(false), empty);
    assert_eq!(said(true), format!("No jobs yet. {empty}"));
}

#[test]
fn nothing_is_wrong_yet() {
    let page = Page::of(&State::default());
    let invalid = children(page.all("main")[0], "[aria-invalid]").into_iter();
    let invalid: Vec<_> = invalid.map(|control| page.name(control)).collect();
    assert_eq!(invalid, [""; 0]);
    assert!(page.find("group", "There is a problem").is_empty());
    for alert in page.all("alert") {
        assert_eq!(text(alert), "");
    }
    assert_eq!(page.announced(), "");
}

#[test]
fn the_body_is_shown_as_far_as_it_goes() {
    let body = |page: &Page| {
        let region = page.get("region", "Request body");
        let pre = children(region, "pre")[0];
        let shown: String = pre.text().collect();
        (shown, text(region).contains("not complete"))
    };
    let page = Page::of(&State::default());
    assert_eq!(
        body(&page),
        ("{\n  \"jobType\": \"PROJECT_FOLDER\"\n}".into(), true)
    );

    let mut state = State::default();
    fill(&mut state, &[START, END]);
    let whole = "{\n  \"startDate\": \"2024-08-12T00:00:00Z\",\n  \"endDate\": \"2024-09-10T23:59:59Z\",\n  \"jobType\": \"PROJECT_FOLDER\"\n}";
    assert_eq!(body(&Page::of(&state)), (whole.into(), false));
}

#[test]
fn the_deployment_is_named_and_its_note_stands_at_the_sign_in() {
    let config = Config {
        deployment: "Production".into(),
        note: "Ask <b>us</b>.".into(),
        ..Config::default()
    };
    let page = Page::of(&after([PageAction::Configured {
        outcome: Ok(config),
    }]));
    assert!(text(page.all("banner")[0]).contains("Production"));
    assert!(text(page.get("region", "Connection")).contains("Ask <b>us</b>."));
}

#[test]
fn notices_are_announced_can_be_dismissed_and_are_text() {
    let notices = ["First <script>.", "Second."];
    let page = Page::of(&after(notices.map(|notice| NoticesAction::Shown {
        text: notice.into(),
    })));
    let shown = children(page.all("main")[0], ".notice").into_iter();
    let shown: Vec<_> = shown.map(text).collect();
    assert_eq!(shown, ["First <script>.Dismiss", "Second.Dismiss"]);
    assert_eq!(page.all_announced(), notices);
    assert_eq!(page.find("button", "Dismiss").len(), 2);
}

#[test]
fn what_is_announced_stands_in_the_one_polite_live_region() {
    let mut state = connected();
    state.apply(NoticesAction::Announced {
        text: "Copied as cURL.".into(),
    });
    assert_eq!(
        Page::of(&state).all_announced(),
        ["Signed in.", "Copied as cURL."]
    );
    // What was said long ago goes; screen readers have said it.
    for number in 0..10 {
        state.apply(NoticesAction::Announced {
            text: number.to_string(),
        });
    }
    let last: Vec<_> = (2..10).map(|number| number.to_string()).collect();
    assert_eq!(Page::of(&state).all_announced(), last);
}
