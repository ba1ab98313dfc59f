//! What is kept in this browser, what is missing between it, and the names of organizations.
use std::collections::BTreeMap;

use metering_core::usage::Kind;
use metering_core::usage::kept::{Kept, Organization, Part};
use usage_view::{KeptState, Key};

use super::dom::{Page, children, text, texts};
use super::support::job;

/// Noon of 2025-06-01, in milliseconds since 1970.
const NOON: i64 = 1_748_779_200_000;

fn organization(id: &str, name: Option<&str>) -> Organization {
    Organization {
        id: id.into(),
        name: name.map(str::to_owned),
    }
}

fn kept(name: &str, first: &str, last: &str, organizations: Vec<Organization>) -> Kept {
    let source = job(name, NOON, first, last);
    Kept {
        at: NOON,
        size: 12_345,
        parts: vec![Part {
            kind: Kind::Summary,
            days: source.window,
            organizations,
        }],
        source,
    }
}

fn state(exports: Vec<(Key, Kept, bool)>) -> KeptState {
    KeptState {
        keeps: true,
        exports,
        ..KeptState::default()
    }
}

/// The cells of each row in the body of a table.
fn rows(page: &Page, table: &str) -> Vec<Vec<String>> {
    let rows = children(page.get("table", table), "tbody tr");
    rows.into_iter().map(|row| texts(row, "th, td")).collect()
}

#[test]
fn nothing_kept_and_nothing_open_shows_nothing() {
    let page = Page::of_kept(&state(Vec::new()));
    assert_eq!(text(page.root()), "");
}

#[test]
fn the_list_says_what_each_export_is_and_what_is_missing_between_them() {
    let acme = || vec![organization("o1", Some("Acme"))];
    let mut state = state(vec![
        (1, kept("a", "2025-01-01", "2025-01-31", acme()), true),
        (4, kept("b", "2025-03-01", "2025-05-31", acme()), false),
    ]);
    let page = Page::of_kept(&state);
    assert_eq!(
        rows(&page, "Kept in this browser"),
        [
            [
                "a",
                "Summary",
                "Acme o1",
                "2025-01-01 to 2025-01-31",
                "2025-06-01",
                "12.3 KB",
                "Shown Save Remove"
            ],
            [
                "b",
                "Summary",
                "Acme o1",
                "2025-03-01 to 2025-05-31",
                "2025-06-01",
                "12.3 KB",
                "Show Save Remove"
            ],
        ]
    );
    page.get("button", "Save a");
    page.get("button", "Show b");
    assert_eq!(
        rows(&page, "Missing between them"),
        [[
            "Summary",
            "Acme o1",
            "2025-02-01 to 2025-02-282025-06-01 to 2025-06-02",
            "2025-05-31",
            "Request what is missing"
        ]]
    );
    page.get("button", "Request what is missing, summary, Acme");
    assert_eq!(page.field("Missing from").attr("value"), Some("2025-01-01"));
    assert_eq!(
        page.field("Missing until").attr("value"),
        Some("2025-06-02")
    );

    state.given = BTreeMap::from([("o1".into(), "East".into())]);
    let page = Page::of_kept(&state);
    assert_eq!(rows(&page, "Kept in this browser")[0][2], "East o1");
    page.get("button", "Request what is missing, summary, East");
    let field = page.field("Name of o1");
    assert_eq!(
        (field.attr("value"), field.attr("placeholder")),
        (Some("East"), Some("Acme"))
    );
}

#[test]
fn what_cannot_be_read_or_is_not_kept_any_more_is_said() {
    let mut state = state(vec![(
        1,
        kept("a", "2025-01-01", "2025-06-02", Vec::new()),
        false,
    )]);
    state.unreadable = 2;
    state.keeps = false;
    state.problems = vec!["b could not be kept.".into()];
    let page = Page::of_kept(&state);
    let said = text(page.root());
    for words in [
        "2 kept exports cannot be read.",
        "No further exports are kept: config.json says so.",
        "b could not be kept.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    page.get("button", "Remove what cannot be read");
    assert_eq!(page.find("textbox", "Name of o1").len(), 0);
}
