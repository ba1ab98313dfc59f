//! The tables of usage: sums, order, filter, pages, folders, and what is saved of them.

use std::fmt::Write as _;

use metering_core::usage::Ipus;

use super::dom::{Page, text, texts};
use super::usage::{ROWS, act, amount, day, rows, shown, shown_on, sum, total, with_rows};

const TABLES: [&str; 3] = ["By day", "By project", "By organization"];

/// A figure of the totals by its name.
fn figure(page: &Page, name: &str) -> String {
    let names = page.by_selector("dl[aria-label=Totals] div");
    let found = names
        .into_iter()
        .find(|figure| texts(*figure, "dt") == [name]);
    texts(found.expect("a figure"), "dd > *").join(" | ")
}

#[test]
fn the_totals_are_exact() {
    let page = shown(&mut with_rows(ROWS));
    let figures = [
        ("Consumption (IPUs)", "1,006.88 | 1,006.875000000001"),
        ("Days", "3 | 2025-01-01 to 2025-01-03"),
        ("Projects", "2 | 3 folders"),
        ("Organizations", "2 | 5 rows"),
        ("Without project (IPUs)", "0.25 | 1 row"),
    ];
    for (name, shown) in figures {
        assert_eq!(figure(&page, name), shown, "{name}");
    }
}

#[test]
fn each_table_adds_up_to_the_same_total() {
    let page = shown(&mut with_rows(ROWS));
    for table in TABLES {
        let rows = rows(&page, table);
        let amounts = rows.iter().map(|row| row[1].as_str());
        assert_eq!(sum(amounts).to_string(), "1006.875000000001", "{table}");
        assert_eq!(
            amount(&total(&page, table)[1]).to_string(),
            "1006.875000000001",
            "{table}"
        );
        assert_eq!(total(&page, table)[2..], ["100.0%", "5"], "{table}");
    }
}

#[test]
fn the_rows_say_what_they_are() {
    let page = shown(&mut with_rows(ROWS));
    let names = |table| rows(&page, table).into_iter().map(|row| row[0].clone());
    let names = TABLES.map(|table| names(table).collect::<Vec<_>>());
    assert_eq!(names[0], ["2025-01-03", "2025-01-02", "2025-01-01"]);
    assert_eq!(names[1], ["<b>Ops</b>", "Sales", "No project"]);
    assert_eq!(names[2], ["o1 Production", "o2 Sandbox"]);
    assert_eq!(total(&page, "By day")[0], "Total, 3 days");
    assert_eq!(
        total(&page, "By project")[0],
        "Total, 2 projects and rows without one"
    );
    assert_eq!(
        rows(&page, "By project")[1],
        ["Sales", "4.500000000000", "0.4%", "2"]
    );
}

#[test]
fn a_column_sorts_and_turns_round() {
    let mut panel = with_rows(ROWS);
    let order = |page: &Page| {
        let heads = page.by_selector("[aria-labelledby=usage-projects] [aria-sort]");
        let heads: Vec<_> = heads
            .iter()
            .map(|head| {
                (
                    text(*head),
                    head.attr("aria-sort").unwrap_or_default().to_owned(),
                )
            })
            .collect();
        let names: Vec<_> = rows(page, "By project")
            .into_iter()
            .map(|row| row[0].clone())
            .collect();
        (heads, names)
    };
    let ops = "<b>Ops</b>";
    for (by, column, direction, names) in [
        ("name", "Project", "ascending", [ops, "Sales", "No project"]),
        (
            "name",
            "Project",
            "descending",
            ["No project", "Sales", ops],
        ),
        ("rows", "Rows", "descending", [ops, "Sales", "No project"]),
        (
            "consumption",
            "Consumption (IPUs)",
            "descending",
            [ops, "Sales", "No project"],
        ),
        (
            "consumption",
            "Consumption (IPUs)",
            "ascending",
            ["No project", "Sales", ops],
        ),
    ] {
        act(&mut panel, "sort", &format!("projects {by}"));
        let (heads, found) = order(&shown(&mut panel));
        assert_eq!(heads, [(column.to_owned(), direction.to_owned())]);
        assert_eq!(found, names);
    }
}

#[test]
fn the_filter_narrows_everything_and_is_cleared_at_once() {
    let mut panel = with_rows(ROWS);
    act(&mut panel, "words", "sales dai");
    let page = shown(&mut panel);
    assert_eq!(
        figure(&page, "Consumption of the filter (IPUs)"),
        "4.00 | 4.000000000000"
    );
    for table in TABLES {
        assert_eq!(rows(&page, table).len(), 1, "{table}");
    }
    assert_eq!(
        total(&page, "By project")[0],
        "Total of the filter, 1 project"
    );

    act(&mut panel, "words", "");
    act(&mut panel, "first-day", "2025-01-02");
    act(&mut panel, "last-day", "2025-01-02");
    let page = shown(&mut panel);
    assert_eq!(total(&page, "By day")[1], "1,000.125000000000");

    act(&mut panel, "words", "nothing has this name");
    let said = texts(shown(&mut panel).by_selector("p.empty")[0], "strong");
    assert_eq!(said, ["Nothing matches the filter."]);

    act(&mut panel, "clear", "");
    assert_eq!(total(&shown(&mut panel), "By day")[1], "1,006.875000000001");
}

#[test]
fn a_project_opens_to_its_folders() {
    let mut panel = with_rows(ROWS);
    let page = shown(&mut panel);
    let button = page.get("button", "Sales");
    assert_eq!(button.attr("aria-expanded"), Some("false"));
    let project = button.attr("data-value").expect("a number").to_owned();
    act(&mut panel, "open", &project);
    let page = shown(&mut panel);
    assert_eq!(
        page.get("button", "Sales").attr("aria-expanded"),
        Some("true")
    );
    let names: Vec<_> = rows(&page, "By project")
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(
        names,
        ["<b>Ops</b>", "Sales", "Daily", "Hourly", "No project"]
    );
    let folders = &rows(&page, "By project")[2..4];
    let project = amount(&rows(&page, "By project")[1][1]);
    assert_eq!(sum(folders.iter().map(|row| row[1].as_str())), project);
    // It stays open where the filter hides the others.
    act(&mut panel, "words", "hourly");
    assert_eq!(rows(&shown(&mut panel), "By project").len(), 2);
}

/// Rows of so many projects with one folder each, and the first with as many folders more.
fn many(projects: u32, folders: u32) -> String {
    let mut csv = String::new();
    for at in 0..projects {
        let _ = writeln!(csv, "2025-01-01T00:00:00Z,P{at:04},F,o,Production,{at}.5");
    }
    for at in 0..folders {
        let _ = writeln!(
            csv,
            "2025-01-01T00:00:00Z,P0000,F{at:04},o,Production,0.000000000001"
        );
    }
    csv
}

#[test]
fn a_long_table_has_pages() {
    let mut panel = with_rows(&many(25, 0));
    act(&mut panel, "sort", "projects name");
    let mut seen = Vec::new();
    for page in 0..3 {
        act(&mut panel, "page", &format!("projects {page}"));
        let shown = shown(&mut panel);
        seen.extend(
            rows(&shown, "By project")
                .into_iter()
                .map(|row| row[0].clone()),
        );
        assert_eq!(total(&shown, "By project")[0], "Total, 25 projects");
        let enabled: Vec<_> = texts(
            shown.get("group", "Pages, By project"),
            "button:not([aria-disabled])",
        );
        assert_eq!(
            enabled,
            [
                &["Next", "Last"][..],
                &["First", "Previous", "Next", "Last"],
                &["First", "Previous"]
            ][page]
        );
    }
    let expected: Vec<_> = (0..25).map(|at| format!("P{at:04}")).collect();
    assert_eq!(seen, expected);
    // Another order or filter begins at the first page; a page that is not there changes nothing.
    act(&mut panel, "sort", "projects name");
    assert_eq!(rows(&shown(&mut panel), "By project")[0][0], "P0024");
    for nonsense in ["projects", "projects x", "nothing 1", "", "projects -1"] {
        act(&mut panel, "page", nonsense);
    }
    assert_eq!(rows(&shown(&mut panel), "By project")[0][0], "P0024");
}

#[test]
fn many_folders_are_shown_step_by_step() {
    let mut panel = with_rows(&many(1, 60));
    let button = shown(&mut panel)
        .get("button", "P0000")
        .attr("data-value")
        .map(str::to_owned);
    let project = button.expect("a number");
    act(&mut panel, "open", &project);
    let page = shown(&mut panel);
    assert_eq!(rows(&page, "By project").len(), 1 + 25 + 1);
    assert_eq!(
        page.find("button", "Show more of 36 further folders").len(),
        1
    );
    act(&mut panel, "more", &project);
    assert_eq!(rows(&shown(&mut panel), "By project").len(), 1 + 61);
}

#[test]
fn today_and_yesterday_are_provisional() {
    let mut panel = with_rows(ROWS);
    let days = |panel: &mut _, today| {
        let page = shown_on(panel, day(today));
        let names: Vec<_> = rows(&page, "By day")
            .into_iter()
            .map(|row| row[0].clone())
            .collect();
        (
            names,
            page.markup().contains("newest figures are provisional"),
        )
    };
    let (names, said) = days(&mut panel, "2025-01-03");
    assert_eq!(
        names,
        [
            "2025-01-03 provisional",
            "2025-01-02 provisional",
            "2025-01-01"
        ]
    );
    assert!(said);
    let (names, said) = days(&mut panel, "2025-01-05");
    assert_eq!(names, ["2025-01-03", "2025-01-02", "2025-01-01"]);
    assert!(!said);
}

#[test]
fn what_is_saved_is_what_is_shown() {
    let mut panel = with_rows(&format!(
        "{ROWS}2025-01-01T00:00:00Z,=1+1,F,o1,Production,1\n"
    ));
    act(&mut panel, "words", "o1");
    act(&mut panel, "sort", "projects name");
    let saved = act(&mut panel, "save", "projects").expect("a file");
    assert_eq!(saved.name, "usage-by-project.csv");
    let csv = String::from_utf8(saved.pieces.concat()).expect("UTF-8");
    let lines: Vec<_> = csv.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "Project,Consumption (IPUs),Rows",
            "<b>Ops</b>,1000.125000000000,1",
            "'=1+1,1.000000000000,1",
            "Sales,4.000000000000,1",
            ",0.250000000001,1",
            "",
        ]
    );
    assert_eq!(act(&mut panel, "save", "nothing"), None);
}

#[test]
fn the_merged_rows_are_saved_as_they_were() {
    let mut panel = with_rows(ROWS);
    act(&mut panel, "words", "sales");
    let saved = act(&mut panel, "save-rows", "").expect("a file");
    assert_eq!(saved.name, "usage-rows.csv");
    let csv = String::from_utf8(saved.pieces.concat()).expect("UTF-8");
    assert_eq!(
        csv,
        format!("{}{ROWS}", super::usage::HEADER),
        "whatever the filter"
    );
}

#[test]
fn nothing_is_lost_in_two_thousand_projects() {
    let page = shown(&mut with_rows(&many(2_000, 0)));
    let whole = Ipus::from_trillionths(
        (0..2_000_i128).map(|at| at * 10 + 5).sum::<i128>() * 10_i128.pow(11),
    );
    assert_eq!(amount(&total(&page, "By project")[1]), whole);
    assert_eq!(rows(&page, "By project").len(), 10);
}
