//! Rows that cannot be read are kept and said, never guessed.
use metering_core::usage::{ExportReport, Exports, Filter, Format, RejectedRow};

use super::support::{HEADER, merged_report, one, read, rows, total};

const ROW: &str = "2025-01-02T00:00:00Z,P,F,o,Production,0.079470080000\n";

fn report(exports: &Exports) -> ExportReport {
    exports.reports().next().unwrap()
}

/// Line, text and reason of each row that was rejected.
fn rejected(lines: &str) -> Vec<(u64, String, String)> {
    let all = one(report(&rows(lines)).files).rejected;
    assert_eq!(all.total, all.rows.len() as u64);
    let told = |row: RejectedRow| (row.line, row.text, row.problem.to_string());
    all.rows.into_iter().map(told).collect()
}

#[test]
fn rows_with_too_many_or_too_few_fields_are_kept_with_line_and_text() {
    let lines = format!(
        "{ROW}2025-01-02T00:00:00Z,Sales, Europe,F,o,Production,1.5\n{ROW}2025-01-02T00:00:00Z,P\n   \n{ROW}"
    );
    assert_eq!(
        rejected(&lines),
        [
            (
                3,
                "2025-01-02T00:00:00Z,Sales, Europe,F,o,Production,1.5".into(),
                "7 fields instead of 6; a name or the amount may hold a comma that is not quoted"
                    .into()
            ),
            (
                5,
                "2025-01-02T00:00:00Z,P".into(),
                "2 of 6 fields; is the row cut off?".into()
            ),
        ]
    );
    assert_eq!(total(&mut rows(&lines).merge(None)), "0.238410240000");
}

#[test]
fn a_plain_row_needs_every_field_however_good_its_ends_are() {
    let row = |middle: &str| format!("{ROW}2025-01-02T00:00:00Z,{middle},0.079470080000\n");
    for (middle, begin) in [
        ("", "3 of 6 fields"),
        ("P,F,o", "5 of 6 fields"),
        ("P,F,o,Production,x", "7 fields instead of 6"),
    ] {
        let found = rejected(&row(middle));
        assert_eq!((found.len(), found[0].0), (1, 3), "{middle}");
        assert!(found[0].2.starts_with(begin), "{found:?}");
    }
    assert_eq!(rejected(&row("P,F,o,")), []);
    // A carriage return ends a row, alone too.
    let halves = rejected(&row("P,F\rG,o,Production"));
    let fields: Vec<&str> = halves.iter().map(|row| &row.2[..13]).collect();
    assert_eq!(fields, ["3 of 6 fields", "4 of 6 fields"]);
}

#[test]
fn bad_dates_and_amounts_are_never_guessed() {
    for date in [
        "",
        "null",
        "2025-02-30T00:00:00Z",
        "31.13.2025",
        "1/2/25/1",
        "13/32/25",
        "102/1/25",
        "31-Feb-2025",
        "2025-01-02T00:00:00+02:00",
        "2025-01-02T24:00:00Z",
        "2025-01-02T00:00:00.Z",
    ] {
        let found = rejected(&format!("{ROW}{date},P,F,o,Production,1\n"));
        assert_eq!(
            found[0].2, "the date is not of the form 2025-01-02T00:00:00Z",
            "{date}"
        );
        assert_eq!((found.len(), found[0].0), (1, 3));
    }
    for (amount, problem) in [
        (
            "null",
            "the consumption is not a decimal number such as 0.079470080000",
        ),
        (
            "1e16",
            "the consumption is larger than any plausible amount",
        ),
    ] {
        let found = rejected(&format!(
            "{ROW}2025-01-02T00:00:00Z,P,F,o,Production,{amount}\n"
        ));
        assert_eq!(found[0].2, problem);
    }
}

#[test]
fn a_quote_that_is_not_closed_costs_its_own_line_only() {
    let open = "2025-01-02T00:00:00Z,\"Q4,F,o,Production,1.5";
    let reason = "a quote is opened and not closed in this row";
    for lines in [
        format!("{ROW}{open}\n{ROW}{ROW}"),
        format!("{ROW}{open}\n{ROW}{open}\n{ROW}"),
        format!("{ROW}{open}\n{open}\n{open}\n{ROW}"),
        format!("{ROW}{open}\n{}{open}\n{ROW}", ROW.repeat(1_500)),
        format!("{ROW}{open}"),
    ] {
        let found = rejected(&lines);
        assert_eq!(found.len(), lines.matches("Q4").count());
        let expected: Vec<u64> = (2..)
            .zip(lines.lines())
            .filter(|(_, line)| line.contains("Q4"))
            .map(|(number, _)| number)
            .collect();
        assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), expected);
        assert!(found.iter().all(|row| row.1 == open && row.2 == reason));
        assert_eq!(
            report(&rows(&lines)).rows(),
            lines.matches(ROW).count() as u64
        );
    }
}

#[test]
fn the_list_of_rejected_rows_is_bounded_and_the_count_is_not() {
    let long = "x".repeat(1_000);
    let report = report(&rows(&format!("{long}\n").repeat(1_234)));
    assert_eq!(
        (report.rejected(), report.files[0].rejected.rows.len()),
        (1_234, 1_000)
    );
    assert_eq!(
        report.files[0].rejected.rows[0].text,
        format!("{}…", "x".repeat(500))
    );
}

#[test]
fn names_that_are_not_utf8_count_are_said_and_stay_as_they_were() {
    let mut csv = format!("{HEADER}{ROW}").into_bytes();
    csv.extend_from_slice(b"2025-01-02T00:00:00Z,M\xfcller,F,o,Production,1.500000000000\n");
    csv.extend_from_slice(
        b"2025-01-02T00:00:00Z,M\xf6ller,F,o,Production,1.500000000000\nM\xfcll\n",
    );
    let exports = read(&csv);
    let report = report(&exports);
    assert_eq!(
        (report.rows(), report.files[0].not_utf8, report.rejected()),
        (3, 2, 1)
    );
    assert_eq!(report.files[0].rejected.rows[0].text, "M\u{fffd}ll");
    let usage = exports.merge(None);
    assert_eq!(merged_report(&usage).duplicates.total, 0);
    assert_eq!(
        usage
            .rows_csv(&Filter::default(), Format::Raw)
            .flatten()
            .collect::<Vec<u8>>(),
        csv[..csv.len() - 5]
    );
}

#[test]
fn amounts_with_more_than_twelve_decimals_are_rounded_and_counted() {
    let row = |amount: &str| format!("2025-01-02T00:00:00Z,P{amount},F,o,Production,{amount}\n");
    let lines = [
        "0.07947008000000001",
        "0.0000000000015",
        "1.0000000000000000",
    ]
    .map(row);
    let exports = rows(&lines.concat());
    let report = report(&exports);
    assert_eq!((report.rows(), report.files[0].rounded), (3, 2));
    assert_eq!(total(&mut exports.merge(None)), "1.079470080002");
}

#[test]
fn a_first_row_without_a_date_is_rejected() {
    let found = rejected(&format!(",P,F,o,Production,1\n{ROW}"));
    assert_eq!((found.len(), found[0].0), (1, 2));
    assert_eq!(
        found[0].2,
        "the date is not of the form 2025-01-02T00:00:00Z"
    );
}
