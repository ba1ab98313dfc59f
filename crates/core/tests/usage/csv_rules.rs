//! Rows are read by the rules of CSV, whichever way and in whatever pieces.
use metering_core::usage::{ExportReport, Exports, Ipus};
use proptest::prelude::*;

use super::support::{HEADER, read, rows_csv, source};

/// Reads a file in pieces of these sizes, taken in turns.
fn read_in_pieces(csv: &[u8], sizes: &[usize]) -> (Vec<ExportReport>, String) {
    let mut reader = Exports::new().read(source("disk"));
    reader.begin_file("org.csv", None);
    let (mut rest, mut sizes) = (csv, sizes.iter().cycle());
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.len().min(*sizes.next().unwrap()));
        reader.push(piece);
        rest = after;
    }
    let (exports, _) = reader.finish();
    (exports.reports().collect(), rows_csv(&exports.merge(None)))
}

/// The records that the csv crate reads below the header.
fn records(csv: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv);
    reader
        .records()
        .map(|record| record.unwrap().iter().map(Into::into).collect())
        .collect()
}

/// Records as they are written again: without blanks around names, and with date and amount in the form of the service.
fn as_written(mut records: Vec<Vec<String>>) -> Vec<Vec<String>> {
    for record in &mut records {
        // A field without a name at the end is nothing.
        record.truncate(6);
        for (at, missing) in [(1, "null"), (2, "null"), (3, ""), (4, "")] {
            let name = record[at].trim_matches(' ').to_owned();
            let is_missing = ["", "null"].contains(&name.as_str());
            record[at] = if is_missing { missing.into() } else { name };
        }
        record[0] = "2025-01-02T00:00:00Z".into();
        record[5] = record[5].parse::<Ipus>().unwrap().to_string();
    }
    records
}

fn write(records: &[Vec<String>], header: &[&str], terminator: csv::Terminator) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(terminator)
        .from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for record in records {
        writer.write_record(record).unwrap();
    }
    writer.into_inner().unwrap()
}

const COLUMNS: [&str; 6] = [
    "Date",
    "Project",
    "Folder",
    "Org ID",
    "Org Type",
    "Consumption (IPUs)",
];

/// Names with everything in them that CSV has to quote, and nothing at all.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![Just("null".to_owned()), "[A-C]{0,2}", "[a\",\r\n é]{0,6}"]
}

fn amount() -> impl Strategy<Value = String> {
    prop_oneof![
        "(0|[1-9][0-9]{0,7})\\.[0-9]{12}",
        "[1-9]",
        "0E-12",
        "-[1-9]\\.5",
        "00\\.5"
    ]
}

/// A row of one date, so that the order of rows stays.
fn record() -> impl Strategy<Value = Vec<String>> {
    (name(), name(), name(), name(), amount()).prop_map(
        |(project, folder, org_id, org_type, amount)| {
            vec![
                "2025-01-02T00:00:00Z".into(),
                project,
                folder,
                org_id,
                org_type,
                amount,
            ]
        },
    )
}

proptest! {
    #[test]
    fn quoted_rows_are_read_as_the_csv_crate_reads_them(
        records_written in prop::collection::vec(record(), 0..30),
        crlf in any::<bool>(),
        sizes in prop::collection::vec(1_usize..40, 1..5),
    ) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let csv = write(&records_written, &COLUMNS, terminator);
        let (reports, written) = read_in_pieces(&csv, &sizes);
        prop_assert_eq!(reports[0].rejected(), 0);
        prop_assert_eq!(records(written.as_bytes()), as_written(records(&csv)));
        prop_assert_eq!(&records(&csv), &records_written);
    }

    #[test]
    fn the_fast_path_and_the_rules_agree(records in prop::collection::vec(record(), 0..30)) {
        // With the amount first, no row is plain.
        let turned: Vec<Vec<String>> = records.iter().map(|record| record.iter().rev().cloned().collect()).collect();
        let header: Vec<&str> = COLUMNS.into_iter().rev().collect();
        let fast = read(write(&records, &COLUMNS, csv::Terminator::Any(b'\n')));
        let by_the_rules = read(write(&turned, &header, csv::Terminator::Any(b'\n')));
        prop_assert_eq!(rows_csv(&fast.merge(None)), rows_csv(&by_the_rules.merge(None)));
    }

    #[test]
    fn lines_without_quotes_are_split_as_the_csv_crate_splits_them(
        lines in "([a,\r\n]|\n2025-01-02T00:00:00Z,|,1\\.000000000000\n|2025-01-02,a,b,c,d,1){0,60}",
    ) {
        let csv = format!("{HEADER}{lines}");
        let (reports, written) = read_in_pieces(csv.as_bytes(), &[7]);
        let mut all = records(csv.as_bytes());
        all.retain(|record| record.iter().any(|field| !field.is_empty()));
        let good = |record: &&Vec<String>| {
            record.len() >= 6
                && record[6..].iter().all(String::is_empty)
                && ["2025-01-02", "2025-01-02T00:00:00Z"].contains(&record[0].as_str())
                && ["1", "1.000000000000"].contains(&record[5].as_str())
        };
        let mut expected = as_written(all.iter().filter(good).cloned().collect());
        let mut found = records(written.as_bytes());
        expected.sort();
        found.sort();
        prop_assert_eq!(reports[0].rejected(), (all.len() - expected.len()) as u64);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn every_line_without_quotes_is_a_row_or_a_rejected_row(lines in prop::collection::vec("[a-z0-9,.]{0,39}[a-z0-9.]", 0..50)) {
        let csv = format!("{HEADER}{}\n", lines.join("\n"));
        let report = read(csv).reports().next().unwrap();
        prop_assert_eq!(report.rows() + report.rejected(), lines.len() as u64);
    }
}
