//! Any bytes as a CSV file: the same rows in whatever pieces they come, and again where they were written.

use bigdecimal::BigDecimal;
use metering_core::usage::{ExportReport, Exports, Filter, Format, Source, Usage};

/// The file is read or refused as a whole, alike in pieces; what is written is read again.
pub(crate) fn check(data: &[u8]) {
    let (report, mut usage) = read(data, data.len().max(1));
    let kind = report.iter().find_map(|report| report.files[0].kind);
    let filter = Filter::of(kind.unwrap_or_default());
    for size in [1, 7, 64] {
        let (in_pieces, rows) = read(data, size);
        assert_eq!(in_pieces, report, "in pieces of {size}");
        assert_eq!(
            written(&rows, &filter),
            written(&usage, &filter),
            "in pieces of {size}"
        );
    }
    let Some(report) = report else { return };
    let file = &report.files[0];
    if let Some(problem) = &file.problem {
        assert!(problem.to_string().ends_with('.'), "{problem}");
        assert_eq!(report.rows(), 0);
    }

    let written_once = written(&usage, &filter);
    let (again, usage_again) = read(&written_once, 4096);
    assert_eq!(written(&usage_again, &filter), written_once);
    let again = again.expect("a header at least");
    assert_eq!(again.rejected(), 0, "a row that was read is rejected");

    let mut csv = csv::Reader::from_reader(written_once.as_slice());
    let header = csv.byte_headers().expect("a header").clone();
    let is_amount = |name: &[u8]| name == b"IPU" || name == b"Consumption (IPUs)";
    let column = header.iter().position(is_amount).expect("an amount");
    let sum: BigDecimal = csv
        .byte_records()
        .map(|record| {
            let record = record.expect("as many fields as columns");
            let amount = std::str::from_utf8(&record[column]).expect("a number");
            amount.parse::<BigDecimal>().expect("a number")
        })
        .sum();
    let totals = usage.view(filter).totals();
    let total: BigDecimal = totals.consumption.to_string().parse().expect("a number");
    assert_eq!(total, sum);
}

fn read(csv: &[u8], size: usize) -> (Option<ExportReport>, Usage) {
    let mut reader = Exports::new().read(Source {
        name: "disk".into(),
        ..Source::default()
    });
    reader.begin_file("org.csv", None);
    for piece in csv.chunks(size) {
        reader.push(piece);
    }
    let (exports, outcome) = reader.finish();
    if let Err(error) = outcome {
        assert!(error.to_string().ends_with('.'), "{error}");
    }
    let report = exports.reports().next();
    (report, exports.merge(None))
}

fn written(usage: &Usage, filter: &Filter) -> Vec<u8> {
    usage.rows_csv(filter, Format::Raw).flatten().collect()
}
