//! CSV files as they come: headers, line ends, and files that are something else.
use metering_core::usage::{CsvProblem, ExportReport, Exports, UsageError};

use super::support::{HEADER, read, rows_csv, source, total};

const ROW: &str = "2025-01-02T00:00:00Z,P,F,o,Production,0.079470080000\n";

fn report(exports: &Exports) -> ExportReport {
    exports.reports().next().unwrap()
}

fn refused(csv: impl AsRef<[u8]>) -> UsageError {
    let mut reader = Exports::new().read(source("disk"));
    reader.begin_file("o.csv", None);
    reader.push(csv.as_ref());
    let (exports, outcome) = reader.finish();
    assert!(exports.is_empty());
    outcome.unwrap_err()
}

#[test]
fn reads_the_form_of_the_service_with_every_line_end() {
    for csv in [
        format!("{HEADER}{ROW}"),
        format!("{HEADER}{}", ROW.trim_end()),
        format!("{HEADER}{ROW}").replace('\n', "\r\n"),
        format!("{HEADER}{ROW}").replace('\n', "\r"),
        format!("\u{feff}{HEADER}{ROW}"),
        format!("\n\r\n{HEADER}\n\n{ROW}\r\n\n"),
        format!("{HEADER}{ROW}").replace("Production", "\"Production\""),
        format!("{HEADER}{ROW}")
            .replace(',', "\",\"")
            .replace('\n', "\"\n")
            .replace("Date", "\"Date")
            .replace("2025", "\"2025"),
    ] {
        let exports = read(&csv);
        let report = report(&exports);
        assert_eq!((report.rows(), report.rejected()), (1, 0), "{csv:?}");
        assert_eq!(
            rows_csv(&exports.merge(None)),
            format!("{HEADER}{ROW}"),
            "{csv:?}"
        );
    }
}

#[test]
fn a_header_alone_is_an_export_without_rows() {
    let exports = read(HEADER);
    assert_eq!(report(&exports).rows(), 0);
    assert_eq!(total(&mut exports.merge(None)), "0.000000000000");
}

#[test]
fn columns_are_found_by_name_in_any_order_and_unknown_ones_are_said() {
    let csv = "consumption (ipus), ORG ID ,Region,Folder,Project,Date\n1.5,o,EMEA,F,P,2025-01-02T00:00:00Z\n";
    let exports = read(csv);
    assert_eq!(report(&exports).files[0].unread_columns, ["Region"]);
    assert_eq!(
        rows_csv(&exports.merge(None)),
        format!("{HEADER}2025-01-02T00:00:00Z,P,F,o,,1.500000000000\n")
    );
}

#[test]
fn files_that_are_no_export_are_told_by_their_columns() {
    let cases = [
        (
            "Date,Meter ID,Project,Folder,Org ID,Consumption (IPUs)",
            "“o.csv”: The columns are not those of an export that this page reads: “Date, Meter ID, Project, Folder, Org ID, Consumption (IPUs)”. Missing: “Asset Name”. Use the file as the service exported it.",
        ),
        (
            "Name;Amount",
            "“o.csv”: The columns are not those of an export that this page reads: “Name, Amount”. Use the file as the service exported it.",
        ),
    ];
    for (header, text) in cases {
        let error = refused(format!("{header}\n1,2,3\n"));
        assert_eq!(error.to_string(), text);
        assert_eq!(error.code(), "otherColumns");
    }
}

#[test]
fn what_is_no_csv_file_of_the_service_is_refused() {
    let cases: [(Vec<u8>, &str, &str); 4] = [
        (
            Vec::new(),
            "empty",
            "“o.csv”: The file is empty. It should begin with the line “Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)”.",
        ),
        (
            HEADER.replace("Folder", "Folder,Project").into(),
            "duplicateColumn",
            "“o.csv”: The header names the column “Project” twice, so it is unclear which of them counts. Export the data again.",
        ),
        (
            vec![b'x'; 70_000],
            "lineTooLong",
            "“o.csv”: Line 1 is longer than 65536 bytes, so this is no CSV file of the service. Download it again.",
        ),
        (
            format!("{HEADER}{ROW}1/2/2025,P,F,o,Production,1\n").into(),
            "ambiguousDates",
            "“o.csv”: Line 3: a spreadsheet has written the date “1/2/2025”, which can mean 2025-01-02 or 2025-02-01. Nothing of the file is counted. Use the file as the service exported it.",
        ),
    ];
    for (csv, code, text) in cases {
        let error = refused(csv);
        assert_eq!(error.to_string(), text);
        assert_eq!(error.code(), code);
    }
}

#[test]
fn a_long_line_is_refused_however_it_comes() {
    for length in [65_536, 65_537] {
        let line = format!(
            "2025-01-02T00:00:00Z,{},F,o,P,0.079470080000\n",
            "p".repeat(length - 43)
        );
        assert_eq!(line.len(), length);
        let csv = format!("{HEADER}{ROW}{line}");
        for piece in [1, 1_000, csv.len()] {
            let mut reader = Exports::new().read(source("disk"));
            reader.begin_file("o.csv", None);
            csv.as_bytes().chunks(piece).all(|bytes| reader.push(bytes));
            let (exports, outcome) = reader.finish();
            assert_eq!(
                outcome.is_ok(),
                length == 65_536,
                "{length} in pieces of {piece}"
            );
            assert_eq!(exports.len(), usize::from(length == 65_536));
        }
    }
}

#[test]
fn one_unreadable_file_does_not_keep_the_others_from_being_read() {
    let mut reader = Exports::new().read(source("disk"));
    reader.begin_file("a.csv", None);
    assert!(reader.push(format!("{HEADER}{ROW}").as_bytes()));
    reader.begin_file("b.csv", None);
    assert!(!reader.push(b"MeterId\n1\n"));
    assert!(!reader.push(b"2\n"));
    reader.begin_file("c.csv", None);
    let long = format!("{HEADER}{ROW}{}", "x".repeat(70_000));
    assert!(!reader.push(long.as_bytes()));
    let (exports, outcome) = reader.finish();
    assert_eq!(outcome, Ok(()));
    let report = report(&exports);
    let codes: Vec<_> = report
        .files
        .iter()
        .map(|f| (f.rows, f.problem.as_ref().map(CsvProblem::code)))
        .collect();
    assert_eq!(
        codes,
        [
            (1, None),
            (0, Some("otherColumns")),
            (0, Some("lineTooLong"))
        ]
    );
    assert_eq!(report.rows(), 1);
    assert_eq!(total(&mut exports.merge(None)), "0.079470080000");
}

#[test]
fn a_file_that_breaks_off_leaves_the_amounts_of_the_others_as_they_were() {
    let rows = "\
2025-01-02T00:00:00Z,a,F,o,P,0.001000000000\n\
2025-01-02T00:00:00Z,b,F,o,P,123456789012.500000000000\n";
    let whole = format!("{HEADER}{rows}");
    let mut reader = Exports::new().read(source("disk"));
    reader.begin_file("whole.csv", None);
    assert!(reader.push(whole.as_bytes()));
    reader.begin_file("broken.csv", None);
    let other = rows.replace(",F,", ",G,");
    assert!(!reader.push(format!("{HEADER}{other}{}", "x".repeat(70_000)).as_bytes()));
    let (exports, _) = reader.finish();
    assert_eq!(rows_csv(&exports.merge(None)), whole);
}

#[test]
fn quotes_that_are_broken_in_every_row_cost_each_its_own_row() {
    let line = "2025-01-02T00:00:00Z,\"Q4,F,o,Production,1.5\n";
    let exports = read(format!("{HEADER}{}", line.repeat(20_000)));
    assert_eq!(report(&exports).rejected(), 20_000);
}

#[test]
fn quotes_that_leave_all_lines_open_are_given_up_soon() {
    // Each line closes the quote of the line before and opens another.
    let error = refused(format!("{HEADER}{}", "a\"b,\"c\n".repeat(100_000)));
    assert_eq!(error.code(), "brokenQuotes");
}
