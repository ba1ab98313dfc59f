//! The form of a file is not its content: however a file is written anew, it reads the same.
use std::io::Write;
use std::ops::ControlFlow;

use metering_core::usage::{
    CsvProblem, Exports, Filter, Format, Kind, Preferred, Source, Usage, zip::Limits,
};
use proptest::prelude::*;
use zip::{DateTime, ZipWriter, write::SimpleFileOptions};

use super::support::{HEADER, rows_csv, source, total};

const ORG: &str = "4wMFqGlxAKVlIFTixlTSOY";

#[allow(clippy::struct_excessive_bools)] // each is a choice of its own
/// How a file is written.
#[derive(Clone, Debug)]
struct Form {
    separator: char,
    separator_line: bool,
    /// An empty line before the others.
    empty_line: &'static str,
    line_end: &'static str,
    marks: usize,
    utf16: Option<bool>,
    /// The columns in another order.
    order: Vec<usize>,
    empty_columns: usize,
    decimal_commas: bool,
    /// Blanks around all fields.
    padded: bool,
    quoted_lines: bool,
    ends_with_line_end: bool,
}

fn form() -> impl Strategy<Value = Form> {
    let flags = any::<[bool; 5]>();
    (
        prop::sample::select(vec![',', ';', '\t']),
        prop::sample::select(vec!["\n", "\r\n", "\r", "\r\r\n"]),
        prop::sample::select(vec!["", "", "\n", "\r\n", "\r", ",,,,,\n"]),
        0..3_usize,
        prop::option::of(any::<bool>()),
        Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        0..3_usize,
        flags,
    )
        .prop_map(
            |(separator, line_end, empty_line, marks, utf16, order, empty_columns, flags)| Form {
                separator,
                separator_line: flags[0],
                empty_line,
                line_end,
                marks,
                utf16,
                order,
                empty_columns,
                decimal_commas: flags[1] && separator != ',',
                padded: flags[4],
                quoted_lines: flags[2],
                ends_with_line_end: flags[3],
            },
        )
}

fn written(rows: &[[String; 6]], form: &Form) -> Vec<u8> {
    let header: Vec<String> = HEADER.trim().split(',').map(Into::into).collect();
    let rows = rows.iter().map(|row| {
        let mut row = row.to_vec();
        if form.decimal_commas {
            row[5] = row[5].replace('.', ",");
        }
        if form.padded {
            row = row.iter().map(|field| format!(" {field} ")).collect();
        }
        row
    });
    let mut lines = Vec::new();
    for row in std::iter::once(header).chain(rows) {
        let columns = form.order.iter().map(|&at| row[at].clone());
        let empty = std::iter::repeat_n(String::new(), form.empty_columns);
        let record: Vec<String> = columns.chain(empty).collect();
        let separator = u8::try_from(form.separator).unwrap();
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .from_writer(Vec::new());
        writer.write_record(&record).unwrap();
        let line = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let line = line.trim_end_matches('\n');
        lines.push(if form.quoted_lines {
            format!("\"{}\"", line.replace('"', "\"\""))
        } else {
            line.to_owned()
        });
    }
    if form.separator_line {
        lines.insert(0, format!("sep={}", form.separator));
    }
    let mut text = "\u{feff}".repeat(form.marks) + form.empty_line + &lines.join(form.line_end);
    if form.ends_with_line_end {
        text += form.line_end;
    }
    match form.utf16 {
        None => text.into_bytes(),
        Some(true) => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Some(false) => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    }
}

fn open(files: &[(Source, Vec<u8>)]) -> Usage {
    let mut exports = Exports::new();
    for (source, file) in files {
        let go_on = |_| ControlFlow::Continue(());
        exports
            .read_file(source.clone(), file, Limits::default(), go_on)
            .unwrap();
    }
    exports.merge(None)
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![Just("null".to_owned()), "[A-C]{1,2}", "[a\",; éß😀-]{1,6}b"]
}

fn row() -> impl Strategy<Value = [String; 6]> {
    let amount = "(0|[1-9][0-9]{0,6})\\.[0-9]{12}";
    (1..9_u32, name(), name(), amount).prop_map(|(day, project, folder, amount)| {
        let date = format!("2025-01-0{day}T00:00:00Z");
        [
            date,
            project,
            folder,
            ORG.into(),
            "Production".into(),
            amount,
        ]
    })
}

proptest! {
    #[test]
    fn a_file_written_anew_reads_the_same(rows in prop::collection::vec(row(), 1..12), form in form()) {
        let as_exported = Form {
            separator: ',',
            separator_line: false,
            empty_line: "",
            line_end: "\n",
            marks: 0,
            utf16: None,
            order: (0..6).collect(),
            empty_columns: 0,
            decimal_commas: false,
            padded: false,
            quoted_lines: false,
            ends_with_line_end: true,
        };
        let expected = open(&[(source("a.csv"), written(&rows, &as_exported))]);
        let found = open(&[(source("a.csv"), written(&rows, &form))]);
        let report = found.exports().reports().next().unwrap();
        prop_assert_eq!(report.rejected(), 0);
        prop_assert_eq!(rows_csv(&found), rows_csv(&expected));
    }

    #[test]
    fn files_opened_in_any_order_merge_to_the_same(
        files in prop::collection::vec((prop::option::of(0_i64..3), prop::collection::vec(row(), 1..8)), 1..5),
        order in any::<prop::sample::Index>(),
    ) {
        let files: Vec<(Source, Vec<u8>)> = files.into_iter().map(|(modified, rows)| {
            let lines: Vec<String> = rows.iter().map(|row| {
                let quoted: Vec<String> = row.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
                quoted.join(",") + "\n"
            }).collect();
            // One name for all, so that nothing but the content tells them apart.
            (Source { modified, ..source("a.csv") }, format!("{HEADER}{}", lines.concat()).into_bytes())
        }).collect();
        let mut other = files.clone();
        other.rotate_left(order.index(files.len()));
        other.reverse();
        let lines = |usage: &Usage| {
            let mut lines: Vec<String> = rows_csv(usage).lines().map(Into::into).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(lines(&open(&files)), lines(&open(&other)));
    }
}

fn zip(files: &[(&str, Vec<u8>, Option<DateTime>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content, time) in files {
        let options = SimpleFileOptions::default().last_modified_time(time.unwrap_or_default());
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn csv(amount: &str) -> Vec<u8> {
    format!("{HEADER}2025-01-02T00:00:00Z,P,F,{ORG},Production,{amount}\n").into()
}

fn november(day: u8) -> Option<DateTime> {
    DateTime::from_date_and_time(2026, 11, day, 9, 0, 0).ok()
}

#[test]
fn a_zip_in_a_zip_is_read_one_level_deep() {
    let deepest = zip(&[("deep.csv", csv("100"), None)]);
    let inner = zip(&[("b.csv", csv("2"), None), ("deeper.zip", deepest, None)]);
    let other = zip(&[("readme.txt", b"x".to_vec(), None)]);
    let outer = zip(&[
        ("downloads/a.csv", csv("1"), november(3)),
        ("downloads/inner.ZIP", inner, november(4)),
        ("other.zip", other, None),
    ]);
    let mut usage = open(&[(source("outer.zip"), outer)]);
    let report = usage.exports().reports().next().unwrap();
    let names: Vec<&str> = report.files.iter().map(|file| file.name.as_str()).collect();
    let deeper = "downloads/inner.ZIP/deeper.zip";
    assert_eq!(
        names,
        ["downloads/a.csv", deeper, "downloads/inner.ZIP/b.csv"]
    );
    let problem = report.files[1].problem.as_ref().unwrap();
    assert_eq!(problem.code(), "tooDeep");
    // The inner file has no time of its own; its ZIP is newer.
    assert_eq!(total(&mut usage), "2.000000000000");
}

#[test]
fn a_zip_in_a_zip_that_is_none_does_not_keep_the_others_from_being_read() {
    let page = b"<html>502 Bad Gateway</html>".to_vec();
    let cut_off = zip(&[("b.csv", csv("2"), None)])[..40].to_vec();
    let outer = zip(&[
        ("page.zip", page.clone(), None),
        ("cut.zip", cut_off, None),
        ("a.csv", csv("1"), None),
    ]);
    let mut usage = open(&[(source("outer.zip"), outer)]);
    assert_eq!(total(&mut usage), "1.000000000000");
    let report = usage.exports().reports().next().unwrap();
    let problems = report.files.iter().map(|file| file.problem.as_ref());
    let codes: Vec<_> = problems
        .map(|problem| problem.map(CsvProblem::code))
        .collect();
    assert_eq!(codes, [Some("notAZip"), Some("cutOff"), None]);
    // By itself it is no export.
    let alone = zip(&[("page.zip", page, None)]);
    let go_on = |_| ControlFlow::Continue(());
    let read = Exports::new().read_file(source("alone.zip"), &alone, Limits::default(), go_on);
    assert_eq!(read.unwrap_err().code(), "notAZip");
}

#[test]
fn the_job_tells_before_the_zip_and_the_zip_before_the_file() {
    let at = |created: Option<i64>, modified: Option<i64>| Source {
        created,
        modified,
        ..source("a")
    };
    let [old, new] = [3, 4].map(|day| zip(&[("a.csv", csv(&day.to_string()), november(day))]));
    let newest = |files: [(Source, Vec<u8>); 2]| {
        let [one, other] = files;
        let amounts =
            [[one.clone(), other.clone()], [other, one]].map(|files| total(&mut open(&files)));
        assert_eq!(amounts[0], amounts[1]);
        amounts[0].clone()
    };
    let late = 2_000_000_000_000;
    assert_eq!(
        newest([
            (at(Some(2), Some(1)), old.clone()),
            (at(Some(1), Some(2)), new.clone())
        ]),
        "3.000000000000"
    );
    assert_eq!(
        newest([(at(None, Some(late)), old), (at(None, Some(1)), new)]),
        "4.000000000000"
    );
    assert_eq!(
        newest([
            (at(None, Some(1)), csv("1")),
            (at(None, Some(2)), csv("0.5"))
        ]),
        "0.500000000000"
    );
}

#[test]
fn where_nothing_tells_which_is_newer_it_is_said_and_can_be_chosen() {
    let mut usage = open(&[(source("small"), csv("1")), (source("large"), csv("2"))]);
    assert_eq!(total(&mut usage), "2.000000000000");
    let report = usage.report(Kind::Project).unwrap();
    assert_eq!(
        (report.undecided, &*report.undecided_between),
        (1, &[all_of(1), all_of(0)][..])
    );
    assert_eq!(report.only_earlier.total, 0);
    let mut exports = usage.into_exports();
    exports.prefer(Some(all_of(0)));
    let mut usage = exports.merge(None);
    assert_eq!(total(&mut usage), "1.000000000000");
    assert_eq!(usage.report(Kind::Project).unwrap().undecided, 0);
}

#[test]
fn of_two_files_of_one_zip_one_can_be_chosen() {
    let zip = zip(&[("a.csv", csv("1"), None), ("b.csv", csv("2"), None)]);
    let mut usage = open(&[(source("a.zip"), zip)]);
    assert_eq!(total(&mut usage), "2.000000000000");
    let choice = |name: &str| Preferred {
        export: 0,
        file: Some(name.into()),
    };
    let report = usage.report(Kind::Project).unwrap();
    assert_eq!(
        (report.undecided, &*report.undecided_between),
        (1, &[choice("b.csv"), choice("a.csv")][..])
    );
    let mut exports = usage.into_exports();
    exports.prefer(Some(choice("a.csv")));
    let mut usage = exports.merge(None);
    assert_eq!(total(&mut usage), "1.000000000000");
    assert_eq!(usage.report(Kind::Project).unwrap().undecided, 0);
}

/// All files of the export at this place.
fn all_of(export: usize) -> Preferred {
    Preferred { export, file: None }
}

#[test]
fn a_comma_in_a_name_is_certain_where_dates_and_numbers_leave_one_way() {
    let summary = "OrgId,MeterId,MeterName,Date,BillingPeriodStartDate,BillingPeriodEndDate,MeterUsage,IPU,Scalar,MetricCategory,OrgName,OrgType,IPURate\n";
    let row = format!(
        "{ORG},a2nB20h1o0lc7k3P9xtWS8,Data Integration,2025-01-02T00:00:00Z,2025-01-01T00:00:00Z,2025-01-31T00:00:00Z,8.5,2.125,Compute Units,IPU,Acme, Inc.,Production,0.25\n"
    );
    let usage = open(&[(source("s.csv"), format!("{summary}{row}").into())]);
    let file = &usage.exports().reports().next().unwrap().files[0];
    assert_eq!((file.rows, file.unclear), (1, 0));
    let rows: Vec<u8> = usage
        .rows_csv(&Filter::of(Kind::Summary), Format::Raw)
        .flatten()
        .collect();
    let rows = String::from_utf8(rows).unwrap();
    assert!(rows.contains("\"Acme, Inc.\",Production"), "{rows}");
}

#[test]
fn a_comma_that_could_be_part_of_the_amount_is_not_guessed() {
    let file = format!(
        "{HEADER}2025-01-02T00:00:00Z,P,F,{ORG},Production,1,5\n2025-01-02T00:00:00Z,P,F,{ORG},Production,1\n"
    );
    let usage = open(&[(source("a.csv"), file.into())]);
    let file = &usage.exports().reports().next().unwrap().files[0];
    assert_eq!((file.rows, file.rejected.total), (1, 1));
}

#[test]
fn empty_rows_that_a_spreadsheet_saves_are_no_rows() {
    let row = format!("2025-01-02T00:00:00Z,P,F,{ORG},Production,1.5");
    for end in [",,,,,\n,,,,,\n", "\n\n", ",,,,,\n,,,,,,,\n"] {
        let text = format!("{HEADER}{row}\n{end}");
        let mut usage = open(&[(source("a.csv"), text.into())]);
        let report = usage.exports().reports().next().unwrap();
        assert_eq!((report.rows(), report.rejected()), (1, 0), "{end:?}");
        assert_eq!(total(&mut usage), "1.500000000000");
    }
}
