//! What is shown: totals of filtered rows.
use metering_core::usage::{Filter, Totals};

use super::support::{day, range, rows, sample, words};

fn totals(filter: Filter) -> Totals {
    sample().view(filter).totals()
}

#[test]
fn totals_count_everything_once() {
    let expected = Totals {
        consumption: "7.250000000003".parse().unwrap(),
        rows: 7,
        days: 3,
        range: Some(range("2025-01-01", "2025-01-03")),
        projects: 2,
        folders: 3,
        organizations: 2,
        meters: 0,
        assets: 0,
        without_project: "0.000000000003".parse().unwrap(),
        rows_without_project: 2,
    };
    assert_eq!(totals(Filter::default()), expected);
    assert_eq!(
        rows("").merge(None).view(Filter::default()).totals(),
        Totals::default()
    );
}

#[test]
fn filters_narrow_by_words_days_and_organization() {
    let rows_found = |filter: Filter| totals(filter).rows;
    assert_eq!(rows_found(words("  ")), 7);
    assert_eq!(rows_found(words("SALES")), 3);
    assert_eq!(rows_found(words("daily sales")), 2);
    assert_eq!(rows_found(words("ail o2")), 2);
    assert_eq!(rows_found(words("sandbox")), 2);
    assert_eq!(rows_found(words("null")), 0);
    assert_eq!(rows_found(words("sales nothing")), 0);
    let from = Filter {
        first: Some(day("2025-01-02")),
        ..Filter::default()
    };
    assert_eq!(rows_found(from.clone()), 5);
    assert_eq!(
        rows_found(Filter {
            last: Some(day("2025-01-02")),
            ..from
        }),
        2
    );
    let all = Filter {
        last: Some(day("2025-01-02")),
        ..words("sales o1")
    };
    assert_eq!(totals(all).consumption.to_string(), "1.000000000000");
}

#[test]
fn words_are_found_regardless_of_case_in_every_script() {
    let mut usage = rows("2025-01-02T00:00:00Z,ÜBERSICHT Αθήνα,F,o,T,1\n").merge(None);
    for text in ["übersicht", "αθήνα", "ΑΘΉΝΑ"] {
        assert_eq!(usage.view(words(text)).totals().rows, 1, "{text}");
    }
}

#[test]
fn a_view_follows_its_filter() {
    let mut usage = sample();
    for (text, rows) in [("sales", 3), ("", 7), ("", 7), ("finance", 2), ("sales", 3)] {
        assert_eq!(usage.view(words(text)).totals().rows, rows);
    }
}
