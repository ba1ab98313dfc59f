//! Files as people have them, beyond those in `tests/data/exports`: what programs do to files, each with its right value.
use metering_core::usage::{
    ExportReport, Exports, Filter, Format, GroupBy, GroupName, Kind, Source, Usage, UsageError,
};

use super::support::{HEADER, groups, merged_report, one, read_as, source, total, total_of};

const ORG: &str = "4wMFqGlxAKVlIFTixlTSOY";
const METER: &str = "a2nB20h1o0lc7k3P9xtWS8";
const DAY: &str = "2025-01-02T00:00:00Z";
const SUMMARY: &str = "OrgId,MeterId,MeterName,Date,BillingPeriodStartDate,BillingPeriodEndDate,MeterUsage,IPU,Scalar,MetricCategory,OrgName,OrgType,IPURate\n";
const ASSET: &str = "Meter ID,Meter Name,Date,Asset Name,Asset Type,Project,Folder,Org ID,Org Type,Environment Name,Environment Type,Tier,IPU Per Unit,Usage,Consumption (IPUs)\n";
const NAMES_LAST: &str = "Date,Consumption (IPUs),Org ID,Org Type,Project,Folder";

/// Reads files, each as an export of its own. `%O`, `%M` and `%D` stand for an organization, a meter and a day.
fn open(files: &[&str]) -> Result<Usage, UsageError> {
    let mut exports = Exports::new();
    for file in files {
        let mut reader = exports.read(source("disk"));
        reader.begin_file("org.csv", None);
        reader.push(filled(file).as_bytes());
        let outcome;
        (exports, outcome) = reader.finish();
        outcome?;
    }
    Ok(exports.merge(None))
}

fn filled(file: &str) -> String {
    let ids = file.replace("%O", ORG).replace("%M", METER);
    ids.replace("%D", DAY)
}

fn report(usage: &Usage) -> ExportReport {
    usage.exports().reports().next().unwrap()
}

#[test]
fn lines_before_the_header_may_end_in_another_way_than_the_rows() {
    let body = |end: &str| {
        let lines = [
            HEADER.trim(),
            "%D,P,F,%O,Production,1",
            "%D,Q,F,%O,Production,0.5",
            "",
        ];
        lines.join(end)
    };
    for before in [
        "",
        "\n",
        "\r\n",
        "sep=,\n",
        "sep=,\r\n",
        "sep=,\r",
        ",,,,,\n",
        "\u{feff}\n",
    ] {
        for end in ["\n", "\r\n", "\r", "\r\r\n"] {
            let file = format!("{before}{}", body(end));
            let mut usage = open(&[&file]).unwrap_or_else(|error| panic!("{file:?}: {error}"));
            assert_eq!(total(&mut usage), "1.500000000000", "{file:?}");
            assert_eq!(report(&usage).rejected(), 0, "{file:?}");
        }
    }
}

#[test]
fn a_summary_whose_lines_end_twice_has_its_organization() {
    let file = format!("{SUMMARY}%O,%M,DI,%D,,,8,2,,,Acme,Production,0.25\n");
    let twice = file.replace('\n', "\r\r\n");
    let mut usage = open(&[&file, &twice]).unwrap();
    assert_eq!(total_of(&mut usage, Kind::Summary), "2.000000000000");
    assert_eq!(usage.report(Kind::Summary).unwrap().superseded, 1);
}

#[test]
fn what_spreadsheets_put_before_the_header_is_skipped() {
    let asset = format!("{ASSET}%M,DI,%D,m,Mapping,P,F,%O,Production,e,Agent,T1,0.25,4,1\n");
    for before in [
        "sep=,,,,,,,,,,,,,,,\n",
        "\"sep=,\",,,,,,,,,,,,,,\n",
        ",,,,,,,,,,,,,,\n",
        "\"\",\"\"\n",
    ] {
        let mut usage = open(&[&format!("{before}{asset}")]).unwrap();
        assert_eq!(
            total_of(&mut usage, Kind::Asset),
            "1.000000000000",
            "{before}"
        );
    }
    let quoted = HEADER.replace("Date", "\"\u{feff}Date\"");
    let mut usage = open(&[&format!("{quoted}%D,P,F,%O,Production,1\n")]).unwrap();
    assert_eq!(total(&mut usage), "1.000000000000");
}

#[test]
fn one_row_in_two_forms_counts_once() {
    let asset = format!("{ASSET}%M,DI,%D,m,Mapping,P,F,%O,Production,e,Agent,T1,0.25,4,1.5\n");
    for other in [
        asset.replace("0.25", "0.250000000000"),
        asset
            .replace(',', ";")
            .replace("0.25", "0,25")
            .replace("1.5", "1,5"),
        asset.replace(',', ", "),
    ] {
        let mut usage = open(&[&asset, &other]).unwrap();
        assert_eq!(
            total_of(&mut usage, Kind::Asset),
            "1.500000000000",
            "{other}"
        );
        let report = usage.report(Kind::Asset).unwrap();
        assert_eq!(
            (report.superseded, report.differing.total),
            (1, 0),
            "{other}"
        );
    }
    let project = format!("{HEADER}%D,null,F,%O,Production,1\n");
    for other in [
        "%D, ,F,%O,Production,1",
        "%D, null , F , %O , Production , 1",
        "%D,,F,%O,Production,1",
    ] {
        let mut usage = open(&[&project, &format!("{HEADER}{other}\n")]).unwrap();
        assert_eq!(total(&mut usage), "1.000000000000", "{other}");
        assert_eq!(merged_report(&usage).differing.total, 0, "{other}");
    }
    // Also where a comma in a name is not in quotes.
    let unclear = format!("{HEADER}%D,Sales, EMEA,null,%O,Production,1\n");
    for other in [
        unclear.replace("null", ""),
        unclear.replace(',', ";"),
        unclear.replace(',', "\t"),
    ] {
        let mut usage = open(&[&unclear, &other]).unwrap();
        assert_eq!(total(&mut usage), "1.000000000000", "{other}");
    }
}

#[test]
fn a_comma_in_a_name_is_found_out_in_every_order_of_columns() {
    let unclear = |text: &str| GroupName::Unclear { text: text.into() };
    for (header, row, text) in [
        // The last name is blank.
        (
            NAMES_LAST,
            "%D,10.5,%O,Production,Sales, EMEA,",
            "Sales, EMEA,",
        ),
        // A spreadsheet has moved the end of the row below an empty name.
        (
            &format!("{NAMES_LAST},"),
            "%D,10.5,%O,Production,Sales, EMEA,F",
            "Sales, EMEA,F",
        ),
        (
            &format!("{NAMES_LAST},"),
            "%D,10.5,%O,Production,\"Sales\", EMEA,F",
            "Sales, EMEA,F",
        ),
        (
            &format!("{NAMES_LAST},,"),
            "%D,10.5,%O,Production,Sales, EMEA,F,",
            "Sales, EMEA,F",
        ),
    ] {
        let mut usage = open(&[&format!("{header}\n{row}\n")]).unwrap();
        assert_eq!(total(&mut usage), "10.500000000000", "{row}");
        assert_eq!(report(&usage).files[0].unclear, 1, "{row}");
        let names = groups(&mut usage, Kind::Project, GroupBy::Project);
        assert_eq!(one(names).0, unclear(text), "{row}");
    }
    // A separator too many at the end says nothing about the names.
    let mut usage = open(&[&format!("{NAMES_LAST}\n%D,1,%O,Production,null,F,\n")]).unwrap();
    assert_eq!(
        report(&usage).files[0].unclear,
        1,
        "the project may be “null,F”"
    );
    let folder_last = "Date,Consumption (IPUs),Project,Org ID,Folder\n";
    for (row, folder) in [("F,", "F"), ("a,b,", "a,b")] {
        usage = open(&[&format!("{folder_last}%D,1,P,%O,{row}\n")]).unwrap();
        assert_eq!(report(&usage).files[0].unclear, 0, "{row}");
        let folders = groups(&mut usage, Kind::Project, GroupBy::Folder);
        assert!(
            format!("{folders:?}").contains(&format!("{folder:?}")),
            "{folders:?}"
        );
    }
    // Nor does text below an empty name alone.
    for note in ["checked", "\"checked, ok\""] {
        let header = HEADER.trim();
        let mut usage = open(&[&format!("{header},,\n%D,P,F,%O,Production,1,{note},\n")]).unwrap();
        assert_eq!(
            (total(&mut usage).as_str(), report(&usage).rejected()),
            ("1.000000000000", 0)
        );
        assert_eq!(report(&usage).files[0].unclear, 0);
    }
}

#[test]
fn a_comma_in_a_name_costs_no_row_whose_other_fields_are_missing() {
    for (kind, header, row) in [
        (
            Kind::Summary,
            SUMMARY,
            "%O,%M,DI,%D,null,null,null,3,null,null,Acme, Inc.,Production,null",
        ),
        (
            Kind::Summary,
            SUMMARY,
            "%O,%M,Data, Integration,%D,,,,3,,,Acme,Production,",
        ),
        (
            Kind::Summary,
            SUMMARY,
            "%O,%M,DI,%D,,,,3,,,Acme, Inc.,Production,",
        ),
        (
            Kind::Summary,
            SUMMARY,
            "%O,%M,Data, Integration,%D,,,,3,,,Acme, Inc.,Production,",
        ),
        (
            Kind::Asset,
            ASSET,
            "%M,DI,%D,m, load,Mapping,P,F,%O,Production,e,Agent,null,null,null,3",
        ),
        (
            Kind::Asset,
            ASSET,
            ",,%D,m, load,Mapping,P,F,%O,Production,e,Agent,T1,0.25,4,3",
        ),
    ] {
        let mut usage = open(&[&format!("{header}{row}\n")]).unwrap();
        assert_eq!(report(&usage).rejected(), 0, "{row}");
        assert_eq!(total_of(&mut usage, kind), "3.000000000000", "{row}");
    }
    let mut usage = open(&[&format!(
        "{SUMMARY}%O,%M,DI,%D,,,,3,,,Acme, Inc.,Production,\n"
    )])
    .unwrap();
    let orgs = groups(&mut usage, Kind::Summary, GroupBy::Organization);
    assert!(format!("{orgs:?}").contains("Acme, Inc."), "{orgs:?}");
}

#[test]
fn blank_fields_at_the_end_may_be_left_out() {
    let row = "%O,%M,DI,%D,,,8,2,,,Acme,Production";
    let mut usage = open(&[&format!("{SUMMARY}{row}\n")]).unwrap();
    assert_eq!(total_of(&mut usage, Kind::Summary), "2.000000000000");
    // The amount could be cut off, and a name may be missing.
    for row in ["%O,%M,DI,%D,,,8,2", "%O,%M,DI,%D,,,8,2,,,Acme"] {
        let usage = open(&[&format!("{SUMMARY}{row}\n")]).unwrap();
        assert_eq!(report(&usage).rejected(), 1, "{row}");
    }
}

#[test]
fn a_decimal_comma_between_commas_is_not_guessed() {
    let header = "Date,Org ID,Consumption (IPUs),Project,Folder\n";
    let usage = open(&[&format!(
        "{header}%D,%O,0,079,P,F\n%D,%O,1,5,P,F\n%D,%O,1.0,5,P,F\n"
    )])
    .unwrap();
    assert_eq!((report(&usage).rows(), report(&usage).rejected()), (1, 2));
}

#[test]
fn dates_of_spreadsheets_are_read_or_refused_in_words_that_help() {
    for date in [
        "2025-01-02T00:00Z",
        "2025-01-02T00:00:00.000+0000",
        "2025-01-02 00:00:00 UTC",
        "2-Jan-2025",
        "02-Jan-25",
        "2025.01.02 00.00.00",
    ] {
        let mut usage = open(&[&format!(
            "{HEADER}{date},P,F,%O,Production,1\n%D,P,F,%O,Production,2\n"
        )])
        .unwrap();
        assert_eq!(total(&mut usage), "3.000000000000", "{date}");
        assert_eq!(groups(&mut usage, Kind::Project, GroupBy::Project).len(), 1);
        assert_eq!(
            merged_report(&usage).duplicates.total,
            1,
            "{date} is another day"
        );
    }
    for date in ["01/02/25", "1.2.25", "02/01/2025 00.00.00", "02/01/2025 0h"] {
        let error = open(&[&format!("{HEADER}{date},P,F,%O,Production,1\n")]).unwrap_err();
        assert_eq!(error.code(), "ambiguousDates", "{date}");
    }
}

#[test]
fn the_time_in_the_zip_tells_where_the_jobs_are_equally_new() {
    for times in [[3, 10], [10, 3]] {
        let mut reader = Exports::new().read(Source {
            created: Some(1),
            ..source("job")
        });
        for time in times {
            reader.begin_file(&format!("{time}.csv"), Some(time));
            let amount = 20 - time;
            reader.push(filled(&format!("{HEADER}%D,P,F,%O,Production,{amount}\n")).as_bytes());
        }
        let mut usage = reader.finish().0.merge(None);
        assert_eq!(total(&mut usage), "10.000000000000", "{times:?}");
        assert_eq!(merged_report(&usage).undecided, 0, "{times:?}");
    }
}

#[test]
fn summary_and_project_level_are_compared_only_where_both_have_the_organization() {
    let other = "7aB1cD2eF3gH4iJ5kL6mN7";
    let summary = |day: u32, org: &str| format!("{org},%M,DI,2025-01-0{day}T00:00:00Z,,,,5,,,,,\n");
    let project = |day: u32, org: &str| format!("2025-01-0{day}T00:00:00Z,P,F,{org},T,2\n");
    let usage = open(&[
        // The parent alone, then both.
        &(SUMMARY.to_owned() + &summary(1, "%O")),
        &(SUMMARY.to_owned() + &summary(2, "%O") + &summary(2, other)),
        &[
            HEADER,
            &project(1, "%O"),
            &project(1, other),
            &project(2, "%O"),
            &project(2, other),
        ]
        .concat(),
    ]);
    let comparison = usage.unwrap().compare().unwrap();
    let sums = comparison
        .days
        .iter()
        .map(|day| [day.summary, day.project_level].map(|sum| format!("{sum:.0}")));
    assert_eq!(sums.collect::<Vec<_>>(), [["5", "2"], ["10", "4"]]);
    assert_eq!(comparison.organizations, 2);
}

#[test]
fn names_that_cannot_be_told_apart_are_saved_beside_those_that_can() {
    let row = "%M,DI,%D,load, all,Mapping,P,F,%O,Production,e,Agent,T1,0.25,4,1.5";
    let usage = open(&[&format!("{ASSET}{row}\n")]).unwrap();
    let saved: Vec<u8> = usage
        .rows_csv(&Filter::of(Kind::Asset), Format::Raw)
        .flatten()
        .collect();
    let saved = String::from_utf8(saved).unwrap();
    let row = saved.lines().nth(1).unwrap();
    assert!(
        row.starts_with(&format!("{METER},DI,{DAY},\"load, all,Mapping,P,F\",")),
        "{row}"
    );
}

#[test]
fn an_export_of_one_meter_says_nothing_of_the_others() {
    let asset = |meter: &str| {
        format!("{ASSET}{meter},DI,%D,m,Mapping,P,F,%O,Production,e,Agent,T1,0.25,4,1\n")
    };
    let other = "3TaYTMo6BFYeNIABfVmH0n";
    for (meter, only_earlier) in [(None, 1), (Some(METER), 1), (Some(other), 0)] {
        let mut exports = Exports::new();
        let newer = asset(other);
        for (created, meter, file) in [(1, None, asset("%M")), (2, meter, newer)] {
            let source = Source {
                created: Some(created),
                meter: meter.map(str::to_owned),
                ..source("job")
            };
            exports = read_as(exports, source, filled(&file).as_bytes());
        }
        let usage = exports.merge(None);
        let report = usage.report(Kind::Asset).unwrap();
        assert_eq!(report.only_earlier.total, only_earlier, "{meter:?}");
    }
}
