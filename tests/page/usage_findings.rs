//! What is said about files: what could not be read, and how exports fit together.

use metering_core::usage::DayRange;
use usage_view::{Panel, Reading};

use super::dom::{Page, text, texts};
use super::usage::{HEADER, ROWS, act, day, job, opened, rows, shown, source, with_rows};

fn notices(page: &Page) -> Vec<String> {
    page.by_selector("p.notice").into_iter().map(text).collect()
}

#[test]
fn rejected_rows_stand_with_their_lines_and_texts() {
    let mut panel = with_rows(&format!(
        "{ROWS}2025-01-01T00:00:00Z,too,few\n2025-01-01,A,<i>,B,o,P,1\n"
    ));
    let page = shown(&mut panel);
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
    let mut panel = with_rows(&format!("{ROWS}{}", "bad\n".repeat(25)));
    let table = "Not counted: 25 rows that could not be read";
    assert_eq!(rows(&shown(&mut panel), table).len(), 10);
    act(&mut panel, "page", "rejected 2");
    assert_eq!(rows(&shown(&mut panel), table).len(), 5);
    act(&mut panel, "page", "rejected 99");
    assert_eq!(
        rows(&shown(&mut panel), table).len(),
        5,
        "the last page there is"
    );
}

#[test]
fn an_export_of_another_kind_is_said_and_the_others_are_shown() {
    let good = format!("{HEADER}{ROWS}");
    let summary = "MeterId,MeterName,MeterUsage,IPURate\na,b,1,2\n";
    let mut panel = opened([
        (source("good.zip"), good.as_str()),
        (source("<summary>.zip"), summary),
    ]);
    let page = shown(&mut panel);
    let said = notices(&page);
    assert_eq!(said.len(), 1, "{said:?}");
    let begin = "<summary>.zip could not be read. “org.csv” in the ZIP file: The file is not project-level data; it looks like a SUMMARY report (consumption by meter): its columns are “MeterId, MeterName, MeterUsage, IPURate”.";
    assert!(said[0].starts_with(begin), "{said:?}");
    assert_eq!(
        texts(page.root(), ".exports li"),
        ["good.zip: 5 rows, 2025-01-01 to 2025-01-03"]
    );
    assert!(
        panel.outcome().ends_with("Usage of 1 export is shown."),
        "{}",
        panel.outcome()
    );
}

#[test]
fn partial_exports_and_unread_columns_are_said() {
    let csv = format!(
        "{}\n2025-01-01T00:00:00Z,P,F,o,Production,1,x\n",
        HEADER.trim_end().to_owned() + ",Region"
    );
    let partial = metering_core::usage::Source {
        partial: true,
        ..job("J1", 1, "2025-01-01", "2025-01-01")
    };
    let said = notices(&shown(&mut opened([(partial, csv.as_str())])));
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
    let mut panel = opened([
        (job("J1", 1, "2025-01-01", "2025-01-02"), first.as_str()),
        (job("J2", 2, "2025-01-02", "2025-01-02"), second.as_str()),
        (job("J3", 3, "2025-01-05", "2025-01-05"), first.as_str()),
    ]);
    let page = shown(&mut panel);
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
            .any(|line| line == "3 rows: not counted, because a later export has them too."),
        "{found:?}"
    );
    let lines = rows(&page, "Rows that differ");
    assert_eq!(lines[0][4..], ["J3", "counts", "1.000000000000"]);
    assert_eq!(lines[1][4..], ["J2", "not counted", "1.500000000000"]);
}

#[test]
fn days_at_both_ends_are_missing_where_more_was_asked_for() {
    let csv = format!("{HEADER}2025-01-03T00:00:00Z,A,F,o,Production,1\n");
    let source = job("J2", 1, "2025-01-03", "2025-01-04");
    let mut panel = opened([(source, csv.as_str())]);
    let missing = |panel: &mut Panel| {
        let page = shown(panel);
        let told = texts(page.root(), "li");
        let days = told
            .into_iter()
            .find(|line| line.starts_with("Days without an export"));
        days.unwrap_or_default()
    };
    assert_eq!(missing(&mut panel), "");
    let exports = panel.open();
    panel.expect(Some(DayRange {
        first: day("2025-01-01"),
        last: day("2025-01-05"),
    }));
    panel.close(exports, &[0]);
    assert_eq!(
        missing(&mut panel),
        "Days without an export: 2025-01-01 to 2025-01-02, 2025-01-05."
    );
}

#[test]
fn exports_that_fit_are_said_to() {
    let line = |day: &str| format!("{HEADER}{day}T00:00:00Z,A,F,o,Production,1\n");
    let (first, second) = (line("2025-01-01"), line("2025-01-02"));
    let mut panel = opened([
        (job("J1", 1, "2025-01-01", "2025-01-01"), first.as_str()),
        (job("J2", 2, "2025-01-02", "2025-01-02"), second.as_str()),
    ]);
    let fits = "The exports fit together: no gaps, no overlaps, no row twice.";
    assert!(texts(shown(&mut panel).root(), "p").contains(&fits.to_owned()));
}

#[test]
fn it_is_no_invoice() {
    let page = shown(&mut with_rows(ROWS));
    let said = texts(page.root(), "p.about");
    let expected = "This is no invoice. The sum can be below the organization's summary, because not every meter carries a project, and usage that does not is not exported at this level.";
    assert_eq!(said, [expected]);
}

#[test]
fn reading_shows_how_far_it_is_and_can_be_cancelled() {
    let mut panel = Panel::default();
    panel.reads(Reading {
        name: "a.zip".into(),
        nth: 2,
        of: 3,
        bytes: 1_500_000,
        all_bytes: 15_400_000,
        rows: 97_000,
    });
    let page = shown(&mut panel);
    let bar = page.by_selector("progress")[0];
    assert_eq!(page.name(bar), "Reading a.zip (2 of 3)");
    assert_eq!(
        (bar.attr("value"), bar.attr("max")),
        (Some("1500000"), Some("15400000"))
    );
    assert!(texts(page.root(), "p").contains(&"1,500 of 15,400 KB, 97,000 rows".to_owned()));
    assert_eq!(page.names("button"), ["Cancel"]);
}

#[test]
fn another_list_takes_the_place_of_the_last_and_what_was_cancelled_leaves_no_trace() {
    let csv = |project: &str| format!("{HEADER}2025-01-01T00:00:00Z,{project},F,o,Production,1\n");
    let (first, second) = (csv("A"), csv("B"));
    let mut panel = opened([
        (source("a.zip"), first.as_str()),
        (source("b.zip"), second.as_str()),
    ]);
    assert_eq!(rows(&shown(&mut panel), "By project").len(), 2);
    let exports = panel.open();
    panel.close(exports, &[1]);
    assert_eq!(panel.ids(), [1]);
    assert_eq!(rows(&shown(&mut panel), "By project")[0][0], "B");
    let exports = panel.open();
    panel.was_read(2, "c.zip", Err(metering_core::usage::UsageError::Cancelled));
    panel.close(exports, &[1]);
    assert_eq!(rows(&shown(&mut panel), "By project")[0][0], "B");
    let exports = panel.open();
    panel.close(exports, &[]);
    assert_eq!(shown(&mut panel).all("table").len(), 0);
}
