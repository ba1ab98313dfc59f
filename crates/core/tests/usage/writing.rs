//! CSV for people to keep.
use metering_core::usage::{Filter, Format, Grain, GroupBy, Sheet, Sort, SortBy};

use super::support::{HEADER, day, rows, rows_csv, written};

const BY_NAME: Sort = Sort {
    by: SortBy::Name,
    descending: false,
};

fn table(lines: &str, by: GroupBy) -> String {
    let sheet = Sheet::Sums(by, BY_NAME, Vec::new());
    written(&mut rows(lines).merge(None), &Filter::default(), &sheet)
}

#[test]
fn a_table_is_written_for_spreadsheets() {
    let lines = "\
2025-01-03T00:00:00Z,Sales,\"a, \"\"b\"\"\",o1,Production,4.25\n\
2025-01-02T00:00:00Z,null,null,o1,Sandbox,-1\n";
    let cases = [
        (
            GroupBy::Period(Grain::Day),
            "Date,Consumption (IPUs),Share (%),Rows\r\n2025-01-02,-1.000000000000,-30.8,1\r\n2025-01-03,4.250000000000,130.8,1\r\n",
        ),
        (
            GroupBy::Project,
            "Project,Consumption (IPUs),Share (%),Rows\r\nSales,4.250000000000,130.8,1\r\n,-1.000000000000,-30.8,1\r\n",
        ),
        (
            GroupBy::Folder,
            "Project,Folder,Consumption (IPUs),Share (%),Rows\r\nSales,\"a, \"\"b\"\"\",4.250000000000,130.8,1\r\n,,-1.000000000000,-30.8,1\r\n",
        ),
        (
            GroupBy::Organization,
            "Org ID,Org Type,Consumption (IPUs),Share (%),Rows\r\no1,\"Production; Sandbox\",3.250000000000,100.0,2\r\n",
        ),
    ];
    for (by, expected) in cases {
        assert_eq!(table(lines, by), format!("\u{feff}{expected}"));
    }
}

#[test]
fn a_table_has_the_rows_of_its_filter_in_its_order() {
    let mut usage =
        rows("2025-01-02,A,F,o,T,1\n2025-01-02,B,F,o,T,2\n2025-01-03,C,F,o,T,3\n").merge(None);
    let last = Some(day("2025-01-02"));
    let filter = Filter {
        last,
        ..Filter::default()
    };
    let sheet = Sheet::Sums(GroupBy::Project, Sort::LARGEST_FIRST, Vec::new());
    let csv = written(&mut usage, &filter, &sheet);
    let expected = "\u{feff}Project,Consumption (IPUs),Share (%),Rows\r\nB,2.000000000000,66.7,1\r\nA,1.000000000000,33.3,1\r\n";
    assert_eq!(csv, expected);
}

#[test]
fn a_project_that_is_opened_is_written_by_its_folders() {
    let mut usage =
        rows("2025-01-02,A,F,o,T,1\n2025-01-02,A,G,o,T,2\n2025-01-03,B,F,o,T,5\n").merge(None);
    let projects = usage.view(Filter::default()).top(GroupBy::Project, 2).rows;
    let sheet = Sheet::Sums(GroupBy::Project, Sort::LARGEST_FIRST, vec![projects[1].id]);
    let csv = written(&mut usage, &Filter::default(), &sheet);
    let expected = "\u{feff}Project,Folder,Consumption (IPUs),Share (%),Rows\r\nB,,5.000000000000,62.5,1\r\nA,G,2.000000000000,25.0,1\r\nA,F,1.000000000000,12.5,1\r\n";
    assert_eq!(csv, expected);
}

#[test]
fn all_of_a_table_is_written_for_the_clipboard() {
    let mut lines = String::from("2025-01-02,\"=a\tb\",\"c,\n\"\"d\"\"\",o,T,2000\n");
    lines.extend((0..30).map(|n| format!("2025-01-02,P{n:02},F,o,T,1\n")));
    let mut usage = rows(&lines).merge(None);
    let filter = Filter::default();
    let sheet = Sheet::Sums(GroupBy::Folder, Sort::LARGEST_FIRST, Vec::new());
    let found = usage.write(&filter, &sheet, Format::Tsv);
    assert_eq!(
        (found.name.as_str(), found.rows),
        (
            "usage-project-level-by-folder_2025-01-02_2025-01-02.tsv",
            31
        )
    );
    let text = String::from_utf8(found.pieces.concat()).unwrap();
    let found: Vec<&str> = text.lines().collect();
    assert_eq!(found.len(), 32);
    assert_eq!(
        found[0],
        "Project\tFolder\tConsumption (IPUs)\tShare (%)\tRows"
    );
    assert_eq!(found[1], "'=a b\tc, \"d\"\t2000.000000000000\t98.5\t1");
    assert_eq!(found[31], "P29\tF\t1.000000000000\t0.0\t1");
}

#[test]
fn formulas_are_neutralized_in_tables_and_rows_and_untouched_in_raw_rows() {
    for (name, written) in [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "\"'\tx\""),
        ("a;b", "\"a;b\""),
        ("a\tb", "\"a\tb\""),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠1", "'＠1"),
        ("\"\rx\"", "\"'\rx\""),
        ("\"\nx\"", "\"'\nx\""),
        ("\"=1,2\"", "\"'=1,2\""),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
    ] {
        let line = format!("2025-01-03T00:00:00Z,{name},{name},{name},{name},1.000000000000\n");
        let figures = "1.000000000000,100.0,1\r\n";
        let project =
            format!("\u{feff}Project,Consumption (IPUs),Share (%),Rows\r\n{written},{figures}");
        assert_eq!(table(&line, GroupBy::Project), project);
        let folder = format!(
            "\u{feff}Project,Folder,Consumption (IPUs),Share (%),Rows\r\n{written},{written},{figures}"
        );
        assert_eq!(table(&line, GroupBy::Folder), folder);
        let org = format!(
            "\u{feff}Org ID,Org Type,Consumption (IPUs),Share (%),Rows\r\n{written},{written},{figures}"
        );
        assert_eq!(table(&line, GroupBy::Organization), org);
        let usage = rows(&line).merge(None);
        assert_eq!(rows_csv(&usage), format!("{HEADER}{line}"));
        let filter = Filter::default();
        let csv = usage.rows_csv(&filter, Format::Csv).flatten();
        let expected = format!(
            "\u{feff}{}\r\n2025-01-03T00:00:00Z,{written},{written},{written},{written},1.000000000000\r\n",
            HEADER.trim()
        );
        assert_eq!(String::from_utf8(csv.collect()).unwrap(), expected);
    }
}

#[test]
fn rows_come_in_pieces_newest_date_first() {
    let line = |day: u32, n: u32| {
        format!("2025-01-{day:02}T00:00:00Z,Project {n},F,o,T,{n}.000000000000\n")
    };
    let (mut oldest_first, mut newest_first) = (String::new(), String::from(HEADER));
    for day in 1..=20 {
        oldest_first.extend((0..500).map(|n| line(day, n)));
        newest_first.extend((0..500).map(|n| line(21 - day, n)));
    }
    let usage = rows(&oldest_first).merge(None);
    let pieces: Vec<Vec<u8>> = usage.rows_csv(&Filter::default(), Format::Raw).collect();
    assert_eq!(pieces.len(), newest_first.len().div_ceil(65_536));
    assert!(pieces.iter().all(|piece| piece.len() < 66_000));
    assert_eq!(String::from_utf8(pieces.concat()).unwrap(), newest_first);
}

#[test]
fn an_export_without_rows_is_a_header() {
    assert_eq!(rows_csv(&rows("").merge(None)), HEADER);
    assert_eq!(
        table("", GroupBy::Project),
        "\u{feff}Project,Consumption (IPUs),Share (%),Rows\r\n"
    );
}
