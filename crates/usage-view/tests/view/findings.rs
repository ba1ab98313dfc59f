//! What is said about files: what could not be read, and how exports fit together.
use metering_core::usage::{DayRange, Source};
use usage_view::Action;

use super::dom::{Page, text, texts};
use super::support::{HEADER, ROWS, day, job, later, opened, opened_on, rows, source, with_rows};

fn notices(page: &Page) -> Vec<String> {
    page.by_selector("p.notice").into_iter().map(text).collect()
}

#[test]
fn rejected_rows_stand_with_their_lines_and_texts() {
    let view = with_rows(&format!(
        "{ROWS}2025-01-01T00:00:00Z,too,few\n2025-01-01,A,<i>,B,o,P,1\n"
    ));
    let page = view.page();
    let table = "Not counted: 2 rows that could not be read";
    assert_eq!(
        rows(&page, table),
        [
            [
                "7 disk.zip, org.csv",
                "3 fields instead of 6; is the row cut off?",
                "2025-01-01T00:00:00Z,too,few"
            ],
            [
                "8 disk.zip, org.csv",
                "7 fields instead of 6; a name may hold a comma that is not quoted",
                "2025-01-01,A,<i>,B,o,P,1"
            ],
        ]
    );
}

#[test]
fn many_rejected_rows_have_pages() {
    let mut view = with_rows(&format!("{ROWS}{}", "bad\n".repeat(25)));
    let table = "Not counted: 25 rows that could not be read";
    assert_eq!(rows(&view.page(), table).len(), 10);
    view.act(Action::RejectedPage(2));
    assert_eq!(rows(&view.page(), table).len(), 5);
    view.act(Action::RejectedPage(99));
    assert_eq!(rows(&view.page(), table).len(), 5, "the last page there is");
}

#[test]
fn an_export_of_another_kind_is_said_and_the_others_are_shown() {
    let good = format!("{HEADER}{ROWS}");
    let summary = "MeterId,MeterName,MeterUsage,IPURate\na,b,1,2\n";
    let view = opened([
        (source("good.zip"), good.as_str()),
        (source("<summary>.zip"), summary),
    ]);
    let page = view.page();
    let said = notices(&page);
    assert_eq!(said.len(), 1, "{said:?}");
    let begin = "<summary>.zip could not be read. “org.csv” in the ZIP file: The file is not project-level data; it looks like a SUMMARY report (consumption by meter): its columns are “MeterId, MeterName, MeterUsage, IPURate”.";
    assert!(said[0].starts_with(begin), "{said:?}");
    assert_eq!(
        texts(page.root(), ".exports li"),
        ["good.zip: 5 rows, 2025-01-01 to 2025-01-03 Close"]
    );
}

#[test]
fn partial_exports_and_unread_columns_are_said() {
    let csv = format!(
        "{}\n2025-01-01T00:00:00Z,P,F,o,Production,1,x\n",
        HEADER.trim_end().to_owned() + ",Region"
    );
    let partial = Source {
        partial: true,
        ..job("J1", 1, "2025-01-01", "2025-01-01")
    };
    let said = notices(&opened([(partial, csv.as_str())]).page());
    assert_eq!(
        said,
        [
            "J1 ended in PARTIAL_SUCCESS: data of some linked organizations is missing.",
            "“org.csv” in J1 has columns that are not read: “Region”.",
        ]
    );
}

#[test]
fn how_exports_fit_together_is_reported() {
    let line = |day: &str, project: &str, amount: &str| {
        format!("{day}T00:00:00Z,{project},F,o,Production,{amount}\n")
    };
    let first = format!(
        "{HEADER}{}{}",
        line("2025-01-02", "A", "1"),
        line("2025-01-02", "B", "2")
    );
    let second = format!(
        "{HEADER}{}{}",
        line("2025-01-05", "A", "4"),
        line("2025-01-02", "A", "1.5")
    );
    let view = opened([
        (job("J1", 1, "2025-01-01", "2025-01-02"), first.as_str()),
        (job("J2", 2, "2025-01-02", "2025-01-02"), second.as_str()),
        (job("J3", 3, "2025-01-05", "2025-01-05"), first.as_str()),
    ]);
    let page = view.page();
    let found = texts(page.get("list", "How the exports fit together"), "li");
    assert_eq!(
        found[0],
        "Days without an export: 2025-01-03 to 2025-01-04."
    );
    assert_eq!(
        found[1],
        "2025-01-02 is in J1 and J2. Their rows are counted once."
    );
    assert!(
        found
            .iter()
            .any(|line| line == "3 rows: not counted, because a newer export has them too."),
        "{found:?}"
    );
    let lines = rows(&page, "Rows that differ");
    assert_eq!(lines[0][4..], ["J3", "counts", "1.000000000000"]);
    assert_eq!(lines[1][4..], ["J2", "not counted", "1.500000000000"]);
}

#[test]
fn days_at_both_ends_are_missing_where_more_was_asked_for() {
    let csv = format!("{HEADER}2025-01-03T00:00:00Z,A,F,o,Production,1\n");
    let missing = |days| {
        let source = job("J2", 1, "2025-01-03", "2025-01-04");
        let page = opened_on(later(), days, [(source, csv.as_str())]).page();
        let said = texts(page.root(), "li");
        let days = said
            .into_iter()
            .find(|line| line.starts_with("Days without an export"));
        days.unwrap_or_default()
    };
    assert_eq!(missing(None), "");
    let asked = DayRange {
        first: day("2025-01-01"),
        last: day("2025-01-05"),
    };
    assert_eq!(
        missing(Some(asked)),
        "Days without an export: 2025-01-01 to 2025-01-02, 2025-01-05."
    );
}

#[test]
fn exports_that_fit_are_said_to() {
    let line = |day: &str| format!("{HEADER}{day}T00:00:00Z,A,F,o,Production,1\n");
    let (first, second) = (line("2025-01-01"), line("2025-01-02"));
    let view = opened([
        (job("J1", 1, "2025-01-01", "2025-01-01"), first.as_str()),
        (job("J2", 2, "2025-01-02", "2025-01-02"), second.as_str()),
    ]);
    let fits = "The exports fit together: no gaps, no overlaps, no row twice.";
    assert!(texts(view.page().root(), "p").contains(&fits.to_owned()));
}

#[test]
fn it_is_not_an_invoice() {
    let page = with_rows(ROWS).page();
    let said = texts(page.root(), "p.about");
    let expected = "This is not an invoice. Usage without a project may be missing, so the total can be lower than your organization's summary.";
    assert_eq!(said, [expected]);
}
