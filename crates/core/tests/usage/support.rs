//! What the tests of usage share.
use metering_core::usage::{
    Day, DayRange, Exports, Filter, Format, GroupBy, GroupName, GroupRow, Kind, MergeReport, Query,
    Sheet, Sort, Source, Usage,
};

/// The header of project-level data, as the service writes it.
pub(crate) const HEADER: &str = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n";

/// A file from disk.
pub(crate) fn source(name: &str) -> Source {
    Source {
        name: name.into(),
        ..Source::default()
    }
}

/// The export of a job created at this moment, for these days.
pub(crate) fn job(name: &str, created: i64, first: &str, last: &str) -> Source {
    Source {
        name: name.into(),
        created: Some(created),
        window: Some(range(first, last)),
        ..Source::default()
    }
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn range(first: &str, last: &str) -> DayRange {
    DayRange {
        first: day(first),
        last: day(last),
    }
}

/// Reads a CSV file as an export of its own, in one piece.
pub(crate) fn read_as(exports: Exports, source: Source, csv: &[u8]) -> Exports {
    let mut reader = exports.read(source);
    reader.begin_file("org.csv", None);
    reader.push(csv);
    let (exports, outcome) = reader.finish();
    outcome.unwrap();
    exports
}

/// Reads a CSV file.
pub(crate) fn read(csv: impl AsRef<[u8]>) -> Exports {
    read_as(Exports::new(), source("disk"), csv.as_ref())
}

/// Reads rows in the service's own form.
pub(crate) fn rows(lines: &str) -> Exports {
    read(format!("{HEADER}{lines}"))
}

/// Three days, two projects and none, two organizations.
pub(crate) fn sample() -> Usage {
    rows(
        "\
2025-01-03T00:00:00Z,Sales,Daily,o1,Production,4.000000000000\n\
2025-01-03T00:00:00Z,Sales,Daily,o2,Sandbox,0.500000000000\n\
2025-01-03T00:00:00Z,null,null,o1,Production,0.000000000001\n\
2025-01-02T00:00:00Z,Sales,Hourly,o1,Production,1.000000000000\n\
2025-01-02T00:00:00Z,finance,null,o1,Production,-0.250000000000\n\
2025-01-01T00:00:00Z,finance,Daily,o2,Sandbox,2.000000000000\n\
2025-01-01T00:00:00Z,,,o2,Production,0.000000000002\n",
    )
    .merge(None)
}

pub(crate) fn words(text: &str) -> Filter {
    Filter {
        text: text.into(),
        ..Filter::default()
    }
}

/// What all rows come to, with all decimals.
pub(crate) fn total(usage: &mut Usage) -> String {
    total_of(usage, Kind::default())
}

/// What all rows of a kind come to.
pub(crate) fn total_of(usage: &mut Usage, kind: Kind) -> String {
    let totals = usage.view(Filter::of(kind)).totals();
    totals.consumption.to_string()
}

/// The name of each group with its amount, largest first.
pub(crate) fn groups(usage: &mut Usage, kind: Kind, by: GroupBy) -> Vec<(GroupName, String)> {
    let query = Query {
        by,
        sort: Sort::LARGEST_FIRST,
        skip: 0,
        take: 100,
    };
    let page = usage.view(Filter::of(kind)).table(query);
    let group = |row: GroupRow| (row.name, row.consumption.to_string());
    page.rows.into_iter().map(group).collect()
}

/// A table as CSV for a spreadsheet.
pub(crate) fn written(usage: &mut Usage, filter: &Filter, sheet: &Sheet) -> String {
    let found = usage.write(filter, sheet, Format::Csv);
    String::from_utf8(found.pieces.concat()).unwrap()
}

/// The merged rows as they are exported.
pub(crate) fn rows_csv(usage: &Usage) -> String {
    String::from_utf8(
        usage
            .rows_csv(&Filter::default(), Format::Raw)
            .flatten()
            .collect(),
    )
    .unwrap()
}

/// A file of `tests/data/usage`.
pub(crate) fn data(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/usage")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn one<T>(items: Vec<T>) -> T {
    let [item] = <[T; 1]>::try_from(items).ok().expect("one item");
    item
}

/// What merging the project-level files found.
pub(crate) fn merged_report(usage: &Usage) -> &MergeReport {
    usage.report(Kind::Project).expect("project-level files")
}
