//! Small files as people have them, each with its right value.
use std::ops::ControlFlow;

use metering_core::usage::{
    ExportReport, Exports, Filter, Grain, GroupBy, GroupName, Kind, Sheet, Source, Usage,
    UsageError, zip::Limits,
};

use super::support::{groups, merged_report, one, total_of, written};

/// Opens files of `tests/data/exports` in this order.
fn open(names: &[&str]) -> Result<Usage, UsageError> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/exports");
    let mut exports = Exports::new();
    for name in names {
        let file = std::fs::read(folder.join(name)).unwrap();
        let source = Source {
            name: (*name).into(),
            ..Source::default()
        };
        let go_on = |_| ControlFlow::Continue(());
        exports.read_file(source, &file, Limits::default(), go_on)?;
    }
    Ok(exports.merge(None))
}

fn report(usage: &Usage) -> ExportReport {
    one(usage.exports().reports().collect())
}

#[test]
fn every_file_of_one_export_has_its_total() {
    for (name, rows, total_expected, form) in [
        ("two-downloads.zip", 6, "1.079470080004", ""),
        ("unquoted-comma.zip", 4, "11.579470080004", ""),
        ("uncounted-row.zip", 2, "1.079470080001", ""),
        ("more-decimals.zip", 4, "1.158940160004", ""),
        ("semicolon.zip", 5, "1246.658940283457", "separated by “;”"),
        ("sep-line.zip", 3, "1.079470080004", ""),
        ("empty-column-names.zip", 3, "1.079470080004", ""),
        ("unpacked.csv", 3, "1.079470080004", ""),
        ("null.zip", 1, "1.000000000000", ""),
        ("blank.zip", 1, "1.000000000000", ""),
    ] {
        let mut usage = open(&[name]).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            total_of(&mut usage, Kind::Project),
            total_expected,
            "{name}"
        );
        let report = report(&usage);
        assert_eq!(report.rows(), rows, "{name}");
        for file in &report.files {
            assert_eq!(file.form, form, "{name}");
            assert_eq!(file.unread_columns, [""; 0], "{name}");
            assert_eq!(file.problem, None, "{name}");
        }
    }
}

#[test]
fn the_newer_of_two_downloads_counts_in_both_orders() {
    let [newer, older] = ["newest-first (1).zip", "newest-first.zip"];
    for order in [[newer, older], [older, newer]] {
        let mut usage = open(&order).unwrap();
        assert_eq!(total_of(&mut usage, Kind::Project), "27.750000000000");
        let report = merged_report(&usage);
        assert_eq!(
            (report.superseded, report.differing.total, report.undecided),
            (3, 2, 0)
        );
        let counting = report.differing.first.iter().map(|row| row.counts.export);
        assert!(counting.into_iter().all(|export| order[export] == newer));
    }
}

#[test]
fn the_same_row_in_two_files_of_one_zip_counts_once() {
    let usage = open(&["two-downloads.zip"]).unwrap();
    let report = merged_report(&usage);
    assert_eq!((report.superseded, report.differing.total), (3, 0));
    assert_eq!(report.duplicates.total, 0);
}

#[test]
fn null_and_blank_are_one_key() {
    for order in [["null.zip", "blank.zip"], ["blank.zip", "null.zip"]] {
        let mut usage = open(&order).unwrap();
        assert_eq!(total_of(&mut usage, Kind::Project), "1.000000000000");
        let projects = groups(&mut usage, Kind::Project, GroupBy::Project);
        let nothing = GroupName::Project { project: None };
        assert_eq!(projects, [(nothing, "1.000000000000".into())]);
    }
}

#[test]
fn a_name_with_an_unquoted_comma_counts_by_day_and_organization() {
    let mut usage = open(&["unquoted-comma.zip"]).unwrap();
    let days = groups(&mut usage, Kind::Project, GroupBy::Period(Grain::Day));
    assert_eq!(days[0].1, "10.579470080000");
    let orgs = groups(&mut usage, Kind::Project, GroupBy::Organization);
    assert_eq!(one(orgs).1, "11.579470080004");
    let projects = groups(&mut usage, Kind::Project, GroupBy::Project);
    let text = "Sales, EMEA,FOLDER".to_owned();
    assert_eq!(
        projects[0],
        (GroupName::Unclear { text }, "10.500000000000".into())
    );
    assert_eq!(projects.len(), 3);
    let file = one(report(&usage).files);
    assert_eq!((file.unclear, file.rejected.total), (1, 0));
}

#[test]
fn a_row_whose_amount_is_no_number_is_listed() {
    let file = one(report(&open(&["uncounted-row.zip"]).unwrap()).files);
    assert_eq!((file.rows, file.rejected.total), (2, 1));
    let row = one(file.rejected.rows);
    assert_eq!((row.line, row.problem.code()), (4, "badAmount"));
}

#[test]
fn dates_that_can_mean_two_days_are_refused() {
    let error = open(&["spreadsheet-dates.zip"]).unwrap_err();
    assert_eq!(error.code(), "ambiguousDates");
}

#[test]
fn more_than_twelve_decimals_are_rounded_half_even() {
    let file = one(report(&open(&["more-decimals.zip"]).unwrap()).files);
    assert_eq!(file.rounded, 1);
}

#[test]
fn a_summary_names_its_meters_and_project_level_none() {
    let usage = open(&["summary.zip", "unpacked.csv"]).unwrap();
    let meters = usage.meters();
    let meters: Vec<_> = meters
        .iter()
        .map(|meter| (&*meter.id, meter.name.as_deref()))
        .collect();
    assert_eq!(
        meters,
        [
            ("0aB1cD2eF3gH4iJ5kL6mN7", Some("API Management")),
            ("a2nB20h1o0lc7k3P9xtWS8", Some("Data Integration")),
        ]
    );
    assert!(open(&["unpacked.csv"]).unwrap().meters().is_empty());
}

#[test]
fn a_summary_is_its_ipus_by_meter() {
    let mut usage = open(&["summary.zip"]).unwrap();
    assert_eq!(total_of(&mut usage, Kind::Summary), "2.625000000001");
    assert_eq!(total_of(&mut usage, Kind::Project), "0.000000000000");
    let meters = groups(&mut usage, Kind::Summary, GroupBy::Meter);
    let meter = |id: &str, name: &str| GroupName::Meter {
        meter_id: Some(id.into()),
        meter_name: Some(name.into()),
    };
    assert_eq!(
        meters,
        [
            (
                meter("a2nB20h1o0lc7k3P9xtWS8", "Data Integration"),
                "2.125000000001".into()
            ),
            (
                meter("0aB1cD2eF3gH4iJ5kL6mN7", "API Management"),
                "0.500000000000".into()
            ),
        ]
    );
    let org = one(groups(&mut usage, Kind::Summary, GroupBy::Organization)).0;
    let GroupName::Organization { org_name, .. } = org else {
        panic!("{org:?}")
    };
    assert_eq!(org_name.as_deref(), Some("Acme"));
}

#[test]
fn kinds_do_not_mix() {
    let mut usage = open(&["summary.zip", "unpacked.csv"]).unwrap();
    assert_eq!(total_of(&mut usage, Kind::Summary), "2.625000000001");
    assert_eq!(total_of(&mut usage, Kind::Project), "1.079470080004");
    assert_eq!(total_of(&mut usage, Kind::Asset), "0.000000000000");
    assert_eq!(usage.reports().len(), 2);
}

#[test]
fn summary_and_project_level_are_compared_for_what_both_have() {
    let mut usage = open(&["summary.zip", "unpacked.csv"]).unwrap();
    let comparison = usage.compare().unwrap();
    // The summary has 2 January only.
    let day = one(comparison.days);
    assert_eq!(day.day.to_string(), "2025-01-02");
    assert_eq!(day.summary.to_string(), "2.625000000001");
    assert_eq!(day.project_level.to_string(), "0.079470080000");
    assert_eq!(comparison.organizations, 1);
    assert_eq!(comparison.summary, day.summary);
    assert_eq!(comparison.project_level, day.project_level);
    assert_eq!(
        written(&mut usage, &Filter::default(), &Sheet::Comparison),
        "\u{feff}Date,Summary (IPUs),Project level (IPUs),Not in project level (IPUs)\r\n2025-01-02,2.625000000001,0.079470080000,2.545529920001\r\n"
    );
    assert_eq!(open(&["summary.zip"]).unwrap().compare(), None);
}
