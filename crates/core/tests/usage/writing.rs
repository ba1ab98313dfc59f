//! CSV for people to keep.
use metering_core::usage::{Filter, Grain, GroupBy, Sort, SortBy};

use super::support::{HEADER, day, rows, rows_csv};

const BY_NAME: Sort = Sort {
    by: SortBy::Name,
    descending: false,
};

fn table(lines: &str, by: GroupBy) -> String {
    String::from_utf8(
        rows(lines)
            .merge(None)
            .view(Filter::default())
            .table_csv(by, BY_NAME),
    )
    .unwrap()
}

#[test]
fn a_table_is_written_for_spreadsheets() {
    let lines = "\
2025-01-03T00:00:00Z,Sales,\"a, \"\"b\"\"\",o1,Production,4.25\n\
2025-01-02T00:00:00Z,null,null,o1,Sandbox,-1\n";
    let cases = [
        (
            GroupBy::Period(Grain::Day),
            "Date,Consumption (IPUs),Rows\r\n2025-01-02,-1.000000000000,1\r\n2025-01-03,4.250000000000,1\r\n",
        ),
        (
            GroupBy::Project,
            "Project,Consumption (IPUs),Rows\r\nSales,4.250000000000,1\r\n,-1.000000000000,1\r\n",
        ),
        (
            GroupBy::Folder,
            "Project,Folder,Consumption (IPUs),Rows\r\nSales,\"a, \"\"b\"\"\",4.250000000000,1\r\n,,-1.000000000000,1\r\n",
        ),
        (
            GroupBy::Organization,
            "Org ID,Org Type,Consumption (IPUs),Rows\r\no1,\"Production; Sandbox\",3.250000000000,2\r\n",
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
    let csv = usage
        .view(Filter {
            last,
            ..Filter::default()
        })
        .table_csv(GroupBy::Project, Sort::LARGEST_FIRST);
    let expected =
        "\u{feff}Project,Consumption (IPUs),Rows\r\nB,2.000000000000,1\r\nA,1.000000000000,1\r\n";
    assert_eq!(String::from_utf8(csv).unwrap(), expected);
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
        let figures = "1.000000000000,1\r\n";
        let project = format!("\u{feff}Project,Consumption (IPUs),Rows\r\n{written},{figures}");
        assert_eq!(table(&line, GroupBy::Project), project);
        let folder = format!(
            "\u{feff}Project,Folder,Consumption (IPUs),Rows\r\n{written},{written},{figures}"
        );
        assert_eq!(table(&line, GroupBy::Folder), folder);
        let org = format!(
            "\u{feff}Org ID,Org Type,Consumption (IPUs),Rows\r\n{written},{written},{figures}"
        );
        assert_eq!(table(&line, GroupBy::Organization), org);
        let usage = rows(&line).merge(None);
        assert_eq!(rows_csv(&usage), format!("{HEADER}{line}"));
        let filter = Filter::default();
        let csv = usage.rows_csv(&filter, false).flatten();
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
    let pieces: Vec<Vec<u8>> = usage.rows_csv(&Filter::default(), true).collect();
    assert_eq!(pieces.len(), newest_first.len().div_ceil(65_536));
    assert!(pieces.iter().all(|piece| piece.len() < 66_000));
    assert_eq!(String::from_utf8(pieces.concat()).unwrap(), newest_first);
}

#[test]
fn an_export_without_rows_is_a_header() {
    assert_eq!(rows_csv(&rows("").merge(None)), HEADER);
    assert_eq!(
        table("", GroupBy::Project),
        "\u{feff}Project,Consumption (IPUs),Rows\r\n"
    );
}
