//! Job-level files: tables under their own header, added up only where a column holds IPUs.
use metering_core::usage::{Exports, Filter, Format, Kind, ListedRows, Sheet, Source, Usage};

use super::support::{read_as, source, words};

const JOBS: &str = "\
Task ID,Task Name,Org ID,Status,Metered Value\n\
t1,Load,o1,Success,2.5\n\
t2,\"Copy, all\",o1,Failed,1\n";

const WITH_IPUS: &str = "\
Task ID;Status;IPU;\n\
t1;Success;1,5;\n\
t2;Failed;0,000000000001;\n\
t3;Failed;none;\n";

fn open(files: &[&str]) -> Usage {
    let exports = files.iter().fold(Exports::new(), |all, csv| {
        read_as(all, source("disk"), csv.as_bytes())
    });
    exports.merge(None)
}

fn listed(usage: &Usage, text: &str) -> Vec<ListedRows> {
    let filter = Filter {
        kind: Kind::Job,
        ..words(text)
    };
    usage.listings(&filter, &[], 10)
}

#[test]
fn a_file_is_a_table_under_its_own_header() {
    let usage = open(&[JOBS]);
    let [table] = &*listed(&usage, "") else {
        panic!("one table");
    };
    assert_eq!(
        table.header,
        ["Task ID", "Task Name", "Org ID", "Status", "Metered Value"]
    );
    assert_eq!(
        table.rows,
        [
            ["t1", "Load", "o1", "Success", "2.5"],
            ["t2", "Copy, all", "o1", "Failed", "1"]
        ]
    );
    // The metered value is in the unit of the meter.
    assert_eq!((table.count, table.consumption), (2, None));
}

#[test]
fn rows_are_filtered_by_words_and_come_in_pages() {
    let usage = open(&[JOBS]);
    let found = &listed(&usage, "FAILED copy")[0];
    assert_eq!((found.count, found.rows[0][0].as_str()), (1, "t2"));
    assert_eq!(listed(&usage, "nothing")[0].count, 0);
    let page = &usage.listings(&Filter::of(Kind::Job), &[1], 1)[0];
    assert_eq!((page.count, page.rows.len()), (2, 1));
    assert_eq!(page.rows[0][0], "t2");
}

#[test]
fn only_a_column_with_ipus_is_added_up() {
    let usage = open(&[JOBS, WITH_IPUS]);
    let [jobs, with_ipus] = &*listed(&usage, "") else {
        panic!("a table for each header");
    };
    assert_eq!(jobs.consumption, None);
    let sum = with_ipus.consumption.map(|sum| sum.to_string());
    assert_eq!(sum.as_deref(), Some("1.500000000001"));
    assert_eq!(with_ipus.header, ["Task ID", "Status", "IPU"]);
    let report = usage.exports().reports().last().unwrap();
    assert_eq!((report.rows(), report.rejected()), (2, 1));
    assert_eq!(report.files[0].form, "separated by “;”, decimal commas");
}

#[test]
fn a_row_that_two_files_have_counts_once() {
    let more = format!("{JOBS}t1,Load,o1,Success,2.5\nt1,Loa,do1,Success,2.5\n");
    let usage = open(&[JOBS, &more]);
    assert_eq!(listed(&usage, "")[0].count, 3);
    assert_eq!(usage.report(Kind::Job).unwrap().superseded, 3);
    // Within a file, rows are what the file says.
    assert_eq!(listed(&open(&[&more]), "")[0].count, 4);
}

#[test]
fn a_row_in_two_forms_counts_once() {
    let job = "Task ID,Project Name,IPU\nt1,null,0.5\nt1,P,0.5\n";
    for other in [
        "Task ID,Project Name,IPU\nt1,,0.5\nt1,P,0.5\n",
        "Task ID;Project Name;IPU\nt1;null;0,5\nt1;P;0,500\n",
        "IPU,project name,TaskID\n0.5,,t1\n0.5, P,t1\n",
    ] {
        for files in [[job, other], [other, job]] {
            let usage = open(&files);
            let counts = listed(&usage, "").into_iter().map(|table| table.count);
            assert_eq!(counts.sum::<u64>(), 2, "{other}");
        }
    }
}

#[test]
fn an_amount_that_is_rounded_is_said() {
    let usage = open(&["Task ID,IPU\nt1,0.0000000000015\nt2,1\n"]);
    let sum = listed(&usage, "")[0].consumption.map(|sum| sum.to_string());
    assert_eq!(sum.as_deref(), Some("1.000000000002"));
    let report = usage.exports().reports().next().unwrap();
    assert_eq!(report.files[0].rounded, 1);
}

#[test]
fn a_file_of_runs_is_told_by_its_columns() {
    for header in [
        "Job Run ID,Service,Start Time,End Time,Status,Consumption (IPUs)",
        "Run ID,Date,Project,Folder,Org ID,Consumption (IPUs)",
    ] {
        let usage = open(&[&format!("{header}\n1,2,3,4,5,1.5\n")]);
        assert_eq!(listed(&usage, "")[0].count, 1, "{header}");
    }
}

#[test]
fn the_job_tells_that_a_file_is_job_level_whatever_its_columns() {
    for file in [
        "Org ID,Process ID,Process Name,Invocation Date,Duration\n1,2,3,4,5\n",
        "Org ID;Date;Project;Folder;Consumption (IPUs)\n1;2;3;4;5\n",
    ] {
        let source = Source {
            kind: Some(Kind::Job),
            ..source("job")
        };
        let usage = read_as(Exports::new(), source, file.as_bytes()).merge(None);
        let table = &listed(&usage, "")[0];
        assert_eq!((table.header.len(), table.count), (5, 1), "{file}");
    }
}

#[test]
fn a_run_without_an_amount_is_a_row_of_the_table() {
    let usage = open(&[
        "Task ID,Status,IPU\nt1,Success,1.5\nt2,Running,\nt3,Failed,null\nt4,Failed,none\n",
    ]);
    let table = &listed(&usage, "")[0];
    let sum = table.consumption.map(|sum| sum.to_string());
    assert_eq!((table.count, sum.as_deref()), (3, Some("1.500000000000")));
    let report = usage.exports().reports().next().unwrap();
    assert_eq!(report.rejected(), 1);
}

#[test]
fn a_table_is_saved_for_spreadsheets_and_raw() {
    let mut usage = open(&["Task ID,Task Name\n1,=A1\n2,b;c\n"]);
    let mut saved = |format| {
        let found = usage.write(&Filter::of(Kind::Job), &Sheet::Listing(0), format);
        String::from_utf8(found.pieces.concat()).unwrap()
    };
    assert_eq!(saved(Format::Raw), "Task ID,Task Name\n1,=A1\n2,b;c\n");
    assert_eq!(
        saved(Format::Csv),
        "\u{feff}Task ID,Task Name\r\n1,'=A1\r\n2,\"b;c\"\r\n"
    );
}

#[test]
fn a_table_of_one_column_is_saved_as_it_was() {
    let mut usage = open(&["Task Name\na;b\n"]);
    let found = usage.write(&Filter::of(Kind::Job), &Sheet::Listing(0), Format::Csv);
    let saved = String::from_utf8(found.pieces.concat()).unwrap();
    assert_eq!(saved, "\u{feff}Task Name\r\n\"a;b\"\r\n");
}

#[test]
fn job_level_is_never_added_to_other_kinds() {
    let mut usage = open(&[WITH_IPUS]);
    for kind in [Kind::Project, Kind::Summary, Kind::Asset, Kind::Job] {
        assert_eq!(usage.view(Filter::of(kind)).totals().rows, 0);
    }
}
