//! What is said about files: what could not be read, and how exports fit together.
use metering_core::usage::message::{Answer, Failure, Listed, Opened};
use metering_core::usage::zip::ZipError;
use metering_core::usage::{Choice, DayRange, GroupBy, Kind, Source, UsageError};
use usage_view::Action;

use super::dom::{Page, text, texts};
use super::support::{
    HEADER, ROWS, View, day, job, later, opened, opened_on, rows, source, with_rows,
};

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
                "3 of 6 fields; is the row cut off?",
                "2025-01-01T00:00:00Z,too,few"
            ],
            [
                "8 disk.zip, org.csv",
                "7 fields instead of 6; a name or the amount may hold a comma that is not quoted",
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
fn a_file_that_is_no_export_is_said_and_the_others_are_shown() {
    let good = format!("{HEADER}{ROWS}");
    let other = "MeterId,MeterName,MeterUsage,IPURate\na,b,1,2\n";
    let view = opened([
        (source("good.zip"), good.as_str()),
        (source("<other>.zip"), other),
    ]);
    let page = view.page();
    let said = notices(&page);
    assert_eq!(said.len(), 1, "{said:?}");
    let begin = "<other>.zip could not be read. “org.csv”: The columns are not those of an export that this page reads: “MeterId, MeterName, MeterUsage, IPURate”.";
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
    let page = opened([(partial, csv.as_str())]).page();
    assert_eq!(
        notices(&page),
        ["J1 ended in PARTIAL_SUCCESS: data of some linked organizations is missing."]
    );
    assert_eq!(
        texts(page.root(), "p.quiet")[0],
        "“org.csv” in J1 has columns that are not read: “Region”."
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
            .any(|line| line == "3 rows: not counted, because another file has the same row."),
        "{found:?}"
    );
    let lines = rows(&page, "Rows that differ");
    assert_eq!(lines[0][4..], ["J3 org.csv", "counts", "1.000000000000"]);
    assert_eq!(
        lines[1][4..],
        ["J2 org.csv", "not counted", "1.500000000000"]
    );
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

#[test]
fn rows_that_are_not_counted_stand_beside_the_total() {
    let page = with_rows(&format!("{ROWS}bad\n")).page();
    let totals = page.by_selector("dl.totals div")[0];
    assert_eq!(
        text(totals),
        "Consumption (IPUs)1,006.881,006.8750000000011 row not counted"
    );
    let link = page.get("link", "1 row not counted");
    assert_eq!(link.attr("href"), Some("#usage-rejected"));
    assert_eq!(page.by_selector("#usage-rejected").len(), 1);
    assert!(with_rows(ROWS).page().all("link").is_empty());
}

#[test]
fn a_file_of_which_no_row_can_be_read_is_said_at_the_top() {
    let page = with_rows("13.13.2025,P,F,o,T,1\n").page();
    assert_eq!(
        notices(&page),
        [
            "No row of “org.csv” in disk.zip could be read. Line 2: the date is not of the form 2025-01-02T00:00:00Z."
        ]
    );
}

#[test]
fn the_form_of_a_file_is_said_quietly() {
    let csv = format!("{HEADER}{ROWS}")
        .replace(',', ";")
        .replace('.', ",");
    let page = opened([(source("de.csv"), csv.as_str())]).page();
    assert!(notices(&page).is_empty());
    assert_eq!(
        texts(page.root(), "p.quiet")[0],
        "“org.csv” in de.csv: separated by “;”, decimal commas."
    );
}

#[test]
fn amounts_that_were_rounded_are_said_once() {
    let csv = format!("{HEADER}2025-01-03T00:00:00Z,A,F,o,T,1.0000000000001\n");
    let page = opened([(source("a"), csv.as_str()), (source("b"), csv.as_str())]).page();
    let said = texts(page.root(), "p.quiet");
    let rounded = said.iter().filter(|text| text.contains("12 decimals"));
    assert_eq!(
        rounded.collect::<Vec<_>>(),
        ["2 rows have an amount with more than 12 decimals, which is rounded to 12."]
    );
}

#[test]
fn an_unclear_name_is_a_row_by_project() {
    let org = "4wMFqGlxAKVlIFTixlTSOY";
    let page = with_rows(&format!(
        "2025-01-03T00:00:00Z,Sales, EMEA,F,{org},Production,4\n"
    ))
    .page();
    assert_eq!(
        rows(&page, "By project")[0][0],
        "Name unclear: Sales, EMEA,F"
    );
    assert_eq!(rows(&page, "By organization")[0][1], "4.000000000000");
}

#[test]
fn where_nothing_tells_which_file_is_newer_somebody_chooses() {
    let line = |amount: &str| format!("{HEADER}2025-01-03T00:00:00Z,A,F,o,T,{amount}\n");
    let (one, two) = (line("1"), line("2"));
    let mut view = opened([
        (source("a.csv"), one.as_str()),
        (source("b.csv"), two.as_str()),
    ]);
    let said = texts(view.page().root(), "div.notice")[0].clone();
    let begin = "1 row differs between files, and nothing tells which file is newer. The file that comes to more counts.";
    assert!(said.starts_with(begin), "{said}");
    view.page().get("button", "Let b.csv count");
    view.page().get("button", "Let a.csv count");
    view.act(Action::Prefer(Some((0, None))));
    assert_eq!(view.state.list().preferred, Some((0, None)));
    view.merge_again();
    assert_eq!(rows(&view.page(), "By project")[0][1], "1.000000000000");
    view.page().get("button", "Undo the choice");
    assert!(view.page().by_selector("div.notice").is_empty());
}

#[test]
fn a_file_that_unpacks_to_too_much_can_be_read_anyway() {
    let mut view = with_rows(ROWS);
    let export = Listed {
        id: 7,
        source: source("big.zip"),
        anyway: false,
    };
    let error = UsageError::Zip(ZipError::TooLarge {
        entry: "a.csv".into(),
        size: 5,
        limit: 4,
    });
    let opened = Opened {
        failures: vec![Failure {
            export: export.clone(),
            error,
        }],
        ..Opened::default()
    };
    view.state
        .apply(Action::Answered(Answer::Opened(Box::new(opened))));
    view.page().get("button", "Read anyway");
    view.state.apply(Action::ReadAnyway(export));
    let list = view.state.list().exports;
    assert!(list.last().is_some_and(|export| export.anyway));
}

const SUMMARY: &str = "\
OrgId,MeterId,MeterName,Date,IPU,OrgName\n\
o1,m1,Data Integration,2025-01-02T00:00:00Z,2.5,Acme\n\
o1,m2,,2025-01-02T00:00:00Z,0.5,Acme\n";

#[test]
fn one_kind_of_export_is_shown_at_a_time() {
    let csv = format!("{HEADER}{ROWS}");
    let mut view = opened([(source("s.zip"), SUMMARY), (source("p.zip"), csv.as_str())]);
    assert_eq!(view.state.kind(), Kind::Project);
    let choice = |view: &super::support::View| {
        let page = view.page();
        ["Project level", "Summary"].map(|name| {
            page.get("button", name)
                .attr("aria-pressed")
                .map(String::from)
        })
    };
    assert_eq!(choice(&view), [Some("true".into()), Some("false".into())]);
    view.act(Action::Show(Kind::Summary));
    assert_eq!(choice(&view), [Some("false".into()), Some("true".into())]);
    let page = view.page();
    assert_eq!(
        rows(&page, "By meter"),
        [
            ["Data Integration m1", "2.500000000000", "83.3%", "1"],
            ["m2", "0.500000000000", "16.7%", "1"]
        ]
    );
    assert_eq!(rows(&page, "By organization")[0][0], "Acme o1");
    assert!(page.names("table").iter().all(|name| name != "By project"));
}

#[test]
fn what_is_shown_of_a_job_replaces_its_own_kind_only() {
    let project = format!("{HEADER}2025-01-02T00:00:00Z,A,F,o1,T,1.25\n");
    let view = opened([
        (source("s.zip"), SUMMARY),
        (source("p.zip"), project.as_str()),
    ]);
    let shown = |kind: Option<Kind>| {
        let mut state = view.state.clone();
        let source = Source {
            kind,
            ..source("new")
        };
        let new = Listed {
            id: 7,
            source,
            anyway: false,
        };
        state.apply(Action::Open {
            exports: vec![new],
            days: None,
            replace: true,
        });
        let list = state.list();
        list.exports
            .iter()
            .map(|listed| listed.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(Some(Kind::Project)), [0, 7]);
    assert_eq!(shown(Some(Kind::Summary)), [1, 7]);
    assert_eq!(shown(Some(Kind::Asset)), [0, 1, 7]);
    assert_eq!(shown(None), [7]);
}

#[test]
fn a_choice_that_a_kind_does_not_have_waits_for_the_others() {
    let project =
        format!("{HEADER}2025-01-02T00:00:00Z,A,F,o1,T,1.25\n2025-01-02T00:00:00Z,B,F,o1,T,1\n");
    let mut view = opened([
        (source("s.zip"), SUMMARY),
        (source("p.zip"), project.as_str()),
    ]);
    let chips = |view: &View| texts(view.page().root(), "ul.chips li");
    view.act(Action::Show(Kind::Project));
    view.act(Action::Choose(Choice {
        by: GroupBy::Project,
        names: vec!["A".into()],
    }));
    assert_eq!(chips(&view), ["Project: A"]);
    view.act(Action::Show(Kind::Summary));
    assert_eq!(chips(&view), [""; 0]);
    assert!(!text(view.page().root()).contains("Nothing matches"));
    view.act(Action::Show(Kind::Project));
    assert_eq!(chips(&view), ["Project: A"]);
    assert_eq!(rows(&view.page(), "By project").len(), 1);
}

#[test]
fn the_kind_that_is_open_is_shown() {
    let view = opened([(source("s.zip"), SUMMARY)]);
    assert_eq!(view.state.kind(), Kind::Summary);
    let page = view.page();
    assert_eq!(page.by_selector("dl.totals dt").len(), 4);
    assert_eq!(
        texts(page.root(), ".exports li"),
        ["s.zip: 2 rows, 2025-01-02, summary Close"]
    );
}

#[test]
fn job_level_files_are_tables_under_their_own_header() {
    let csv = "Task ID,Status,Metered Value\nt1,Success,<b>2.5</b>\n";
    let mut view = opened([(source("j.zip"), csv)]);
    assert_eq!(view.state.kind(), Kind::Job);
    let page = view.page();
    assert_eq!(page.names("table"), ["Jobs, table 1"]);
    assert_eq!(
        rows(&page, "Jobs, table 1"),
        [["t1", "Success", "<b>2.5</b>"]]
    );
    assert!(texts(page.root(), "p").contains(&"1 row".to_owned()));
    view.words("failed");
    assert!(rows(&view.page(), "Jobs, table 1").is_empty());
}

#[test]
fn the_summary_stands_beside_project_level() {
    let csv = format!("{HEADER}2025-01-02T00:00:00Z,A,F,o1,T,1.25\n");
    let page = opened([(source("s.zip"), SUMMARY), (source("p.zip"), csv.as_str())]).page();
    let table = "Summary beside project level";
    assert_eq!(
        rows(&page, table),
        [[
            "2025-01-02",
            "3.000000000000",
            "1.250000000000",
            "1.750000000000"
        ]]
    );
    assert_eq!(
        super::support::total(&page, table)[1..],
        ["3.000000000000", "1.250000000000", "1.750000000000"]
    );
    // The figures of a day rise from one export to the next.
    let list = [(source("s.zip"), SUMMARY), (source("p.zip"), csv.as_str())];
    let page = opened_on(day("2025-01-03"), None, list).page();
    assert_eq!(rows(&page, table)[0][0], "2025-01-02 provisional");
    let alone = opened([(source("s.zip"), SUMMARY)]).page();
    assert!(alone.names("table").iter().all(|name| name != table));
}
