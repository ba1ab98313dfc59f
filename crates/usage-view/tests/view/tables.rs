//! The tables of usage: sums, order, filter, pages, folders.
use std::fmt::Write as _;

use metering_core::usage::{Against, GroupBy, GroupName, Ipus, SortBy};
use usage_view::{Action, DateField, Section, TimeAction};

use super::dom::{Page, text, texts};
use super::support::{ROWS, View, amount, day, rows, sum, total, with_rows, with_rows_on};

/// The number of a project.
fn project_id(view: &View, name: &str) -> u32 {
    let figures = view.state.figures.as_ref().expect("figures");
    let (_, page) = figures.table(GroupBy::Project).expect("a table");
    let is_it = |group: &GroupName| {
        *group
            == GroupName::Project {
                project: Some(name.into()),
            }
    };
    page.rows
        .iter()
        .find(|row| is_it(&row.name))
        .expect("a project")
        .id
}

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
    let page = with_rows(ROWS).page();
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
    let page = with_rows(ROWS).page();
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
    let page = with_rows(ROWS).page();
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
    let mut view = with_rows(ROWS);
    let order = |page: &Page| {
        let heads = page.by_selector("[aria-label='By project'] [aria-sort]");
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
        (
            SortBy::Name,
            "Project",
            "ascending",
            [ops, "Sales", "No project"],
        ),
        (
            SortBy::Name,
            "Project",
            "descending",
            ["No project", "Sales", ops],
        ),
        (
            SortBy::Rows,
            "Rows",
            "descending",
            [ops, "Sales", "No project"],
        ),
        (
            SortBy::Consumption,
            "Consumption (IPUs)",
            "descending",
            [ops, "Sales", "No project"],
        ),
        (
            SortBy::Consumption,
            "Consumption (IPUs)",
            "ascending",
            ["No project", "Sales", ops],
        ),
    ] {
        view.act(Action::Sort(Section::Projects, by));
        let (heads, found) = order(&view.page());
        assert_eq!(heads, [(column.to_owned(), direction.to_owned())]);
        assert_eq!(found, names);
    }
}

#[test]
fn the_filter_narrows_everything_and_is_cleared_at_once() {
    let mut view = with_rows(ROWS);
    view.words("sales dai");
    let page = view.page();
    assert_eq!(
        figure(&page, "Filtered consumption (IPUs)"),
        "4.00 | 4.000000000000"
    );
    for table in TABLES {
        assert_eq!(rows(&page, table).len(), 1, "{table}");
    }
    assert_eq!(total(&page, "By project")[0], "Filtered total, 1 project");

    view.words("");
    view.act(Action::Date(DateField::First, "2025-01-02".into(), true));
    view.act(Action::Date(DateField::Last, "2025-01-02".into(), true));
    let page = view.page();
    assert_eq!(total(&page, "By day")[1], "1,000.125000000000");

    view.words("nothing has this name");
    let said = texts(view.page().by_selector("p.empty")[0], "strong");
    assert_eq!(said, ["Nothing matches the filter."]);

    view.act(Action::ClearFilter);
    assert_eq!(total(&view.page(), "By day")[1], "1,006.875000000001");
}

#[test]
fn a_project_opens_to_its_folders() {
    let mut view = with_rows(ROWS);
    let page = view.page();
    let button = page.get("button", "Sales");
    assert_eq!(button.attr("aria-expanded"), Some("false"));
    view.act(Action::Toggle(project_id(&view, "Sales")));
    let page = view.page();
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
    view.words("hourly");
    assert_eq!(rows(&view.page(), "By project").len(), 2);
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
    let mut view = with_rows(&many(25, 0));
    view.act(Action::Sort(Section::Projects, SortBy::Name));
    let mut seen = Vec::new();
    for page in 0..3 {
        view.act(Action::Page(Section::Projects, page));
        let shown = view.page();
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
    // Another order begins at the first page.
    view.act(Action::Sort(Section::Projects, SortBy::Name));
    assert_eq!(rows(&view.page(), "By project")[0][0], "P0024");
}

#[test]
fn many_folders_are_shown_step_by_step() {
    let mut view = with_rows(&many(1, 60));
    let project = project_id(&view, "P0000");
    view.act(Action::Toggle(project));
    let page = view.page();
    assert_eq!(rows(&page, "By project").len(), 1 + 25 + 1);
    assert_eq!(
        page.find("button", "Show more of 36 further folders").len(),
        1
    );
    view.act(Action::MoreFolders(project));
    assert_eq!(rows(&view.page(), "By project").len(), 1 + 61);
}

#[test]
fn today_and_yesterday_are_provisional() {
    let days = |today| {
        let page = with_rows_on(day(today), ROWS).page();
        let names: Vec<_> = rows(&page, "By day")
            .into_iter()
            .map(|row| row[0].clone())
            .collect();
        (
            names,
            page.markup().contains("newest figures are provisional"),
        )
    };
    let (names, said) = days("2025-01-03");
    assert_eq!(
        names,
        [
            "2025-01-03 provisional",
            "2025-01-02 provisional",
            "2025-01-01"
        ]
    );
    assert!(said);
    let (names, said) = days("2025-01-05");
    assert_eq!(names, ["2025-01-03", "2025-01-02", "2025-01-01"]);
    assert!(!said);
}

#[test]
fn nothing_is_lost_in_two_thousand_projects() {
    let page = with_rows(&many(2_000, 0)).page();
    let whole = Ipus::from_trillionths(
        (0..2_000_i128).map(|at| at * 10 + 5).sum::<i128>() * 10_i128.pow(11),
    );
    assert_eq!(amount(&total(&page, "By project")[1]), whole);
    assert_eq!(rows(&page, "By project").len(), 10);
}

/// The fields of the filter: words, first and last day.
fn fields(page: &Page) -> [String; 3] {
    let value = |label| {
        page.field(label)
            .attr("value")
            .unwrap_or_default()
            .to_owned()
    };
    ["Filter", "First day", "Last day"].map(value)
}

#[test]
fn the_fields_always_show_what_is_filtered_by() {
    let mut view = with_rows(ROWS);
    view.act(Action::Date(DateField::First, "2025-01-02".into(), true));
    for words in ["s", "sa", "sales"] {
        view.words(words);
        assert_eq!(fields(&view.page()), [words, "2025-01-02", ""]);
    }
    view.act(Action::ClearFilter);
    assert_eq!(fields(&view.page()), ["", "", ""]);
    assert_eq!(total(&view.page(), "By day")[3], "5");
}

#[test]
fn half_a_date_does_not_filter() {
    let mut view = with_rows(ROWS);
    let rows = |view: &View| total(&view.page(), "By day")[3].clone();
    for (typed, is_whole, shown) in [
        ("", false, "5"),
        ("0002-01-03", true, "5"),
        ("0020-01-03", true, "5"),
        ("0202-01-03", true, "5"),
        ("2025-01-03", true, "3"),
        ("", false, "3"),
        ("2025-01-02", true, "4"),
        ("", true, "5"),
    ] {
        view.act(Action::Date(DateField::First, typed.into(), is_whole));
        assert_eq!(rows(&view), shown, "{typed:?}");
        assert_eq!(fields(&view.page())[1], typed);
    }
}

#[test]
fn days_in_the_wrong_order_are_said() {
    let mut view = with_rows(ROWS);
    view.act(Action::Date(DateField::First, "2025-01-03".into(), true));
    view.act(Action::Date(DateField::Last, "2025-01-02".into(), true));
    let said = texts(view.page().by_selector("p.empty")[0], "strong");
    assert_eq!(said, ["The first day is after the last day."]);
    let page = view.page();
    let last = page.field("Last day");
    assert_eq!(last.attr("aria-invalid"), Some("true"));
    let problem = last.attr("aria-describedby").expect("a description");
    assert_eq!(
        text(page.by_id(problem)),
        "The last day is before the first day."
    );
    view.act(Action::Date(DateField::Last, "2025-01-03".into(), true));
    assert_eq!(view.page().field("Last day").attr("aria-invalid"), None);
}

#[test]
fn names_from_files_are_text() {
    let page = with_rows(ROWS).page();
    assert!(page.all("b").is_empty());
    assert_eq!(rows(&page, "By project")[0][0], "<b>Ops</b>");
}

#[test]
fn each_table_can_be_saved_and_copied_whole() {
    let mut view = with_rows(ROWS);
    view.act(Action::Time(TimeAction::Compare(Some(Against::Before))));
    let page = view.page();
    for heading in ["Over time", "By project", "By organization", "Compared"] {
        page.get("button", &format!("Copy as TSV, {heading}"));
    }
    assert_eq!(
        page.by_selector("button[aria-describedby^=usage-]").len(),
        4,
        "\"Export CSV\" of each"
    );
}

#[test]
fn on_paper_tables_have_their_largest_rows_and_what_the_others_come_to() {
    let mut lines = String::new();
    for at in 0..130 {
        let _ = writeln!(lines, "2025-01-02,P{at:03},F,o1,Production,{}", 200 - at);
    }
    let mut view = with_rows(&lines);
    view.act(Action::Time(TimeAction::Stack(Some(GroupBy::Project))));
    view.act(Action::Time(TimeAction::Compare(Some(Against::Before))));
    view.act(Action::Page(Section::Projects, 3));
    view.act(Action::Print(true));
    let page = view.page();
    for (table, others) in [
        (
            "By project",
            &["and 30 other projects", "2,565.000000000000", "14.6%", "30"][..],
        ),
        (
            "Projects by day",
            &["and 30 other projects", "2,565.00", "2,565.00"],
        ),
        (
            "Projects compared",
            &["and 30 other projects", "0", "2,565.00", "+2,565.00", "new"],
        ),
    ] {
        let found = rows(&page, table);
        assert_eq!(found.len(), 100, "{table}");
        assert_eq!(found[0][0], "P000", "{table}");
        assert_eq!(total(&page, table), others, "{table}");
    }
    // Paper does not scroll sideways: periods that have no room stand below.
    let mut lines = String::new();
    for day in 1..=30 {
        let _ = writeln!(lines, "2025-01-{day:02},P,F,o1,Production,{day}");
    }
    let mut wide = with_rows(&lines);
    wide.act(Action::Time(TimeAction::Stack(Some(GroupBy::Project))));
    assert_eq!(wide.page().by_selector(".cross").len(), 1);
    wide.act(Action::Print(true));
    let page = wide.page();
    let parts = page.by_selector(".cross");
    let columns: Vec<usize> = parts
        .iter()
        .map(|part| texts(*part, "thead th").len())
        .collect();
    assert_eq!(columns, [13, 13, 8]);
    assert_eq!(
        texts(parts[2], "tbody td"),
        [
            "25.00", "26.00", "27.00", "28.00", "29.00", "30.00", "465.00"
        ]
    );
    view.act(Action::Print(false));
    let page = view.page();
    assert_eq!(rows(&page, "By project")[0][0], "P030");
    assert_eq!(total(&page, "By project")[0], "Total, 130 projects");
}
